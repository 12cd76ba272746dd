"""The log of what happened: any step can be gone back to, to the last bit, and it does not grow with the training."""

import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import setup_for
from engine.network.method import Method
from engine.session import timeline
from engine.session.session import Session
from engine.session.timeline import KEYFRAME_BYTES, MOST_KEYFRAMES, Timeline
from engine.training.commands import Command, Load, Run, SetInput, SetMethod, StepEpoch, StepPhase, StepSample
from engine.training.phases import phases
from engine.training.state import Setup, TrainingState, begin
from engine.training.update import update
from tests.engine.strategies import Recipe, fingerprint, recipes, setups, steps_lived


def kept(line: Timeline) -> dict[int, TrainingState]:
    """The states that are kept, by step: how much memory a timeline holds is not to be seen from outside."""
    return line._keyframes


def kept_bytes(line: Timeline) -> int:
    """The arrays of the states that are kept, each once."""
    arrays = {}
    for state in kept(line).values():
        for array in (state.network.parameters, state.history.x, state.history.y):
            arrays[id(array)] = array
        for array in (state.dataset.inputs, state.dataset.expected):
            arrays[id(array)] = array
    return sum(array.nbytes for array in arrays.values())


def recorded(start: TrainingState, commands: list[Command]) -> tuple[Timeline, list[tuple[object, ...]]]:
    """Do the commands one after another; return the timeline and what every step was like."""
    line, state, lived = Timeline(start), start, [fingerprint(start)]
    for command in commands:
        state = update(state, command)
        line.record(len(line), command, state)
        lived.append(fingerprint(state))
    return line, lived


@given(setups(), st.lists(recipes(), min_size=1, max_size=14), st.integers(3, 6), st.randoms(use_true_random=False))
def test_every_step_is_exact_however_few_states_are_kept(
    setup: Setup, drawn: list[Recipe], most: int, random: object
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timeline, "MOST_KEYFRAMES", most)
        session = Session(setup)
        lived = [fingerprint(state) for state in steps_lived(session, drawn)]
        steps = list(range(len(lived)))
        random.shuffle(steps)
        assert [fingerprint(session.goto(step)) for step in steps] == [lived[step] for step in steps]


def test_many_commands_keep_a_bounded_number_of_states() -> None:
    commands = [StepSample() if i % 3 else SetMethod(Method(0.1 + i / 1e4)) for i in range(3 * MOST_KEYFRAMES)]
    line, lived = recorded(begin(setup_for("level2")), commands)
    assert len(kept(line)) == MOST_KEYFRAMES
    assert len(line) == len(commands)
    for step in (0, 1, 2, 100, 101, 333, len(commands) - 1, len(commands)):
        assert fingerprint(line.state_at(step)) == lived[step]


def test_the_number_of_states_is_bounded_at_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_KEYFRAMES", 7)
    line, state = Timeline(begin(setup_for("level2"))), begin(setup_for("level2"))
    for _ in range(60):
        state = update(state, StepSample())
        line.record(len(line), StepSample(), state)
        assert len(kept(line)) <= 7
        assert {0, len(line)} <= set(kept(line))


def test_the_bytes_of_the_states_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each edit of the data makes a new array of inputs: the bound on bytes, not the one on numbers, is what holds."""
    start = begin(setup_for("iris"))
    limit = 12 * start.dataset.inputs.nbytes
    monkeypatch.setattr(timeline, "KEYFRAME_BYTES", limit)
    commands: list[Command] = [SetInput(i, 0, i / 10) for i in range(100)]
    line, lived = recorded(start, commands)
    assert kept_bytes(line) <= limit < KEYFRAME_BYTES
    assert 3 < len(kept(line)) <= 12
    assert [fingerprint(line.state_at(step)) for step in range(101)] == lived


def test_states_too_large_for_the_bound_are_still_undone_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "KEYFRAME_BYTES", 1)
    line, lived = recorded(begin(setup_for("level2")), [StepEpoch()] * 6)
    assert sorted(kept(line)) == [0, 5, 6]
    assert [fingerprint(line.state_at(step)) for step in range(7)] == lived


def test_a_long_run_is_not_what_is_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Going back past a run of many samples must not take that run's time: the state after it is among those kept."""
    monkeypatch.setattr(timeline, "MOST_KEYFRAMES", 5)
    commands = [StepSample()] * 10 + [Run(2000)] + [StepSample()] * 20
    line, _ = recorded(begin(setup_for("level2")), commands)
    assert 11 in kept(line)


@pytest.mark.parametrize("most", [4, 5, 16])
def test_what_has_to_be_computed_again_is_spread_evenly(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(timeline, "MOST_KEYFRAMES", most)
    line, _ = recorded(begin(setup_for("level2")), [StepSample()] * 100)
    steps = sorted(kept(line))
    gaps = [later - earlier for earlier, later in pairwise(steps)]
    # With this many states the best would be 100 / (most - 2) apart.
    assert max(gaps) <= 4 * 100 / (most - 2)


def test_a_command_in_the_past_drops_what_came_after() -> None:
    line, lived = recorded(begin(setup_for("level2")), [StepSample()] * 8)
    state = update(line.state_at(3), SetMethod(Method(0.25)))
    line.record(3, SetMethod(Method(0.25)), state)
    assert line.commands == (*[StepSample()] * 3, SetMethod(Method(0.25)))
    assert max(kept(line)) == 4
    assert fingerprint(line.state_at(4)) == fingerprint(state) != lived[4]
    assert fingerprint(line.state_at(3)) == lived[3]


def test_a_kept_state_leaves_behind_what_was_computed_from_it() -> None:
    """The outputs for all rows are much larger than the network: kept with 256 states they would not be bounded."""
    start = begin(setup_for("iris"))
    after = update(start, StepEpoch())
    line = Timeline(start)
    line.record(0, StepEpoch(), after)
    assert after.evaluation.mse < start.evaluation.mse
    assert [set(vars(one)) & {"evaluation", "trace", "gradients", "order"} for one in kept(line).values()] == [
        set(),
        set(),
    ]


def test_so_does_the_state_before_an_update() -> None:
    session = Session(setup_for("iris"))
    for _ in phases(session.state.network.sizes):
        assert session.apply(StepPhase()).shown.evaluation.mse > 0
    last = kept(session._timeline)[session.step]
    assert last.before is not None
    assert "evaluation" not in vars(last.before)


def test_looking_at_the_past_does_not_make_it_larger() -> None:
    session = Session(setup_for("iris"))
    session.apply(StepEpoch())
    assert session.undo().evaluation.mse > 0
    assert "evaluation" not in vars(kept(session._timeline)[0])


def test_the_memory_of_a_long_life_levels_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured, not counted: after the bound is reached hundreds of commands more add next to nothing."""
    monkeypatch.setattr(timeline, "MOST_KEYFRAMES", 8)
    session = Session(setup_for("iris"))

    def live(commands: int) -> int:
        for i in range(commands):
            session.apply(SetInput(i % 150, 0, i / 7))
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        early = live(50)
        late = live(300)
    finally:
        tracemalloc.stop()
    # A state of its own for each of the 300 would be 300 tables of 4.8 kB.
    assert late - early < 300 * session.state.dataset.inputs.nbytes / 4


def test_states_over_a_load_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_KEYFRAMES", 4)
    load = Load(setup_for("xor"))
    commands = [StepEpoch(), load, StepEpoch(), SetInput(0, 0, 0.5), Run(9), load, StepSample(), StepSample()]
    line, lived = recorded(begin(setup_for("level2")), commands)
    assert [fingerprint(line.state_at(step)) for step in range(len(lived))] == lived
