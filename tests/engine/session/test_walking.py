"""One sample: rows out of turn, and walking through the phases."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import setup_for
from engine.experiment.stop_rule import StopRule
from engine.network.places import Bias, Neuron, Weight
from engine.network.propagation import backward, descend
from engine.session.session import Session
from engine.training.commands import (
    Command,
    Load,
    NewStart,
    Reset,
    Run,
    SetActivation,
    SetExpected,
    SetInput,
    SetLoss,
    SetParameter,
    SetStart,
    SetStopRule,
    SetValues,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.divergence import Divergence
from engine.training.phases import PhaseKind, phases
from engine.training.state import Setup, begin
from engine.training.update import update
from tests.engine.session.acting import rate_of
from tests.engine.strategies import Recipe, fingerprint, recipes, setups, visited_states

# Rows out of turn.


@given(st.integers(0, 9), st.integers(0, 25))
def test_a_row_is_trained_out_of_turn(row: int, lead: int) -> None:
    session = Session(setup_for("level2"))
    before = session.apply(Run(lead + 1))
    if row == before.row:
        return
    chosen = before.seen_at(row)
    assert chosen.cursor.is_out_of_turn
    assert chosen.trace.activations[0].tolist() == before.dataset.inputs[row].tolist()
    gradients = backward(chosen.network, chosen.trace, chosen.dataset.expected[row])
    after = session.apply(StepSample(row))
    assert (after.network.parameters == descend(before.network, gradients, 0.5).parameters).all()
    assert (after.epoch, after.position, after.row) == (before.epoch, before.position, before.row)
    assert after.samples == before.samples + 1
    assert fingerprint(after)[-1] == fingerprint(before)[-1]
    assert not after.cursor.is_out_of_turn


@pytest.mark.parametrize("lead", [0, 3, 13])
def test_the_row_in_turn_needs_no_name(lead: int) -> None:
    named, plain = Session(setup_for("level2")), Session(setup_for("level2"))
    for session in (named, plain):
        session.apply(Run(1 + lead))
    for step in (StepPhase, StepSample, StepSample, StepPhase):
        assert fingerprint(named.apply(step(named.state.row))) == fingerprint(plain.apply(step()))


@pytest.mark.parametrize("command", [StepEpoch(), Run(4)])
def test_epochs_and_runs_leave_a_row_half_walked_out_of_turn(level2: Session, command: Command) -> None:
    level2.apply(Run(6))
    plain = fingerprint(level2.apply(command))
    level2.undo()
    level2.apply(StepPhase(row=2))
    assert fingerprint(level2.apply(command)) == plain


@given(st.integers(0, 9), st.integers(1, 8))
def test_walking_through_a_row_out_of_turn_equals_training_it(row: int, done: int) -> None:
    walked, trained = Session(setup_for("level2")), Session(setup_for("level2"))
    for session in (walked, trained):
        session.apply(Run(13))
    trained.apply(StepSample(row))
    walked.apply(StepPhase(row))
    for _ in range(done - 1):
        assert walked.state.row == row
        walked.apply(StepPhase())
    assert fingerprint(walked.apply(StepSample())) == fingerprint(trained.state)


def test_naming_the_row_half_walked_goes_on_and_another_one_begins(level2: Session) -> None:
    level2.apply(StepPhase(row=4))
    assert (level2.apply(StepPhase(row=4)).phase, level2.state.row) == (2, 4)
    assert (level2.apply(StepPhase(row=6)).phase, level2.state.row) == (1, 6)
    assert (level2.apply(StepSample(row=2)).row, level2.state.samples) == (0, 1)


@given(st.lists(recipes(), max_size=20))
def test_only_a_sample_half_walked_is_ever_out_of_turn(drawn: list[Recipe]) -> None:
    for state in visited_states(Session(setup_for("level2")), drawn):
        assert state.is_half_walked or not state.cursor.is_out_of_turn


# Walking through the phases.


@given(setups(), st.integers(0, 8))
def test_walking_through_all_phases_equals_one_sample_step(setup: Setup, lead: int) -> None:
    walked, stepped = Session(setup), Session(setup)
    try:
        walked.apply(Run(1 + lead))
        before = stepped.apply(Run(1 + lead))
        after = stepped.apply(StepSample())
    except Divergence:
        return
    order = phases(setup.sizes)
    for done, phase in enumerate(order[:-1], start=1):
        state = walked.apply(StepPhase())
        assert (state.phase, state.current_phase, state.shown) == (done, phase, state)
        assert fingerprint(replace(state, phase=0)) == fingerprint(before)
    state = walked.apply(StepPhase())
    assert state.current_phase.kind is PhaseKind.UPDATE
    assert fingerprint(replace(state, phase=0, before=None)) == fingerprint(after)
    # The numbers that led to the update are still shown.
    assert fingerprint(state.shown) == fingerprint(before)
    assert walked.apply(StepPhase()).current_phase.kind is PhaseKind.INPUT


@pytest.mark.parametrize("done", range(1, 10))
def test_a_step_finishes_a_sample_in_progress(level2: Session, done: int) -> None:
    plain = fingerprint(level2.apply(StepSample()))
    level2.undo()
    for _ in range(done):
        level2.apply(StepPhase())
    assert level2.state.phase == done
    finished = fingerprint(level2.apply(StepSample()))
    twice = update(update(begin(level2.state.setup), StepSample()), StepSample())
    # After the update phase the next sample follows.
    assert finished == (plain if done < len(phases((2, 3, 2))) else fingerprint(twice))


@pytest.mark.parametrize(
    ("command", "phase"),
    [
        (rate_of(0.25), 4),
        (SetParameter(Bias(2, 0), 1.0), 1),
        (SetInput(0, 0, 1.0), 1),
        (SetExpected(0, 0, 0.5), 1),
        (SetValues(Weight(1, 0, 0), (1.0, 2.0)), 1),
        (SetValues(Neuron(0, 0), (1.0, 2.0), 0), 1),
        (SetValues(Neuron(0, 0), (1.0, 2.0), 5), 4),
        (SetStart(), 4),
        (SetInput(5, 0, 1.0), 4),
        (SetExpected(5, 0, 0.5), 4),
        (StepSample(5), 0),
        (StepPhase(5), 1),
        (Run(3), 0),
        (StepEpoch(), 0),
        (Reset(), 0),
        (NewStart(), 0),
        (Load(setup_for("xor")), 0),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_phase_of_a_sample_in_progress_after_a_change(level2: Session, command: Command, phase: int) -> None:
    for _ in range(4):
        level2.apply(StepPhase())
    assert level2.apply(command).phase == phase
    assert level2.undo().phase == 4


@pytest.mark.parametrize(
    "command",
    [
        rate_of(0.25),
        SetParameter(Bias(2, 0), 1.0),
        SetInput(0, 0, 1.0),
        SetExpected(0, 0, 0.5),
        SetInput(1, 0, 1.0),
        SetInput(5, 0, 1.0),
        SetLoss("mse"),
        SetActivation(1, "tanh"),
        SetStopRule(StopRule(3)),
    ],
    ids=repr,
)
def test_an_edit_after_the_update_phase_ends_the_walk(level2: Session, command: Command) -> None:
    """The sample is trained; what is walked through next is the next row, with the edit."""
    order = phases((2, 3, 2))
    for _ in order:
        walked = level2.apply(StepPhase())
    state = level2.apply(command)
    assert (state.phase, state.before, state.row, state.samples) == (0, None, 1, 1)
    assert state.shown is state
    again = level2.undo()
    assert (again.phase, fingerprint(again)) == (len(order), fingerprint(walked))
    level2.redo()
    first = level2.apply(StepPhase())
    assert (first.phase, first.row, first.samples) == (1, 1, 1)
