"""Numba's loop for the error over all rows, with the parameters of many moments: the points of a history."""

import numpy as np
from numba import float64, int64, njit, void
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.kernels.loops.batches import block_starts, forward, gather
from engine.kernels.loops.layers import OPTIONS, layer_starts
from engine.kernels.loops.plain import DATA


@njit(**OPTIONS)
def find_errors(
    sets: FloatArray,
    sizes: NDArray[np.int64],
    kinds: NDArray[np.int64],
    off: NDArray[np.int64],
    inputs: FloatArray,
    expected: FloatArray,
    most_rows: int,
    errors: FloatArray,
) -> None:
    """Compute the MSE over all rows with each of several sets of parameters.

    Args:
        sets: Shape (sets, parameters).
        sizes: Neurons in each layer, the inputs first.
        kinds: The number of the activation of each layer after the inputs.
        off: The neurons that answer 0, counted through all layers from the inputs on.
        inputs: Shape (rows of the data set, inputs).
        expected: Shape (rows of the data set, outputs).
        most_rows: So many rows are computed at once.
        errors: Written, shape (sets,).
    """
    layers = len(kinds)
    neurons, most = sizes[layers], min(most_rows, len(inputs))
    blocks, starts, every = layer_starts(sizes)[1], block_starts(sizes, most), np.arange(len(inputs))
    first = np.ones((most, sizes[0] + 1))
    outputs, powers = np.zeros(starts[-1]), np.zeros(sizes[1:].max() * most)
    bits = powers.view(np.int64)
    errors[:] = 0.0
    for start in range(0, len(inputs), most):
        rows = min(most, len(inputs) - start)
        gather(inputs, every[start : start + rows], first)
        for index in range(len(sets)):
            forward(sets[index], sizes, kinds, blocks, starts, off, first[:rows], outputs, powers, bits)
            for j in range(neurons):
                for row in range(rows):
                    difference = outputs[starts[layers - 1] + j * rows + row] - expected[start + row, j]
                    errors[index] += difference * difference
    for index in range(len(sets)):
        errors[index] /= len(inputs) * neurons


SIGNATURE = void(float64[:, ::1], int64[::1], int64[::1], int64[::1], DATA, DATA, int64, float64[::1])
