"""The log of commands with some states kept as keyframes, so that every step can be restored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.training.commands import (
    AddRow,
    Command,
    Run,
    SetExpected,
    SetInput,
    SetMethod,
    SetParameter,
    SetStopRule,
    SetWord,
    StepEpoch,
)
from engine.training.phases import Phase
from engine.training.state import TrainingState
from engine.training.update import update
from engine.training.words import word_of, words_at

MOST_KEYFRAMES = 256
KEYFRAME_BYTES = 24_000_000
"""The most bytes of all keyframes together; an array that several of them share counts once."""


@dataclass(frozen=True)
class ReplacedWord:
    """What a ``SetWord`` changed, in words.

    Attributes:
        column: The name of the column.
        before: The word that the row held; None if its numbers stood for no single word.
        after: The word that it holds now.
    """

    column: str
    before: str | None
    after: str


@dataclass(frozen=True)
class StepSummary:
    """A short description of the state after a command, and what the command replaced. Immutable.

    Attributes:
        epoch: How many epochs are complete.
        position: How many rows of the current epoch have been trained.
        rows: How many rows an epoch has.
        mse: The MSE over the training rows. None if the history has no point at that time.
        phase: The phase that was done last. None if no sample is being walked through.
        replaced: The number, word, method or stop rule that the command replaced. None if it replaced none of them.
        seed: What the starting weights are drawn from.
        row: The number of the row that the command is about; 0 if it is about none.
    """

    epoch: int
    position: int
    rows: int
    mse: float | None
    phase: Phase | None
    replaced: float | ReplacedWord | Method | StopRule | None
    seed: int = 0
    row: int = 0


class Timeline:
    """Commands in order, with keyframes: the states after some of them.

    Step 0 is the state before the first command, step n the one after the n-th. A state without a keyframe is
    recomputed from the nearest keyframe before it, which gives the same result to the last bit.
    """

    def __init__(self, start: TrainingState) -> None:
        self._commands: list[Command] = []
        self._shapes = [start.network.sizes]  # layer sizes at each step
        self._summaries: list[StepSummary] = []
        self._samples = [0]  # how many samples lead from step 0 to each step
        self._keyframes: dict[int, TrainingState] = {0: _bare(start)}

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands, oldest first."""
        return tuple(self._commands)

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The layer sizes at each step, from step 0."""
        return tuple(self._shapes)

    @property
    def summaries(self) -> tuple[StepSummary, ...]:
        """The summary of each step, from step 1."""
        return tuple(self._summaries)

    def command_to(self, step: int) -> Command:
        """Return the command that led to a step."""
        return self._commands[step - 1]

    def __len__(self) -> int:
        """Return the number of the last step."""
        return len(self._commands)

    def record(self, step: int, command: Command, state: TrainingState, before: TrainingState | None = None) -> None:
        """Record a command as the one after ``step``, and drop all later steps.

        Args:
            step: The step it was done at.
            command: The command.
            state: The state it led to.
            before: The state at ``step``, for the summary. None means the summary does not say what was replaced.
        """
        del self._commands[step:], self._samples[step + 1 :], self._shapes[step + 1 :], self._summaries[step:]
        self._summaries.append(_summary(command, state, before))
        self._keyframes = {kept: old for kept, old in self._keyframes.items() if kept <= step}
        self._commands.append(command)
        self._shapes.append(state.network.sizes)
        self._samples.append(self._samples[step] + _samples(command, state))
        self._keyframes[step + 1] = _bare(state)
        while self._over_budget():
            del self._keyframes[self._cheapest()]

    def state_at(self, step: int) -> TrainingState:
        """Return the state after ``step`` commands."""
        kept = max(number for number in self._keyframes if number <= step)
        state = _bare(self._keyframes[kept])
        for command in self._commands[kept:step]:
            state = update(state, command)
        return state

    def _over_budget(self) -> bool:
        if len(self._keyframes) <= 3:
            return False
        return len(self._keyframes) > MOST_KEYFRAMES or _bytes(self._keyframes.values()) > KEYFRAME_BYTES

    def _cheapest(self) -> int:
        """Return the step whose keyframe is quickest to recompute, other than the first and the last two."""
        steps = sorted(self._keyframes)
        costs = {step: self._samples[step] - self._samples[before] for before, step in pairwise(steps[:-2])}
        return min(costs, key=lambda step: (costs[step], step))


def _summary(command: Command, state: TrainingState, before: TrainingState | None) -> StepSummary:
    history = state.history
    mse = float(history.y[-1]) if len(history.x) and history.x[-1] == state.cursor.time else None
    replaced = None if before is None else _replaced(command, before)
    where = state.epoch, state.position, state.dataset.rows
    return StepSummary(*where, mse, state.current_phase, replaced, state.setup.seed, _row(command, state, before))


def _row(command: Command, state: TrainingState, before: TrainingState | None) -> int:
    """Return the number of the row that a command is about; 0 if it is about none."""
    if isinstance(command, AddRow):
        return state.dataset.number(state.dataset.rows - 1)
    row = getattr(command, "row", None)
    return 0 if row is None or before is None else before.dataset.number(row)


def _replaced(command: Command, before: TrainingState) -> float | ReplacedWord | Method | StopRule | None:
    match command:
        case SetParameter(place, _):
            return before.network.value(place)
        case SetInput(row, column, _):
            return float(before.dataset.inputs[row, column])
        case SetExpected(row, output, _):
            return float(before.dataset.expected[row, output])
        case SetWord(row, place, word) if (words := words_at(before.dataset, place)) is not None:
            old = word_of(before.dataset, before.scaling, row, place)
            return ReplacedWord(words.name, None if old is None else words.words[old], words.words[word])
        case SetMethod():
            return before.method
        case SetStopRule():
            return before.stop_rule
    return None


def _bare(state: TrainingState) -> TrainingState:
    """Copy a state without its cached properties, which may be large and can be recomputed."""
    return replace(state, before=None if state.before is None else replace(state.before))


def _samples(command: Command, state: TrainingState) -> int:
    match command:
        case Run(samples=samples):
            return samples
        case StepEpoch():
            return state.dataset.rows
        case _:
            return 1


def _bytes(states: Iterable[TrainingState]) -> int:
    """Return the bytes of the arrays of the states, each array counted once."""
    arrays = {}
    for state in states:
        for array in (
            state.network.parameters,
            state.memory.moments,
            state.history.x,
            state.history.y,
            state.dataset.inputs,
            state.dataset.expected,
            state.test_history.x,
            state.test_history.y,
            *(checkpoint.parameters for checkpoint in state.parameter_history.checkpoints),
        ):
            arrays[id(array)] = array.nbytes
    return sum(arrays.values())
