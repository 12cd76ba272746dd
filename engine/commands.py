"""What can happen to a network in training. Values: a log of them is a replayable history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.names import Bias, Weight

if TYPE_CHECKING:
    from engine.state import Setup


@dataclass(frozen=True)
class StepPhase:
    """Do the next phase of the current sample; after its last one, the update, the next sample's first."""


@dataclass(frozen=True)
class StepSample:
    """Train the current row, or finish it if it is under way, then go on to the next of the epoch."""


@dataclass(frozen=True)
class StepEpoch:
    """Train every row that is left in the current epoch."""


@dataclass(frozen=True)
class Run:
    """Train so many samples, on through as many epochs as that takes."""

    samples: int


@dataclass(frozen=True)
class SetParameter:
    """Set a weight or a bias by hand."""

    place: Weight | Bias
    value: float


@dataclass(frozen=True)
class SetLearningRate:
    """Set α."""

    value: float


@dataclass(frozen=True)
class SetInput:
    """Set one input of one row of the data."""

    row: int
    column: int
    value: float


@dataclass(frozen=True)
class SetExpected:
    """Set one expected output of one row of the data."""

    row: int
    output: int
    value: float


@dataclass(frozen=True)
class AddRow:
    """Add a row to the end of the data, as the network sees them, and make it the current sample.

    An epoch under way ends with it.
    """

    inputs: tuple[float, ...]
    expected: tuple[float, ...]


@dataclass(frozen=True)
class DeleteRow:
    """Take a row out of the data; those after it move up. An epoch under way ends with it."""

    row: int


@dataclass(frozen=True)
class ChooseRow:
    """Make a row the current sample: its forward pass is shown, and StepSample trains it."""

    row: int


@dataclass(frozen=True)
class Reset:
    """Go back to the starting weights and epoch 0; the data and α stay as they are."""


@dataclass(frozen=True)
class NewStart:
    """Draw new starting weights from the next seed, and go back to epoch 0."""


@dataclass(frozen=True, eq=False)
class Load:
    """Open another data set with a network of its own."""

    setup: Setup


Change = (
    StepSample
    | StepEpoch
    | Run
    | SetParameter
    | SetLearningRate
    | SetInput
    | SetExpected
    | AddRow
    | DeleteRow
    | ChooseRow
    | Reset
    | NewStart
    | Load
)
"""What leads from one state between two samples to another."""

Command = StepPhase | Change
