"""Training with a test part and scaled rows, and adding and deleting rows."""

from dataclasses import replace

import numpy as np
import pytest

from engine.analysis.evaluation import rows_error
from engine.data.splitting import folds
from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.session.session import Session
from engine.training.commands import AddRow, DeleteRow, NewStart, Reset, Run, StepEpoch, StepSample
from engine.training.state import Setup
from tests.engine.strategies import fingerprint


@pytest.fixture
def split_iris() -> Session:
    return Session(setup_for("iris", Options(test_share=0.2, scaling="standard")))


def test_training_uses_one_part_and_evaluates_both(split_iris):
    state = split_iris.apply(StepEpoch())
    assert (state.dataset.rows, state.test.rows) == (120, 30)
    assert (state.epoch, state.samples) == (1, 120)
    assert len(state.evaluation.outputs) == 120
    assert len(state.test_evaluation.outputs) == 30
    assert state.history.y[-1] == state.evaluation.mse
    assert state.test_history.y[-1] == state.test_evaluation.mse
    assert np.array_equal(state.test_history.x, state.history.x)


def test_test_rows_do_not_influence_training(split_iris):
    setup = split_iris.state.setup
    test = setup.drawn_split.test
    inputs = setup.dataset.inputs.copy()
    inputs[test] = 3.0
    other = Session(replace(setup, dataset=replace(setup.dataset, inputs=inputs)))
    ours, theirs = split_iris.apply(Run(500)), other.apply(Run(500))
    assert np.array_equal(ours.network.parameters, theirs.network.parameters)
    assert ours.test_evaluation.mse != theirs.test_evaluation.mse


def test_without_a_split_there_is_no_test():
    state = Session(setup_for("iris")).apply(Run(10))
    assert (state.test, state.test_evaluation, len(state.test_history.x), state.scaling) == (None, None, 0, None)


@pytest.mark.parametrize("command", [Reset(), NewStart()])
def test_reset_and_new_start_keep_the_parts(split_iris, command):
    before = split_iris.apply(Run(50))
    after = split_iris.apply(command)
    assert after.dataset is before.dataset
    assert after.test is before.test
    assert after.scaling is before.scaling
    assert after.test_history.y.tolist() == [rows_error(after.network, after.test)]
    # The new setup gives the same parts again, as when the architecture is changed.
    assert np.array_equal(Session(after.setup).state.test.inputs, before.test.inputs)


@pytest.mark.parametrize("start", ["iris", "level2", "walkthrough", "penguin-mass"])
def test_a_start_found_by_new_starts_can_be_asked_for_by_its_seed(start):
    options = Options(test_share=0.0 if start == "walkthrough" else 0.3, scaling="standard")
    session = Session(setup_for(start, options))
    session.apply(Run(20))
    for seed in (1, 2, 3):
        found, asked = session.apply(NewStart()), Session(setup_for(start, replace(options, seed=seed))).state
        assert found.setup.seed == seed
        assert np.array_equal(found.network.parameters, asked.network.parameters)
        for ours, theirs in ((found.dataset, asked.dataset), (found.test, asked.test)):
            assert (ours is None) == (theirs is None)
            if ours is not None:
                assert np.array_equal(ours.inputs, theirs.inputs)
                assert np.array_equal(ours.expected, theirs.expected)
    again = Session(setup_for(start, replace(options, seed=3)))
    assert fingerprint(again.apply(Run(100))) == fingerprint(session.apply(Run(100)))


def test_the_split_has_a_seed_of_its_own():
    def tested(**options):
        return setup_for("iris", Options(test_share=0.2, **options)).drawn_split.test.tolist()

    assert tested() == tested(seed=7) == tested(split_seed=0)
    assert tested(split_seed=7) != tested()
    with pytest.raises(InvalidValue, match="the split seed must be 0 or more, got -1"):
        tested(split_seed=-1)


def test_single_samples_equal_one_epoch(split_iris):
    other = Session(split_iris.state.setup)
    split_iris.apply(StepEpoch())
    for _ in range(120):
        other.apply(StepSample())
    assert fingerprint(split_iris.state) == fingerprint(other.state)


def test_a_given_split_decides_the_test_rows():
    setup = setup_for("iris")
    for fold in folds(setup.dataset, 3, setup.seed):
        state = Session(replace(setup, split=fold)).state
        assert np.array_equal(state.test.inputs, setup.dataset.inputs[fold.test])


def test_choosing_another_row_to_show_keeps_both_evaluations(split_iris):
    state = split_iris.state
    assert state.test_evaluation is state.seen_at(5).test_evaluation or "test_evaluation" not in state.__dict__
    assert state.seen_at(5).test_evaluation is state.test_evaluation


