"""Numba's loop for the article's method: plain gradient descent, one sample at a time, with every loop written out."""

import numpy as np
from numba import boolean, float64, int64, njit, types
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.kernels.loops.layers import CATEGORICAL, OPTIONS, activate, layer_starts, output_delta, put, slope


@njit(inline="always", **OPTIONS)
def sum_up(weights: FloatArray, source: FloatArray, sums: FloatArray) -> None:
    """Compute s = Σ w·a + b of a layer."""
    inputs = len(source)
    for j in range(len(sums)):
        row = weights[j * (inputs + 1) : (j + 1) * (inputs + 1)]
        s = row[inputs]
        for k in range(inputs):
            s += row[k] * source[k]
        sums[j] = s


@njit(inline="always", **OPTIONS)
def _update(weights: FloatArray, source: FloatArray, delta: FloatArray, back: FloatArray, learning_rate: float) -> None:
    """Update a layer, and compute Σ δ·w of its old weights into ``back``."""
    inputs = len(source)
    back[:] = 0.0
    for j in range(len(delta)):
        step = learning_rate * delta[j]
        row = weights[j * (inputs + 1) : (j + 1) * (inputs + 1)]
        for k in range(inputs):
            back[k] += delta[j] * row[k]
            row[k] -= step * source[k]
        row[inputs] -= step


@njit(**OPTIONS)
def _update_first(
    weights: FloatArray,
    previous: FloatArray,
    delta: FloatArray,
    learning_rate: float,
    now: FloatArray,
    sums: FloatArray,
) -> None:
    """Update the first layer for the previous sample and compute its sums for the current one, neuron by neuron.

    The weights are read once instead of twice: 1.3 times as fast at 64-32-10.
    """
    inputs = len(now)
    for j in range(len(delta)):
        step = learning_rate * delta[j]
        row = weights[j * (inputs + 1) : (j + 1) * (inputs + 1)]
        row[inputs] -= step
        s = row[inputs]
        for k in range(inputs):
            w = row[k] - step * previous[k]
            row[k] = w
            s += w * now[k]
        sums[j] = s


@njit(inline="always", **OPTIONS)
def _train_plain(
    parameters: FloatArray,
    sizes: NDArray[np.int64],
    kinds: NDArray[np.int64],
    loss: int,
    left_alone: NDArray[np.int64],
    off: NDArray[np.int64],
    inputs: FloatArray,
    expected: FloatArray,
    orders: NDArray[np.int64],
    learning_rate: float,
    keep: NDArray[np.bool_],
    kept: FloatArray,
    switched: bool,
) -> float:
    """Train whole epochs.

    ``switched`` is a constant in each call, so that the loop without anything switched off has no test of it: it would
    cost up to 15 % there. The other arguments are those of ``train_plain``.
    """
    layers = len(kinds)
    starts, blocks = layer_starts(sizes)
    outputs, deltas, back = np.zeros(starts[-1]), np.zeros(starts[-1]), np.zeros(sizes.max())
    powers = np.zeros(sizes.max())
    bits = powers.view(np.int64)
    first, first_sums, first_delta = (
        parameters[: blocks[1]],
        outputs[starts[1] : starts[2]],
        deltas[starts[1] : starts[2]],
    )
    previous, now = np.zeros(sizes[0]), np.zeros(sizes[0])
    stays, silence = parameters[left_alone], np.zeros(len(off))
    mark, places = 0.0, 0
    for epoch in range(len(orders)):
        for row in orders[epoch]:
            for k in range(sizes[0]):
                previous[k] = now[k]
                now[k] = inputs[row, k]
            _update_first(first, previous, first_delta, learning_rate, now, first_sums)
            if switched:  # what stays is put back, before it is used
                put(stays, left_alone, parameters)
                sum_up(first, now, first_sums)
            mark += activate(kinds[0], first_sums, powers, bits)
            if switched:
                put(silence, off, outputs)
            for layer in range(1, layers):
                here, after = slice(starts[layer], starts[layer + 1]), slice(starts[layer + 1], starts[layer + 2])
                sum_up(parameters[blocks[layer] : blocks[layer + 1]], outputs[here], outputs[after])
                mark += activate(kinds[layer], outputs[after], powers, bits)
                if switched:
                    put(silence, off, outputs)
            total = expected[row].sum() if loss == CATEGORICAL else 1.0
            for j in range(sizes[layers]):
                place = starts[layers] + j
                deltas[place] = output_delta(
                    loss, kinds[layers - 1], sizes[layers], outputs[place], expected[row, j], total
                )
            for layer in range(layers - 1, 0, -1):
                here, spread = slice(starts[layer], starts[layer + 1]), back[: sizes[layer]]
                _update(
                    parameters[blocks[layer] : blocks[layer + 1]],
                    outputs[here],
                    deltas[starts[layer + 1] : starts[layer + 2]],
                    spread,
                    learning_rate,
                )
                for k in range(sizes[layer]):
                    deltas[starts[layer] + k] = spread[k] * slope(kinds[layer - 1], outputs[starts[layer] + k])
                if switched:
                    put(silence, off, deltas)
        if keep[epoch] or epoch == len(orders) - 1:  # the first layer's update is one sample behind
            _update_first(first, now, first_delta, learning_rate, now, first_sums)
            first_delta[:] = 0.0
            if switched:
                put(stays, left_alone, parameters)
        if keep[epoch]:
            kept[places] = parameters
            places += 1
    return mark


@njit(**OPTIONS)
def train_plain(
    parameters: FloatArray,
    sizes: NDArray[np.int64],
    kinds: NDArray[np.int64],
    loss: int,
    left_alone: NDArray[np.int64],
    off: NDArray[np.int64],
    inputs: FloatArray,
    expected: FloatArray,
    orders: NDArray[np.int64],
    learning_rate: float,
    keep: NDArray[np.bool_],
    kept: FloatArray,
) -> float:
    """Train whole epochs.

    Args:
        parameters: The parameters, updated in place.
        sizes: Neurons in each layer, the inputs first.
        kinds: The number of the activation of each layer after the inputs.
        loss: The number of the loss.
        left_alone: The indices of the parameters that stay as they are.
        off: The neurons that answer 0, counted through all layers from the inputs on.
        inputs: Shape (rows of the data set, inputs).
        expected: Shape (rows of the data set, outputs).
        orders: The order of the rows in each epoch, shape (epochs, rows).
        learning_rate: α.
        keep: Whether the parameters after each epoch are kept, shape (epochs,).
        kept: Where they are written, shape (kept, parameters).

    Returns:
        A mark, Σ s² of all sums: not finite if one of them was not.
    """
    if len(left_alone):
        mark: float = _train_plain(
            parameters, sizes, kinds, loss, left_alone, off, inputs, expected, orders, learning_rate, keep, kept, True
        )
    else:
        mark = _train_plain(
            parameters, sizes, kinds, loss, left_alone, off, inputs, expected, orders, learning_rate, keep, kept, False
        )
    return mark


DATA, ORDERS = (types.Array(number, 2, layout, readonly=True) for number, layout in ((float64, "A"), (int64, "C")))
SIGNATURE = float64(
    float64[::1],
    int64[::1],
    int64[::1],
    int64,
    int64[::1],
    int64[::1],
    DATA,
    DATA,
    ORDERS,
    float64,
    boolean[::1],
    float64[:, ::1],
)
