"""Where the parameters have been, and how good the answers became."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import Options, setup_for
from engine.network.places import Weight
from engine.session.session import Session
from engine.training.commands import AddNeuron, Reset, Run, SetParameter, StepEpoch, StepSample
from engine.training.learning_curve import LearningCurve
from engine.training.parameter_history import FEWEST, MOST, ParameterHistory


def times(session: Session) -> list[float]:
    return [moment.time for moment in session.state.parameter_history.checkpoints]


def test_the_ends_of_epochs_are_kept():
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
def test_what_is_kept_does_not_depend_on_how_a_run_is_cut(cuts):
    whole, cut = Session(setup_for("and")), Session(setup_for("and"))
    whole.run(sum(cuts) * 4)
    for epochs in cuts:
        cut.run(epochs * 4)
    assert times(whole) == times(cut)
    assert len(times(whole)) <= MOST + 2
    pairs = zip(whole.state.parameter_history.checkpoints, cut.state.parameter_history.checkpoints, strict=True)
    assert all(np.array_equal(one.parameters, other.parameters) for one, other in pairs)


def test_the_trail_of_a_large_network_has_few_moments():
    large = ParameterHistory.begin(0.0, np.zeros(1_000_000))
    assert large.stride(FEWEST) == 1
    assert large.stride(FEWEST + 1) == 2
    assert ParameterHistory.begin(0.0, np.zeros(17)).stride(MOST) == 1


def test_another_shape_and_a_reset_begin_a_trail_of_their_own():
    session = Session(setup_for("level2"))
    session.apply(Run(25))
    assert times(session) == [0, 1, 2]
    session.apply(AddNeuron(1))
    assert times(session) == [2.5]
    session.undo()
    assert times(session) == [0, 1, 2]
    session.apply(Reset())
    assert times(session) == [0]


def test_the_accuracy_is_that_of_each_moment():
    session = Session(setup_for("iris", Options(test_share=0.3)))
    learning, lived = LearningCurve(), {"train": [], "test": []}
    for _ in range(4):
        state = session.state
        lived["train"].append(state.evaluation.right.mean())
        lived["test"].append(state.test_evaluation.right.mean())
        session.apply(StepEpoch())
    for part, scores in lived.items():
        x, y = learning.points(session.state, part)
        assert x.tolist() == [0, 1, 2, 3, 4, 4]
        assert y[:4] == pytest.approx(scores)


def test_scores_follow_edits_of_the_rows_and_of_the_network():
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
