"""A pass forward and backward as a list of calls: what ``propagation.py`` says, for the training loop.

A pass is always the same calls on the same arrays; only the numbers in them differ. So the arrays are made once, and
the calls listed once with the arrays they read and write: what is left to do is to copy the sample's numbers in and to
go down the list. Of Python little more than the cost of calling NumPy remains, which is what bounds small networks: so
whatever can be is done for all layers in one call.
"""

from functools import partial
from itertools import pairwise

import numpy as np

from engine.arrays import FloatArray
from engine.network.activations import Activation, Call, activation_named
from engine.network.network import Network, layer_matrices


class PreparedPass:
    """Computes every δ of one sample, or of many, which stand in columns; and what the gradient is made of.

    Attributes:
        inputs: to be filled, shape (inputs,) or (samples, inputs).
        expected: to be filled with y, shape (outputs,) or (samples, outputs).
        sample: of one sample both in one piece, y first, shape (outputs + inputs,).
        outputs: a of the output layer, shape (outputs,) or (samples, outputs).
        deltas: every δ, once it is found; all layers in one vector, with gaps between them that stay 0.
        finding_outputs: the calls that find the outputs.
        finding_deltas: those that then find every δ.
    """

    def __init__(
        self,
        network: Network,
        parameters: FloatArray,
        sums: FloatArray,
        samples: int | None = None,
        of: int = 1,
        double: bool = False,
    ) -> None:
        """Prepare a pass.

        Args:
            network: its shape, activations and loss.
            parameters: the weights and biases, read at every pass.
            sums: where every s is written, layer by layer, shape (neurons · samples,).
            samples: how many, for columns; none for one sample without a column.
            of: how many the batch has, by which their errors are divided.
            double: whether the layers of ``doubled_layers`` are given s/2 and come to 2a; so is then y, if it is the
                last of them, to be doubled.
        """
        self._samples, self._of, self._loss = samples, of, network.loss
        self._matrices = layer_matrices(parameters, network.sizes)
        self._activations = [activation_named(name) for name in network.activations]
        self._doubled = doubled_layers(network) if double else [False] * len(self._matrices)
        # All layers in one vector, the inputs first; after a layer's neurons a 1, which the bias is the weight of.
        columns, before = samples or 1, 0 if samples else network.sizes[-1]
        starts = np.cumsum([before, *((size + 1) * columns for size in network.sizes)]).tolist()
        self._with_bias = [slice(start, end) for start, end in pairwise(starts)]
        self._neurons = [slice(start, end - columns) for start, end in pairwise(starts)]
        self._outputs = np.ones(starts[-1])
        self._slopes, self._errors, self._deltas = np.zeros((3, starts[-1]))
        for place, doubled in zip(self._with_bias[1:], self._doubled, strict=True):
            self._outputs[place] = 2.0 if doubled else 1.0
        ends = np.cumsum([0, *(size * columns for size in network.sizes[1:])]).tolist()
        self._sums = [sums[start:end] for start, end in pairwise(ends)]
        # The inputs of many samples stand in rows, as they do in a data set: copied so, they need not be turned.
        self._first = self._outputs[self._with_bias[0]].reshape(columns, -1)
        self.sample = self._outputs[: self._neurons[0].stop]
        self.inputs = self._first[:, :-1] if samples else self._first[0, :-1]
        self.expected = np.zeros((network.sizes[-1], columns)).T if samples else self._outputs[:before]
        self.outputs = self._rows(self._outputs[self._neurons[-1]]).T
        self.deltas = self._deltas[self._neurons[1].start :]
        self.finding_outputs: tuple[Call, ...] = tuple(self._forward())
        self.finding_deltas: tuple[Call, ...] = (*self._find_slopes(), *self._backward())

    def gradient_call(self, layer: int, out: FloatArray, neurons: slice = slice(None)) -> Call:
        """Prepare ∂E/∂w = δ · a of the source, for all pairs of a layer's neurons, or some of them, and their sources.

        Args:
            layer: the first after the inputs is 0.
            out: where it is written, or its sum over the samples, shape (neurons, sources + 1).
            neurons: which of the layer's.
        """
        delta, source = self._rows(self._deltas[self._neurons[layer + 1]])[neurons], self._sources(layer)
        if self._samples is None:
            delta, source = delta[:, np.newaxis], source[:, np.newaxis]
        return partial(delta.dot, source.T, out)

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
        layers = zip(self._matrices, self._sums, self._activations, self._doubled, strict=True)
        for layer, (matrix, flat, activation, doubled) in enumerate(layers):
            sums, outputs = self._rows(flat), self._outputs[self._neurons[layer + 1]]
            calls.append(partial(matrix.dot, self._sources(layer), sums))
            if activation.of_layer:
                calls.append(partial(activation.function, sums.T, self._rows(outputs).T))
            else:
                calls += activation.calls(flat, outputs, doubled)
        return calls

    def _find_slopes(self) -> list[Call]:
        """Compute f'(s) of every neuron, for neighbouring layers of the same activation all at once."""
        calls: list[Call] = []
        needed = self._activations[:-1] if self._loss.of_sums else self._activations
        for activation, first, last in _runs(needed):
            place = slice(self._neurons[first].start, self._neurons[last].stop)
            calls += activation.derivative_calls(self._outputs[place], self._slopes[place], self._doubled[first - 1])
        return calls

    def _backward(self) -> list[Call]:
        """Compute δ = ∂E/∂a · f'(s), from the outputs back, and ∂E/∂a = Σ δ·w for the layer before."""
        last = len(self._matrices)
        goal = self._deltas if self._loss.of_sums else self._errors
        error = self._rows(goal[self._neurons[last]]).T
        calls: list[Call] = [partial(self._loss.slope, self.outputs, self.expected, error)]
        if self._of > 1:
            errors = goal[self._neurons[last]]
            calls.append(partial(np.divide, errors, np.array(float(self._of)), errors))
        for layer in range(last, 0, -1):
            place = self._neurons[layer]
            if layer < last or not self._loss.of_sums:
                calls.append(partial(np.multiply, self._errors[place], self._slopes[place], self._deltas[place]))
            if layer > 1:
                delta, matrix = self._rows(self._deltas[place]), self._matrices[layer - 1]
                back = self._rows(self._errors[self._with_bias[layer - 1]])
                spread = partial(delta.dot, matrix) if self._samples is None else partial(matrix.T.dot, delta)
                calls.append(partial(spread, back))
        return calls


def doubled_layers(network: Network) -> list[bool]:
    """Tell of which layers the activation can take s/2 for s and give 2a for a."""
    return [activation_named(name).prepared_double is not None for name in network.activations]


def _runs(activations: list[Activation]) -> list[tuple[Activation, int, int]]:
    """Group neighbouring layers of the same activation: (activation, first layer, last layer), counted from 1."""
    runs: list[tuple[Activation, int, int]] = []
    for layer, activation in enumerate(activations, start=1):
        if runs and runs[-1][0] is activation:
            runs[-1] = (activation, runs[-1][1], layer)
        else:
            runs.append((activation, layer, layer))
    return runs
