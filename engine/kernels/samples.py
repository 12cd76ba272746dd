"""One sample at a time, in place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from math import frexp

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.kernels.prepared_pass import PreparedPass, doubled_layers
from engine.network.activations import Call
from engine.network.network import Network, layer_matrices

FEW = 20_000
"""Numbers that fit into a processor's nearest cache, several times."""


NEAR = 10_000
"""Numbers of a step made and taken at once where there are more: they are still in that cache when they are taken."""


AHEAD = 16_000
"""Numbers of the samples put together at once."""


class SampleDescent:
    """Steps w ← w − α · ∂E/∂w, one a sample.

    σ(s) = (1 + tanh(s/2))/2 begins and ends with a halving. Here the parameters are kept so that s/2 comes out of them,
    and what goes on is 2a, which saves two calls a layer. Slopes, δ and steps are then some powers of two larger or
    smaller than they should be: that changes no digit of a number, and the factors of ``_Powers`` make up for it.
    """

    def __init__(self, network: Network, parameters: FloatArray, learning_rate: float) -> None:
        """Prepare the descent.

        Args:
            network: its shape, activations and loss.
            parameters: to be brought up to date by ``train``.
            learning_rate: α.
        """
        self._parameters, self._sizes = parameters, network.sizes
        count, neurons = parameters.size, sum(network.sizes[1:])
        # The parameters, and behind them the marks: one subtraction updates the ones and adds to the others.
        self._standing, self._step = np.zeros(count + neurons), np.zeros(count + neurons)
        self._work, self._marks, self._sums = self._standing[:count], self._standing[count:], self._step[count:]
        self._matrices, self._gradients = (
            layer_matrices(part[:count], network.sizes) for part in (self._work, self._step)
        )
        self._pass = PreparedPass(network, self._work, self._sums, double=True)
        self._powers = _Powers(network)
        self._scale = _by_layer(network.sizes, self._powers.of_parameters)
        numbers = self._pass.sample.size
        self._ahead = np.empty((max(1, AHEAD // numbers), numbers))  # the next samples
        self._calls = self._prepared(learning_rate)

    def train(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int] | NDArray[np.intp]) -> bool:
        """Train these rows; if a number was not finite, return False and leave the parameters as they were."""
        calls, sample = self._calls, self._pass.sample
        np.multiply(self._parameters, self._scale, self._work)
        self._marks.fill(0.0)
        for start in range(0, len(rows), len(self._ahead)):
            chosen = rows[start : start + len(self._ahead)]
            samples = self._ahead[: len(chosen)]
            np.multiply(expected[chosen], self._powers.of_expected, samples[:, : self._sizes[-1]])
            samples[:, self._sizes[-1] :] = inputs[chosen]
            for numbers in samples:
                sample[...] = numbers
                for call in calls:
                    call()
        if not self._standing.dot(self._standing) < np.inf:  # NaN, infinite, or too large to be squared
            return False
        np.divide(self._work, self._scale, self._parameters)
        return True

    def _prepared(self, learning_rate: float) -> tuple[Call, ...]:
        """List the calls for a sample; α · ∂E/∂w, the only product of all gradients, is made where it is cheapest."""
        passing, rates = self._pass, [learning_rate * factor for factor in self._powers.of_steps]
        calls = [*passing.finding_outputs, *passing.finding_deltas]
        early = frexp(learning_rate)[0] == 0.5  # a power of two, so that α·(δ·a) is (α·δ)·a: there are fewer δ
        if early:
            of_deltas = [np.full(size + 1, rate) for size, rate in zip(self._sizes[1:], rates, strict=True)]
            calls.append(partial(np.multiply, passing.deltas, np.concatenate(of_deltas), passing.deltas))
        if self._work.size > FEW:
            for layer, rate in enumerate(rates):
                calls += self._near_steps(layer, None if early else np.array(rate))
            return *calls, partial(np.subtract, self._marks, self._sums, self._marks)
        calls += [passing.gradient_call(layer, out) for layer, out in enumerate(self._gradients)]
        if not early:
            gradient = self._step[: self._work.size]
            calls.append(partial(np.multiply, gradient, _by_layer(self._sizes, rates), gradient))
        return *calls, partial(np.subtract, self._standing, self._step, self._standing)

    def _near_steps(self, layer: int, rate: FloatArray | None) -> list[Call]:
        """List the calls for a layer's steps, made and taken for some of its neurons after the other."""
        calls: list[Call] = []
        matrix, at_once = self._matrices[layer], max(1, NEAR // (self._sizes[layer] + 1))
        for start in range(0, len(matrix), at_once):
            place = slice(start, start + at_once)
            work = matrix[place]
            step = self._step[: work.size].reshape(work.shape)
            calls.append(self._pass.gradient_call(layer, step, place))
            if rate is not None:
                calls.append(partial(np.multiply, step, rate, step))
            calls.append(partial(np.subtract, work, step, work))
        return calls


class _Powers:
    """The powers of two by which numbers of a ``SampleDescent`` differ from those of the formulas.

    Attributes:
        of_parameters: those of each layer are so many times as large.
        of_expected: y is.
        of_steps: by what α is to be multiplied for each layer, so that its steps are as far as its parameters need.
    """

    def __init__(self, network: Network) -> None:
        doubled = doubled_layers(network)
        of_outputs = [1.0, *(2.0 if double else 1.0 for double in doubled)]  # of the inputs, and of every layer's a
        of_slopes = [4.0 if double else 1.0 for double in doubled]
        of_sums = [0.5 if double else 1.0 for double in doubled]
        self.of_parameters = [sums / source for sums, source in zip(of_sums, of_outputs, strict=False)]
        self.of_expected = of_outputs[-1]
        self.of_steps: list[float] = []
        of_delta = of_outputs[-1] * (1.0 if network.loss.of_sums else of_slopes[-1])
        for layer in reversed(range(len(doubled))):
            parameters = self.of_parameters[layer]
            self.of_steps.insert(0, parameters / (of_delta * of_outputs[layer]))
            of_delta *= parameters * of_slopes[layer - 1]


def _by_layer(sizes: tuple[int, ...], factors: Sequence[float]) -> FloatArray:
    """Return a factor for each parameter, that of its layer."""
    counts = [(sources + 1) * neurons for sources, neurons in pairwise(sizes)]
    return np.repeat(np.array(factors), counts)
