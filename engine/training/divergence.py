"""What went wrong where training came to a number that is not finite.

A fast kernel only notices that it happened. Here the update is computed again by the readable formulas, and every
number is looked at in the order in which it is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from engine.arrays import FloatArray
from engine.errors import EngineError
from engine.formulas.notation import number_text
from engine.network.many_rows import batch_gradient
from engine.network.network import Network, layer_matrices
from engine.network.optimizers import Memory
from engine.network.places import Bias, Neuron, Weight, layer_name, neuron_name
from engine.network.propagation import Gradients, Trace, backward, forward, sample_error, stepped
from engine.network.quantities import ERROR, Kind, Quantity
from engine.quick_dataclass import dataclass
from engine.training.state import TrainingState

Numbers = tuple[Kind, int, FloatArray]
"""Numbers of one kind in one layer: shape (neurons,), or (neurons, sources + 1) for those of weights and biases."""

SQUARABLE = "1e154"
"""About the largest number whose square is still finite."""


class Divergence(EngineError):
    """Training came to an infinite or undefined number and stopped before it.

    The message is ``stopped`` followed by the reason.

    Attributes:
        reason: Where and why, such as ``at epoch 0, sample 5/7, row 5: the sum of o1 … became infinite``.
        state: The last state in which every weight, sum and δ was finite.
        samples: How many samples were trained to get there.
    """

    def __init__(self, reason: str, state: TrainingState, samples: int, prefix: str = "") -> None:
        super().__init__(f"{prefix}stopped {reason}")
        self.reason = reason
        self.state = state
        self.samples = samples


@dataclass(frozen=True)
class NonFinite:
    """A number that is infinite, NaN or, if it is a sum, too large to be squared.

    Attributes:
        quantity: Which number it is.
        value: The number.
        index: Which sample of the batch came to it.
        remembered_by: The optimiser, if it is a number that this remembers for the quantity's weight or bias.
    """

    quantity: Quantity
    value: float
    index: int = 0
    remembered_by: str = ""

    def text(self, sizes: tuple[int, ...]) -> str:
        """Say what happened: "the sum of h1 (hidden layer) became infinite"."""
        match self.quantity.place:
            case Neuron(layer, index) | Weight(layer, index) | Bias(layer, index):
                where = f"{neuron_name(sizes, layer, index)} ({layer_name(sizes, layer)})"
            case _:
                where = "the sample"
        what = _NAMES[self.quantity.kind]
        if self.remembered_by:
            what = f"what {self.remembered_by} remembers for a weight or bias"
        return f"{what} of {where} became {self._kind()}"

    def _kind(self) -> str:
        if np.isnan(self.value):
            return "not a number"
        if np.isinf(self.value):
            return "infinite"
        return f"{number_text(self.value, 4)}, over the limit that can still be squared ({SQUARABLE})"


_NAMES = {
    Kind.SUM: "the sum",
    Kind.ACTIVATION: "the activation",
    Kind.ERROR: "the error",
    Kind.DELTA: "the δ",
    Kind.GRADIENT: "a gradient",
    Kind.NEXT: "a new weight or bias",
}


def diverged(state: TrainingState, row: int, found: NonFinite, samples: int) -> Divergence:
    """Return the error that stops a run: at which epoch, sample and row, and why.

    Args:
        state: The last state in which every number was finite.
        row: The row that came to the number.
        found: The number.
        samples: How many samples were trained to get there.
    """
    sample = f"sample {state.position:,}/{state.dataset.rows:,}, row {state.dataset.number(row):,}"
    where = f"epoch {state.epoch:,}, {sample}"
    return Divergence(f"at {where}: {found.text(state.network.sizes)}", state, samples)


def blown_up(state: TrainingState) -> Divergence | None:
    """Return the error of a training whose last update led to an infinite MSE, which a next one would come to.

    Args:
        state: The state at the end of an epoch.

    Returns:
        The error; None if the MSE is finite.
    """
    mse = state.evaluation.mse
    if np.isfinite(mse):
        return None
    return Divergence(f"after epoch {state.epoch:,}: the MSE is infinite", state, 0)


def checked_update(
    state: TrainingState, network: Network, memory: Memory, rows: Sequence[int], alone: bool
) -> tuple[Network, Memory] | NonFinite:
    """Do one update by the readable formulas, looking at every number.

    Args:
        state: The data and the method.
        network: The network before the update.
        memory: What the optimiser remembers before it.
        rows: The batch.
        alone: Whether the update takes the gradient of a single sample and not the mean of a batch.

    Returns:
        The network and the memory after the update, or the first number that is not finite.
    """
    inputs, expected = state.dataset.inputs[rows], state.dataset.expected[rows]
    gradient = network.parameters
    for index in range(len(rows)):
        trace = forward(network, inputs[index])
        gradients = backward(network, trace, expected[index])
        passes = sample_numbers(network, trace, gradients, expected[index])
        decisive = (numbers for numbers in passes if numbers[0] in (Kind.SUM, Kind.DELTA))
        if found := find_nonfinite(network.sizes, decisive, squarable=True):
            return NonFinite(found.quantity, found.value, index)
        gradient = gradients.parameters
    if not alone:
        gradient = batch_gradient(network, inputs, expected)
    parameters, moments = stepped(network, gradient, state.method, memory)
    for vector, name in ((parameters, ""), *((moment, state.method.optimizer) for moment in moments)):
        if found := find_nonfinite(network.sizes, parameter_numbers(network.sizes, Kind.NEXT, vector)):
            return NonFinite(found.quantity, found.value, len(rows) - 1, name)
    return network.with_parameters(parameters), Memory(memory.updates + 1, moments)


def find_nonfinite(sizes: tuple[int, ...], numbers: Iterable[Numbers], squarable: bool = False) -> NonFinite | None:
    """Find the first infinity or NaN.

    Args:
        sizes: Neurons in each layer, the inputs first.
        numbers: The numbers, in the order in which they are computed.
        squarable: Whether sums must be small enough to be squared, as the kernels square them.

    Returns:
        The number; None if all are finite.
    """
    for kind, layer, values in numbers:
        with np.errstate(all="ignore"):
            fine = np.isfinite(values * values if squarable and kind is Kind.SUM else values)
        if fine.all():
            continue
        first = tuple(int(index) for index in np.argwhere(~fine)[0])
        return NonFinite(_quantity(sizes, kind, layer, first), float(values[first]))
    return None


def _quantity(sizes: tuple[int, ...], kind: Kind, layer: int, index: tuple[int, ...]) -> Quantity:
    match index:
        case (target, column):
            bias = column == sizes[layer - 1]
            return Quantity(kind, Bias(layer, target) if bias else Weight(layer, target, column))
        case (neuron,) if kind is not Kind.ERROR:
            return Quantity(kind, Neuron(layer, neuron))
    return ERROR


def sample_numbers(network: Network, trace: Trace, gradients: Gradients, expected: FloatArray) -> Iterator[Numbers]:
    """Go through the numbers of a sample's passes in the order in which they are computed.

    Forward layer by layer, sums before activations; the error; δ from the outputs back; the gradients.
    """
    layers = range(1, len(network.sizes))
    yield Kind.ACTIVATION, 0, trace.activations[0]
    for layer in layers:
        yield Kind.SUM, layer, trace.sums[layer - 1]
        yield Kind.ACTIVATION, layer, trace.activations[layer]
    with np.errstate(all="ignore"):
        error = sample_error(network, trace, expected)
    yield Kind.ERROR, 0, np.array([error])
    for layer in reversed(layers):
        yield Kind.DELTA, layer, gradients.deltas[layer - 1]
    yield from parameter_numbers(network.sizes, Kind.GRADIENT, gradients.parameters)


def parameter_numbers(sizes: tuple[int, ...], kind: Kind, vector: FloatArray) -> Iterator[Numbers]:
    """Go through numbers that stand in the order of ``Network.parameters``, layer by layer."""
    for layer, matrix in enumerate(layer_matrices(vector, sizes), start=1):
        yield kind, layer, matrix
