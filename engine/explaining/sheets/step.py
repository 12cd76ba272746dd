"""The step of training that a sheet is about: the engine's numbers, and what else a figure can be compared with."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from engine.data.dataset import Dataset
from engine.explaining.worked_step import Context, context_for, context_of
from engine.network.method import Method
from engine.network.network import Network
from engine.network.places import Bias, Neuron, Weight
from engine.network.quantities import Kind, Quantity
from engine.quick_dataclass import dataclass
from engine.training.state import TrainingState

MEAN_ERROR = "error"
"""The figure that is no quantity of a sample: the mean of E over all training rows."""
Figure = Quantity | str
"""What stands in a line of a sheet: a quantity, or ``MEAN_ERROR``."""


@dataclass(frozen=True, eq=False)
class Step:
    """A step of training. Immutable.

    Attributes:
        context: The numbers of its sample and of its update.
        rows: The rows of the data: of a single one, MSE and mean error are worked out by hand too.
        mean_error: The mean of E over them.
        batch_rows: How many rows the update takes.
    """

    context: Context
    rows: int
    mean_error: float
    batch_rows: int

    @property
    def network(self) -> Network:
        """The network before the update."""
        return self.context.network

    @property
    def method(self) -> Method:
        """How the update is made."""
        return self.context.method

    @property
    def last(self) -> int:
        """The number of the last layer."""
        return len(self.network.layers)

    def exact(self, figure: Figure) -> float:
        """Return the engine's number for a figure; it can be infinite or NaN.

        Raises:
            InvalidValue: There is no such number in this network.
        """
        return self.context.value(figure) if isinstance(figure, Quantity) else self.mean_error

    def symbol(self, figure: Figure) -> str:
        """Write a figure as the screen does: s_h1, δ_o1, new w5."""
        return self.context.symbol(figure) if isinstance(figure, Quantity) else figure

    def with_activation(self, name: str) -> Callable[[int, int], bool]:
        """Return what tells whether a layer has this activation function, as ``Mistake.at`` does."""
        return lambda layer, last: self.network.activations[layer - 1] == name

    @cached_property
    def after(self) -> Context | None:
        """The same sample after the update; None if a number of the network would be infinite or NaN."""
        context = self.context
        if not np.isfinite(context.next_parameters).all():
            return None
        after = self.network.with_parameters(context.next_parameters)
        return context_for(after, context.trace.activations[0], context.expected, self.method)


def step_of(state: TrainingState) -> Step:
    """Return the step of the current sample; in its update phase, the one that was just done."""
    shown = state.shown
    rows: Dataset = shown.dataset
    batch = 1 if shown.is_batch else len(shown.cursor.batch(shown.rows_per_batch))
    return Step(context_of(shown), rows.rows, shown.evaluation.error, batch)


def place_in_order(figure: Figure, last: int) -> int:
    """Return where a figure stands in the order in which a step computes them; 0 if it is given."""
    if not isinstance(figure, Quantity):
        return 2 * last + 3
    match figure.kind, figure.place:
        case Kind.SUM, Neuron(layer):
            return 2 * layer - 1
        case Kind.ACTIVATION, Neuron(layer):
            return 2 * layer
        case Kind.SHARE, _:
            return 2 * last + 1
        case Kind.ERROR, _:
            return 2 * last + 2
        case Kind.MEAN_SQUARED_ERROR, _:
            return 2 * last + 3
        case (Kind.ERROR_SLOPE | Kind.OUTPUT_SLOPE, Neuron(layer)):
            return 2 * last + 4 + 3 * (last - layer)
        case Kind.DELTA, Neuron(layer):
            return 2 * last + 5 + 3 * (last - layer)
        case Kind.GRADIENT, Weight(layer) | Bias(layer):
            return 2 * last + 6 + 3 * (last - layer)
        case Kind.NEXT, _:
            return 5 * last + 7
    return 0
