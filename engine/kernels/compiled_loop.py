"""The training loop for Numba: plain gradient descent, one sample at a time, with every loop written out.

This module alone imports Numba. ``compiling.py`` imports it in the process that compiles, and ``compiler.py`` once the
loop is in the cache and a training is long enough to be worth loading it. It computes what ``propagation.py`` says, but
adds sums up in another order: the last bits differ.
"""

import math
from typing import Any

import numpy as np
from numba import boolean, float64, int64, njit, types
from numba.core.event import Event, Listener, install_listener

from engine.arrays import FloatArray
from engine.kernels.loop_cache import NotCachedError
from engine.network.activations import LEAK

SIGMOID, TANH, RELU, LEAKY_RELU, LINEAR, SOFTMAX = range(6)  # in the order of ``ACTIVATIONS``
HALF_SQUARED, MEAN_SQUARED, BINARY, CATEGORICAL = range(4)  # in the order of ``LOSSES``

# Sums may be reordered, so that SIMD adds several terms at once; infinities and NaNs stay what they are.
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
        return max(s, LEAK * s)
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
        return 1.0 if a > 0.0 else LEAK
    return 1.0


@njit(inline="always", **_OPTIONS)
def _softmax(outputs: FloatArray) -> None:
    largest = outputs.max()
    total = 0.0
    for j in range(len(outputs)):
        outputs[j] = math.exp(outputs[j] - largest)
        total += outputs[j]
    for j in range(len(outputs)):
        outputs[j] /= total


@njit(inline="always", **_OPTIONS)
def _sum_up(weights: FloatArray, source: FloatArray, sums: FloatArray) -> None:
    """Compute the sums of a layer."""
    inputs = len(source)
    for j in range(len(sums)):
        row = weights[j * (inputs + 1) : (j + 1) * (inputs + 1)]
        s = row[inputs]
        for k in range(inputs):
            s += row[k] * source[k]
        sums[j] = s


@njit(inline="always", **_OPTIONS)
def _activate_layer(kind: int, sums: FloatArray) -> bool:
    """Replace the sums of a layer by its outputs; return whether the square of every sum is finite."""
    finite = True
    for j in range(len(sums)):
        finite &= sums[j] * sums[j] < math.inf
        sums[j] = _activate(kind, sums[j])
    if kind == SOFTMAX:
        _softmax(sums)
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


@njit(**_OPTIONS)
def _update_first(
    weights: FloatArray,
    previous: FloatArray,
    delta: FloatArray,
    learning_rate: float,
    now: FloatArray,
    sums: FloatArray,
) -> None:
    """Update the first layer for the previous sample and compute its sums for the current one, neuron by neuron.

    A large layer's weights are read from memory once instead of twice.
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


_DATA, _ORDERS = (types.Array(number, 2, layout, readonly=True) for number, layout in ((float64, "A"), (int64, "C")))


_SIGNATURE = int64(
    float64[::1],
    int64[::1],
    int64[::1],
    int64,
    int64[::1],
    int64[::1],
    _DATA,
    _DATA,
    _ORDERS,
    float64,
    boolean[::1],
    float64[:, ::1],
)


@njit(inline="always", **_OPTIONS)
def _put(values: FloatArray, places: FloatArray, numbers: FloatArray) -> None:
    for i in range(len(places)):
        numbers[places[i]] = values[i]


@njit(inline="always", **_OPTIONS)
def _train_epochs(
    parameters: FloatArray,
    sizes: FloatArray,
    kinds: FloatArray,
    loss: int,
    left_alone: FloatArray,
    off: FloatArray,
    inputs: FloatArray,
    expected: FloatArray,
    orders: FloatArray,
    learning_rate: float,
    keep: FloatArray,
    kept: FloatArray,
    switched: bool,
) -> int:
    """Train whole epochs.

    ``switched`` is a constant in each call, so that the loop without anything switched off has no test of it: it would
    cost up to 15 % there. The other arguments are those of ``train_epochs``.
    """
    layers = len(kinds)
    starts = np.zeros(layers + 2, np.int64)  # where the outputs of a layer start
    blocks = np.zeros(layers + 1, np.int64)  # where the parameters of a layer start
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
    previous, now = np.zeros(sizes[0]), np.zeros(sizes[0])
    stays, silence = parameters[left_alone], np.zeros(len(off))
    done = places = 0
    for epoch in range(len(orders)):
        for row in orders[epoch]:
            previous, now = now, previous
            for k in range(sizes[0]):
                now[k] = inputs[row, k]
            _update_first(first, previous, first_delta, learning_rate, now, first_sums)
            if switched:  # what stays is put back, before it is used
                _put(stays, left_alone, parameters)
                _sum_up(first, now, first_sums)
            finite = _activate_layer(kinds[0], first_sums)
            if switched:
                _put(silence, off, outputs)
            for layer in range(1, layers):
                here, after = slice(starts[layer], starts[layer + 1]), slice(starts[layer + 1], starts[layer + 2])
                _sum_up(parameters[blocks[layer] : blocks[layer + 1]], outputs[here], outputs[after])
                finite &= _activate_layer(kinds[layer], outputs[after])
                if switched:
                    _put(silence, off, outputs)
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
                if switched:
                    _put(silence, off, deltas)
            done += 1
        if keep[epoch] or epoch == len(orders) - 1:  # the first layer's update is one sample behind
            _update_first(first, now, first_delta, learning_rate, now, first_sums)
            first_delta[:] = 0.0
            if switched:
                _put(stays, left_alone, parameters)
        if keep[epoch]:
            kept[places] = parameters
            places += 1
    return done


@njit(**_OPTIONS)
def train_epochs(
    parameters: FloatArray,
    sizes: FloatArray,
    kinds: FloatArray,
    loss: int,
    left_alone: FloatArray,
    off: FloatArray,
    inputs: FloatArray,
    expected: FloatArray,
    orders: FloatArray,
    learning_rate: float,
    keep: FloatArray,
    kept: FloatArray,
) -> int:
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
        The samples trained before a sum came out infinite or NaN; all of them if none did.
    """
    if len(left_alone):
        done: int = _train_epochs(
            parameters, sizes, kinds, loss, left_alone, off, inputs, expected, orders, learning_rate, keep, kept, True
        )
    else:
        done = _train_epochs(
            parameters, sizes, kinds, loss, left_alone, off, inputs, expected, orders, learning_rate, keep, kept, False
        )
    return done


class _Forbidding(Listener):  # type: ignore[misc]
    """Refuses to compile what the cache does not have."""

    def on_start(self, event: Event) -> None:
        raise NotCachedError

    def on_end(self, event: Event) -> None:
        """Nothing was begun."""


def compile_loop() -> None:
    """Compile the loop into Numba's cache, or find it there."""
    train_epochs.compile(_SIGNATURE)


def load_loop() -> Any:
    """Return the loop, loaded from Numba's cache.

    Raises:
        NotCachedError: It would have to be compiled.
    """
    if not train_epochs.signatures:
        with install_listener("numba:compile", _Forbidding()):
            train_epochs.compile(_SIGNATURE)
        train_epochs.disable_compile()  # arrays that fit the signature are taken as they are, not compiled for
    return train_epochs
