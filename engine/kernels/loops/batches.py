"""Numba's loop for batches: products by BLAS, everything between them in one pass over the numbers.

A layer's numbers stand neuron by neuron, those of a neuron for all rows beside each other, and after the last neuron a
row of ones, whose weights are the biases. The inputs stay row by row, as in a data set. ``np.dot`` of Numba calls the
BLAS that comes with SciPy.
"""

import numpy as np
import scipy.linalg.cython_blas  # noqa: F401  (where Numba looks for BLAS)
from numba import boolean, float64, int64, njit
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.kernels.loops.layers import CATEGORICAL, OPTIONS, activate_many, layer_starts, output_delta, put, slope
from engine.kernels.loops.plain import DATA, ORDERS
from engine.kernels.loops.steps import (
    ADAM,
    MOMENTUM,
    NESTEROV,
    RMSPROP,
    adam_moments,
    mean_square,
    over_root,
    rate,
    velocity,
)


@njit(inline="always", **OPTIONS)
def _decay(l2: float, sizes: NDArray[np.int64], parameters: FloatArray, gradient: FloatArray) -> None:
    """Add λ·w to the gradient of every weight, and nothing to that of a bias."""
    place = 0
    for layer in range(len(sizes) - 1):
        for _ in range(sizes[layer + 1]):
            row = slice(place, place + sizes[layer])
            g, w = gradient[row], parameters[row]
            for k in range(len(g)):
                g[k] += l2 * w[k]
            place += sizes[layer] + 1


@njit(inline="always", **OPTIONS)
def _step(
    optimizer: int, alpha: float, w: FloatArray, firsts: FloatArray, seconds: FloatArray, gradient: FloatArray
) -> None:
    """Update all parameters in one pass over them, where NumPy makes 2 to 12.

    That is most of what batches of 32 gain at 784-128-10, where BLAS takes the rest of the time with NumPy as well: 1.1
    times NumPy's samples/s with plain gradient descent, 1.6 times with Adam.
    """
    if optimizer == MOMENTUM:
        for i in range(len(w)):
            firsts[i] = velocity(firsts[i], gradient[i])
            w[i] -= alpha * firsts[i]
    elif optimizer == NESTEROV:
        for i in range(len(w)):
            firsts[i] = velocity(firsts[i], gradient[i])
            w[i] -= alpha * velocity(firsts[i], gradient[i])
    elif optimizer == RMSPROP:
        for i in range(len(w)):
            firsts[i] = mean_square(firsts[i], gradient[i])
            w[i] -= alpha * over_root(gradient[i], firsts[i])
    elif optimizer == ADAM:
        for i in range(len(w)):
            firsts[i], seconds[i] = adam_moments(firsts[i], seconds[i], gradient[i])
            w[i] -= alpha * over_root(firsts[i], seconds[i])
    else:
        for i in range(len(w)):
            w[i] -= alpha * gradient[i]


@njit(inline="always", **OPTIONS)
def block_starts(sizes: NDArray[np.int64], rows: int) -> NDArray[np.int64]:
    """Return where the numbers of each layer after the inputs start, for so many rows."""
    starts = np.zeros(len(sizes), np.int64)
    for layer in range(len(sizes) - 1):
        starts[layer + 1] = starts[layer] + (sizes[layer + 1] + 1) * rows
    return starts


@njit(inline="always", **OPTIONS)
def gather(inputs: FloatArray, chosen: NDArray[np.int64], first: FloatArray) -> None:
    """Copy the inputs of the chosen rows, each before its 1."""
    for row in range(len(chosen)):
        for k in range(inputs.shape[1]):
            first[row, k] = inputs[chosen[row], k]


@njit(inline="always", **OPTIONS)
def _silence(off: NDArray[np.int64], place: int, neurons: int, rows: int, numbers: FloatArray) -> None:
    """Write 0 for the neurons of a layer that are off; its first is neuron number ``place``."""
    for index in off:
        if place <= index < place + neurons:
            numbers[(index - place) * rows : (index - place + 1) * rows] = 0.0


