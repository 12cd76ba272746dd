"""What a training is at one moment: immutable values, from which all that can be seen follows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, frozen, is_finite
from engine.dataset import Dataset
from engine.errors import EngineError, InvalidValue
from engine.evaluation import Evaluation, evaluate, rows_error
from engine.history import Series
from engine.initializers import initial_parameters
from engine.network import Network, check_shape, shape_text
from engine.phases import Phase, phases
from engine.propagation import Gradients, Trace, backward, forward
from engine.scaling import Scaling, check_scaling, fitted_scaling
from engine.splitting import Split, check_test_share, split


@dataclass(frozen=True, eq=False)
class Parts:
    """The rows as the network sees them: those to train on, those to test on, and how they are scaled. Immutable.

    Attributes:
        train: the rows that are trained on, scaled.
        test: those kept for the test, scaled the same; none if there is no test.
        scaling: how, fitted on the rows trained on; none if they are as they came.
    """

    train: Dataset
    test: Dataset | None
    scaling: Scaling | None


@dataclass(frozen=True, eq=False)
class Setup:
    """What a training starts from. Immutable.

    Attributes:
        name: what it is called on screen.
        dataset: the rows, those for the test included, in their own units.
        sizes: neurons in each layer, the inputs first.
        activations: the activation of each layer after the inputs.
        initializer: how the starting parameters are drawn.
        seed: from which they and the shuffling are drawn.
        learning_rate: α.
        epochs: how many epochs a training without a screen takes.
        shuffle: whether each epoch takes the rows in a new order.
        parameters: starting parameters given outright, instead of drawn.
        test_share: which share of the rows is kept for the test, drawn from the seed; 0 for none.
        split: the rows to train and to test on given outright, instead of drawn.
        scaling: how inputs, and the outputs of a regression, are scaled: a kind of ``engine.scaling``.
    """

    name: str
    dataset: Dataset
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    initializer: str = "glorot"
    seed: int = 0
    learning_rate: float = 0.5
    epochs: int = 40
    shuffle: bool = True
    parameters: FloatArray | None = None
    test_share: float = 0.0
    split: Split | None = None
    scaling: str = "none"

    def __post_init__(self) -> None:
        check_shape(self.sizes, self.activations)
        check_learning_rate(self.learning_rate)
        check_test_share(self.test_share)
        check_scaling(self.scaling)
        for name, value in (("seed", self.seed), ("number of epochs", self.epochs)):
            if value < 0:
                raise InvalidValue(f"the {name} must be 0 or more, got {value}")
        if self.parameters is not None:
            object.__setattr__(self, "parameters", frozen(self.parameters))
        ends, wanted = (self.sizes[0], self.sizes[-1]), (self.dataset.inputs.shape[1], self.dataset.expected.shape[1])
        if ends != wanted:
            raise InvalidValue(
                f"{self.dataset.name} has {wanted[0]} inputs and {wanted[1]} outputs: a {shape_text(self.sizes)} "
                f"network does not fit, layers must be {wanted[0]},…,{wanted[1]}"
            )

    def network(self) -> Network:
        """Return the network with its starting parameters."""
        parameters = self.parameters
        if parameters is None:
            parameters = initial_parameters(self.initializer, self.sizes, self.seed)
        return Network(self.sizes, self.activations, parameters)

    @cached_property
    def drawn_split(self) -> Split | None:
        """The rows to train and to test on; none if there is no test.

        Raises:
            InvalidValue: the test share leaves no row to train on or to test on.
        """
        if self.split is None and self.test_share:
            return split(self.dataset, self.test_share, self.seed)
        return self.split

    @cached_property
    def parts(self) -> Parts:
        """The rows as the network sees them.

        Raises:
            InvalidValue: as ``drawn_split``; or the rows cannot be scaled.
        """
        drawn = self.drawn_split
        train, test = (self.dataset, None) if drawn is None else drawn.parts(self.dataset)
        scaling = fitted_scaling(self.scaling, train)
        if scaling is not None:
            train, test = scaling.applied(train), None if test is None else scaling.applied(test)
        return Parts(train, test, scaling)


@dataclass(frozen=True, eq=False)
class TrainingState:
    """A training at one moment. Immutable; all that can be seen on screen follows from it.

    Attributes:
        setup: what it started from.
        network: the network now.
        dataset: the rows trained on, scaled, with the learner's edits.
        learning_rate: α now.
        epoch: how many epochs are complete.
        position: how many rows of the current epoch are trained.
        row: the current sample; not ``order[position]`` if the learner chose another.
        samples: how many samples were trained in all.
        history: MSE over the rows trained on, by epoch.
        marks: when the learner edited something, in epochs.
        phase: how many phases of the current sample are done; 0 if it is not walked through phase by phase.
        before: in the phase of the update, the state before it, which has the numbers that led to it.
        test: the rows kept for the test, scaled; none if there are none.
        test_history: MSE over the rows of the test, at the points of ``history``; empty without a test.
        scaling: how rows are scaled, and the way back to their own units; none if they are as they came.
    """

    setup: Setup
    network: Network
    dataset: Dataset
    learning_rate: float
    epoch: int = 0
    position: int = 0
    row: int = 0
    samples: int = 0
    history: Series = field(default_factory=Series)
    marks: tuple[float, ...] = ()
    phase: int = 0
    before: TrainingState | None = None
    test: Dataset | None = None
    test_history: Series = field(default_factory=Series)
    scaling: Scaling | None = None

    @property
    def shown(self) -> TrainingState:
        """The state whose passes are to be seen: this one, but in the phase of the update the one before it."""
        return self.before or self

    @property
    def current_phase(self) -> Phase | None:
        """The phase that was done last; none if the sample is not walked through."""
        return phases(self.network.sizes)[self.phase - 1] if self.phase else None

    @property
    def parts(self) -> Parts:
        """The rows as they are now, to begin again on."""
        return Parts(self.dataset, self.test, self.scaling)

    @property
    def time(self) -> float:
        """How far the training is, in epochs."""
        return self.epoch + self.position / self.dataset.rows

    @property
    def chosen(self) -> bool:
        """Whether the current sample is one the learner chose, out of the epoch's turn."""
        return self.row != int(self.order[self.position])

    def seen_at(self, row: int) -> TrainingState:
        """Return the state as one who watches a row sees it; what was computed for all rows is kept."""
        seen = replace(self, row=row)
        for name in ("evaluation", "test_evaluation"):
            if name in self.__dict__:
                seen.__dict__[name] = self.__dict__[name]
        return seen

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """The rows in the order in which the current epoch takes them."""
        return epoch_order(self.setup, self.dataset.rows, self.epoch)

    @cached_property
    def trace(self) -> Trace:
        """The forward pass of the current sample."""
        return forward(self.network, self.dataset.inputs[self.row])

    @cached_property
    def gradients(self) -> Gradients:
        """The backward pass of the current sample."""
        return backward(self.network, self.trace, self.dataset.expected[self.row])

    @cached_property
    def evaluation(self) -> Evaluation:
        """How the network does on all rows that are trained on."""
        return evaluate(self.network, self.dataset)

    @cached_property
    def test_evaluation(self) -> Evaluation | None:
        """How the network does on the rows of the test; none without a test."""
        return None if self.test is None else evaluate(self.network, self.test)


