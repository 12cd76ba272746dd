"""The gradient of many samples at once, in place: ``propagation.batch_gradient`` for one block of a batch."""

from typing import Any

import numpy as np

from engine.activations import activation_named
from engine.arrays import FloatArray
from engine.network import Network, layer_matrices


class Block:
    """The arrays for so many samples, made once; a column a sample.

    Attributes:
        gradient: the sum over the samples of ∂E/∂w, shape (parameters,), once it is found.
    """

    def __init__(self, network: Network, parameters: FloatArray, samples: int) -> None:
        """Make a block.

        Args:
            network: its shape, activations and loss.
            parameters: the weights and biases, which may change from time to time.
            samples: how many.
        """
        self.gradient = np.empty_like(parameters)
        self._loss = network.loss
        self._matrices = layer_matrices(parameters, network.sizes)
        self._gradients = layer_matrices(self.gradient, network.sizes)
        self._activations = [activation_named(name) for name in network.activations]
        self._sources = [np.ones((size + 1, samples)) for size in network.sizes]  # the last row is the bias's 1
        self._sums = [np.empty((size, samples)) for size in network.sizes[1:]]
        self._slopes = [np.empty_like(sums) for sums in self._sums]
        self._errors = [np.empty((size + 1, samples)) for size in network.sizes]
        self._expected = np.empty_like(self._sums[-1])

    def find_gradient(self, inputs: FloatArray, expected: FloatArray, rows: Any) -> bool:
        """Pass these rows forward and backward; return whether all sums could be squared, and so the gradient found.

        Args:
            inputs: shape (rows of the data set, inputs).
            expected: shape (rows of the data set, outputs).
            rows: which rows, as many as the block has samples.
        """
        sources, errors = self._sources, self._errors
        sources[0][:-1], self._expected[:] = inputs[rows].T, expected[rows].T
        for layer, (matrix, sums) in enumerate(zip(self._matrices, self._sums, strict=True)):
            np.dot(matrix, sources[layer], sums)
            flat = sums.ravel()
            if not flat.dot(flat) < np.inf:  # NaN, ∞ or near it: one product looks at every sum
                return False
            self._activations[layer].function(sums.T, sources[layer + 1][:-1].T)
        self._loss.slope(sources[-1][:-1].T, self._expected.T, errors[-1][:-1].T)
        for layer in reversed(range(len(self._matrices))):
            delta = errors[layer + 1][:-1]
            if layer + 1 < len(self._matrices) or not self._loss.of_sums:
                self._activations[layer].derivative(sources[layer + 1][:-1], self._slopes[layer])
                np.multiply(delta, self._slopes[layer], delta)
            np.dot(delta, sources[layer].T, self._gradients[layer])
            if layer:
                np.dot(self._matrices[layer].T, delta, errors[layer])
        return True
