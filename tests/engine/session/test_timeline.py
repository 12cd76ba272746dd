"""The timeline: every step is restored to the last bit, and memory does not grow with the training."""

import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import Options, setup_for
from engine.network.method import Method
from engine.network.places import Bias
from engine.session import keyframes as kept
from engine.session.keyframes import KEYFRAME_BYTES, MOST_KEYFRAMES
from engine.session.session import Session
from engine.session.timeline import Timeline
from engine.session.travel import Goto
from engine.training.commands import (
    Command,
    Load,
    Run,
    SetInput,
    SetMethod,
    SetParameter,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.phases import phases
from engine.training.state import Setup, TrainingState, begin
from engine.training.update import update
from tests.engine.strategies import Recipe, fingerprint, recipes, setups, visited_states


def keyframes(line: Timeline) -> dict[int, TrainingState]:
    """Return the keyframes by step; the public interface does not show them."""
    return dict(zip(line._keyframes._steps, line._keyframes._states, strict=True))


def keyframe_bytes(line: Timeline) -> int:
    """Return the bytes of the arrays of all keyframes, each array counted once, without the rows at the beginning."""
    arrays = {}
    for state in keyframes(line).values():
        histories = (state.history, state.test_history)
        tables = [table for table in (state.dataset, state.test) if table is not None]
        for array in (
            *(state.network.parameters, state.memory.moments),
            *(array for series in histories for array in (series.x, series.y)),
            *(array for table in tables for array in (table.inputs, table.expected)),
            *(checkpoint.parameters for checkpoint in state.parameter_history.checkpoints),
        ):
            arrays[id(array)] = array
    parts = keyframes(line)[0].setup.parts
    for rows in (keyframes(line)[0].setup.dataset, parts.train, parts.test):
        for array in () if rows is None else (rows.inputs, rows.expected):
            arrays.pop(id(array), None)
    return sum(array.nbytes for array in arrays.values())


def recorded(start: TrainingState, commands: list[Command]) -> tuple[Timeline, list[tuple[object, ...]]]:
    """Do the commands one after another; return the timeline and the fingerprint of every step."""
    line, state, visited = Timeline(start), start, [fingerprint(start)]
    for command in commands:
        state = update(state, command)
        line.record(len(line), command, state)
        visited.append(fingerprint(state))
    return line, visited


@given(setups(), st.lists(recipes(), min_size=1, max_size=14), st.integers(3, 6), st.randoms(use_true_random=False))
def test_every_step_is_restored_exactly_with_few_keyframes(
    setup: Setup, drawn: list[Recipe], most: int, random: object
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "MOST_KEYFRAMES", most)
        session = Session(setup)
        visited = [fingerprint(state) for state in visited_states(session, drawn)]
        steps = list(range(len(visited)))
        random.shuffle(steps)
        assert [fingerprint(session.travel(Goto(step))) for step in steps] == [visited[step] for step in steps]


def test_the_number_of_keyframes_is_bounded() -> None:
    commands = [StepSample() if i % 3 else SetMethod(Method(0.1 + i / 1e4)) for i in range(3 * MOST_KEYFRAMES)]
    line, visited = recorded(begin(setup_for("level2")), commands)
    assert len(keyframes(line)) == MOST_KEYFRAMES
    assert len(line) == len(commands)
    for step in (0, 1, 2, 100, 101, 333, len(commands) - 1, len(commands)):
        assert fingerprint(line.state_at(step)) == visited[step]


def test_the_number_of_keyframes_is_bounded_at_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEYFRAMES", 7)
    line, state = Timeline(begin(setup_for("level2"))), begin(setup_for("level2"))
    for _ in range(60):
        state = update(state, StepSample())
        line.record(len(line), StepSample(), state)
        assert len(keyframes(line)) <= 7
        assert {0, len(line)} <= set(keyframes(line))


def test_the_bytes_of_the_keyframes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each edit of the data makes a new array of inputs, so the bound on bytes applies before the one on keyframes."""
    start = begin(setup_for("iris"))
    limit = 12 * start.dataset.inputs.nbytes
    monkeypatch.setattr(kept, "KEYFRAME_BYTES", limit)
    commands: list[Command] = [SetInput(i, 0, i / 10) for i in range(100)]
    line, visited = recorded(start, commands)
    assert keyframe_bytes(line) <= limit < KEYFRAME_BYTES
    assert 3 < len(keyframes(line)) <= 12
    assert [fingerprint(line.state_at(step)) for step in range(101)] == visited


def test_the_checkpoints_of_the_weights_count_among_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every state of a long training has the weights of many epochs, which outlive the keyframes of those epochs."""
    start = begin(setup_for("iris", Options(hidden=(40,), optimizer="adam", test_share=0.2)))
    commands = [StepEpoch() if i < 12 else SetParameter(Bias(1, 0), i / 10) for i in range(40)]
    unlimited, _ = recorded(start, commands)
    limit = keyframe_bytes(unlimited) // 2
    monkeypatch.setattr(kept, "KEYFRAME_BYTES", limit)
    line, visited = recorded(start, commands)
    assert limit / 2 < keyframe_bytes(line) <= limit
    assert 3 < len(keyframes(line)) < 30
    assert [fingerprint(line.state_at(step)) for step in range(41)] == visited


def test_states_larger_than_the_bound_can_still_be_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEYFRAME_BYTES", 1)
    line, visited = recorded(begin(setup_for("level2")), [StepEpoch()] * 6)
    assert sorted(keyframes(line)) == [0, 5, 6]
    assert [fingerprint(line.state_at(step)) for step in range(7)] == visited


def test_the_keyframe_after_a_long_run_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undoing a step after a run of many samples must not repeat that run."""
    monkeypatch.setattr(kept, "MOST_KEYFRAMES", 5)
    commands = [StepSample()] * 10 + [Run(2000)] + [StepSample()] * 20
    line, _ = recorded(begin(setup_for("level2")), commands)
    assert 11 in keyframes(line)


@pytest.mark.parametrize("most", [4, 5, 16])
def test_keyframes_are_spread_evenly(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(kept, "MOST_KEYFRAMES", most)
    line, _ = recorded(begin(setup_for("level2")), [StepSample()] * 100)
    steps = sorted(keyframes(line))
    gaps = [later - earlier for earlier, later in pairwise(steps)]
    # With this many keyframes, the best spacing is 100 / (most - 2).
    assert max(gaps) <= 4 * 100 / (most - 2)


def test_a_command_in_the_past_drops_the_later_steps() -> None:
    line, visited = recorded(begin(setup_for("level2")), [StepSample()] * 8)
    state = update(line.state_at(3), SetMethod(Method(0.25)))
    line.record(3, SetMethod(Method(0.25)), state)
    assert [step.command for step in line.steps] == [None, *[StepSample()] * 3, SetMethod(Method(0.25))]
    assert max(keyframes(line)) == 4
    assert fingerprint(line.state_at(4)) == fingerprint(state) != visited[4]
    assert fingerprint(line.state_at(3)) == visited[3]


def test_a_keyframe_has_no_cached_evaluation() -> None:
    """The outputs for all rows are much larger than the network: 256 keyframes with them would take too much memory."""
    start = begin(setup_for("iris"))
    after = update(start, StepEpoch())
    line = Timeline(start)
    line.record(0, StepEpoch(), after)
    assert after.evaluation.mse < start.evaluation.mse
    assert [set(vars(one)) & {"evaluation", "trace", "gradients", "order"} for one in keyframes(line).values()] == [
        set(),
        set(),
    ]


def test_the_state_before_an_update_has_no_cached_evaluation() -> None:
    session = Session(setup_for("iris"))
    for _ in phases(session.state.network.sizes):
        assert session.apply(StepPhase()).shown.evaluation.mse > 0
    last = keyframes(session._timeline)[session.step]
    assert last.before is not None
    assert "evaluation" not in vars(last.before)


def test_evaluating_a_past_state_does_not_enlarge_its_keyframe() -> None:
    session = Session(setup_for("iris"))
    session.apply(StepEpoch())
    assert session.undo().evaluation.mse > 0
    assert "evaluation" not in vars(keyframes(session._timeline)[0])


def test_memory_stays_flat_over_many_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the bound is reached, hundreds of further commands allocate next to nothing."""
    monkeypatch.setattr(kept, "MOST_KEYFRAMES", 8)
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
    # One state for each of the 300 commands would be 300 tables of 4.8 kB.
    assert late - early < 300 * session.state.dataset.inputs.nbytes / 4


def test_steps_before_and_after_a_load_are_restored_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEYFRAMES", 4)
    load = Load(setup_for("xor"))
    commands = [StepEpoch(), load, StepEpoch(), SetInput(0, 0, 0.5), Run(9), load, StepSample(), StepSample()]
    line, visited = recorded(begin(setup_for("level2")), commands)
    assert [fingerprint(line.state_at(step)) for step in range(len(visited))] == visited
