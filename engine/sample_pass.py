"""One pass forward and backward, prepared: ``propagation.forward`` and ``backward`` as a list of calls.

A pass is always the same calls on the same arrays; only the numbers in them differ. So the arrays are made once and
the calls listed once, with the arrays they read and write: what is left to do for a sample is to copy its numbers in
and to go down the list. Of Python little more than the cost of calling NumPy remains, which bounds small networks: so
what can be done for all layers in one call is.
"""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from engine.activations import Activation, Call, activation_named
from engine.arrays import FloatArray
from engine.losses import half_squared_gradient
from engine.network import Network, layer_matrices


class SamplePass:
    """Computes the gradient of one sample.

    Attributes:
        inputs: to be filled with the sample's inputs, shape (inputs,).
        expected: to be filled with y, shape (outputs,).
        calls: what then computes the gradient, one after the other.
    """

    def __init__(
        self,
        network: Network,
        parameters: FloatArray,
        gradient: FloatArray,
        sums: FloatArray,
        halved: Sequence[bool],
    ) -> None:
        """Prepare a pass.

        Args:
            network: its shape and activations.
            parameters: the weights and biases; read at every pass.
            gradient: where ∂E/∂w is written, shape (parameters,).
            sums: where every s is written, layer by layer, shape (neurons,).
            halved: for each layer whether the parameters into it are half of what they should be, so that s/2 comes
                out of the product: what its activation's ``of_half`` wants.
        """
        self._halved = halved
        self._matrices = layer_matrices(parameters, network.sizes)
        self._gradients = layer_matrices(gradient, network.sizes)
        self._activations = [activation_named(name) for name in network.activations]
        # All layers in one array, the inputs first; after each layer's neurons a 1, which the bias is the weight of.
        starts = np.cumsum([0, *(size + 1 for size in network.sizes)]).tolist()
        self._with_bias = [slice(start, end) for start, end in pairwise(starts)]
        self._neurons = [slice(start, end - 1) for start, end in pairwise(starts)]
        self._outputs, self._slopes = np.ones(starts[-1]), np.ones(starts[-1])
        self._errors, self._deltas = np.zeros(starts[-1]), np.zeros(starts[-1])
        ends = np.cumsum(network.sizes[1:]).tolist()
        self._sums = [sums[start:end] for start, end in pairwise([0, *ends])]
        self.inputs = self._outputs[self._neurons[0]]
        self.expected = np.zeros(network.sizes[-1])
        self.calls: tuple[Call, ...] = (*self._forward(), *self._find_slopes(), *self._backward(), *self._collect())

    def _forward(self) -> list[Call]:
        calls: list[Call] = []
        for layer, (matrix, sums, activation) in enumerate(zip(self._matrices, self._sums, self._activations, strict=True), start=1):
            calls.append(partial(matrix.dot, self._outputs[self._with_bias[layer - 1]], sums))  # s = W·a + b
            prepare = activation.of_half if self._halved[layer-1] else activation.calls
            calls += prepare(sums, self._outputs[self._neurons[layer]])
        return calls

    def _find_slopes(self) -> list[Call]:
        """Compute f'(s) of every neuron, for neighbouring layers of the same activation all at once."""
        calls: list[Call] = []
        for activation, first, last in _runs(self._activations):
            place = slice(self._with_bias[first].start, self._neurons[last].stop)
            calls += activation.derivative_calls(self._outputs[place], self._slopes[place])
        return calls

    def _backward(self) -> list[Call]:
        outputs = self._neurons[-1]
        calls: list[Call] = [partial(np.subtract, self._outputs[outputs], self.expected, self._errors[outputs])]
        for layer in reversed(range(1, len(self._neurons))):
            place = self._neurons[layer]
            delta = self._deltas[place]
            calls.append(partial(np.multiply, self._errors[place], self._slopes[place], delta))
            if layer > 1:  # Σ δ·w for the layer before; the inputs need none
                spread = self._errors[self._with_bias[layer - 1]]
                calls.append(partial(delta.dot, self._matrices[layer - 1], spread))
        return calls

    def _collect(self) -> list[Call]:
        """∂E/∂w = δ · a of the source, for all pairs of a layer's neurons and their sources."""
        calls: list[Call] = []
        for layer, gradient in enumerate(self._gradients, start=1):
            column, row = self._deltas[self._neurons[layer], np.newaxis], self._outputs[np.newaxis, self._with_bias[layer - 1]]
            calls.append(partial(column.dot, row, gradient))
        return calls


def _runs(activations: list[Activation]) -> list[tuple[Activation, int, int]]:
    """Group neighbouring layers of the same activation: (activation, first layer, last layer), counted from 1."""
    runs: list[tuple[Activation, int, int]] = []
    for layer, activation in enumerate(activations, start=1):
        if runs and runs[-1][0] is activation:
            runs[-1] = (activation, runs[-1][1], layer)
        else:
            runs.append((activation, layer, layer))
    return runs
