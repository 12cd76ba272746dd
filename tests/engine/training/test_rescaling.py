"""Another scaling of the data: one step that keeps weights and edits, and shows every row in its own units."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.scaling import SCALINGS, fitted_scaling
from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.session.session import Session
from engine.training.commands import (
    AddRow,
    DeleteRow,
    Reset,
    Run,
    SetExpected,
    SetInput,
    SetScaling,
    StepEpoch,
    StepPhase,
)
from engine.training.state import TrainingState
from tests.engine.strategies import fingerprint

HOUSES = "rooms,area,price\n" + "".join(f"{2 + n % 3},{900.5 + 37 * n},{150_000 + 13_100 * n}\n" for n in range(12))


@pytest.fixture
def houses(tmp_path: Path) -> str:
    path = tmp_path / "houses.csv"
    path.write_text(HOUSES)
    return str(path)


def own(state: TrainingState) -> tuple[np.ndarray, np.ndarray]:
    """The training rows in their own units, as the samples show them."""
    inputs, expected = state.dataset.inputs, state.dataset.expected
    if state.scaling is None:
        return inputs, expected
    outputs = state.scaling.outputs
    return state.scaling.inputs.original(inputs), expected if outputs is None else outputs.original(expected)


def test_rows_are_scaled_as_if_they_had_been_opened_so(houses: str) -> None:
    session = Session(setup_for(houses, Options(test_share=0.25)))
    session.apply(Run(50))
    before = session.state
    for kind in ("minmax", "none", "standard"):
        state = session.apply(SetScaling(kind))
        opened = setup_for(houses, Options(test_share=0.25, scaling=kind)).parts
        assert np.array_equal(state.dataset.inputs, opened.train.inputs)
        assert np.array_equal(state.dataset.expected, opened.train.expected)
        assert state.test is not None
        assert opened.test is not None
        assert np.array_equal(state.test.inputs, opened.test.inputs)
        assert np.array_equal(state.test.expected, opened.test.expected)
        assert state.setup.scaling == kind
        assert np.array_equal(state.network.parameters, before.network.parameters)
        assert state.cursor == before.cursor
    assert np.array_equal(session.state.dataset.inputs, before.dataset.inputs)


def test_edits_keep_their_own_values_and_deleted_and_added_rows_stay_so(houses: str) -> None:
    session = Session(setup_for(houses))
    scaling = session.state.scaling
    assert scaling is not None
    assert scaling.outputs is not None
    session.apply(SetInput(1, 1, scaling.inputs.apply_value(1, 1234.5)))
    session.apply(SetExpected(2, 0, scaling.outputs.apply_value(0, 99_000.0)))
    session.apply(DeleteRow(0))
    row = session.state.dataset
    session.apply(AddRow((scaling.inputs.apply_value(0, 7), row.inputs[0, 1]), (scaling.outputs.apply_value(0, 1.0),)))
    wanted = own(session.state)
    assert (wanted[0][0, 1], wanted[1][1, 0], wanted[0][-1].tolist()) == (1234.5, 99_000.0, [7, 1234.5])
    for kind in ("none", "minmax", "standard", "none"):
        state = session.apply(SetScaling(kind))
        inputs, expected = own(state)
        assert np.array_equal(inputs, wanted[0])
        assert np.array_equal(expected, wanted[1])
        assert state.dataset.all_numbers.tolist() == [*row.all_numbers.tolist(), 13]


def test_the_scaling_is_fitted_to_the_training_rows_as_they_are_now(houses: str) -> None:
    session = Session(setup_for(houses, Options(scaling="none")))
    session.apply(SetInput(0, 0, 500.0))
    state = session.apply(SetScaling("minmax"))
    assert state.dataset.inputs[0, 0] == 1.0
    fitted = fitted_scaling("minmax", Session(setup_for(houses, Options(scaling="none"))).state.dataset)
    assert fitted is not None
    assert state.scaling is not None
    assert state.scaling.inputs.scale[0] > fitted.inputs.scale[0]


@given(st.lists(st.sampled_from(["none", "standard", "minmax", "train", "phase", "edit"]), max_size=8))
def test_undo_is_exact_and_replay_equals_living_it(drawn: list[str]) -> None:
    setup = setup_for("penguin-mass", Options(test_share=0.3))
    session = Session(setup)
    states = [session.state]
    for word in drawn:
        state = session.state
        value = 0.25 + state.dataset.inputs[3, 1]
        other = {"train": StepEpoch(), "phase": StepPhase(), "edit": SetInput(3, 1, value)}
        states.append(session.apply(SetScaling(word) if word in SCALINGS else other[word]))
    again = Session(setup)
    for command in session.commands:
        again.apply(command)
    assert fingerprint(again.state) == fingerprint(session.state)
    for state in reversed(states[:-1]):
        assert fingerprint(session.undo()) == fingerprint(state)


def test_a_sample_half_walked_begins_again(houses: str) -> None:
    session = Session(setup_for(houses))
    for _ in range(3):
        session.apply(StepPhase())
    assert session.state.phase == 3
    assert session.apply(SetScaling("minmax")).phase == 1


def test_changes_one_after_another_make_one_step(houses: str) -> None:
    session = Session(setup_for(houses))
    session.apply(SetScaling("minmax"), fold=True)
    session.apply(SetScaling("none"), fold=True)
    assert (session.step, session.state.setup.scaling) == (1, "none")


def test_a_reset_keeps_the_scaling(houses: str) -> None:
    session = Session(setup_for(houses))
    session.apply(SetScaling("minmax"))
    session.apply(Run(20))
    state = session.apply(Reset())
    assert state.dataset.inputs.max() == 1.0
    assert state.setup.scaling == "minmax"


def test_what_does_not_fit_the_loss_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shares.csv"
    path.write_text("x,y\n1,0.2\n2,0.4\n3,0.9\n")
    session = Session(setup_for(str(path), Options(activations=("sigmoid",), loss="cross-entropy")))
    with pytest.raises(InvalidValue, match="cross-entropy takes expected values from 0 to 1"):
        session.apply(SetScaling("standard"))
    with pytest.raises(InvalidValue, match="unknown scaling 'log'"):
        session.apply(SetScaling("log"))
    assert session.step == 0
    assert session.apply(SetScaling("minmax")).dataset.expected.max() == 1.0
