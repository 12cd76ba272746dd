"""A pass forward and backward as a list of calls: what ``propagation.py`` says, for the training loop.

A pass is always the same calls on the same arrays; only the numbers in them differ. So the arrays are made once, and
the calls listed once with the arrays they read and write: what is left to do is to copy the sample's numbers in and to
go down the list. Of Python little more than the cost of calling NumPy remains, which is what bounds small networks: so
whatever can be is done for all layers in one call.
"""

from functools import partial
from itertools import pairwise

import numpy as np

from engine.activations import Activation, Call, activation_named
from engine.arrays import FloatArray
from engine.network import Network, layer_matrices


class PreparedPass:
    """Computes the gradient of one sample, or the sum of the gradients of many, which stand in columns.

    Attributes:
        inputs: to be filled, shape (inputs,) or (samples, inputs).
        expected: to be filled with y, shape (outputs,) or (samples, outputs).
        deltas: every δ, once it is found; all layers in one vector, with gaps between them that stay 0.
        finding_deltas: the calls that find them.
        finding_gradient: the calls that then make the gradient of them.
    """

    def __init__(
        self,
        network: Network,
        parameters: FloatArray,
        gradient: FloatArray,
        sums: FloatArray,
        samples: int | None = None,
        halved: bool = False,
    ) -> None:
        """Prepare a pass.

        Args:
            network: its shape, activations and loss.
            parameters: the weights and biases, read at every pass.
            gradient: where ∂E/∂w is written, shape (parameters,).
            sums: where every s is written, layer by layer, shape (neurons · samples,).
            samples: how many, for columns; none for one sample without a column.
            halved: whether the parameters into the layers of ``halved_layers`` are half of what they should be, so
                that s/2 comes out of the product.
        """
        self._samples, self._loss = samples, network.loss
        self._matrices = layer_matrices(parameters, network.sizes)
        self._gradients = layer_matrices(gradient, network.sizes)
        self._activations = [activation_named(name) for name in network.activations]
        self._halved = halved_layers(network) if halved else [False] * len(self._matrices)
        # All layers in one vector, the inputs first; after a layer's neurons a 1, which the bias is the weight of.
        columns = samples or 1
        starts = np.cumsum([0, *((size + 1) * columns for size in network.sizes)]).tolist()
        self._with_bias = [slice(start, end) for start, end in pairwise(starts)]
        self._neurons = [slice(start, end - columns) for start, end in pairwise(starts)]
        self._outputs, self._slopes = np.ones(starts[-1]), np.ones(starts[-1])
        self._errors, self.deltas = np.zeros(starts[-1]), np.zeros(starts[-1])
        ends = np.cumsum([0, *(size * columns for size in network.sizes[1:])]).tolist()
        self._sums = [sums[start:end] for start, end in pairwise(ends)]
        # The inputs of many samples stand in rows, as they do in a data set: copied so, they need not be turned.
        self._first = self._outputs[self._with_bias[0]].reshape(columns, -1)
        self.inputs = self._first[:, :-1] if samples else self._first[0, :-1]
        self.expected = np.zeros((columns, network.sizes[-1])) if samples else np.zeros(network.sizes[-1])
        self.finding_deltas: tuple[Call, ...] = (*self._forward(), *self._find_slopes(), *self._backward())
        self.finding_gradient: tuple[Call, ...] = tuple(self._collect())

    def _rows(self, layer: FloatArray) -> FloatArray:
        """View a layer's part of a vector with a row a neuron."""
        return layer if self._samples is None else layer.reshape(-1, self._samples)

    def _sources(self, layer: int) -> FloatArray:
        """View a layer's outputs and the 1 of the bias, with a row a source."""
        if layer == 0 and self._samples is not None:
            return self._first.T
        return self._rows(self._outputs[self._with_bias[layer]])

    def _forward(self) -> list[Call]:
        """Compute s = W·a + b and a = f(s)."""
        calls: list[Call] = []
        layers = zip(self._matrices, self._sums, self._activations, strict=True)
        for layer, (matrix, flat, activation) in enumerate(layers):
            sums, outputs = self._rows(flat), self._outputs[self._neurons[layer + 1]]
            calls.append(partial(matrix.dot, self._sources(layer), sums))
            if self._halved[layer] and activation.prepared_of_half:
                calls += activation.prepared_of_half(flat, outputs)
            elif activation.of_layer:
                calls.append(partial(activation.function, sums.T, self._rows(outputs).T))
            else:
                calls += activation.calls(flat, outputs)
        return calls

    def _find_slopes(self) -> list[Call]:
        """Compute f'(s) of every neuron, for neighbouring layers of the same activation all at once."""
        calls: list[Call] = []
        needed = self._activations[:-1] if self._loss.of_sums else self._activations
        for activation, first, last in _runs(needed):
            place = slice(self._neurons[first].start, self._neurons[last].stop)
            calls += activation.derivative_calls(self._outputs[place], self._slopes[place])
        return calls

    def _backward(self) -> list[Call]:
        """Compute δ = ∂E/∂a · f'(s), from the outputs back, and ∂E/∂a = Σ δ·w for the layer before."""
        last = len(self._matrices)
        goal = self.deltas if self._loss.of_sums else self._errors
        outputs = [self._rows(vector[self._neurons[last]]).T for vector in (self._outputs, goal)]
        calls: list[Call] = [partial(self._loss.slope, outputs[0], self.expected, outputs[1])]
        for layer in range(last, 0, -1):
            place = self._neurons[layer]
            if layer < last or not self._loss.of_sums:
                calls.append(partial(np.multiply, self._errors[place], self._slopes[place], self.deltas[place]))
            if layer > 1:
                delta, matrix = self._rows(self.deltas[place]), self._matrices[layer - 1]
                back = self._rows(self._errors[self._with_bias[layer - 1]])
                spread = partial(delta.dot, matrix) if self._samples is None else partial(matrix.T.dot, delta)
                calls.append(partial(spread, back))
        return calls

    def _collect(self) -> list[Call]:
        """Compute ∂E/∂w = δ · a of the source, for all pairs of a layer's neurons and their sources."""
        calls: list[Call] = []
        for layer, gradient in enumerate(self._gradients):
            delta, source = self._rows(self.deltas[self._neurons[layer + 1]]), self._sources(layer)
            if self._samples is None:
                delta, source = delta[:, np.newaxis], source[:, np.newaxis]
            calls.append(partial(delta.dot, source.T, gradient))
        return calls


def halved_layers(network: Network) -> list[bool]:
    """Tell of which layers the activation can take s/2 for s."""
    return [activation_named(name).prepared_of_half is not None for name in network.activations]


def _runs(activations: list[Activation]) -> list[tuple[Activation, int, int]]:
    """Group neighbouring layers of the same activation: (activation, first layer, last layer), counted from 1."""
    runs: list[tuple[Activation, int, int]] = []
    for layer, activation in enumerate(activations, start=1):
        if runs and runs[-1][0] is activation:
            runs[-1] = (activation, runs[-1][1], layer)
        else:
            runs.append((activation, layer, layer))
    return runs
