"""The training loop for Numba: samples one at a time, straight down the gradient, the loops written out.

This module alone imports Numba, and ``compiled.py`` alone imports this module, once a training is long enough to be
worth compiling for. It computes what ``propagation.py`` says; sums are added up in another order, so the last bits
differ.
"""

import math

import numpy as np
from numba import boolean, float64, int64, njit, types

from engine.arrays import FloatArray

SIGMOID, TANH, RELU, LEAKY_RELU, LINEAR, SOFTMAX = range(6)
HALF_SQUARED, MEAN_SQUARED, BINARY, CATEGORICAL = range(4)
_LEAK = 0.01

# Sums may be regrouped, so that several terms are added at once; infinities and NaNs stay what they are.
_OPTIONS = {"cache": True, "nogil": True, "error_model": "numpy", "fastmath": {"reassoc", "contract", "nsz"}}


@njit(inline="always", **_OPTIONS)
def _activate(kind: int, s: float) -> float:
    if kind == SIGMOID:
        return 1.0 / (1.0 + math.exp(-s))
    if kind == TANH:
        return math.tanh(s)
    if kind == RELU:
        return max(s, 0.0)
    if kind == LEAKY_RELU:
        return max(s, _LEAK * s)
    return s


@njit(inline="always", **_OPTIONS)
def _slope(kind: int, a: float) -> float:
    if kind in (SIGMOID, SOFTMAX):
        return (1.0 - a) * a
    if kind == TANH:
        return 1.0 - a * a
    if kind == RELU:
        return 1.0 if a > 0.0 else 0.0
    if kind == LEAKY_RELU:
        return 1.0 if a > 0.0 else _LEAK
    return 1.0


@njit(inline="always", **_OPTIONS)
def _share_out(outputs: FloatArray) -> None:
    largest = outputs.max()
    total = 0.0
    for j in range(len(outputs)):
        outputs[j] = math.exp(outputs[j] - largest)
        total += outputs[j]
    for j in range(len(outputs)):
        outputs[j] /= total


@njit(inline="always", **_OPTIONS)
def _sum_up(weights: FloatArray, source: FloatArray, sums: FloatArray) -> None:
    """Compute a layer's sums."""
    inputs = len(source)
    for j in range(len(sums)):
        row = weights[j * (inputs + 1) : (j + 1) * (inputs + 1)]
        s = row[inputs]
        for k in range(inputs):
            s += row[k] * source[k]
        sums[j] = s


@njit(inline="always", **_OPTIONS)
def _activate_layer(kind: int, sums: FloatArray) -> bool:
    """Make a layer's outputs of its sums, in their place; return whether all the sums can be squared."""
    finite = True
    for j in range(len(sums)):
        finite &= sums[j] * sums[j] < math.inf
        sums[j] = _activate(kind, sums[j])
    if kind == SOFTMAX:
        _share_out(sums)
    return finite


@njit(inline="always", **_OPTIONS)
def _find_output_delta(loss: int, kind: int, outputs: FloatArray, expected: FloatArray, delta: FloatArray) -> None:
    total = expected.sum() if loss == CATEGORICAL else 1.0
    for j in range(len(outputs)):
        error = outputs[j] * total - expected[j]
        if loss == MEAN_SQUARED:
            error *= 2.0 / len(outputs)
        delta[j] = error * _slope(kind, outputs[j]) if loss <= MEAN_SQUARED else error


@njit(inline="always", **_OPTIONS)
def _update(weights: FloatArray, source: FloatArray, delta: FloatArray, back: FloatArray, learning_rate: float) -> None:
    """Take a layer's step, and add up Σ δ·w in ``back`` on the way."""
    inputs = len(source)
    back[:] = 0.0
    for j in range(len(delta)):
        step = learning_rate * delta[j]
        row = weights[j * (inputs + 1) : (j + 1) * (inputs + 1)]
        for k in range(inputs):
            back[k] += delta[j] * row[k]
            row[k] -= step * source[k]
        row[inputs] -= step


