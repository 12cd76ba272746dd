"""What a training starts from: data, network and method."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property

from engine.arrays import FloatArray, frozen
from engine.data.dataset import Dataset
from engine.data.filling import filled_from
from engine.data.scaling import Scaling, check_scaling, fitted_scaling
from engine.data.splitting import Split, check_test_share, split
from engine.data.two_classes import possible_outputs
from engine.errors import InvalidValue
from engine.experiment.stop_rule import StopRule
from engine.network.initializers import AUTO, check_initializer, initial_parameters
from engine.network.losses import check_expected, loss_for
from engine.network.method import Method
from engine.network.network import Network, check_shape, shape_text
from engine.network.switches import NOTHING_OFF, Switches
from engine.quick_dataclass import dataclass


@dataclass(frozen=True, eq=False)
class Parts:
    """The training and test rows as the network sees them. Immutable.

    Attributes:
        train: The training rows, scaled.
        test: The test rows, scaled in the same way. None without a test part.
        scaling: The scaling, fitted to the training rows. None if the rows are not scaled.
    """

    train: Dataset
    test: Dataset | None
    scaling: Scaling | None


@dataclass(frozen=True, eq=False)
class Setup:
    """What a training starts from. Immutable.

    Attributes:
        name: Its name on screen.
        dataset: All rows, test rows included, in their own units.
        sizes: Neurons in each layer, the inputs first.
        activations: The activation of each layer after the inputs.
        initializer: How the starting parameters are drawn, one of ``INITIALIZER_NAMES``.
        seed: What the starting parameters and the shuffling are drawn from.
        epochs: How many epochs a training on the command line takes.
        parameters: The starting parameters. None means they are drawn.
        is_own_start: Whether the learner made them the starting ones: they are neither drawn nor given with the data.
        worked_example: Whether it is one, with a text that speaks of w5: its weights show their names on their edges.
        loss: The loss, one of ``LOSSES``.
        method: How the network is trained.
        stop_rule: When a run stops by itself.
        test_share: The share of the rows kept for the test; 0 means no test part.
        split_seed: What the split and the folds are drawn from, so that another ``seed`` keeps the rows.
        split: Which rows to train on and to test on. None means they are drawn.
        scaling: How inputs, and the outputs of a regression, are scaled: a kind of ``engine.data.scaling``.
        switches: What is switched off in the network.

    Raises:
        InvalidValue: The parts do not fit together, or one of them is out of range.
    """

    name: str
    dataset: Dataset
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    initializer: str = AUTO
    seed: int = 0
    epochs: int = 40
    parameters: FloatArray | None = None
    is_own_start: bool = False
    worked_example: bool = False
    loss: str = "half-squared"
    method: Method = field(default_factory=Method)
    stop_rule: StopRule = field(default_factory=StopRule)
    test_share: float = 0.0
    split_seed: int = 0
    split: Split | None = None
    scaling: str = "none"
    switches: Switches = NOTHING_OFF

    def __post_init__(self) -> None:
        check_shape(self.sizes, self.activations)
        self.switches.check(self.sizes)
        check_loss(self.loss, self.activations[-1], self.dataset)
        check_initializer(self.initializer)
        check_test_share(self.test_share)
        check_scaling(self.scaling)
        self._check_lengths()
        if self.parameters is not None:
            object.__setattr__(self, "parameters", frozen(self.parameters))
        ends, wanted = (self.sizes[0], self.sizes[-1]), (self.dataset.inputs.shape[1], self.dataset.expected.shape[1])
        if ends != wanted:
            fitting = " or ".join(f"{wanted[0]},…,{outputs}" for outputs in possible_outputs(self.dataset))
            raise InvalidValue(
                f"{self.dataset.name} has {wanted[0]} inputs and {wanted[1]} outputs: a {shape_text(self.sizes)} "
                f"network does not fit, layers must be {fitting}"
            )

    def _check_lengths(self) -> None:
        for name, value in (("seed", self.seed), ("split seed", self.split_seed), ("number of epochs", self.epochs)):
            if value < 0:
                raise InvalidValue(f"the {name} must be 0 or more, got {value}")

    def network(self) -> Network:
        """Return the network with its starting parameters."""
        parameters = self.parameters
        if parameters is None:
            parameters = initial_parameters(self.initializer, self.sizes, self.activations, self.seed)
        return Network(self.sizes, self.activations, parameters, self.loss, self.switches)

    @cached_property
    def drawn_split(self) -> Split | None:
        """The rows to train on and to test on; None without a test part.

        Raises:
            InvalidValue: The test share leaves no row to test on.
        """
        if self.split is None and self.test_share:
            return split(self.dataset, self.test_share, self.split_seed)
        return self.split

    @cached_property
    def parts(self) -> Parts:
        """The rows as the network sees them.

        Raises:
            InvalidValue: The test share leaves one part empty, no training row has a value to fill missing ones with,
                the rows cannot be scaled, or scaled rows do not fit the loss.
        """
        drawn = self.drawn_split
        train, test = (self.dataset, None) if drawn is None else drawn.parts(self.dataset)
        if test is not None:
            train, test = filled_from(train, train), filled_from(train, test)
        scaling = fitted_scaling(self.scaling, train)
        if scaling is not None:
            train, test = scaling.applied(train), None if test is None else scaling.applied(test)
        for part in (train, test):
            if part is not None:
                check_expected(self.loss, part.expected)
        return Parts(train, test, scaling)


def check_loss(loss: str, output: str, dataset: Dataset) -> None:
    """Check that a loss fits the output activation and the data.

    Raises:
        InvalidValue: It does not; the message says why.
    """
    loss_for(loss, output)
    if output == "softmax" and dataset.output_count == 1:
        raise InvalidValue("softmax needs 2 outputs or more: a single one is always 1; use sigmoid")
    check_expected(loss, dataset.expected)
