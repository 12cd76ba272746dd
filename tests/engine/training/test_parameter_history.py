"""The parameter history and the learning curve computed from it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.metrics import metrics
from engine.experiment.starts import Options, setup_for
from engine.network.many_rows import predict
from engine.network.network import Network
from engine.network.places import Weight
from engine.session.session import Session
from engine.training import learning_curve
from engine.training.commands import (
    AddNeuron,
    Reset,
    Run,
    SetActivation,
    SetInput,
    SetParameter,
    StepEpoch,
    StepSample,
)
from engine.training.learning_curve import LearningCurve
from engine.training.parameter_history import FEWEST, MOST, ParameterHistory


def times(session: Session) -> list[float]:
    return [moment.time for moment in session.state.parameter_history.checkpoints]


def test_a_checkpoint_is_kept_at_the_end_of_each_epoch():
    session = Session(setup_for("level2"))
    parameters = [session.state.network.parameters]
    for _ in range(3):
        parameters.append(session.apply(StepEpoch()).network.parameters)
    session.apply(StepSample())
    assert times(session) == [0, 1, 2, 3]
    for moment, there in zip(session.state.parameter_history.checkpoints, parameters, strict=True):
        assert np.array_equal(moment.parameters, there)
        assert not moment.parameters.flags.writeable


@given(st.lists(st.integers(1, 900), min_size=1, max_size=6))
def test_checkpoints_do_not_depend_on_how_a_run_is_split(cuts):
    whole, cut = Session(setup_for("and")), Session(setup_for("and"))
    whole.run(sum(cuts) * 4)
    for epochs in cuts:
        cut.run(epochs * 4)
    assert times(whole) == times(cut)
    assert len(times(whole)) <= MOST + 2
    pairs = zip(whole.state.parameter_history.checkpoints, cut.state.parameter_history.checkpoints, strict=True)
    assert all(np.array_equal(one.parameters, other.parameters) for one, other in pairs)


def test_a_large_network_keeps_few_checkpoints():
    large = ParameterHistory.begin(0.0, Network((999_999, 1), ("linear",), np.zeros(1_000_000)))
    assert large.stride(FEWEST) == 1
    assert large.stride(FEWEST + 1) == 2
    assert ParameterHistory.begin(0.0, Network((16, 1), ("linear",), np.zeros(17))).stride(MOST) == 1


def test_a_new_shape_and_a_reset_start_a_new_history():
    session = Session(setup_for("level2"))
    session.apply(Run(25))
    assert times(session) == [0, 1, 2]
    session.apply(AddNeuron(1))
    assert times(session) == [2.5]
    session.undo()
    assert times(session) == [0, 1, 2]
    session.apply(Reset())
    assert times(session) == [0]


def test_the_learning_curve_has_the_accuracy_at_each_checkpoint():
    session = Session(setup_for("iris", Options(test_share=0.3)))
    learning, reached = LearningCurve(), {"train": [], "test": []}
    for _ in range(4):
        state = session.state
        reached["train"].append(state.evaluation.right.mean())
        reached["test"].append(state.test_evaluation.right.mean())
        session.apply(StepEpoch())
    for part, scores in reached.items():
        x, y = learning.points(session.state, part)
        assert x.tolist() == [0, 1, 2, 3, 4, 4]
        assert y[:4] == pytest.approx(scores)


def test_an_edit_of_a_weight_changes_the_newest_score_only():
    session, learning = Session(setup_for("sine")), LearningCurve()
    session.run(2 * session.state.dataset.rows)
    before = learning.points(session.state, "train")[1]
    state = session.apply(SetParameter(Weight(1, 0, 0), 7.0))
    after = learning.points(state, "train")[1]
    assert after[:-1].tolist() == before[:-1].tolist()
    assert after[-1] != before[-1]
    expected, got = state.dataset.expected, state.evaluation.outputs
    spread = ((expected - expected.mean()) ** 2).sum()
    assert after[-1] == pytest.approx(1 - ((got - expected) ** 2).sum() / spread)


@pytest.mark.parametrize("command", [SetActivation(1, "relu"), SetActivation(2, "tanh"), SetInput(0, 0, 9.0)])
def test_an_edit_that_changes_every_score_makes_the_whole_curve_anew(command):
    session, learning = Session(setup_for("penguin-mass")), LearningCurve()
    session.run(3 * session.state.dataset.rows)
    before = learning.points(session.state, "train")[1]
    state = session.apply(command)
    after = learning.points(state, "train")[1]
    assert (after != before).all()
    for checkpoint, found in zip(state.parameter_history.checkpoints, after, strict=False):
        outputs = predict(state.network.with_parameters(checkpoint.parameters), state.dataset.inputs)
        assert found == metrics(outputs, state.dataset).r2


def test_a_large_data_set_is_sampled_evenly_for_all_scores_but_the_newest(monkeypatch):
    monkeypatch.setattr(learning_curve, "MOST_ROWS", 10)
    session = Session(setup_for("iris"))
    session.run(150)
    state, some = session.state, session.state.dataset.thinned(10)
    assert some.rows == 10
    _, scores = LearningCurve().points(state, "train")
    for checkpoint, found in zip(state.parameter_history.checkpoints, scores, strict=False):
        outputs = predict(state.network.with_parameters(checkpoint.parameters), some.inputs)
        assert found == metrics(outputs, some).accuracy
    assert scores[-1] == state.evaluation.right.mean()
