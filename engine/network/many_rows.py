"""Many rows at once: the outputs of a whole data set, and the gradient of a batch.

What ``propagation.py`` computes for one sample, in matrix products over blocks of rows that fit the processor's cache.
"""

from functools import reduce
from itertools import product

import numpy as np

from engine.arrays import FloatArray
from engine.network.network import Network, layer_matrices
from engine.network.propagation import activate, delta_of

_NUMBERS = 16_384
"""Activations of a layer that several sets of parameters have together at most, in arrays that all sets use in turn.
Larger ones leave the cache, and their memory comes from the system each time: at 2-16-16-2 with 150 rows that takes 3
times as long."""


def rows_at_once(sizes: tuple[int, ...]) -> int:
    """Return how many rows of a batch are computed at once, so that their activations fit the processor's cache."""
    return max(256, 32_768 // sum(sizes))


def predict(network: Network, inputs: FloatArray) -> FloatArray:
    """Compute the outputs of many rows.

    Args:
        network: The network.
        inputs: Shape (rows, inputs).

    Returns:
        Shape (rows, outputs).
    """
    return output_layer(network, inputs)[1]


def output_layer(network: Network, inputs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Compute s and a of the output layer for many rows, each of shape (rows, outputs)."""
    s, a = output_layers(network, network.parameters[np.newaxis], inputs)
    return s[0], a[0]


def output_layers(network: Network, parameters: FloatArray, inputs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Compute s and a of the output layer for many rows with each of several sets of parameters.

    The numbers of a set do not depend, to the last bit, on the sets beside it.

    Args:
        network: Its shape and activations are used.
        parameters: Shape (sets, parameters).
        inputs: Shape (rows, inputs).

    Returns:
        Each of shape (sets, rows, outputs).
    """
    sums, outputs = np.empty((2, len(parameters), len(inputs), network.sizes[-1]))
    layers, block = layer_matrices(parameters, network.sizes), 2 * rows_at_once(network.sizes)
    rows = min(block, len(inputs))
    together = min(len(parameters), max(1, _NUMBERS // (rows * max(network.sizes[1:]))))
    work = [np.empty((2, together, rows, neurons)) for neurons in network.sizes[1:]]
    for first, start in product(range(0, len(parameters), together), range(0, len(inputs), block)):
        sets, here = slice(first, first + together), slice(start, start + block)
        a = inputs[here]
        with np.errstate(all="ignore"):
            for layer, (W_b, arrays) in enumerate(zip(layers, work, strict=True), start=1):
                W_b = W_b[sets]
                s, out = arrays[:, : len(W_b), : a.shape[-2]]
                np.matmul(a, W_b[..., :-1].swapaxes(-1, -2), out=s)  # as ``forward_rows``
                np.add(s, W_b[..., np.newaxis, :, -1], s)
                a = activate(network, layer, s, out)
        sums[sets, here], outputs[sets, here] = s, a
    return sums, outputs


def batch_gradient(network: Network, inputs: FloatArray, expected: FloatArray) -> FloatArray:
    """Compute the gradient of a batch: the mean over its rows of ∂E/∂w, in the order of ``Network.parameters``.

    Args:
        network: The network.
        inputs: Shape (rows, inputs).
        expected: y, shape (rows, outputs).

    Returns:
        Shape (parameters,).
    """
    block, batch_size = rows_at_once(network.sizes), len(inputs)
    with np.errstate(all="ignore"):
        parts = [
            _block_gradient(network, inputs[start : start + block], expected[start : start + block], batch_size)
            for start in range(0, batch_size, block)
        ]
        gradient: FloatArray = reduce(np.add, parts)
    return gradient


def _block_gradient(network: Network, inputs: FloatArray, expected: FloatArray, batch_size: int) -> FloatArray:
    """Compute what some rows of a batch contribute to its gradient.

    The formulas of ``forward`` and ``backward`` with a column for each row: S = W·A + b, and the sum over the rows of
    δ · a is the product Δ·Aᵀ. Each row's error is divided by the size of the batch, which makes the sum a mean.
    """
    gradient = np.empty_like(network.parameters)
    dE_dW_b = layer_matrices(gradient, network.sizes)
    A = [_with_ones(inputs.T).copy("F")]  # in memory row after row, as in a data set
    for layer, W_b in enumerate(network.layers, start=1):
        A.append(_with_ones(activate(network, layer, W_b.dot(A[-1]).T).T))
    dE_da = np.empty((network.sizes[-1], len(inputs)))
    network.loss.slope(A[-1][:-1].T, np.asfortranarray(expected), dE_da.T)
    dE_da /= batch_size
    for layer in range(len(network.layers), 0, -1):
        delta = delta_of(network, layer, dE_da.T, A[layer][:-1].T).T
        np.dot(delta, A[layer - 1].T, out=dE_dW_b[layer - 1])
        dE_da = network.layers[layer - 1].T.dot(delta)[:-1]
    return gradient


def _with_ones(columns: FloatArray) -> FloatArray:
    """Return the columns with a last row of ones, whose weights are the biases."""
    rows = np.ones((len(columns) + 1, columns.shape[1]))
    rows[:-1] = columns
    return rows
