"""The session: after any commands, undo, redo and replay restore every state to the last bit."""

import math
import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.errors import EngineError, InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.network.method import Method
from engine.network.places import Bias, Weight
from engine.network.propagation import backward, descend, forward
from engine.session import timeline
from engine.session.session import Session
from engine.training.commands import (
    Command,
    Load,
    NewStart,
    Reset,
    Run,
    SetExpected,
    SetInput,
    SetMethod,
    SetParameter,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.cursor import Cursor
from engine.training.divergence import Divergence
from engine.training.phases import PhaseKind, phases
from engine.training.recording import POINTS_IN_FIRST_EPOCH
from engine.training.run import SLICE
from engine.training.state import Setup, begin
from engine.training.update import MOST_MARKS, update
from tests.engine.strategies import (
    KINDS,
    Recipe,
    apply_to,
    changed_method,
    dataset_of,
    fingerprint,
    recipes,
    setups,
    visited_states,
)

RECIPES = st.lists(recipes(), max_size=12)


def rate_of(learning_rate: float) -> SetMethod:
    """Return the command that changes α of ``level2``."""
    return SetMethod(Method(learning_rate, shuffle=False))


@pytest.fixture
def level2() -> Session:
    return Session(setup_for("level2"))


@pytest.fixture
def shuffled() -> Session:
    return Session(setup_for("xor", Options(seed=3)))


def refused(session: Session, act: Callable[[], object]) -> str:
    """Assert that an action is refused and changes nothing; return the message, one printable line."""
    state, step, commands = session.state, session.step, session.commands
    before = fingerprint(state)
    with pytest.raises(InvalidValue) as caught:
        act()
    assert session.state is state
    assert fingerprint(session.state) == before
    assert (session.step, session.commands) == (step, commands)
    message = str(caught.value)
    assert message.isprintable()
    return message


# Any sequence of commands.


class Learner(RuleBasedStateMachine):
    """Does anything in any order and compares each state with a plain list of its own."""

    def __init__(self) -> None:
        super().__init__()
        # So few that most states have to be recomputed.
        self._most, timeline.MOST_KEYFRAMES = timeline.MOST_KEYFRAMES, 4

    def teardown(self) -> None:
        timeline.MOST_KEYFRAMES = self._most

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
        self.session.goto(self.here)
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
    level2.goto(1)
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
    assert "steps go from 0 to 1" in refused(level2, lambda: level2.goto(2))
    assert "steps go from 0 to 1" in refused(level2, lambda: level2.goto(-1))


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


def test_divergence_in_the_update_phase_stays_before_the_update() -> None:
    session = chain(1.0, 1e308, 1e200)
    order = phases((1, 1))
    for _ in order[:-1]:
        session.apply(StepPhase())
    waiting = session.state
    assert diverged(session, lambda: session.apply(StepPhase())).samples == 0
    assert session.state is waiting


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


# Divergence.


def chain(weight: float, alpha: float, *rows: float) -> Session:
    """Return a session with one weight and linear output, which can be calculated by hand."""
    data = dataset_of([[x] for x in rows], [[0.0] for _ in rows])
    parameters = np.array([weight, 0.0])
    return Session(
        Setup("chain", data, (1, 1), ("linear",), parameters=parameters, method=Method(alpha, shuffle=False))
    )


def diverged(session: Session, act: Callable[[], object]) -> Divergence:
    """Assert that training diverges and leaves a state in which every number is finite."""
    with pytest.raises(Divergence) as caught:
        act()
    message = str(caught.value)
    assert message.isprintable()
    assert isinstance(caught.value, EngineError)
    assert np.isfinite(session.state.network.parameters).all()
    return caught.value


def test_divergence_keeps_the_last_finite_state_and_can_be_undone(level2: Session) -> None:
    level2 = Session(setup_for("level2", Options(activations=("sigmoid", "linear"), learning_rate=1e6)))
    start = fingerprint(level2.state)
    divergence = diverged(level2, lambda: level2.run(100_000))
    assert 0 < divergence.samples < 100_000
    assert level2.state is divergence.state
    assert level2.state.samples == divergence.samples
    assert level2.commands == (Run(divergence.samples),)
    # The next sample diverges.
    here = fingerprint(level2.state)
    assert diverged(level2, lambda: level2.apply(StepSample())).samples == 0
    assert fingerprint(level2.state) == here
    assert fingerprint(level2.undo()) == start
    assert fingerprint(level2.redo()) == here


def test_training_continues_once_the_cause_of_a_divergence_is_fixed(level2: Session) -> None:
    session = Session(setup_for("level2", Options(activations=("sigmoid", "linear"), learning_rate=1e6)))
    diverged(session, lambda: session.run(100_000))
    session.undo()
    session.apply(changed_method(session.state, learning_rate=0.05))
    assert session.run(400).samples == 400
    assert session.state.history.y[-1] < session.state.history.y[0]


@pytest.mark.parametrize(
    ("command", "samples"), [(StepEpoch(), 2), (Run(50), 2), (StepSample(), 1)], ids=["epoch", "run", "sample"]
)
def test_divergence_records_a_run_of_the_samples_before_it(command: Command, samples: int) -> None:
    session = chain(1.0, 0.1, 1.0, 1.0, 1e200, 1.0)
    if samples == 2:
        assert diverged(session, lambda: session.apply(command)).samples == 2
    else:
        session.apply(command)
    well = chain(1.0, 0.1, 1.0, 1.0, 1e200, 1.0)
    well.apply(Run(samples))
    assert fingerprint(session.state) == fingerprint(well.state)


def test_divergence_in_the_middle_of_a_run_joins_the_run() -> None:
    session = chain(1.0, 0.1, 1.0, 1.0, 1.0, 1e200)
    session.run(1)
    diverged(session, lambda: session.run(50))
    assert session.commands == (Run(3),)
    assert session.state.position == 3
    assert session.undo().samples == 0


def test_divergence_at_the_first_sample_is_not_a_step() -> None:
    session = chain(1e200, 0.5, 1e200)
    start = session.state
    for act in (lambda: session.run(5), lambda: session.apply(StepEpoch()), lambda: session.apply(StepSample())):
        assert diverged(session, act).samples == 0
        assert session.state is start
        assert session.commands == ()


def test_divergence_at_a_row_out_of_turn_is_not_a_step() -> None:
    session = chain(1e150, 0.5, 1.0, 1e200)
    before = session.state
    assert "row 2" in str(diverged(session, lambda: session.apply(StepSample(row=1))))
    assert session.state is before
    assert session.step == 0


OVER = "over the limit that can still be squared (1e154)"


@pytest.mark.parametrize(
    ("parameters", "x", "alpha", "says"),
    [
        ([1e200, 0.0, 0.0, 0.0], 1e200, 0.5, "the sum of h1 (hidden layer) became infinite"),
        ([1.0, 0.0, 1e200, 0.0], 1e150, 0.5, "the sum of o1 (output layer) became infinite"),
        ([1e-50, 0.0, 1e200, 0.0], 1.0, 0.5, "the δ of h1 (hidden layer) became infinite"),
        (
            [1.0, 0.0, 1e200, 0.0],
            1.0,
            0.5,
            f"the sum of o1 (output layer) became 1e200, {OVER}",
        ),
        ([1.0, 0.0, 1e-20, 0.0], 1e100, 1e135, "a new weight or bias of o1 (output layer) became infinite"),
        ([1e-80, 0.0, 1e120, 0.0], 1e100, 1.0, "a new weight or bias of h1 (hidden layer) became infinite"),
    ],
)
def test_divergence_names_the_layer(parameters: list[float], x: float, alpha: float, says: str) -> None:
    data = dataset_of([[x]], [[0.0]])
    method = Method(alpha, shuffle=False)
    setup = Setup("two", data, (1, 1, 1), ("linear", "linear"), parameters=np.array(parameters), method=method)
    session = Session(setup)
    assert str(diverged(session, lambda: session.run(10))) == f"stopped at epoch 0, sample 0/1, row 1: {says}"


def test_divergence_names_the_hidden_layer_by_its_number() -> None:
    data = dataset_of([[1.0]], [[0.0]])
    parameters = np.array([1e100, 0.0, 1.0, 0.0, 1e250, 0.0, 1.0, 0.0])
    setup = Setup("deep", data, (1, 1, 1, 1, 1), ("linear",) * 4, parameters=parameters, method=Method(shuffle=False))
    session = Session(setup)
    assert "the sum of h3.1 (hidden layer 3) became infinite" in str(diverged(session, lambda: session.run(1)))


def test_infinity_times_0_is_reported_as_not_a_number() -> None:
    """An infinite error reaches a neuron whose slope is 0; whether ∞ − ∞ appears in a sum depends on the processor."""
    data = dataset_of([[1.0]], [[1e300]])
    setup = Setup("nan", data, (1, 1, 1), ("sigmoid", "linear"), parameters=np.array([0.0, 1e4, 1e100, 0.0]))
    session = Session(setup)
    assert "the δ of h1 (hidden layer) became not a number" in str(diverged(session, lambda: session.run(1)))


def two_in_one_out(parameters: list[float], inputs: list[float], alpha: float, outputs: int = 1) -> Session:
    data = dataset_of([inputs], [[0.0] * outputs])
    given_outright = np.array(parameters)
    return Session(Setup("new", data, (2, outputs), ("linear",), parameters=given_outright, method=Method(alpha)))


def test_new_weights_of_plus_and_minus_infinity_are_reported_without_a_warning() -> None:
    session = two_in_one_out([1e-200, 0.0, 0.0], [1e200, -1e200], 1e200)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "of o1 (output layer) became infinite" in str(diverged(session, lambda: session.run(1)))


def test_a_neuron_with_large_finite_weights_is_not_blamed() -> None:
    session = two_in_one_out([1.7e308, 1.7e308, 0.0, 0.0, 0.0, 10.0], [0.0, 0.0], 1e308, outputs=2)
    assert "of o2 (output layer) became infinite" in str(diverged(session, lambda: session.run(1)))


def test_a_huge_weight_is_no_divergence_where_the_sigmoid_saturates(level2: Session) -> None:
    level2.apply(SetParameter(Weight(1, 0, 0), 1e150))
    assert level2.run(100).samples == 100


def test_a_weight_near_the_largest_float_is_a_divergence_before_anything_is_infinite(level2: Session) -> None:
    level2.apply(SetParameter(Weight(2, 0, 0), 1e308))
    assert "the sum of o1 (output layer) became " in str(diverged(level2, lambda: level2.run(100)))


def test_divergence_in_the_second_epoch_names_the_epoch() -> None:
    session = chain(1.0, 0.1, 1.0, 1.0)
    session.apply(StepEpoch())
    session.apply(StepSample())
    session.apply(SetInput(1, 0, 1e200))
    assert "stopped at epoch 1, sample 1/2, row 2" in str(diverged(session, lambda: session.run(9)))
    assert (session.state.epoch, session.state.position) == (1, 1), "what is said is where it stands"


# Reset, new start and load.


def test_reset_goes_back_to_the_start_and_keeps_data_and_alpha(level2: Session) -> None:
    start = level2.state.network.parameters
    level2.apply(SetInput(2, 0, 1.5))
    level2.apply(SetExpected(2, 1, 0.25))
    level2.apply(changed_method(level2.state, learning_rate=0.25))
    edited = level2.apply(Run(33)).dataset
    state = level2.apply(Reset())
    assert (state.network.parameters == start).all()
    assert (state.epoch, state.position, state.row, state.samples, state.marks) == (0, 0, 0, 0, ())
    assert state.dataset is edited
    assert state.method.learning_rate == 0.25
    assert state.history.x.tolist() == [0.0]
    assert state.history.y.tolist() == [state.evaluation.mse]


def test_new_start_draws_from_the_next_seed(level2: Session) -> None:
    level2.apply(changed_method(level2.state, learning_rate=0.25))
    level2.apply(Run(33))
    state = level2.apply(NewStart())
    assert state.setup.seed == 1
    wanted = setup_for("level2", Options(seed=1)).network().parameters
    assert (state.network.parameters == wanted).all()
    assert (state.epoch, state.samples, state.method.learning_rate) == (0, 0, 0.25)
    assert level2.apply(NewStart()).setup.seed == 2


def test_new_start_draws_from_the_seed_asked_for(level2: Session) -> None:
    level2.apply(Run(33))
    state = level2.apply(NewStart(17))
    assert (state.setup.seed, state.samples) == (17, 0)
    assert (state.network.parameters == setup_for("level2", Options(seed=17)).network().parameters).all()
    assert level2.apply(NewStart()).setup.seed == 18
    with pytest.raises(InvalidValue, match="the seed must be 0 or more"):
        level2.apply(NewStart(-1))
    assert level2.step == 3


def test_reset_after_a_new_start_goes_back_to_the_new_start(level2: Session) -> None:
    new = level2.apply(NewStart()).network.parameters
    level2.apply(Run(5))
    assert (level2.apply(Reset()).network.parameters == new).all()


def test_a_new_start_replaces_given_weights() -> None:
    session = Session(setup_for("walkthrough"))
    given = session.state.network.parameters
    assert (session.apply(NewStart()).network.parameters != given).all()


def test_load_opens_another_data_set_and_undo_restores_the_first(level2: Session) -> None:
    level2.apply(changed_method(level2.state, learning_rate=0.25))
    before = fingerprint(level2.apply(Run(13)))
    iris = setup_for("iris")
    state = level2.apply(Load(iris))
    assert state.setup is iris
    assert fingerprint(state) == fingerprint(begin(iris))
    level2.apply(StepEpoch())
    level2.undo()
    assert fingerprint(level2.undo()) == before


def test_a_data_set_that_cannot_be_opened_changes_nothing(level2: Session) -> None:
    good = setup_for("xor")
    broken = Setup("broken", good.dataset, good.sizes, good.activations, parameters=np.zeros(3))
    assert "parameters" in refused(level2, lambda: level2.apply(Load(broken)))
    with pytest.raises(InvalidValue, match="initializer"):
        Setup("broken", good.dataset, good.sizes, good.activations, initializer="best")


def test_undo_after_many_epochs_goes_back_to_the_first_edit(level2: Session) -> None:
    """After an edit, forty epochs and undoing everything since, the outputs are those after the edit."""
    first = level2.apply(SetParameter(Weight(1, 0, 0), 0.75))
    said = first.evaluation.outputs.tolist()
    level2.apply(changed_method(level2.state, learning_rate=0.4))
    level2.run(400)
    assert level2.state.evaluation.right.all()
    level2.undo()
    level2.undo()
    assert level2.state.evaluation.outputs.tolist() == said
