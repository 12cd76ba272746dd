"""The loss along one weight or bias: its curve, where on it the network stands, its slope there and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.analysis.what_if import Passes, errors_if_sum_is, passes_of_sample
from engine.arrays import FloatArray, frozen, is_finite
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.network.network import Network
from engine.network.places import Bias, Neuron, Weight
from engine.network.propagation import backward, delta_of, forward, forward_rows

DEFAULT_POINTS = 81
MOST_ROWS = 4000
_FEWEST_ROWS = 16
_MOST_WORK = 16_000_000  # activations, of some 5 ns each
_CONNECTIONS_AN_ACTIVATION = 50  # that take as long in a product of matrices
_SUM_SPAN = 4.0
_SMALLEST_SOURCE = 0.5  # what matters less than that is not looked at from further away
_FINEST = 1e-9  # of a value: below that its own last digits would show
_LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True, eq=False)
class Slice:
    """The loss along one weight or bias, all others being as they are. Immutable.

    The loss is E of one sample, or the mean of it over the rows of a data set.

    Attributes:
        place: the weight or bias.
        values: the values tried, evenly spaced and rising, shape (points,), read-only.
        losses: the loss at each, shape (points,), read-only; infinite or NaN where the network overflows.
        value: the value now; it stands in the middle of ``values``.
        loss: the loss now.
        slope: ∂loss/∂w there, the gradient: of one sample the engine's, to the last bit.
        next_value: after one step: w − α · slope if no other was given; for a data set, one step for all rows at once.
        next_loss: the loss there, if this were the only weight to move.
        rows: over how many rows the loss is the mean; 1 for a sample. Of a large data set, some, evenly spaced.
    """

    place: Weight | Bias
    values: FloatArray
    losses: FloatArray
    value: float
    loss: float
    slope: float
    next_value: float
    next_loss: float
    rows: int

    def tangent(self, values: FloatArray) -> FloatArray:
        """Return the line that touches the curve where the network stands, at these values; any shape."""
        with np.errstate(all="ignore"):
            line: FloatArray = self.loss + self.slope * (values - self.value)
        return line


def loss_slice(
    network: Network,
    data: Dataset | tuple[FloatArray, FloatArray],
    place: Weight | Bias,
    *,
    learning_rate: float,
    next_value: float | None = None,
    span: float | None = None,
    points: int = DEFAULT_POINTS,
) -> Slice:
    """Compute the loss along one weight or bias.

    Args:
        network: the network; it stays as it is.
        data: one sample, as its inputs of shape (inputs,) and y of shape (outputs,); or a data set.
        place: which weight or bias.
        learning_rate: α, for the next step.
        next_value: where that leads, if it is another than α · slope away: an optimiser's, a batch's.
        span: how far the values go to each side of the current one; what shows the curve's shape if None.
        points: how many values; the current one is among them if that is odd.

    Raises:
        InvalidValue: there is no such place in this network, the span is not a finite number above 0, or there are
            fewer than 2 points.
    """
    value = network.value(place)
    if points < 2:
        raise InvalidValue(f"a curve needs 2 points or more, got {points}")
    if span is not None and not (is_finite(span) and span > 0):
        raise InvalidValue(f"the span must be a finite number above 0, got {span}")
    passes, slope = _passes_and_slope(network, data, place, points)
    if next_value is None:
        next_value = value - slope * learning_rate
    if span is None:
        span = _default_span(network, place, _source(passes, place), slope, next_value)
    with np.errstate(all="ignore"):
        values = np.clip(value + span * np.linspace(-1.0, 1.0, points), -_LARGEST, _LARGEST)
        sums = _sums(network, passes, place, np.append(values, next_value))
        losses = errors_if_sum_is(network, passes, Neuron(place.layer, place.target), sums).mean(axis=0)
        loss = float(network.loss.errors(passes.sums[-1], passes.outputs, passes.expected).mean())
    return Slice(
        place, frozen(values), frozen(losses[:-1]), value, loss, slope, next_value, float(losses[-1]), len(sums)
    )


def _passes_and_slope(
    network: Network, data: Dataset | tuple[FloatArray, FloatArray], place: Weight | Bias, points: int
) -> tuple[Passes, float]:
    """Pass forward what is asked for, and compute ∂loss/∂w."""
    if isinstance(data, Dataset):
        passes = _rows_passes(network, data, _most_rows(network.sizes, place.layer, points))
        return passes, _mean_slope(network, passes, place)
    inputs, expected = data
    trace = forward(network, inputs)
    gradients = backward(network, trace, expected).parameters
    return passes_of_sample(trace, expected), float(gradients[network.parameter_index(place)])


def _default_span(network: Network, place: Weight | Bias, source: FloatArray, slope: float, next_value: float) -> float:
    """Choose how far to look: the neuron's sum moves by some 4 each way, and the next step stays within half of it.

    Between −4 and 4 a sigmoid does all it does. The parabola of a linear output can lie anywhere: its lowest point is
    looked for.
    """
    value = network.value(place)
    with np.errstate(all="ignore"):
        size = float(np.sqrt(np.square(source).mean()))
        reaches = [_SUM_SPAN / max(size, _SMALLEST_SOURCE), 2.0 * abs(next_value - value), _FINEST * abs(value)]
        if place.layer == len(network.sizes) - 1 and network.activations[-1] == "linear":
            reaches.append(1.5 * abs(slope) / (size * size or 1.0))
    return max((reach for reach in reaches if is_finite(reach)), default=1.0) or 1.0


def _source(passes: Passes, place: Weight | Bias) -> FloatArray:
    """Return what the weight is multiplied by in each row, shape (rows,); a bias by 1."""
    activations = passes.activations[place.layer - 1]
    return activations[:, place.source] if isinstance(place, Weight) else np.ones(len(activations))


def _sums(network: Network, passes: Passes, place: Weight | Bias, values: FloatArray) -> FloatArray:
    """Compute the sum that the weight is part of, for each row and value, shape (rows, values)."""
    source, sums = _source(passes, place), passes.sums[place.layer - 1][:, place.target]
    if np.isfinite(sums).all():
        # By how much it moves: where the value is the current one, the sum is too, to the last bit.
        return sums[:, np.newaxis] + np.multiply.outer(source, values - network.value(place))
    # An infinite sum cannot be moved: add up the other terms.
    terms = np.insert(passes.activations[place.layer - 1], network.sizes[place.layer - 1], 1.0, axis=1)
    column = place.source if isinstance(place, Weight) else -1
    row = network.layers[place.layer - 1][place.target]
    others: FloatArray = np.delete(terms, column, axis=1) @ np.delete(row, column)
    return others[:, np.newaxis] + np.multiply.outer(source, values)


def _rows_passes(network: Network, dataset: Dataset, most_rows: int) -> Passes:
    """Pass rows of a data set forward: all, or if there are more than ``most_rows``, so many, evenly spaced."""
    count = min(dataset.rows, most_rows)
    chosen = np.arange(count) * dataset.rows // count
    trace = forward_rows(network, dataset.inputs[chosen])
    return Passes(trace.sums, trace.activations, dataset.expected[chosen])


def _most_rows(sizes: tuple[int, ...], layer: int, points: int) -> int:
    """Return how many rows can be computed in less than 100 ms, for a weight into this layer."""
    following, connections = sizes[layer + 1 :], [a * b for a, b in pairwise(sizes)]
    a_point = 1 + sum(following or sizes[-1:]) + sum(connections[layer + 1 :]) / _CONNECTIONS_AN_ACTIVATION
    a_row = points * a_point + sum(connections) / _CONNECTIONS_AN_ACTIVATION
    return max(_FEWEST_ROWS, min(MOST_ROWS, int(_MOST_WORK / a_row)))


def _mean_slope(network: Network, passes: Passes, place: Weight | Bias) -> float:
    """Compute the mean over the rows of ∂E/∂w, by the chain rule: ``backward`` for many rows and one weight."""
    slopes = np.empty_like(passes.expected)
    with np.errstate(all="ignore"):
        network.loss.slope(passes.outputs, passes.expected, slopes)
        for layer in range(len(network.sizes) - 1, place.layer, -1):
            slopes = delta_of(network, layer, slopes, passes.activations[layer]) @ network.layers[layer - 1][:, :-1]
        column = slice(place.target, place.target + 1)
        deltas = delta_of(network, place.layer, slopes[:, column], passes.activations[place.layer][:, column])
        return float((deltas[:, 0] * _source(passes, place)).mean())
