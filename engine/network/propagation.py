"""Backpropagation, as one reads it: the forward pass, the backward pass, one step down the gradient.

The letters are the article's: s is a neuron's weighted sum, a its activation, E the error of the sample, δ (delta) =
∂E/∂s, W the weights of a layer, y what is expected, α the learning rate. ``kernel.py`` computes the same, faster; a
test holds the two together to the last bit.
"""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from engine.arrays import FloatArray, frozen
from engine.errors import InvalidValue
from engine.network.activations import ElementwiseFunction, activation_named
from engine.network.network import Network, layer_matrices, parameter_count
from engine.network.optimizers import SGD, Memory, Optimizer


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


def sample_error(network: Network, trace: Trace, expected: FloatArray) -> float:
    """Compute E, the error of one sample: what ``backward`` is the gradient of.

    Args:
        network: the network; its loss says what E is.
        trace: the forward pass.
        expected: y, shape (outputs,).
    """
    return float(network.loss.errors(trace.sums[-1], trace.outputs, np.asarray(expected)))


def backward(network: Network, trace: Trace, expected: FloatArray) -> Gradients:
    """Compute every δ and gradient by the chain rule, from the outputs back to the inputs.

    output layer:  δ = ∂E/∂a · f'(s), which is (a − y) · f'(s) for the article's error; δ = a − y for cross-entropy
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
        network.loss.slope(trace.outputs, y, error)
        for layer in reversed(range(len(network.layers))):
            delta = delta_from(network, layer + 1, error, trace.activations[layer + 1])
            source = np.append(trace.activations[layer], 1.0)
            np.multiply.outer(delta, source, out=by_layer[layer])
            error = delta.dot(network.layers[layer])[:-1]  # Σ δ·w for the layer before; the last is the bias's
            deltas.insert(0, frozen(delta))
    return Gradients(tuple(deltas), frozen(gradient))


def delta_from(network: Network, layer: int, error: FloatArray, a: FloatArray) -> FloatArray:
    """Return δ = ∂E/∂a · f'(s) of a layer, for one sample or many; ∂E/∂s itself where the loss gave that at once."""
    if layer == len(network.layers) and network.loss.of_sums:
        return error
    return error * _apply(activation_named(network.activations[layer - 1]).derivative, a)


def batch_gradient(network: Network, inputs: FloatArray, expected: FloatArray) -> FloatArray:
    """Compute the gradient of a batch: the mean over its samples of ∂E/∂w, in the order of ``Network.parameters``.

    The formulas of ``forward`` and ``backward``, with a column for each sample: S = W·A + b, and the sum over the
    samples of δ · a is the product Δ·Aᵀ. To make a mean of it, each sample's error counts for its share of the batch.

    Args:
        network: the network.
        inputs: shape (samples, inputs).
        expected: y, shape (samples, outputs).

    Returns:
        Shape (parameters,).
    """
    block, of = samples_at_once(network.sizes), len(inputs)
    with np.errstate(all="ignore"):
        parts = [_part(network, inputs[i : i + block], expected[i : i + block], of) for i in range(0, of, block)]
        gradient: FloatArray = reduce(np.add, parts)
    return gradient


