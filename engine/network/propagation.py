"""Backpropagation to read: the forward pass, the backward pass and the update, each beside its formula.

forward:   s = Σ w·a + b                      a = f(s)
backward:  δ_o = ∂E/∂a · f'(s)                (a − y) · a · (1 − a) for sigmoid outputs and E = ½ Σ (a − y)²
           δ_h = (Σ δ_o · w_o) · f'(s)        with the weights as they were before the update
           ∂E/∂w = δ · a of its source        ∂E/∂b = δ
update:    w ← w − α · ∂E/∂w                  b ← b − α · ∂E/∂b, once every δ is known

The letters are the article's: s is a neuron's weighted sum, a its activation, y the expected output, E the error of the
sample, δ (delta) = ∂E/∂s, α the learning rate. ``W_b`` is the matrix of a layer: its weights W, a row for each neuron,
and in the last column its biases b, the weights of an input that is always 1.

A neuron that is switched off answers a = 0, so its δ is 0; frozen parameters have a gradient and stay: ``switches.py``.

``many_rows.py`` and ``engine.kernels`` compute the same faster; tests compare them with this file.
"""

import numpy as np

from engine.arrays import FloatArray, frozen
from engine.errors import InvalidValue
from engine.network.activations import activation_named
from engine.network.method import Method
from engine.network.network import Network, layer_matrices, parameter_count
from engine.network.optimizers import Memory, optimizer_named
from engine.quick_dataclass import dataclass


@dataclass(frozen=True, eq=False)
class Trace:
    """Everything a forward pass computes, read-only.

    Attributes:
        sums: s of each layer after the inputs, shapes (neurons,), or (rows, neurons) from ``forward_rows``.
        activations: a of each layer, the inputs first, in the same shapes.
    """

    sums: tuple[FloatArray, ...]
    activations: tuple[FloatArray, ...]

    @property
    def outputs(self) -> FloatArray:
        """The activations of the last layer."""
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


# Forward --------------------------------------------------------------------------------------------------------------


def forward(network: Network, inputs: FloatArray) -> Trace:
    """Compute every sum and activation of one sample.

    Args:
        network: The network.
        inputs: The sample, shape (inputs,).
    """
    a = frozen(inputs)
    sums, activations = [], [a]
    with np.errstate(all="ignore"):  # an overflow is shown as ∞, not warned about
        for layer, W_b in enumerate(network.layers, start=1):
            s = W_b.dot(np.append(a, 1.0))  # s = Σ w·a + b·1
            a = activate(network, layer, s)  # a = f(s)
            sums.append(frozen(s))
            activations.append(frozen(a))
    return Trace(tuple(sums), tuple(activations))


def forward_rows(
    network: Network, inputs: FloatArray, *, after: int = 0, layers: tuple[FloatArray, ...] | None = None
) -> Trace:
    """Compute every sum and activation of many rows at once.

    A row's numbers can differ from those of ``forward`` in the last bits: sums of many rows are added up in another
    order.

    Args:
        network: The network.
        inputs: The activations to start from, shape (rows, neurons) or (…, rows, neurons).
        after: The layer they belong to; 0 are the network's inputs.
        layers: Other weights and biases for all layers; those of several networks at once have the shapes (networks,
            neurons, sources + 1).
    """
    a = inputs
    sums, activations = [], [a]
    with np.errstate(all="ignore"):
        for layer, W_b in enumerate((layers or network.layers)[after:], start=after + 1):
            s = a @ W_b[..., :-1].swapaxes(-1, -2) + W_b[..., np.newaxis, :, -1]  # s = Σ w·a + b, a row for each row
            a = activate(network, layer, s)
            sums.append(s)
            activations.append(a)
    for array in (*sums, *activations[1:]):
        array.flags.writeable = False
    return Trace(tuple(sums), tuple(activations))


def activate(network: Network, layer: int, s: FloatArray, out: FloatArray | None = None) -> FloatArray:
    """Return a = f(s) of a layer, in ``out`` if given, for sums of shape (…, neurons); 0 for neurons switched off."""
    a = np.empty_like(s) if out is None else out
    activation_named(network.activations[layer - 1]).function(s, a)
    for off in network.off_in(layer):
        a[..., off] = 0.0
    return a


def sample_error(network: Network, trace: Trace, expected: FloatArray) -> float:
    """Compute E of one sample: the error whose gradient ``backward`` computes.

    Args:
        network: The network; E is its loss.
        trace: The forward pass of the sample.
        expected: y, shape (outputs,).
    """
    return float(network.loss.errors(trace.sums[-1], trace.outputs, np.asarray(expected)))


# Backward -------------------------------------------------------------------------------------------------------------


