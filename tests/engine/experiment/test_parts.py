"""Training with a test part and with scaled rows; rows added and deleted: what holds, whatever is done."""

from dataclasses import replace

import numpy as np
import pytest

from engine.analysis.evaluation import rows_error
from engine.data.splitting import folds
from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.session.session import Session
from engine.training.commands import AddRow, ChooseRow, DeleteRow, NewStart, Reset, Run, StepEpoch, StepSample
from engine.training.state import Setup
from tests.engine.strategies import fingerprint


@pytest.fixture
def split_iris() -> Session:
    return Session(setup_for("iris", Options(test_share=0.2, scaling="standard")))


def test_it_trains_on_one_part_and_judges_both(split_iris):
    state = split_iris.apply(StepEpoch())
    assert (state.dataset.rows, state.test.rows) == (120, 30)
    assert (state.epoch, state.samples) == (1, 120)
    assert len(state.evaluation.outputs) == 120
    assert len(state.test_evaluation.outputs) == 30
    assert state.history.y[-1] == state.evaluation.mse
    assert state.test_history.y[-1] == state.test_evaluation.mse
    assert np.array_equal(state.test_history.x, state.history.x)


def test_the_rows_of_the_test_leave_no_trace(split_iris):
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
def test_a_new_beginning_keeps_the_parts(split_iris, command):
    before = split_iris.apply(Run(50))
    after = split_iris.apply(command)
    assert after.dataset is before.dataset
    assert after.test is before.test
    assert after.scaling is before.scaling
    assert after.test_history.y.tolist() == [rows_error(after.network, after.test)]
    # And so does whoever opens the setup again, for another architecture, say.
    assert np.array_equal(Session(after.setup).state.test.inputs, before.test.inputs)


def test_single_samples_are_one_epoch(split_iris):
    other = Session(split_iris.state.setup)
    split_iris.apply(StepEpoch())
    for _ in range(120):
        other.apply(StepSample())
    assert fingerprint(split_iris.state) == fingerprint(other.state)


def test_folds_are_given_outright():
    setup = setup_for("iris")
    for fold in folds(setup.dataset, 3, setup.seed):
        state = Session(replace(setup, split=fold)).state
        assert np.array_equal(state.test.inputs, setup.dataset.inputs[fold.test])


def test_a_seen_row_keeps_both_evaluations(split_iris):
    state = split_iris.state
    assert state.test_evaluation is state.seen_at(5).test_evaluation or "test_evaluation" not in state.__dict__
    assert state.seen_at(5).test_evaluation is state.test_evaluation


def test_a_share_that_leaves_no_row_is_refused():
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


def test_a_new_row_is_the_last_and_the_current_one(xor):
    state = xor.apply(AddRow((0.5, 0.25), (1.0, 0.0)))
    assert (state.dataset.rows, state.row) == (5, 4)
    assert state.dataset.inputs[4].tolist() == [0.5, 0.25]
    assert state.dataset.expected[4].tolist() == [1.0, 0.0]
    assert state.marks == (0.0,)
    assert xor.undo().dataset.rows == 4


def test_a_deleted_row_is_gone_and_the_others_move_up(xor):
    rows = xor.state.dataset.inputs.tolist()
    state = xor.apply(DeleteRow(1))
    assert state.dataset.inputs.tolist() == [rows[0], *rows[2:]]
    assert xor.undo().dataset.inputs.tolist() == rows


@pytest.mark.parametrize("command", [AddRow((0.0, 1.0), (0.0, 1.0)), DeleteRow(0)])
def test_an_epoch_under_way_ends(xor, command):
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


def test_between_two_epochs_none_is_lost(xor):
    xor.apply(StepEpoch())
    assert xor.apply(DeleteRow(3)).epoch == 1


def test_the_edits_outlive_a_reset_and_the_parts_stay_apart(split_iris):
    state = split_iris.apply(DeleteRow(7))
    assert (state.dataset.rows, state.test.rows) == (119, 30)
    assert split_iris.apply(Reset()).dataset.rows == 119
    split_iris.apply(ChooseRow(118))
    assert split_iris.apply(StepSample()).samples == 1


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
def test_what_cannot_be_done_is_refused(xor, command, says):
    before = fingerprint(xor.state)
    with pytest.raises(InvalidValue, match=says):
        xor.apply(command)
    assert fingerprint(xor.state) == before


def test_the_only_row_stays():
    with pytest.raises(InvalidValue, match="the only row stays"):
        Session(setup_for("walkthrough")).apply(DeleteRow(0))