def epoch_order(setup: Setup, rows: int, epoch: int) -> NDArray[np.intp]:
    """Return the rows in the order of an epoch: the file's, or one drawn from (seed, epoch)."""
    shuffled = setup.shuffle
    order = np.random.default_rng((setup.seed, epoch)).permutation(rows) if shuffled else np.arange(rows)
    order.flags.writeable = False
    return order


def begin(setup: Setup) -> TrainingState:
    """Return the state before the first step.

    Raises:
        InvalidValue: the rows cannot be split or scaled as the setup has it.
    """
    return begin_with(setup, setup.parts, setup.learning_rate)


def begin_with(setup: Setup, parts: Parts, learning_rate: float) -> TrainingState:
    """Return the state before the first step, on data and with a learning rate that were edited since."""
    network, dataset = setup.network(), parts.train
    state = TrainingState(
        setup, network, dataset, learning_rate, row=first_row(setup, dataset), test=parts.test, scaling=parts.scaling
    )
    test_errors = [] if parts.test is None else [rows_error(network, parts.test)]
    return replace(
        state,
        history=Series().extended([0.0], [rows_error(network, dataset)]),
        test_history=Series().extended([0.0] * len(test_errors), test_errors),
    )


def first_row(setup: Setup, dataset: Dataset, epoch: int = 0) -> int:
    """Return the row that an epoch begins with."""
    return int(epoch_order(setup, dataset.rows, epoch)[0])


class Divergence(EngineError):
    """The training came to an infinite or undefined number and stopped before it.

    Attributes:
        state: the last state in which every weight, sum and δ was finite.
        samples: how many samples were trained to get there.
    """

    def __init__(self, message: str, state: TrainingState, samples: int) -> None:
        super().__init__(message)
        self.state = state
        self.samples = samples


def check_learning_rate(value: float) -> float:
    """Return the learning rate, if it is one.

    Raises:
        InvalidValue: it is not a finite number, or not above 0.
    """
    if not (is_finite(value) and value > 0):
        raise InvalidValue(f"the learning rate must be a finite number above 0, got {value}")
    return float(value)
