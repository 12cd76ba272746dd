"""The session: after any commands, undo, redo and replay restore every state to the last bit."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.experiment.starts import setup_for
from engine.network.places import Bias, Weight
from engine.network.propagation import backward, descend
from engine.session import keyframes
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import Command, Run, SetExpected, SetInput, SetParameter, StepPhase, StepSample
from engine.training.divergence import Divergence
from engine.training.state import Setup, begin
from engine.training.update import MOST_MARKS, update
from tests.engine.session.acting import RECIPES, rate_of, refused
from tests.engine.strategies import (
    KINDS,
    Recipe,
    apply_to,
    changed_method,
    fingerprint,
    recipes,
    setups,
    visited_states,
)

# Any sequence of commands.


class Learner(RuleBasedStateMachine):
    """Does anything in any order and compares each state with a plain list of its own."""

    def __init__(self) -> None:
        super().__init__()
        # So few that most states have to be recomputed.
        self._most, keyframes.MOST_KEYFRAMES = keyframes.MOST_KEYFRAMES, 4

    def teardown(self) -> None:
        keyframes.MOST_KEYFRAMES = self._most

    @initialize(setup=setups())
    def start(self, setup: Setup) -> None:
        self.session = Session(setup)
        self.visited = [fingerprint(self.session.state)]
        self.here = 0
        self.running = False

    def lives(self) -> None:
        del self.visited[self.here + 1 :]
        self.visited.append(fingerprint(self.session.state))
        self.here += 1

    @rule(recipe=recipes())
    def does(self, recipe: Recipe) -> None:
        self.running = False
        if apply_to(self.session, recipe):
            self.lives()

    @rule(recipe=recipes())
    def edits_repeatedly(self, recipe: Recipe) -> None:
        self.running = False
        for _ in range(2):
            step = self.session.step
            if apply_to(self.session, recipe, fold=True):
                if self.session.step < step:  # it took back what the step before had chosen
                    self.here -= 1
                    continue
                self.here -= self.session.step == step  # it joined the step before
                self.lives()

    @rule(samples=st.integers(1, 25))
    def runs(self, samples: int) -> None:
        before = self.session.state.samples
        try:
            self.session.run(samples)
        except Divergence:
            if self.session.state.samples == before:
                return
        if self.running:
            self.here -= 1
        self.lives()
        self.running = True

    @rule()
    def pauses(self) -> None:
        self.session.end_run()
        self.running = False

    @precondition(lambda self: self.here > 0)
    @rule()
    def undoes(self) -> None:
        self.session.undo()
        self.here, self.running = self.here - 1, False

    @precondition(lambda self: self.here < len(self.visited) - 1)
    @rule()
    def redoes(self) -> None:
        self.session.redo()
        self.here, self.running = self.here + 1, False

    @rule(data=st.data())
    def travels(self, data: st.DataObject) -> None:
        self.here = data.draw(st.integers(0, len(self.visited) - 1))
        self.session.travel(Goto(self.here))
        self.running = False

    @invariant()
    def is_where_the_list_says(self) -> None:
        assert (self.session.step, self.session.last_step) == (self.here, len(self.visited) - 1)
        assert fingerprint(self.session.state) == self.visited[self.here]
        assert len(self.session.commands) == self.session.last_step


TestLearner = Learner.TestCase
TestLearner.settings = settings(stateful_step_count=25)


@given(setups(), RECIPES)
def test_replaying_the_log_restores_every_state(setup: Setup, drawn: list[Recipe]) -> None:
    session = Session(setup)
    visited = visited_states(session, drawn)
    replayed = begin(setup)
    for command, state in zip(session.commands, visited[1:], strict=True):
        replayed = update(replayed, command)
        assert fingerprint(replayed) == fingerprint(state)


@given(setups(), RECIPES)
def test_undo_goes_back_to_the_beginning_and_redo_to_the_end(setup: Setup, drawn: list[Recipe]) -> None:
    session = Session(setup)
    visited = [fingerprint(state) for state in visited_states(session, drawn)]
    backwards = [fingerprint(session.undo()) for _ in visited[1:]]
    assert backwards == visited[-2::-1]
    forwards = [fingerprint(session.redo()) for _ in visited[1:]]
    assert forwards == visited[1:]


@given(setups(), st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_one_undo_restores_exactly(kind: type, setup: Setup, data: st.DataObject) -> None:
    session = Session(setup)
    visited_states(session, data.draw(st.lists(recipes(), max_size=4)))
    before = fingerprint(session.state)
    if apply_to(session, data.draw(recipes([kind]))):
        session.undo()
    assert fingerprint(session.state) == before


@given(setups(), RECIPES)
def test_a_command_does_not_change_older_states(setup: Setup, drawn: list[Recipe]) -> None:
    session = Session(setup)
    states, prints = [session.state], [fingerprint(session.state)]
    for recipe in drawn:
        apply_to(session, recipe)
        states.append(session.state)
        prints.append(fingerprint(session.state))
    assert [fingerprint(state) for state in states] == prints


def test_a_new_command_after_an_undo_drops_the_future(level2: Session) -> None:
    for value in (0.1, 0.2, 0.3):
        level2.apply(changed_method(level2.state, learning_rate=value))
    level2.travel(Goto(1))
    level2.apply(changed_method(level2.state, learning_rate=0.9))
    assert level2.commands == (rate_of(0.1), rate_of(0.9))
    assert (level2.step, level2.last_step) == (2, 2)
    refused(level2, level2.redo)
    assert level2.undo().method.learning_rate == 0.1


def test_a_refused_command_after_an_undo_keeps_the_future(level2: Session) -> None:
    level2.apply(changed_method(level2.state, learning_rate=0.1))
    level2.undo()
    refused(level2, lambda: level2.apply(changed_method(level2.state, learning_rate=math.nan)))
    assert level2.redo().method.learning_rate == 0.1


def test_undo_at_the_beginning_and_redo_at_the_end_are_refused(level2: Session) -> None:
    assert "nothing to undo" in refused(level2, level2.undo)
    assert "nothing to redo" in refused(level2, level2.redo)
    level2.apply(StepSample())
    assert "steps go from 0 to 1" in refused(level2, lambda: level2.travel(Goto(2)))
    assert "steps go from 0 to 1" in refused(level2, lambda: level2.travel(Goto(-1)))


# Edits.


@pytest.mark.parametrize("place", [Weight(1, 2, 1), Weight(2, 1, 2), Bias(1, 0), Bias(2, 1)])
def test_editing_a_parameter_leaves_the_others_unchanged(level2: Session, place: Weight | Bias) -> None:
    before = level2.state.network
    after = level2.apply(SetParameter(place, -7.5)).network
    assert after.value(place) == -7.5
    assert np.flatnonzero(after.parameters != before.parameters).tolist() == [before.parameter_index(place)]


def test_an_edit_of_the_current_sample_is_shown_and_trained(level2: Session) -> None:
    state = level2.apply(SetInput(0, 1, 9.0))
    assert state.trace.activations[0].tolist() == [2.7810836, 9.0]
    state = level2.apply(SetExpected(0, 1, 0.5))
    wanted = descend(state.network, backward(state.network, state.trace, np.array([1.0, 0.5])), 0.5)
    assert (level2.apply(StepSample()).network.parameters == wanted.parameters).all()


def test_edits_change_the_state_and_not_the_setup(level2: Session) -> None:
    level2.apply(SetInput(3, 0, 1.0))
    level2.apply(SetExpected(3, 0, 0.0))
    state = level2.apply(changed_method(level2.state, learning_rate=0.125))
    assert state.method.learning_rate == 0.125
    assert state.dataset.inputs[3, 0] == 1.0
    assert state.dataset.expected[3].tolist() == [0.0, 0.0]
    assert state.setup.dataset.inputs[3, 0] == 1.38807019
    assert state.setup.dataset.expected[3].tolist() == [1.0, 0.0]
    assert state.setup.method.learning_rate == 0.5


def test_edits_at_one_time_make_one_mark_on_the_history(level2: Session) -> None:
    level2.apply(changed_method(level2.state, learning_rate=0.1))
    level2.apply(SetParameter(Bias(1, 0), 1.0))
    level2.apply(Run(25))
    level2.apply(SetInput(0, 0, 1.0))
    level2.apply(SetExpected(0, 0, 0.5))
    assert level2.apply(StepSample(row=1)).marks == (0.0, 2.5)


def test_the_number_of_marks_is_bounded() -> None:
    state = begin(setup_for("level2"))
    for _ in range(MOST_MARKS + 10):
        state = update(update(state, StepSample()), rate_of(0.5))
    assert len(state.marks) == MOST_MARKS
    assert state.marks[-1] == state.cursor.time


BAD_NUMBERS = [math.nan, math.inf, -math.inf]


@pytest.mark.parametrize(
    "command",
    [
        *[SetParameter(Weight(1, 0, 0), value) for value in BAD_NUMBERS],
        *[SetParameter(Bias(2, 1), value) for value in BAD_NUMBERS],
        *[SetInput(0, 0, value) for value in BAD_NUMBERS],
        *[SetExpected(0, 0, value) for value in BAD_NUMBERS],
        SetParameter(Weight(3, 0, 0), 1.0),
        SetParameter(Weight(0, 0, 0), 1.0),
        SetParameter(Weight(1, 3, 0), 1.0),
        SetParameter(Weight(1, 0, 2), 1.0),
        SetParameter(Bias(1, -1), 1.0),
        SetInput(10, 0, 1.0),
        SetInput(-1, 0, 1.0),
        SetInput(0, 2, 1.0),
        SetInput(0, -1, 1.0),
        SetInput(0, 0, 10**400),
        SetExpected(10, 0, 1.0),
        SetExpected(0, 2, 1.0),
        *[step(row) for step in (StepSample, StepPhase) for row in (10, -1, 10**30)],
    ],
    ids=repr,
)
def test_an_invalid_value_is_refused_and_nothing_changes(level2: Session, command: Command) -> None:
    level2.apply(Run(13))
    level2.apply(StepPhase(row=7))
    refused(level2, lambda: level2.apply(command))


@pytest.mark.parametrize("value", [*BAD_NUMBERS, 0.0, -0.0, -0.5, 10**400])
def test_an_invalid_learning_rate_is_refused(level2: Session, value: float) -> None:
    refused(level2, lambda: level2.apply(rate_of(value)))


def test_a_whole_number_too_large_for_a_float_is_refused(level2: Session) -> None:
    refused(level2, lambda: level2.apply(SetParameter(Weight(1, 0, 0), 10**400)))


@pytest.mark.parametrize("samples", [0, -5])
def test_a_run_of_no_samples_is_refused(level2: Session, samples: int) -> None:
    level2.run(10)
    refused(level2, lambda: level2.run(samples))
    refused(level2, lambda: level2.apply(Run(samples)))
    level2.apply(Run(3))
    refused(level2, lambda: level2.run(samples))
    level2.run(2)
    assert level2.commands == (Run(10), Run(3), Run(2))
