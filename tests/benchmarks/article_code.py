"""The article's level 2 program: NumPy, layers as objects, a new array for every operation."""

from itertools import pairwise

import numpy as np


class Layer:
    """A layer and the weights into it."""

    def __init__(self, inputs: int, neurons: int) -> None:
        self.weights = np.random.rand(neurons, inputs)
        self.bias = np.random.rand(neurons)
        self.inputs = self.outputs = self.deltas = np.zeros(0)

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return the layer's outputs."""
        self.inputs = inputs
        self.outputs = 1 / (1 + np.exp(-(self.weights @ inputs + self.bias)))
        return self.outputs

    def update(self, learning_rate: float) -> None:
        """Update the weights and biases."""
        self.weights -= self.deltas[:, np.newaxis] @ self.inputs[np.newaxis, :] * learning_rate
        self.bias -= self.deltas * learning_rate


class ArticleNetwork:
    """The network of level 2, with the mistake in the hidden δ corrected, which takes no longer."""

    def __init__(self, sizes: tuple[int, ...]) -> None:
        self.layers = [Layer(inputs, neurons) for inputs, neurons in pairwise(sizes)]

    def train(self, inputs: np.ndarray, expected: np.ndarray, learning_rate: float, epochs: int) -> list[float]:
        """Train; return the figure that it prints after each epoch: the sum of the samples' mean squared errors."""
        figures = []
        for _ in range(epochs):
            figure = 0.0
            for sample, wanted in zip(inputs, expected, strict=True):
                outputs = sample
                for layer in self.layers:
                    outputs = layer.forward(outputs)
                figure += np.mean((outputs - wanted) ** 2)
                error = outputs - wanted
                for layer in reversed(self.layers):
                    layer.deltas = error * layer.outputs * (1 - layer.outputs)
                    error = layer.weights.T @ layer.deltas
                for layer in self.layers:
                    layer.update(learning_rate)
            figures.append(figure)
        return figures