def samples_at_once(sizes: tuple[int, ...]) -> int:
    """Tell how many samples of a batch are computed at once: what passes through them fits a processor's cache."""
    return max(256, 32_768 // sum(sizes))


def _part(network: Network, inputs: FloatArray, expected: FloatArray, of: int) -> FloatArray:
    """Compute what some samples of a batch ``of`` so many add to its gradient."""
    gradient = np.empty_like(network.parameters)
    by_layer = layer_matrices(gradient, network.sizes)
    A = [_with_ones(inputs.T).copy("F")]  # in memory as in a data set: sample after sample
    for W_b, name in zip(network.layers, network.activations, strict=True):
        A.append(_with_ones(_apply(activation_named(name).function, W_b.dot(A[-1]).T).T))
    error = np.empty((network.sizes[-1], len(inputs)))
    network.loss.slope(A[-1][:-1].T, np.asfortranarray(expected), error.T)
    error /= of
    for layer in reversed(range(len(network.layers))):
        delta = delta_from(network, layer + 1, error, A[layer + 1][:-1])
        np.dot(delta, A[layer].T, out=by_layer[layer])
        error = network.layers[layer].T.dot(delta)[:-1]
    return gradient


def _with_ones(values: FloatArray) -> FloatArray:
    """Return the values with a last row of ones, which the biases are the weights of."""
    rows = np.ones((len(values) + 1, values.shape[1]))
    rows[:-1] = values
    return rows


def advance(
    network: Network, gradient: FloatArray, learning_rate: float, optimizer: Optimizer, memory: Memory, l2: float = 0.0
) -> tuple[Network, Memory]:
    """Take one step, all parameters at once, and return the network and the optimiser's memory after it.

    Args:
        network: the network.
        gradient: ∂E/∂w of a sample or a batch, shape (parameters,).
        learning_rate: α.
        optimizer: what makes a step of it.
        memory: what that remembers of earlier steps.
        l2: λ: every weight, but no bias, is drawn towards 0 by λ·w, the slope of ½ λ Σ w². (PyTorch's weight_decay.)

    Raises:
        InvalidValue: a number would become infinite or NaN.
    """
    parameters, moments = stepped(network, gradient, learning_rate, optimizer, memory, l2)
    if not np.isfinite(moments).all():
        raise InvalidValue(f"what {optimizer.name} remembers must be finite numbers")
    return network.with_parameters(parameters), Memory(memory.updates + 1, moments)


def stepped(
    network: Network, gradient: FloatArray, learning_rate: float, optimizer: Optimizer, memory: Memory, l2: float
) -> tuple[FloatArray, FloatArray]:
    """Compute the parameters and the optimiser's moments after a step, finite or not: w ← w − step(g), g = ∂E/∂w + λ·w.

    The arguments are those of ``advance``; the shapes are (parameters,) and (moments, parameters).
    """
    moments, step = memory.moments.copy(), np.empty_like(network.parameters)
    with np.errstate(all="ignore"):
        if l2:
            gradient = gradient + decay(network.sizes, l2) * network.parameters
        optimizer.step(gradient, moments, memory.updates + 1, np.array(learning_rate), step)
        return network.parameters - step, moments


def descend(network: Network, gradients: Gradients, learning_rate: float) -> Network:
    """Take one step straight down the gradient, as the article does: w ← w − α · ∂E/∂w.

    Raises:
        InvalidValue: a parameter would become infinite or NaN.
    """
    return advance(network, gradients.parameters, learning_rate, SGD, SGD.begin(len(network.parameters)))[0]


def decay(sizes: tuple[int, ...], l2: float) -> FloatArray:
    """Return λ where a parameter is a weight and 0 where it is a bias, in the order of ``Network.parameters``."""
    factors = np.full(parameter_count(sizes), l2)
    for matrix in layer_matrices(factors, sizes):
        matrix[:, -1] = 0.0
    return factors


def predict(network: Network, inputs: FloatArray) -> FloatArray:
    """Compute the outputs for many rows at once.

    Args:
        network: the network.
        inputs: shape (rows, inputs).

    Returns:
        Shape (rows, outputs).
    """
    return output_layer(network, inputs)[1]


def output_layer(network: Network, inputs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Compute s and a of the output layer for many rows at once, each of shape (rows, outputs)."""
    s, a = output_layers(network, network.parameters[np.newaxis], inputs)
    return s[0], a[0]


def output_layers(network: Network, parameters: FloatArray, inputs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Compute s and a of the output layer with each of several sets of parameters, for many rows at once.

    What comes out for a set does not depend, to the last bit, on the others beside it. From what ``forward`` makes of
    a row it can differ in the last bits: many rows are added up in another order.

    Args:
        network: its shape and activations.
        parameters: shape (sets, parameters).
        inputs: shape (rows, inputs).

    Returns:
        Each of shape (sets, rows, outputs).
    """
    sums, outputs = np.empty((2, len(parameters), len(inputs), network.sizes[-1]))
    matrices, block = layer_matrices(parameters, network.sizes), 2 * samples_at_once(network.sizes)
    with np.errstate(all="ignore"):
        for start in range(0, len(inputs), block):
            a = inputs[start : start + block]
            for W_b, name in zip(matrices, network.activations, strict=True):
                s = a @ W_b[..., :-1].swapaxes(1, 2)
                s += W_b[..., np.newaxis, :, -1]
                a = _apply(activation_named(name).function, s)
            sums[:, start : start + block], outputs[:, start : start + block] = s, a
    return sums, outputs


def _apply(function: ElementwiseFunction, values: FloatArray) -> FloatArray:
    out = np.empty_like(values)
    function(values, out)
    return out
