"""The loss along one weight or bias: the curve, the network's point on it, the slope there and the next step."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engine.analysis.what_if import Passes, errors_if_sum_is, passes_of_sample
from engine.arrays import FloatArray, frozen, is_finite
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.network.network import Network
from engine.network.places import Bias, Neuron, Weight
from engine.network.propagation import backward, delta_of, forward, forward_rows
from engine.quick_dataclass import dataclass

DEFAULT_POINTS = 81
MOST_ROWS = 4000
_FEWEST_ROWS = 16
_MOST_WORK = 16_000_000  # activations, of some 5 ns each
_CONNECTIONS_PER_ACTIVATION = 50  # a matrix product does this many in the time of one activation
_SUM_SPAN = 4.0
_SMALLEST_SOURCE = 0.5  # sources below this do not widen the span further
_FINEST = 1e-9  # relative to the value: a smaller span would show rounding
_LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True, eq=False)
class Slice:
    """The loss along one weight or bias, with all others unchanged. Immutable.

    The loss is E of one sample, or its mean over the rows of a data set.

    Attributes:
        place: The weight or bias.
        values: The values tried, evenly spaced and rising, shape (points,), read-only.
        losses: The loss at each value, shape (points,), read-only; infinite or NaN where the network overflows.
        value: The current value, in the middle of ``values``.
        loss: The current loss.
        slope: ∂loss/∂w at the current value; for one sample the engine's gradient to the last bit.
        next_value: The value after one step, w − α · slope unless given; for a data set, one step for all rows at once.
        next_loss: The loss at the next value if no other weight moves.
        rows: The number of rows in the mean, 1 for a sample. A large data set is thinned out evenly.
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
        """Return the tangent of the curve at the current value, evaluated at ``values`` of any shape."""
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
        network: The network.
        data: One sample, as inputs of shape (inputs,) and y of shape (outputs,); or a data set.
        place: The weight or bias.
        learning_rate: α of the next step.
        next_value: The value after the next step, for an optimiser or a batch; None means w − α · slope, or w if
            training leaves it alone.
        span: How far the values extend to each side of the current one; None chooses what shows the curve's shape.
        points: The number of values; an odd number includes the current one.

    Raises:
        InvalidValue: There is no such place in this network, the span is not a finite number above 0, or points is
            below 2.
    """
    value = network.value(place)
    if points < 2:
        raise InvalidValue(f"a curve needs 2 points or more, got {points}")
    if span is not None and not (is_finite(span) and span > 0):
        raise InvalidValue(f"the span must be a finite number above 0, got {span}")
    passes, slope = _passes_and_slope(network, data, place, points)
    if next_value is None:
        stays = network.parameter_index(place) in network.left_alone
        next_value = value if stays else value - slope * learning_rate
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
    """Run the forward passes and compute ∂loss/∂w."""
    if isinstance(data, Dataset):
        passes = _rows_passes(network, data, _most_rows(network.sizes, place.layer, points))
        return passes, _mean_slope(network, passes, place)
    inputs, expected = data
    trace = forward(network, inputs)
    gradients = backward(network, trace, expected).parameters
    return passes_of_sample(trace, expected), float(gradients[network.parameter_index(place)])


def _default_span(network: Network, place: Weight | Bias, source: FloatArray, slope: float, next_value: float) -> float:
    """Choose a span that moves the neuron's sum by about 4 each way and shows the next step in its inner half.

    A sigmoid does most of its bending between −4 and 4. The parabola of a linear output can lie anywhere, so its span
    reaches beyond the minimum.
    """
    value = network.value(place)
    with np.errstate(all="ignore"):
        size = float(np.sqrt(np.square(source).mean()))
        reaches = [_SUM_SPAN / max(size, _SMALLEST_SOURCE), 2.0 * abs(next_value - value), _FINEST * abs(value)]
        if place.layer == len(network.sizes) - 1 and network.activations[-1] == "linear":
            reaches.append(1.5 * abs(slope) / (size * size or 1.0))
    return max((reach for reach in reaches if is_finite(reach)), default=1.0) or 1.0


def _source(passes: Passes, place: Weight | Bias) -> FloatArray:
    """Return what multiplies the weight in each row, shape (rows,); 1 for a bias."""
    activations = passes.activations[place.layer - 1]
    return activations[:, place.source] if isinstance(place, Weight) else np.ones(len(activations))


def _sums(network: Network, passes: Passes, place: Weight | Bias, values: FloatArray) -> FloatArray:
    """Compute the sum that contains the weight, for each row and value, shape (rows, values)."""
    source, sums = _source(passes, place), passes.sums[place.layer - 1][:, place.target]
    if np.isfinite(sums).all():
        # Adding the change keeps the sum at the current value exact to the last bit.
        return sums[:, np.newaxis] + np.multiply.outer(source, values - network.value(place))
    # A change does nothing to an infinite sum: add up the other terms anew.
    terms = np.insert(passes.activations[place.layer - 1], network.sizes[place.layer - 1], 1.0, axis=1)
    column = place.source if isinstance(place, Weight) else -1
    row = network.layers[place.layer - 1][place.target]
    others: FloatArray = np.delete(terms, column, axis=1) @ np.delete(row, column)
    return others[:, np.newaxis] + np.multiply.outer(source, values)


def _rows_passes(network: Network, dataset: Dataset, most_rows: int) -> Passes:
    """Run the forward passes of a data set's rows, thinned out evenly to ``most_rows``."""
    count = min(dataset.rows, most_rows)
    chosen = np.arange(count) * dataset.rows // count
    trace = forward_rows(network, dataset.inputs[chosen])
    return Passes(trace.sums, trace.activations, dataset.expected[chosen])


def _most_rows(sizes: tuple[int, ...], layer: int, points: int) -> int:
    """Return how many rows take less than 100 ms, for a weight into this layer."""
    following, connections = sizes[layer + 1 :], [a * b for a, b in pairwise(sizes)]
    a_point = 1 + sum(following or sizes[-1:]) + sum(connections[layer + 1 :]) / _CONNECTIONS_PER_ACTIVATION
    a_row = points * a_point + sum(connections) / _CONNECTIONS_PER_ACTIVATION
    return max(_FEWEST_ROWS, min(MOST_ROWS, int(_MOST_WORK / a_row)))


def _mean_slope(network: Network, passes: Passes, place: Weight | Bias) -> float:
    """Compute the mean over the rows of ∂E/∂w, by the chain rule: ``backward`` for many rows and one weight."""
    slopes = np.empty_like(passes.expected)
    with np.errstate(all="ignore"):
        network.loss.slope(passes.outputs, passes.expected, slopes)
        for layer in range(len(network.sizes) - 1, place.layer, -1):
            slopes = delta_of(network, layer, slopes, passes.activations[layer]) @ network.layers[layer - 1][:, :-1]
        deltas = delta_of(network, place.layer, slopes, passes.activations[place.layer])
        return float((deltas[:, place.target] * _source(passes, place)).mean())
