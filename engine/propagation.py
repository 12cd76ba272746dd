"""Backpropagation, as one reads it: the forward pass, the backward pass, one step down the gradient.

The letters are the article's: s is a neuron's weighted sum, a its activation, δ (delta) = ∂E/∂s, W the weights of a
layer, y what is expected, α the learning rate. ``kernel.py`` computes the same, faster; a test holds the two together
to the last bit.
"""

from dataclasses import dataclass

import numpy as np

from engine.activations import ElementwiseFunction, activation_named
from engine.arrays import FloatArray, frozen
from engine.losses import half_squared_gradient
from engine.network import Network, layer_matrices

BLOCK = 1024
"""So many rows are computed at once: the memory that takes stays bounded, and near the processor."""


@dataclass(frozen=True, eq=False)
class Trace:
    """Everything a forward pass computes, read-only.

    Attributes:
        sums: s of each layer after the inputs, shapes (neurons,).
        activations: a of each layer, the inputs first, shapes (neurons,).
    """

    sums: tuple[FloatArray, ...]
    activations: tuple[FloatArray, ...]

    @property
    def outputs(self) -> FloatArray:
        """The activations of the last layer, shape (outputs,)."""
        return self.activations[-1]


@dataclass(frozen=True, eq=False)
class Gradients:
    """Everything a backward pass computes, read-only.

    Attributes:
        deltas: δ = ∂E/∂s of each layer after the inputs, shapes (neurons,).
        parameters: ∂E/∂w and ∂E/∂b, in the order of ``Network.parameters``.
    """

    deltas: tuple[FloatArray, ...]
    parameters: FloatArray


def forward(network: Network, inputs: FloatArray) -> Trace:
    """Compute every sum and activation: s = Σ w·a + b, a = f(s).

    Args:
        network: the network.
        inputs: one sample, shape (inputs,).
    """
    a = frozen(inputs)
    sums, activations = [], [a]
    with np.errstate(all="ignore"):  # an overflow is a number to be shown, not a warning
        for W_b, name in zip(network.layers, network.activations, strict=True):
            s = W_b.dot(np.append(a, 1.0))  # the last column of W_b is the bias: b·1
            a = _apply(activation_named(name).function, s)
            sums.append(frozen(s))
            activations.append(frozen(a))
    return Trace(tuple(sums), tuple(activations))


def backward(network: Network, trace: Trace, expected: FloatArray) -> Gradients:
    """Compute every δ and gradient by the chain rule, from the outputs back to the inputs.

    output layer:  δ = (a − y) · f'(s)
    hidden layer:  δ = (Σ δ_next · w_next) · f'(s)
    every weight:  ∂E/∂w = δ · a of its source;  every bias: ∂E/∂b = δ

    Args:
        network: the network, with the weights of the forward pass.
        trace: that forward pass.
        expected: y, shape (outputs,).
    """
    y = np.asarray(expected)
    gradient = np.empty_like(network.parameters)
    by_layer = layer_matrices(gradient, network.sizes)
    deltas: list[FloatArray] = []
    with np.errstate(all="ignore"):
        error = np.empty_like(y)
        half_squared_gradient(trace.outputs, y, error)
        for layer in reversed(range(len(network.layers))):
            slope = _apply(activation_named(network.activations[layer]).derivative, trace.activations[layer + 1])
            delta = error * slope
            source = np.append(trace.activations[layer], 1.0)
            np.multiply.outer(delta, source, out=by_layer[layer])
            error = delta.dot(network.layers[layer])[:-1]  # Σ δ·w for the layer before; the last is the bias's
            deltas.insert(0, frozen(delta))
    return Gradients(tuple(deltas), frozen(gradient))


def descend(network: Network, gradients: Gradients, learning_rate: float) -> Network:
    """Take one step down the gradient, all parameters at once: w ← w − α · ∂E/∂w.

    Raises:
        InvalidValue: a parameter would become infinite or NaN.
    """
    with np.errstate(all="ignore"):
        step = gradients.parameters * learning_rate
        return Network(network.sizes, network.activations, network.parameters - step)


def predict(network: Network, inputs: FloatArray) -> FloatArray:
    """Compute the outputs for many rows at once.

    Args:
        network: the network.
        inputs: shape (rows, inputs).

    Returns:
        Shape (rows, outputs).
    """
    return predict_each(network, network.parameters[np.newaxis], inputs)[0]


def predict_each(network: Network, parameters: FloatArray, inputs: FloatArray) -> FloatArray:
    """Compute the outputs that a network has with each of several sets of parameters, for many rows at once.

    What comes out for a set does not depend, to the last bit, on the others beside it.

    Args:
        network: its shape and activations.
        parameters: shape (sets, parameters).
        inputs: shape (rows, inputs).

    Returns:
        Shape (sets, rows, outputs).
    """
    outputs = np.empty((len(parameters), len(inputs), network.sizes[-1]))
    matrices = layer_matrices(parameters, network.sizes)
    with np.errstate(all="ignore"):
        for start in range(0, len(inputs), BLOCK):
            a = inputs[start : start + BLOCK]
            for W_b, name in zip(matrices, network.activations, strict=True):
                s = a @ W_b[..., :-1].swapaxes(1, 2)
                s += W_b[..., np.newaxis, :, -1]
                a = _apply(activation_named(name).function, s)
            outputs[:, start : start + BLOCK] = a
    return outputs


def _apply(function: ElementwiseFunction, values: FloatArray) -> FloatArray:
    out = np.empty_like(values)
    function(values, out)
    return out