def test_a_test_share_that_leaves_no_row_is_refused():
    with pytest.raises(InvalidValue, match=r"a test share of 0\.01 of 4 rows leaves no row to test on"):
        Session(setup_for("xor", Options(test_share=0.01)))


@pytest.mark.parametrize("wrong", [{"test_share": 1.0}, {"test_share": -0.5}, {"scaling": "robust"}])
def test_a_bad_setup_is_refused(wrong):
    good = setup_for("level2")
    with pytest.raises(InvalidValue):
        Setup("x", good.dataset, good.sizes, good.activations, **wrong)


# Rows added and deleted.


@pytest.fixture
def xor() -> Session:
    return Session(setup_for("xor"))


def test_an_added_row_comes_last(xor):
    state = xor.apply(AddRow((0.5, 0.25), (1.0, 0.0)))
    assert state.dataset.rows == 5
    assert state.dataset.inputs[4].tolist() == [0.5, 0.25]
    assert state.dataset.expected[4].tolist() == [1.0, 0.0]
    assert state.marks == (0.0,)
    assert xor.undo().dataset.rows == 4


def test_deleting_a_row_moves_later_rows_up(xor):
    rows = xor.state.dataset.inputs.tolist()
    state = xor.apply(DeleteRow(1))
    assert state.dataset.inputs.tolist() == [rows[0], *rows[2:]]
    assert xor.undo().dataset.inputs.tolist() == rows


@pytest.mark.parametrize("command", [AddRow((0.0, 1.0), (0.0, 1.0)), DeleteRow(0)])
def test_adding_or_deleting_a_row_ends_the_current_epoch(xor, command):
    xor.apply(Run(6))
    before = fingerprint(xor.state)
    state = xor.apply(command)
    assert (state.epoch, state.position, state.samples) == (2, 0, 6)
    assert (np.diff(state.history.x) > 0).all()
    state = xor.apply(StepEpoch())
    assert (state.epoch, state.position, state.samples) == (3, 0, 6 + state.dataset.rows)
    assert (np.diff(state.history.x) > 0).all()
    xor.undo()
    assert fingerprint(xor.undo()) == before


@pytest.mark.parametrize("command", [AddRow((0.0, 1.0), (0.0, 1.0)), DeleteRow(0)])
@pytest.mark.parametrize(("trained", "epoch", "kept"), [(2, 0, 0), (3, 1, 2)], ids=["of a first batch", "of a second"])
def test_a_batch_under_way_begins_anew_with_other_rows(command, trained, epoch, kept):
    """In the first batch of an epoch nothing has been trained: what follows is what it would be without those rows."""
    session = Session(setup_for("xor", Options(batch_size=3 if trained == 2 else 2)))
    plain = Session(session.state.setup)
    session.apply(Run(trained))
    if kept:
        plain.apply(Run(kept))
    state, whole = session.apply(command), plain.apply(command)
    assert (state.cursor.pending, state.position, state.epoch, state.samples) == (0, 0, epoch, kept)
    assert state.rows_to_update == state.rows_per_batch
    assert np.array_equal(state.network.parameters, whole.network.parameters)
    assert np.array_equal(session.apply(StepEpoch()).network.parameters, plain.apply(StepEpoch()).network.parameters)


def test_deleting_a_row_between_epochs_does_not_end_one(xor):
    xor.apply(StepEpoch())
    assert xor.apply(DeleteRow(3)).epoch == 1


def test_a_deleted_row_stays_deleted_after_a_reset_and_the_test_rows_stay(split_iris):
    state = split_iris.apply(DeleteRow(7))
    assert (state.dataset.rows, state.test.rows) == (119, 30)
    assert split_iris.apply(Reset()).dataset.rows == 119
    assert split_iris.apply(StepSample(row=118)).samples == 1


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (DeleteRow(4), "there is no row 5: rows go from 1 to 4"),
        (DeleteRow(-1), "there is no row 0"),
        (AddRow((1.0,), (1.0, 0.0)), "a row takes 2 inputs, not 1"),
        (AddRow((1.0, 2.0), ()), "a row takes 2 outputs, not 0"),
        (AddRow((1.0, float("nan")), (1.0, 0.0)), "row 5 is not a finite number"),
    ],
)
def test_invalid_row_commands_are_refused(xor, command, says):
    before = fingerprint(xor.state)
    with pytest.raises(InvalidValue, match=says):
        xor.apply(command)
    assert fingerprint(xor.state) == before


def test_the_only_row_cannot_be_deleted():
    with pytest.raises(InvalidValue, match="the only row stays"):
        Session(setup_for("walkthrough")).apply(DeleteRow(0))
