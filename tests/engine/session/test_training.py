"""Training in a session: samples, epochs and runs, the order of rows, and the history of the error."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment.starts import setup_for
from engine.network.method import Method
from engine.network.places import Weight
from engine.network.propagation import backward, descend, forward
from engine.session.session import Session
from engine.training.commands import Run, SetInput, SetParameter, StepEpoch, StepSample
from engine.training.cursor import Cursor
from engine.training.divergence import Divergence
from engine.training.recording import POINTS_IN_FIRST_EPOCH
from engine.training.run import SLICE
from engine.training.state import Setup
from tests.engine.strategies import changed_method, dataset_of, fingerprint, setups

# Samples, epochs, runs.


@given(setups(), st.integers(0, 20))
def test_single_samples_an_epoch_and_a_run_are_equal(setup: Setup, lead: int) -> None:
    """This holds from the middle of an epoch and with shuffling too."""
    sessions = [Session(setup) for _ in range(3)]
    try:
        for session in sessions:
            session.apply(Run(1 + lead))
        left = sessions[0].state.dataset.rows - sessions[0].state.position
        for _ in range(left):
            sessions[0].apply(StepSample())
        sessions[1].apply(StepEpoch())
        sessions[2].apply(Run(left))
    except Divergence:
        return
    assert len({fingerprint(session.state) for session in sessions}) == 1
    assert sessions[0].state.position == 0


@settings(max_examples=20)
@given(st.lists(st.integers(1, 1000), min_size=1, max_size=4))
def test_a_run_does_not_depend_on_its_chunks(chunks: list[int]) -> None:
    whole, chunked = Session(setup_for("level2")), Session(setup_for("level2"))
    whole.run(sum(chunks))
    for samples in chunks:
        chunked.run(samples)
    assert fingerprint(whole.state) == fingerprint(chunked.state)
    assert whole.commands == chunked.commands == (Run(sum(chunks)),)


def test_an_epoch_longer_than_a_slice_does_not_depend_on_its_chunks() -> None:
    rng = np.random.default_rng(0)
    data = dataset_of(rng.normal(size=(SLICE + 300, 1)), rng.uniform(size=(SLICE + 300, 1)))
    setup = Setup("big", data, (1, 1), ("sigmoid",), method=Method(0.1))
    whole, chunked = Session(setup), Session(setup)
    whole.apply(StepEpoch())
    whole.apply(StepEpoch())
    for _ in range(4):
        chunked.run((SLICE + 300) // 2)
    assert fingerprint(whole.state) == fingerprint(chunked.state)
    assert whole.state.epoch == 2


def test_one_undo_takes_back_the_whole_run(level2: Session) -> None:
    level2.apply(changed_method(level2.state, learning_rate=0.3))
    before = fingerprint(level2.state)
    for _ in range(5):
        level2.run(17)
    after = fingerprint(level2.state)
    assert level2.step == 2
    assert fingerprint(level2.undo()) == before
    assert fingerprint(level2.redo()) == after


@pytest.mark.parametrize(
    "between",
    [
        lambda session: session.end_run(),
        lambda session: session.apply(StepSample()),
        lambda session: session.apply(changed_method(session.state, learning_rate=0.1)),
        lambda session: session.apply(StepSample(row=4)),
        lambda session: (session.undo(), session.redo()),
    ],
    ids=["pause", "step", "edit", "row out of turn", "undo and redo"],
)
def test_an_interruption_makes_the_next_run_a_step_of_its_own(
    level2: Session, between: Callable[[Session], object]
) -> None:
    level2.run(10)
    between(level2)
    before, step = fingerprint(level2.state), level2.step
    level2.run(10)
    level2.run(5)
    assert level2.step == step + 1
    assert level2.commands[-1] == Run(15)
    assert fingerprint(level2.undo()) == before


def test_a_run_does_not_join_a_run_that_was_a_command(level2: Session) -> None:
    level2.apply(Run(10))
    level2.run(5)
    level2.apply(Run(3))
    level2.run(2)
    assert level2.commands == (Run(10), Run(5), Run(3), Run(2))


def test_an_edit_during_a_run_splits_it_and_is_undone_alone(level2: Session) -> None:
    level2.run(30)
    ran = fingerprint(level2.state)
    level2.apply(SetParameter(Weight(1, 0, 0), 2.0))
    level2.run(30)
    assert level2.commands == (Run(30), SetParameter(Weight(1, 0, 0), 2.0), Run(30))
    level2.undo()
    assert fingerprint(level2.undo()) == ran


def test_training_follows_the_formulas(shuffled: Session) -> None:
    network, dataset, seed = shuffled.state.network, shuffled.state.dataset, shuffled.state.setup.seed
    for epoch in range(3):
        for row in np.random.default_rng((seed, epoch)).permutation(4):
            gradients = backward(network, forward(network, dataset.inputs[row]), dataset.expected[row])
            network = descend(network, gradients, shuffled.state.method.learning_rate)
    assert (shuffled.apply(Run(12)).network.parameters == network.parameters).all()


# Order of rows.


def test_the_order_comes_from_the_seed_and_the_epoch(shuffled: Session) -> None:
    orders = []
    for epoch in range(5):
        state = shuffled.state
        assert state.cursor.order.tolist() == np.random.default_rng((3, epoch)).permutation(4).tolist()
        taken = []
        for _ in range(4):
            taken.append(shuffled.state.row)
            shuffled.apply(StepSample())
        assert taken == state.cursor.order.tolist()
        orders.append(tuple(taken))
    assert len(set(orders)) > 1


def test_the_order_does_not_depend_on_how_the_epoch_was_reached(shuffled: Session) -> None:
    rows = shuffled.apply(Run(9)).cursor.order.tolist()
    shuffled.undo()
    shuffled.apply(SetInput(0, 0, 5.0))
    for _ in range(2):
        shuffled.apply(StepEpoch())
    assert shuffled.state.cursor.order.tolist() == rows
    assert Cursor(4, 4, True, epoch=2).order.tolist() != rows


# The history of the error.


def test_the_history_has_the_errors_of_all_rows(level2: Session) -> None:
    states = [level2.state] + [level2.apply(StepSample()) for _ in range(10)]
    assert level2.state.history.x == pytest.approx([i / 10 for i in range(11)])
    assert level2.state.history.y.tolist() == [state.evaluation.mse for state in states]


def test_after_the_first_epoch_the_history_has_one_point_per_epoch(level2: Session) -> None:
    states = [level2.apply(StepEpoch()) for _ in range(4)]
    assert level2.state.history.x[10:].tolist() == [1.0, 2.0, 3.0, 4.0]
    assert level2.state.history.y[10:].tolist() == [state.evaluation.mse for state in states]
    assert level2.apply(Run(5)).history.x[-1] == 4.0


def test_the_first_epoch_of_many_rows_has_a_bounded_number_of_points() -> None:
    state = Session(setup_for("iris")).apply(StepEpoch())
    assert 2 < len(state.history.x) <= POINTS_IN_FIRST_EPOCH + 2
    assert (np.diff(state.history.x) > 0).all()
    assert (state.history.x[0], state.history.x[-1]) == (0.0, 1.0)