@njit(inline="always", **OPTIONS)
def forward(
    parameters: FloatArray,
    sizes: NDArray[np.int64],
    kinds: NDArray[np.int64],
    blocks: NDArray[np.int64],
    starts: NDArray[np.int64],
    off: NDArray[np.int64],
    first: FloatArray,
    outputs: FloatArray,
    powers: FloatArray,
    bits: NDArray[np.int64],
) -> float:
    """Pass a block of rows forward.

    Args:
        parameters: The parameters.
        sizes: Neurons in each layer, the inputs first.
        kinds: The number of the activation of each layer after the inputs.
        blocks: Where the parameters of each layer start.
        starts: Where the outputs of each layer after the inputs start.
        off: The neurons that answer 0, counted through all layers from the inputs on.
        first: The inputs and a 1, shape (rows, inputs + 1).
        outputs: a of all layers after the inputs, written.
        powers: Overwritten: see ``exponentials``.
        bits: The same memory.

    Returns:
        Σ s² of all sums.
    """
    rows, mark = len(first), 0.0
    for layer in range(len(kinds)):
        neurons, sources = sizes[layer + 1], sizes[layer] + 1
        matrix = parameters[blocks[layer] : blocks[layer + 1]].reshape(neurons, sources)
        flat = outputs[starts[layer] : starts[layer] + neurons * rows]
        if layer == 0:
            np.dot(matrix, first.T, flat.reshape(neurons, rows))
        else:
            before = outputs[starts[layer - 1] : starts[layer - 1] + sources * rows].reshape(sources, rows)
            np.dot(matrix, before, flat.reshape(neurons, rows))
        for i in range(len(flat)):
            mark += flat[i] * flat[i]
        activate_many(kinds[layer], flat, rows, powers, bits)
        _silence(off, sizes[: layer + 1].sum(), neurons, rows, flat)
        outputs[starts[layer] + neurons * rows : starts[layer] + (neurons + 1) * rows] = 1.0
    return mark


@njit(inline="always", **OPTIONS)
def _backward(
    parameters: FloatArray,
    sizes: NDArray[np.int64],
    kinds: NDArray[np.int64],
    blocks: NDArray[np.int64],
    starts: NDArray[np.int64],
    off: NDArray[np.int64],
    first: FloatArray,
    outputs: FloatArray,
    deltas: FloatArray,
    gradient: FloatArray,
) -> None:
    """Pass a block of rows backward: from the δ of the outputs to the gradient, written into ``gradient``.

    The other arguments are those of ``forward``; ``deltas`` has the layout of ``outputs``.
    """
    rows = len(first)
    for layer in range(len(kinds) - 1, -1, -1):
        neurons, sources = sizes[layer + 1], sizes[layer] + 1
        delta = deltas[starts[layer] : starts[layer] + neurons * rows].reshape(neurons, rows)
        block = slice(blocks[layer], blocks[layer + 1])
        if layer == 0:
            np.dot(delta, first, gradient[block].reshape(neurons, sources))
            continue
        place, kind = starts[layer - 1], kinds[layer - 1]
        before, back = outputs[place : place + sources * rows], deltas[place : place + sources * rows]
        np.dot(delta, before.reshape(sources, rows).T, gradient[block].reshape(neurons, sources))
        np.dot(parameters[block].reshape(neurons, sources).T, delta, back.reshape(sources, rows))
        for i in range(len(back)):
            back[i] *= slope(kind, before[i])
        _silence(off, sizes[:layer].sum(), sizes[layer], rows, back)