@njit(**_OPTIONS)
def _update_first(
    weights: FloatArray, last: FloatArray, delta: FloatArray, learning_rate: float, now: FloatArray, sums: FloatArray
) -> None:
    """Take the first layer's step of the last sample and compute its sums of the present one, a neuron after the other.

    A large layer's weights are so read once, where it would be twice.
    """
    inputs = len(now)
    for j in range(len(delta)):
        step = learning_rate * delta[j]
        row = weights[j * (inputs + 1) : (j + 1) * (inputs + 1)]
        row[inputs] -= step
        s = row[inputs]
        for k in range(inputs):
            w = row[k] - step * last[k]
            row[k] = w
            s += w * now[k]
        sums[j] = s


_DATA, _ORDERS = (types.Array(number, 2, layout, readonly=True) for number, layout in ((float64, "A"), (int64, "C")))


@njit(
    int64(
        float64[::1],
        int64[::1],
        int64[::1],
        int64,
        _DATA,
        _DATA,
        _ORDERS,
        float64,
        boolean[::1],
        float64[:, ::1],
    ),
    **_OPTIONS,
)
def train_epochs(
    parameters: FloatArray,
    sizes: FloatArray,
    kinds: FloatArray,
    loss: int,
    inputs: FloatArray,
    expected: FloatArray,
    orders: FloatArray,
    learning_rate: float,
    keep: FloatArray,
    kept: FloatArray,
) -> int:
    """Train whole epochs.

    Args:
        parameters: brought up to date.
        sizes: neurons in each layer, the inputs first.
        kinds: the activation of each layer after them.
        loss: what is descended.
        inputs: shape (rows of the data set, inputs).
        expected: shape (rows of the data set, outputs).
        orders: which rows, in which order, in each epoch.
        learning_rate: α.
        keep: for each epoch whether its parameters are to be kept.
        kept: where they are written, one after the other.

    Returns:
        How many samples were trained before a sum came out infinite or NaN: all of them, if none did.
    """
    layers = len(kinds)
    starts = np.zeros(layers + 2, np.int64)  # where a layer's outputs begin
    blocks = np.zeros(layers + 1, np.int64)  # where the parameters into a layer begin
    for layer in range(layers + 1):
        starts[layer + 1] = starts[layer] + sizes[layer]
    for layer in range(layers):
        blocks[layer + 1] = blocks[layer] + sizes[layer + 1] * (sizes[layer] + 1)
    outputs, deltas, back = np.zeros(starts[-1]), np.zeros(starts[-1]), np.zeros(sizes.max())
    first, first_sums, first_delta = (
        parameters[: blocks[1]],
        outputs[starts[1] : starts[2]],
        deltas[starts[1] : starts[2]],
    )
    last, now = np.zeros(sizes[0]), np.zeros(sizes[0])
    done = places = 0
    for epoch in range(len(orders)):
        for row in orders[epoch]:
            last, now = now, last
            for k in range(sizes[0]):
                now[k] = inputs[row, k]
            _update_first(first, last, first_delta, learning_rate, now, first_sums)
            finite = _activate_layer(kinds[0], first_sums)
            for layer in range(1, layers):
                here, after = slice(starts[layer], starts[layer + 1]), slice(starts[layer + 1], starts[layer + 2])
                _sum_up(parameters[blocks[layer] : blocks[layer + 1]], outputs[here], outputs[after])
                finite &= _activate_layer(kinds[layer], outputs[after])
            if not finite:
                return done
            _find_output_delta(
                loss, kinds[layers - 1], outputs[starts[layers] :], expected[row], deltas[starts[layers] :]
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
                    deltas[starts[layer] + k] = spread[k] * _slope(kinds[layer - 1], outputs[starts[layer] + k])
            done += 1
        if keep[epoch] or epoch == len(orders) - 1:  # the first layer's last step is still to be taken
            _update_first(first, now, first_delta, learning_rate, now, first_sums)
            first_delta[:] = 0.0
        if keep[epoch]:
            kept[places] = parameters
            places += 1
    return done
