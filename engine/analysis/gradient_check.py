"""Gradient checking: nudge a weight up and down, and see what that does to the error.

The numeric gradient is the central difference (E(w + ε) − E(w − ε)) / 2ε in float64. It makes no use of the backward
pass, so the two agree only if that is right.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.analysis.what_if import Passes, errors_if_sum_is, passes_of_sample
from engine.arrays import FloatArray, frozen
from engine.network.network import Network, layer_matrices
from engine.network.places import Bias, Neuron, Weight, parameter_at
from engine.network.propagation import Gradients, backward, forward
from engine.quick_dataclass import dataclass

RELATIVE_TOLERANCE, ABSOLUTE_TOLERANCE = 1e-3, 1e-5
"""As in common gradient checkers."""

_ROUNDING = float(np.finfo(np.float64).eps)
_NUDGE = float(np.cbrt(_ROUNDING))  # balances the rounding and truncation errors of a central difference
_LARGEST_SOURCE = 1e6  # beyond this the nudge would vanish in the rounding of the weight


@dataclass(frozen=True)
class Check:
    """A gradient compared with its numeric gradient. Immutable.

    Attributes:
        place: The weight or bias.
        gradient: ∂E/∂w from the backward pass.
        epsilon: ε, the nudge each way.
        above: E(w + ε).
        below: E(w − ε).
    """

    place: Weight | Bias
    gradient: float
    epsilon: float
    above: float
    below: float

    @property
    def numeric(self) -> float:
        """(E(w + ε) − E(w − ε)) / 2ε."""
        return (self.above - self.below) / (2.0 * self.epsilon)

    @property
    def difference(self) -> float:
        """|gradient − numeric|."""
        return abs(self.gradient - self.numeric)

    @property
    def relative(self) -> float:
        """The difference relative to the larger of the two, 0 if both are 0."""
        return self.difference / (max(abs(self.gradient), abs(self.numeric)) or 1.0)

    @property
    def excess(self) -> float:
        """The difference divided by the tolerance: above 1 the check fails; NaN if a number is not finite."""
        return float(_excess(*(np.array(n) for n in (self.gradient, self.epsilon, self.above, self.below))))

    @property
    def agrees(self) -> bool:
        """Whether the two gradients agree within the tolerance; never if a number is not finite."""
        return self.excess <= 1.0

    @property
    def fault(self) -> str:
        """Why the check is impossible, one line; empty if every number is finite."""
        numbers = (("E(w + ε)", self.above), ("E(w − ε)", self.below), ("the gradient", self.gradient))
        for name, value in numbers:
            if not np.isfinite(value):
                return f"{name} is {'not a number' if np.isnan(value) else 'infinite'}"
        return ""


@dataclass(frozen=True, eq=False)
class Report:
    """The checks of all gradients of a network. Immutable.

    The arrays are read-only, shape (checked,), in the order of ``Network.parameters``; if the check was stopped, only
    the first parameters are there.

    Attributes:
        sizes: The network's layers, the inputs first.
        indices: Which of ``Network.parameters`` they are: all but the biases of layers without biases.
        total: How many there are in the network.
        gradients: ∂E/∂w from the backward pass.
        epsilons: ε, the nudges each way.
        above: E(w + ε).
        below: E(w − ε).
    """

    sizes: tuple[int, ...]
    indices: NDArray[np.intp]
    total: int
    gradients: FloatArray
    epsilons: FloatArray
    above: FloatArray
    below: FloatArray

    @property
    def checked(self) -> int:
        """The number of checks: all parameters unless the check was stopped."""
        return len(self.gradients)

    @property
    def agreeing(self) -> int:
        """The number of gradients that agree."""
        return int((self.excess <= 1.0).sum())

    @property
    def undefined(self) -> int:
        """The number of checks with a number that is not finite; they do not agree."""
        return int(np.isnan(self.excess).sum())

    @property
    def passed(self) -> bool:
        """Whether every gradient of the network was checked and agrees."""
        return self.agreeing == self.total

    @cached_property
    def numeric(self) -> FloatArray:
        """(E(w + ε) − E(w − ε)) / 2ε of each, shape (checked,)."""
        with np.errstate(all="ignore"):
            return frozen((self.above - self.below) / (2.0 * self.epsilons))

    @cached_property
    def excess(self) -> FloatArray:
        """``Check.excess`` of each, shape (checked,)."""
        return frozen(_excess(self.gradients, self.epsilons, self.above, self.below))

    def check(self, index: int) -> Check:
        """Return one check, by its number, counted from 0."""
        numbers = (self.gradients, self.epsilons, self.above, self.below)
        return Check(parameter_at(self.sizes, int(self.indices[index])), *(float(array[index]) for array in numbers))

    def worst(self, count: int = 10) -> tuple[Check, ...]:
        """Return the checks with the largest excess, the worst first; undefined ones come before them."""
        order = np.argsort(-np.nan_to_num(self.excess, nan=np.inf), kind="stable")
        return tuple(self.check(int(index)) for index in order[:count])


def check(
    network: Network,
    inputs: FloatArray,
    expected: FloatArray,
    place: Weight | Bias,
    gradients: Gradients | None = None,
) -> Check:
    """Check the gradient of one weight or bias, for one sample.

    Args:
        network: The network.
        inputs: The sample, shape (inputs,).
        expected: y, shape (outputs,).
        place: The weight or bias.
        gradients: The gradients to check; None means those of ``backward``.

    Raises:
        InvalidValue: There is no such place in this network.
    """
    index, trace = network.parameter_index(place), forward(network, inputs)
    gradient = float((gradients or backward(network, trace, expected)).parameters[index])
    column = place.source if isinstance(place, Weight) else network.sizes[place.layer - 1]
    columns = slice(column, column + 1)
    nudged = _nudged(network, passes_of_sample(trace, expected), Neuron(place.layer, place.target), columns)
    return Check(place, gradient, *(float(values[0]) for values in nudged))


def check_all(
    network: Network,
    inputs: FloatArray,
    expected: FloatArray,
    gradients: Gradients | None = None,
    progress: Callable[[float], object] | None = None,
) -> Report:
    """Check the gradients of all weights and biases, for one sample.

    Args:
        network: The network.
        inputs: The sample, shape (inputs,).
        expected: y, shape (outputs,).
        gradients: The gradients to check; None means those of ``backward``.
        progress: Called after each neuron with the share of the parameters checked so far, from 0 to 1; returning False
            stops the check.
    """
    trace = forward(network, inputs)
    checked = (gradients or backward(network, trace, expected)).parameters
    passes, numbers, done = passes_of_sample(trace, expected), np.empty((3, len(checked))), 0
    for neuron in _neurons(network.sizes):
        nudged = _nudged(network, passes, neuron, slice(None))
        end = done + len(nudged[0])
        numbers[:, done:end] = nudged
        done = end
        if progress is not None and progress(done / len(checked)) is False:
            break
    real = np.ones(len(checked))
    for layer in network.switches.without_bias:
        layer_matrices(real, network.sizes)[layer - 1][:, -1] = 0.0
    indices = np.flatnonzero(real[:done])
    indices.flags.writeable = False
    return Report(
        network.sizes, indices, int(real.sum()), frozen(checked[indices]), *(frozen(row[indices]) for row in numbers)
    )


def _excess(gradient: FloatArray, epsilon: FloatArray, above: FloatArray, below: FloatArray) -> FloatArray:
    """Divide |a − n| by the tolerance: atol + rtol · max(|a|, |n|) + the resolution of float64.

    The resolution is the rounding of E divided by the nudge; it matters only for errors in the thousands.
    """
    with np.errstate(all="ignore"):
        numeric = (above - below) / (2.0 * epsilon)
        resolution = 4.0 * _ROUNDING * np.maximum(above, below) / epsilon
        larger = np.maximum(np.abs(gradient), np.abs(numeric))
        excess: FloatArray = np.abs(gradient - numeric) / (
            ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * larger + resolution
        )
    return excess


def _neurons(sizes: tuple[int, ...]) -> list[Neuron]:
    """List every neuron after the inputs, in the order of ``Network.parameters``."""
    return [Neuron(layer, index) for layer in range(1, len(sizes)) for index in range(sizes[layer])]


def _nudged(
    network: Network, passes: Passes, neuron: Neuron, columns: slice
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Nudge weights of one neuron, each by itself; its bias is the last column.

    Returns:
        ε, E(w + ε) and E(w − ε), each of shape (columns,).
    """
    source = np.append(passes.activations[neuron.layer - 1][0], 1.0)[columns]
    value = network.layers[neuron.layer - 1][neuron.index, columns]
    with np.errstate(all="ignore"):
        # With a large source a small nudge moves the sum far enough; a larger one would leave the local slope.
        epsilon = _NUDGE * np.maximum(1.0, np.abs(value)) / np.clip(np.abs(source), 1.0, _LARGEST_SOURCE)
        epsilon = (value + epsilon) - value  # so that w + ε is representable exactly
        moves = np.concatenate([epsilon * source, -epsilon * source])
        sums = passes.sums[neuron.layer - 1][:, [neuron.index]] + moves
        errors = errors_if_sum_is(network, passes, neuron, sums)
    above, below = np.split(errors[0], 2)
    return epsilon, above, below