@njit(**OPTIONS)
def train_batches(
    parameters: FloatArray,
    moments: FloatArray,
    sizes: NDArray[np.int64],
    kinds: NDArray[np.int64],
    loss: int,
    optimizer: int,
    left_alone: NDArray[np.int64],
    off: NDArray[np.int64],
    inputs: FloatArray,
    expected: FloatArray,
    orders: NDArray[np.int64],
    learning_rate: float,
    l2: float,
    updates: int,
    keep: NDArray[np.bool_],
    kept: FloatArray,
    batch_size: int,
    most_rows: int,
    errors: FloatArray,
    measuring: bool,
) -> float:
    """Train whole epochs.

    Args:
        parameters: The parameters, updated in place.
        moments: What the optimiser remembers, shape (moments, parameters), updated in place.
        sizes: Neurons in each layer, the inputs first.
        kinds: The number of the activation of each layer after the inputs.
        loss: The number of the loss.
        optimizer: The number of the optimiser.
        left_alone: The indices of the parameters that stay as they are, with their moments.
        off: The neurons that answer 0, counted through all layers from the inputs on.
        inputs: Shape (rows of the data set, inputs).
        expected: Shape (rows of the data set, outputs).
        orders: The order of the rows in each epoch, shape (epochs, rows).
        learning_rate: α. One that changes with the epochs would be given for each of them here.
        l2: λ.
        updates: The number of updates before.
        keep: Whether the parameters after each epoch are kept, shape (epochs,).
        kept: Where they are written, shape (kept, parameters).
        batch_size: Rows for each update; the last batch of an epoch may have fewer.
        most_rows: Of a larger batch, so many rows are computed at once.
        errors: The MSE over the last batch of each epoch before its update is written here, shape (epochs,).
        measuring: Whether nothing is trained, and only the errors are computed.

    Returns:
        A mark, Σ s² of all sums: not finite if one of them was not.
    """
    layers, rows_of_epoch = len(kinds), orders.shape[1]
    most = min(most_rows, batch_size, rows_of_epoch)
    blocks, starts = layer_starts(sizes)[1], block_starts(sizes, most)
    first = np.ones((most, sizes[0] + 1))
    outputs, deltas, powers = np.zeros(starts[-1]), np.zeros(starts[-1]), np.zeros(sizes[1:].max() * most)
    bits = powers.view(np.int64)
    gradient, part = np.zeros(len(parameters)), np.zeros(len(parameters) if most < batch_size else 0)
    firsts = moments[0] if len(moments) > 0 else parameters
    seconds = moments[1] if len(moments) > 1 else firsts
    stays, stay_firsts, stay_seconds = parameters[left_alone], firsts[left_alone], seconds[left_alone]
    mark, places, neurons, last = 0.0, 0, sizes[layers], starts[layers - 1]
    for epoch in range(len(orders)):
        for start in range(0, rows_of_epoch, batch_size):
            end, total, wrong = min(start + batch_size, rows_of_epoch), 1.0, 0.0
            for begin in range(start, end, most):
                chosen = orders[epoch, begin : min(begin + most, end)]
                rows = len(chosen)
                gather(inputs, chosen, first)
                mark += forward(parameters, sizes, kinds, blocks, starts, off, first[:rows], outputs, powers, bits)
                for row in range(rows):
                    if loss == CATEGORICAL:
                        total = expected[chosen[row]].sum()
                    for j in range(neurons):
                        o, y = last + j * rows + row, expected[chosen[row], j]
                        wrong += (outputs[o] - y) * (outputs[o] - y)
                        delta = output_delta(loss, kinds[layers - 1], neurons, outputs[o], y, total)
                        deltas[o] = delta / (end - start)
                if measuring:
                    continue
                target = gradient if begin == start else part
                _backward(parameters, sizes, kinds, blocks, starts, off, first[:rows], outputs, deltas, target)
                if begin > start:
                    for i in range(len(gradient)):
                        gradient[i] += part[i]
            errors[epoch] = wrong / ((end - start) * neurons)
            if measuring:
                continue
            updates += 1
            if l2 > 0.0:
                _decay(l2, sizes, parameters, gradient)
            _step(optimizer, rate(optimizer, learning_rate, updates), parameters, firsts, seconds, gradient)
            put(stay_firsts, left_alone, firsts)
            put(stay_seconds, left_alone, seconds)
            put(stays, left_alone, parameters)
        if keep[epoch]:
            kept[places] = parameters
            places += 1
    return mark


SIGNATURE = float64(
    float64[::1],
    float64[:, ::1],
    int64[::1],
    int64[::1],
    int64,
    int64,
    int64[::1],
    int64[::1],
    DATA,
    DATA,
    ORDERS,
    float64,
    float64,
    int64,
    boolean[::1],
    float64[:, ::1],
    int64,
    int64,
    float64[::1],
    boolean,
)
