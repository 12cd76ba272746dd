"""What can happen to a network in training. Values: a log of them is a replayable history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.experiment.stop_rule import StopRule
from engine.kernels.compiler import Kernel
from engine.network.method import Method
from engine.network.places import Bias, Weight

if TYPE_CHECKING:
    from engine.experiment.setup import Setup


@dataclass(frozen=True)
class _Plain:
    """A command of which there is nothing more to say."""


class StepPhase(_Plain):
    """Do the next phase of the current sample; after its last one, the update, the next sample's first."""


class StepSample(_Plain):
    """Train the current row, or finish it if it is under way, then go on to the next of the epoch.

    The weights change with the last row of a batch, by the mean of its rows' gradients. A row the learner chose is a
    batch of its own.
    """


class StepEpoch(_Plain):
    """Train every row that is left in the current epoch."""


@dataclass(frozen=True)
class Run:
    """Train so many samples, on through as many epochs as that takes.

    The kernel that computed it belongs to it: done again with another, it would lead to other last bits.
    """

    samples: int
    kernel: Kernel = "numpy"


@dataclass(frozen=True)
class SetParameter:
    """Set a weight or a bias by hand."""

    place: Weight | Bias
    value: float


@dataclass(frozen=True)
class SetMethod:
    """Change how the network is trained.

    A new optimiser starts with an empty memory. A new batch size begins the batch under way again. Shuffling changes
    with the next epoch that begins.
    """

    method: Method


@dataclass(frozen=True)
class SetStopRule:
    """Change when a run stops by itself."""

    rule: StopRule


@dataclass(frozen=True)
class SetLoss:
    """Choose what is descended; with another activation of the output layer, if it is to have one."""

    name: str
    output: str | None = None


@dataclass(frozen=True)
class SetActivation:
    """Choose the activation of a layer, counted from the inputs as 0."""

    layer: int
    name: str


@dataclass(frozen=True)
class AddLayer:
    """Put a layer after another, counted from the inputs as 0; what it cuts apart is joined by new weights."""

    after: int
    neurons: int
    activation: str


@dataclass(frozen=True)
class RemoveLayer:
    """Take a hidden layer away; new weights join the layers beside it."""

    layer: int


@dataclass(frozen=True)
class AddNeuron:
    """Add a neuron at the end of a hidden layer."""

    layer: int


@dataclass(frozen=True)
class RemoveNeuron:
    """Take a neuron, counted from 0, out of a hidden layer, with every weight from and to it."""

    layer: int
    index: int


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


class Reset(_Plain):
    """Go back to the starting weights and epoch 0; the data, the layers, α and the rest of it stay as they are."""


class NewStart(_Plain):
    """Draw new starting weights from the next seed, and go back to epoch 0."""


@dataclass(frozen=True)
class SetInitializer:
    """Choose how the starting weights are drawn: draw them so from the same seed, and go back to epoch 0.

    Parameters that were given outright make way for them.
    """

    name: str


@dataclass(frozen=True, eq=False)
class Load:
    """Open another data set with a network of its own."""

    setup: Setup


Restructuring = SetActivation | AddLayer | RemoveLayer | AddNeuron | RemoveNeuron
"""What changes the network's layers."""

Edit = SetParameter | SetMethod | SetLoss | Restructuring | SetInput | SetExpected | AddRow | DeleteRow
"""What the learner does by hand; the history has a mark there."""

Change = StepSample | StepEpoch | Run | ChooseRow | Reset | NewStart | SetInitializer | Load | SetStopRule | Edit
"""What leads from one state between two samples to another."""

Command = StepPhase | Change
