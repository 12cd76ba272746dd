"""What each step of a timeline did and where it led, in brief."""

from __future__ import annotations

from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.quick_dataclass import dataclass
from engine.training.commands import (
    AddRow,
    Command,
    SetExpected,
    SetInput,
    SetMethod,
    SetParameter,
    SetStopRule,
    SetWord,
)
from engine.training.phases import Phase
from engine.training.state import TrainingState
from engine.training.words import word_of, words_at


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
        samples: How many samples have been trained in all.
        own_start: Whether the learner made the starting weights.
    """

    epoch: int
    position: int
    rows: int
    mse: float | None
    phase: Phase | None
    replaced: float | ReplacedWord | Method | StopRule | None
    seed: int = 0
    row: int = 0
    samples: int = 0
    own_start: bool = False


def summary_of(command: Command | None, state: TrainingState, before: TrainingState | None) -> StepSummary:
    """Describe the state after a command.

    Args:
        command: The command. None for the beginning.
        state: The state it led to.
        before: The state before it. None means the summary does not say what was replaced.
    """
    history = state.history
    mse = float(history.y[-1]) if len(history.x) and history.x[-1] == state.cursor.time else None
    replaced = None if command is None or before is None else replaced_by(command, before)
    where = state.epoch, state.position, state.dataset.rows
    row = _row(command, state, before)
    own_start = state.setup.is_own_start
    return StepSummary(*where, mse, state.current_phase, replaced, state.setup.seed, row, state.samples, own_start)


def _row(command: Command | None, state: TrainingState, before: TrainingState | None) -> int:
    """Return the number of the row that a command is about; 0 if it is about none."""
    if isinstance(command, AddRow):
        return state.dataset.number(state.dataset.rows - 1)
    row = getattr(command, "row", None)
    return 0 if row is None or before is None else before.dataset.number(row)


def replaced_by(command: Command, before: TrainingState) -> float | ReplacedWord | Method | StopRule | None:
    """Return what a command replaces in the state before it; None for a command that replaces nothing nameable."""
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