def backward(network: Network, trace: Trace, expected: FloatArray) -> Gradients:
    """Compute every δ and every gradient of one sample by the chain rule, from the outputs back to the inputs.

    Args:
        network: The network, with the weights of the forward pass.
        trace: That forward pass.
        expected: y, shape (outputs,).
    """
    y = np.asarray(expected)
    gradient = np.empty_like(network.parameters)
    dE_dW_b = layer_matrices(gradient, network.sizes)
    deltas: list[FloatArray] = []
    with np.errstate(all="ignore"):
        dE_da = np.empty_like(y)
        network.loss.slope(trace.outputs, y, dE_da)  # a − y for the article's error
        for layer in range(len(network.layers), 0, -1):
            delta = delta_of(network, layer, dE_da, trace.activations[layer])  # δ = ∂E/∂a · f'(s)
            source = np.append(trace.activations[layer - 1], 1.0)
            np.multiply.outer(delta, source, out=dE_dW_b[layer - 1])  # ∂E/∂w = δ · a, ∂E/∂b = δ · 1
            dE_da = delta.dot(network.layers[layer - 1])[:-1]  # Σ δ·w for each neuron of the layer before
            deltas.insert(0, frozen(delta))
    return Gradients(tuple(deltas), frozen(gradient))


def delta_of(network: Network, layer: int, dE_da: FloatArray, a: FloatArray) -> FloatArray:
    """Return δ = ∂E/∂a · f'(s) of a layer, for arrays of shape (…, neurons); 0 for neurons that are switched off.

    Cross-entropy gives the output layer ∂E/∂s at once, δ = a − y, in place of ∂E/∂a: this is returned as it is.
    """
    if layer == len(network.layers) and network.loss.of_sums:
        return dE_da
    slope = np.empty_like(a)
    activation_named(network.activations[layer - 1]).derivative(a, slope)  # f'(s), written through a: a·(1 − a)
    delta = dE_da * slope
    for off in network.off_in(layer):
        delta[..., off] = 0.0
    return delta


# Update ---------------------------------------------------------------------------------------------------------------


def advance(network: Network, gradient: FloatArray, method: Method, memory: Memory) -> tuple[Network, Memory]:
    """Update all parameters at once; return the network and the optimiser's memory after it.

    Parameters that are switched off in the network stay to the last bit, and so does what the optimiser remembers.

    Args:
        network: The network.
        gradient: ∂E/∂w of a sample or a batch, shape (parameters,).
        method: α, the optimiser, and λ of the L2 penalty ½ λ Σ w², which adds λ·w to the gradient of every weight but
            of no bias (weight_decay in PyTorch).
        memory: What the optimiser remembers of earlier updates.

    Raises:
        InvalidValue: A number would become infinite or NaN.
    """
    parameters, moments = stepped(network, gradient, method, memory)
    if not np.isfinite(moments).all():
        raise InvalidValue(f"what {method.optimizer} remembers must be finite numbers")
    return network.with_parameters(parameters), Memory(memory.updates + 1, moments)


def stepped(network: Network, gradient: FloatArray, method: Method, memory: Memory) -> tuple[FloatArray, FloatArray]:
    """Compute the parameters and the optimiser's moments after an update, finite or not.

    The arguments are those of ``advance``; the results have shapes (parameters,) and (moments, parameters).
    """
    moments, step = memory.moments.copy(), np.empty_like(network.parameters)
    with np.errstate(all="ignore"):
        if method.l2:
            gradient = gradient + decay(network.sizes, method.l2) * network.parameters  # ∂E/∂w + λ·w
        update, alpha = memory.updates + 1, np.array(method.learning_rate)
        optimizer_named(method.optimizer).step(gradient, moments, update, alpha, step)  # sgd: step = α · ∂E/∂w
        parameters = network.parameters - step  # w ← w − step
    left = network.left_alone
    parameters[left], moments[:, left] = network.parameters[left], memory.moments[:, left]
    return parameters, moments


def descend(network: Network, gradients: Gradients, learning_rate: float) -> Network:
    """Update the network as the article does: w ← w − α · ∂E/∂w.

    Raises:
        InvalidValue: A parameter would become infinite or NaN.
    """
    method = Method(learning_rate)
    return advance(network, gradients.parameters, method, method.new_memory(len(network.parameters)))[0]


def decay(sizes: tuple[int, ...], l2: float) -> FloatArray:
    """Return λ for each weight and 0 for each bias, in the order of ``Network.parameters``."""
    factors = np.full(parameter_count(sizes), l2)
    for matrix in layer_matrices(factors, sizes):
        matrix[:, -1] = 0.0
    return factors
