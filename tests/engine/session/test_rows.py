"""Which rows are listed, and test rows that are looked at."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.metrics import metrics
from engine.experiment.starts import Options, setup_for
from engine.network.places import Weight
from engine.session.look import ListCell, ListRows, Look, LookAtRow, StateChanged
from engine.session.looking import look_after
from engine.session.rows import ConfusionCell, InTest, listed, number_shown, row_filters, row_numbered, wrong_after
from engine.session.shown_row import row_to_train, seen
from engine.training.commands import AddRow, Load, SetParameter, StepEpoch, StepPhase
from engine.training.results import parts
from engine.training.state import TrainingState, begin
from engine.training.update import update


def trained(start: str, share: float = 0.2, epochs: int = 3) -> TrainingState:
    """Return a training with a test part, unless the share is 0."""
    state = begin(setup_for(start, Options(**({"test_share": share} if share else {}))))
    for _ in range(epochs):
        state = update(state, StepEpoch())
    return state


IRIS, WHOLE_IRIS, MASS, WHOLE_MASS = (
    trained(start, share) for start in ("iris", "penguin-mass") for share in (0.2, 0.0)
)
DIGITS = trained("digits", epochs=1)


@pytest.mark.parametrize(
    ("state", "filters"),
    [
        (IRIS, ("train", "test", "both", "wrong")),
        (WHOLE_IRIS, ("train", "wrong")),
        (MASS, ("train", "test", "both")),
        (WHOLE_MASS, ("train",)),
    ],
)
def test_only_choices_that_differ_are_offered(state, filters):
    assert row_filters(state) == filters


@pytest.mark.parametrize("state", [IRIS, DIGITS, WHOLE_IRIS])
def test_rows_are_listed_by_their_numbers_in_the_file(state):
    found = {name: (dataset.all_numbers, evaluation.right) for name, dataset, evaluation in parts(state)}
    for name, (numbers, _) in found.items():
        assert listed(state, name).tolist() == numbers.tolist()
    if state.test is not None:
        assert listed(state, "both").tolist() == list(range(1, state.setup.dataset.rows + 1))
    wrong = sorted(number for numbers, right in found.values() for number in numbers[~right].tolist())
    assert wrong
    assert listed(state, "wrong").tolist() == wrong


@pytest.mark.parametrize("state", [IRIS, DIGITS, WHOLE_IRIS])
def test_each_cell_of_a_confusion_matrix_lists_the_rows_it_counts(state):
    for name, dataset, evaluation in parts(state):
        numbers = []
        for (expected, got), number in np.ndenumerate(metrics(evaluation.outputs, dataset).confusion):
            rows = listed(state, ConfusionCell(name, expected, got)).tolist()
            assert len(rows) == number
            for each in rows:
                row = dataset.row_of(each)
                assert (dataset.target_classes[row], evaluation.outputs[row].argmax()) == (expected, got)
            numbers += rows
        assert sorted(numbers) == dataset.all_numbers.tolist()


def test_a_row_without_an_answer_stands_in_no_cell_but_is_wrong():
    state = begin(setup_for("level2", Options(activations=("relu", "relu"))))
    state = update(state, SetParameter(Weight(1, 0, 0), 1e308))
    cells = [listed(state, ConfusionCell("train", expected, got)) for expected in range(2) for got in range(2)]
    answered = np.isfinite(state.evaluation.outputs).all(axis=1)
    assert sum(map(len, cells)) == answered.sum() < state.dataset.rows
    assert {*np.flatnonzero(~answered) + 1} <= {*listed(state, "wrong")}


@given(st.sampled_from([IRIS, DIGITS, WHOLE_IRIS]), st.sampled_from(["train", "test", "both", "wrong"]), st.data())
def test_the_next_wrong_row_is_reached_from_any_row_and_round_and_round(state, rows, data):
    row = row_numbered(state, data.draw(st.sampled_from(listed(state, "both").tolist())))
    here = seen(state, row)
    wrong = [number for number in listed(state, rows).tolist() if number in {*listed(state, "wrong").tolist()}]
    number = number_shown(here)
    after = [each for each in wrong if each > number] or wrong
    before = [each for each in wrong if each < number] or wrong
    assert wrong_after(here, rows, 1) == after[0]
    assert wrong_after(here, rows, -1) == before[-1]


def test_no_row_of_a_regression_is_wrong():
    assert wrong_after(MASS, "both", 1) is None


def test_a_test_row_is_seen_with_its_own_pass_and_never_trained():
    for index in (0, 7, 29):
        state = seen(IRIS, InTest(index))
        assert state.shown.dataset.inputs[state.shown.row].tolist() == IRIS.test.inputs[index].tolist()
        np.testing.assert_allclose(state.trace.outputs, IRIS.test_evaluation.outputs[index], rtol=1e-12)
        assert state.trained is IRIS
        assert row_numbered(state, number_shown(state)) == InTest(index)
        assert row_to_train(IRIS, InTest(index)) is None
    assert seen(IRIS, InTest(30)) is IRIS
    assert seen(WHOLE_IRIS, InTest(0)) is WHOLE_IRIS


def test_a_row_that_is_added_has_a_number_of_its_own():
    more = update(IRIS, AddRow(tuple(IRIS.dataset.inputs[0]), tuple(IRIS.dataset.expected[0])))
    assert listed(more, "both").tolist() == list(range(1, 152))
    assert row_numbered(more, 151) == 120


# What is listed is part of the look.


def test_a_cell_is_listed_until_the_learner_lists_other_rows():
    cell = ConfusionCell("test", 1, 2)
    look = look_after(look_after(Look(), ListRows("both"), IRIS), ListCell(cell), IRIS)
    assert look.listed == cell
    assert look_after(look, ListCell(None), IRIS).listed == "both"
    assert look_after(look, ListRows("wrong"), IRIS).listed == "wrong"


def test_a_test_row_stays_in_sight_after_an_epoch_but_not_when_a_phase_is_walked():
    look = look_after(Look(rows="test"), LookAtRow(InTest(3)), IRIS)
    after = look_after(look, StateChanged(IRIS), update(IRIS, StepEpoch()))
    assert (after.row, after.rows) == (InTest(3), "test")
    assert look_after(look, StateChanged(IRIS, walked=True), update(IRIS, StepPhase())).row is None


@pytest.mark.parametrize("other", ["digits", "penguin-mass", "walkthrough"])
def test_other_data_list_their_training_rows(other):
    look = replace(Look(rows="wrong"), row=InTest(3), cell=ConfusionCell("test", 1, 2))
    after = look_after(look, StateChanged(IRIS), update(IRIS, Load(setup_for(other))))
    assert (after.row, after.rows, after.cell) == (None, "train", None)
