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
def _forward(kind: int, weights: FloatArray, source: FloatArray, outputs: FloatArray) -> bool:
    """Compute a layer; return whether all its sums can be squared."""
    inputs, finite = len(source), True
    for j in range(len(outputs)):
        row = weights[j * (inputs + 1) : (j + 1) * (inputs + 1)]
        s = row[inputs]
        for k in range(inputs):
            s += row[k] * source[k]
        finite &= s * s < math.inf
        outputs[j] = _activate(kind, s)
    if kind == SOFTMAX:
        _share_out(outputs)
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
    """Take a layer's step; add up Σ δ·w in ``back`` on the way, if it is as long as the source."""
    inputs = len(source)
    for k in range(len(back)):
        back[k] = 0.0
    for j in range(len(delta)):
        step = learning_rate * delta[j]
        row = weights[j * (inputs + 1) : (j + 1) * (inputs + 1)]
        for k in range(len(back)):
            back[k] += delta[j] * row[k]
        for k in range(inputs):
            row[k] -= step * source[k]
        row[inputs] -= step


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
    done = places = 0
    for epoch in range(len(orders)):
        for row in orders[epoch]:
            for k in range(sizes[0]):
                outputs[k] = inputs[row, k]
            finite = True
            for layer in range(layers):
                finite &= _forward(
                    kinds[layer],
                    parameters[blocks[layer] : blocks[layer + 1]],
                    outputs[starts[layer] : starts[layer + 1]],
                    outputs[starts[layer + 1] : starts[layer + 2]],
                )
            if not finite:
                return done
            _find_output_delta(
                loss, kinds[layers - 1], outputs[starts[layers] :], expected[row], deltas[starts[layers] :]
            )
            for layer in range(layers - 1, -1, -1):
                here = slice(starts[layer], starts[layer + 1])
                spread = back[: sizes[layer]] if layer else back[:0]
                _update(
                    parameters[blocks[layer] : blocks[layer + 1]],
                    outputs[here],
                    deltas[starts[layer + 1] : starts[layer + 2]],
                    spread,
                    learning_rate,
                )
                if layer:
                    for k in range(sizes[layer]):
                        deltas[starts[layer] + k] = back[k] * _slope(kinds[layer - 1], outputs[starts[layer] + k])
            done += 1
        if keep[epoch]:
            kept[places] = parameters
            places += 1
    return done
