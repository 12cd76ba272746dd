"""The commands that change a training. They are values, so a log of them can be replayed."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from engine.experiment.starts import Options
from engine.experiment.stop_rule import StopRule
from engine.kernels.compiler import Kernel
from engine.network.method import Method
from engine.network.places import Bias, Expected, Neuron, Place, Weight
from engine.quick_dataclass import dataclass

if TYPE_CHECKING:
    from engine.experiment.setup import Setup


@dataclass(frozen=True)
class StepPhase:
    """Do the next phase of the current sample; after its last one, the update, the next sample's first.

    Attributes:
        row: Walk through this row, out of turn: a sample half walked is left, unless it is the same. None means the
            sample under way, or the epoch's next row.
    """

    row: int | None = None


@dataclass(frozen=True)
class StepSample:
    """Train the current sample, or finish it if it is under way; then go on to the epoch's next row.

    The weights change with the last row of a batch, by the mean of its rows' gradients.

    Attributes:
        row: Train this row instead, out of turn and as a batch of its own. None means the sample under way, or the
            epoch's next row.
    """

    row: int | None = None


@dataclass(frozen=True)
class StepEpoch:
    """Train the rows that are left in the current epoch."""


@dataclass(frozen=True)
class Run:
    """Train a number of samples, through as many epochs as that takes.

    The kernel is part of the command: another one would give other last bits when the command is replayed.
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
    """Choose the loss and, unless ``output`` is None, the activation of the output layer."""

    name: str
    output: str | None = None


@dataclass(frozen=True)
class SetActivation:
    """Choose the activation of a layer, counted from the inputs as 0."""

    layer: int
    name: str


@dataclass(frozen=True)
class AddLayer:
    """Add a layer after another one, counted from the inputs as 0; new weights join it to its neighbours."""

    after: int
    neurons: int
    activation: str


@dataclass(frozen=True)
class RemoveLayer:
    """Remove a hidden layer; new weights join its neighbours."""

    layer: int


@dataclass(frozen=True)
class AddNeuron:
    """Add a neuron at the end of a hidden layer."""

    layer: int


@dataclass(frozen=True)
class RemoveNeuron:
    """Remove a neuron, counted from 0, from a hidden layer, with every weight from and to it."""

    layer: int
    index: int


@dataclass(frozen=True)
class SetHidden:
    """Set the number of neurons of every hidden layer, the first one first; no numbers mean no hidden layer.

    What stays keeps its weights. A new layer takes the activation of the hidden layer before it.
    """

    sizes: tuple[int, ...]


@dataclass(frozen=True)
class SetOutputs:
    """Set the number of outputs for two classes: 2, one for each, or a single one for the second class."""

    count: int


@dataclass(frozen=True)
class SetScaling:
    """Choose how the data are scaled, a kind of ``engine.data.scaling``; the weights stay."""

    kind: str


@dataclass(frozen=True)
class SetFrozen:
    """Freeze a weight or bias, or thaw it: training leaves a frozen one alone, a reset keeps it frozen."""

    place: Weight | Bias
    frozen: bool


@dataclass(frozen=True)
class SetOff:
    """Switch a hidden neuron off, so that it answers 0 and what leads to and from it stays; or on again."""

    neuron: Neuron
    off: bool


@dataclass(frozen=True)
class SetBiases:
    """Take the biases away from a layer, counted from the inputs as 0, or give it biases again, which begin at 0."""

    layer: int
    present: bool


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
class SetWord:
    """Choose the expected class of one row of the data, or the word of one of its columns of words.

    Attributes:
        row: The row.
        place: The first input or expected output of the column.
        word: The index of the word in the column.
    """

    row: int
    place: Neuron | Expected
    word: int


@dataclass(frozen=True)
class SetValues:
    """Set several values of one list by hand: weights and biases of a layer, inputs of a row, or its expected values.

    Attributes:
        first: The first of them; the others follow in the order of ``engine.network.value_lists``.
        values: The new values.
        row: The row whose inputs or expected values they are. None for weights and biases.
    """

    first: Place
    values: tuple[float, ...]
    row: int | None = None


@dataclass(frozen=True)
class AddRow:
    """Add a row, in the network's numbers, to the end of the data. An epoch under way ends."""

    inputs: tuple[float, ...]
    expected: tuple[float, ...]


@dataclass(frozen=True)
class DeleteRow:
    """Remove a row from the data; the rows after it move up. An epoch under way ends."""

    row: int


@dataclass(frozen=True)
class SetStart:
    """Make the current weights and biases the starting ones, to which a reset goes back; the training goes on."""


@dataclass(frozen=True)
class Reset:
    """Go back to the starting weights and epoch 0; data, layers, method and stop rule stay as they are."""


@dataclass(frozen=True)
class NewStart:
    """Draw new starting weights from another seed, and go back to epoch 0.

    Attributes:
        seed: The seed. None means the next one.
    """

    seed: int | None = None


@dataclass(frozen=True)
class SetInitializer:
    """Draw new starting weights with another initialiser from the same seed, and go back to epoch 0."""

    name: str


@dataclass(frozen=True, eq=False)
class Load:
    """Open another data set with a network of its own.

    Attributes:
        setup: What was made of it; a log can hold the same rows only once.
        start: How to get it again: a preset, bundled or generated data, or the path of a file. "" where none is known.
        options: Likewise.
        digest: What tells its rows from others, see ``Dataset.digest``: a file may have changed since.
    """

    setup: Setup
    start: str = ""
    options: Options = field(default_factory=Options)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", self.setup.dataset.digest)


Restructuring = SetActivation | AddLayer | RemoveLayer | AddNeuron | RemoveNeuron | SetHidden | SetOutputs
"""Commands that change the network's layers."""

Rewriting = SetScaling | SetInput | SetExpected | SetWord | SetValues | AddRow | DeleteRow
"""Commands that change the rows."""

Switching = SetFrozen | SetOff | SetBiases
"""Commands that change what is switched off in the network."""

Edit = SetParameter | SetMethod | SetLoss | Switching | Restructuring | Rewriting
"""What the learner changes by hand; the chart marks it."""

Change = StepSample | StepEpoch | Run | Reset | NewStart | SetStart | SetInitializer | Load | SetStopRule | Edit
"""Commands that lead from one state between two samples to another."""


@dataclass(frozen=True)
class Folded:
    """Several edits of the same thing, done one after another, that make one step."""

    edits: tuple[Command, ...]


Command = StepPhase | Change | Folded
