"""What makes steps of passes.

``SampleDescent`` is for the article's way, one sample at a time and straight down the gradient, ``BatchDescent`` for
every other.

Both find out only after many samples whether a number was infinite or NaN: every sum is added up where it leaves a
mark. That the marks overflow where no sum did is possible, and does no harm: it is looked into sample by sample.
"""

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
from engine.network.optimizers import SGD, Optimizer
from engine.network.propagation import decay, samples_at_once

FEW = 20_000
"""Numbers that fit into a processor's nearest cache, several times."""
NEAR = 10_000
"""Numbers of a step made and taken at once where there are more: they are still in that cache when they are taken."""
LARGE_BATCH = 64
"""Samples from which on a batch's error costs next to nothing beside its gradient."""
AHEAD = 16_000
"""Numbers of the samples put together at once."""


class SampleDescent:
    """Steps w ← w − α · ∂E/∂w, one a sample.

    σ(s) = (1 + tanh(s/2))/2 begins and ends with a halving. Here the parameters are kept so that s/2 comes out of them,
    and what goes on is 2a, which saves two calls a layer. Slopes, δ and steps are then some powers of two larger or
    smaller than they should be: that changes no digit of a number, and the factors of ``_Powers`` make up for it.
    """

    def __init__(self, network: Network, parameters: FloatArray) -> None:
        """Prepare the descent.

        Args:
            network: its shape, activations and loss.
            parameters: to be brought up to date by ``train``.
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
        self._calls: tuple[Call, ...] = ()
        self._learning_rate = 0.0  # which the calls were prepared for

    def train(
        self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int] | NDArray[np.intp], learning_rate: float
    ) -> bool:
        """Train these rows; if a number was not finite, return False and leave the parameters as they were."""
        if learning_rate != self._learning_rate:
            self._calls, self._learning_rate = self._prepared(learning_rate), learning_rate
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


class BatchDescent:
    """Steps of any optimiser, one a batch, by the mean of its samples' gradients.

    Attributes:
        error: the MSE over the last batch before its update, if that was a ``LARGE_BATCH``.
    """

    def __init__(
        self, network: Network, parameters: FloatArray, optimizer: Optimizer, moments: FloatArray, l2: float
    ) -> None:
        """Prepare the descent.

        Args:
            network: its shape, activations and loss.
            parameters: to be brought up to date by ``train``.
            optimizer: what makes a step of a gradient.
            moments: what that remembers; brought up to date as well.
            l2: λ, as in ``propagation.advance``.
        """
        self._network, self._parameters, self._optimizer, self._moments = network, parameters, optimizer, moments
        self._decay = decay(network.sizes, l2) if l2 else None
        self._gradient, self._part = np.empty_like(parameters), np.empty_like(parameters)
        # The plain step can be written over the gradient, which keeps a large network's numbers near the processor.
        self._step = self._gradient if optimizer is SGD and not l2 else np.empty_like(parameters)
        self._passes: dict[tuple[int | None, int], _Marked] = {}
        self._block = samples_at_once(network.sizes)
        self.error = 0.0

    def measure(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int] | NDArray[np.intp]) -> float:
        """Compute the MSE over these rows: to the last bit the ``error`` there will be after an update by them."""
        squares = 0.0
        for start in range(0, len(rows), self._block):
            passing = self._pass_for(min(self._block, len(rows) - start), len(rows))
            chosen = _indices(rows[start : start + self._block])
            passing.find_outputs(inputs[chosen], expected[chosen])
            squares += passing.squares()
        return squares / (len(rows) * self._network.sizes[-1])

    def train(
        self,
        inputs: FloatArray,
        expected: FloatArray,
        rows: Sequence[int] | NDArray[np.intp],
        learning_rate: float,
        batch_size: int,
        updates: int,
    ) -> bool:
        """Train these rows; return whether every number was finite.

        Args:
            inputs: shape (rows of the data set, inputs).
            expected: shape (rows of the data set, outputs).
            rows: which rows, in which order.
            learning_rate: α.
            batch_size: how many rows make a batch; the last one can have fewer.
            updates: how many were done before.
        """
        alpha = np.array(learning_rate)
        for passing in self._passes.values():
            passing.mark.fill(0.0)
        for number, start in enumerate(range(0, len(rows), batch_size), start=updates + 1):
            if batch_size == 1:
                passing = self._pass_for(None, 1)
                passing.find_outputs(inputs[rows[start]], expected[rows[start]])
                passing.find_gradient(self._gradient)
            else:
                self._find_mean(inputs, expected, rows[start : start + batch_size])
            self._update(alpha, number)
        vectors = [self._parameters, self._moments]
        marks = [passing.mark for passing in self._passes.values()]
        return all(np.isfinite(vector).all() for vector in (*vectors, *marks))

    def _find_mean(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int] | NDArray[np.intp]) -> None:
        squares = 0.0
        for start in range(0, len(rows), self._block):
            passing = self._pass_for(min(self._block, len(rows) - start), len(rows))
            chosen = _indices(rows[start : start + self._block])
            passing.find_outputs(inputs[chosen], expected[chosen])
            if len(rows) >= LARGE_BATCH:
                squares += passing.squares()
            if start:
                passing.find_gradient(self._part)
                np.add(self._gradient, self._part, self._gradient)
            else:
                passing.find_gradient(self._gradient)
        self.error = squares / (len(rows) * self._network.sizes[-1])

    def _update(self, alpha: FloatArray, number: int) -> None:
        if self._decay is not None:
            np.multiply(self._decay, self._parameters, self._step)
            np.add(self._gradient, self._step, self._gradient)
        self._optimizer.step(self._gradient, self._moments, number, alpha, self._step)
        np.subtract(self._parameters, self._step, self._parameters)

    def _pass_for(self, samples: int | None, of: int) -> _Marked:
        key = samples, of
        if key not in self._passes:
            self._passes[key] = _Marked(self._network, self._parameters, samples, of)
        return self._passes[key]


def _indices(rows: Sequence[int] | NDArray[np.intp]) -> slice | NDArray[np.intp]:
    """Return what picks these rows out; those that follow one another need not be gathered."""
    return slice(rows.start, rows.stop) if isinstance(rows, range) else np.asarray(rows)


class _Marked:
    """A pass whose sums leave marks.

    Attributes:
        mark: the squares of the sums, added up.
    """

    def __init__(self, network: Network, parameters: FloatArray, samples: int | None, of: int) -> None:
        sums, squares = np.empty(sum(network.sizes[1:]) * (samples or 1)), np.zeros(())
        self.mark = np.zeros(())
        self._marking = partial(sums.dot, sums, squares), partial(np.add, self.mark, squares, self.mark)
        self._pass = PreparedPass(network, parameters, sums, samples, of)
        self._sizes = network.sizes
        self._findings: dict[int, tuple[Call, ...]] = {}

    def find_outputs(self, inputs: FloatArray, expected: FloatArray) -> None:
        """Pass these samples forward."""
        self._pass.inputs[...] = inputs
        self._pass.expected[...] = expected
        for call in self._pass.finding_outputs:
            call()

    def squares(self) -> float:
        """Add up (a − y)² of these samples."""
        differences = (self._pass.outputs - self._pass.expected).ravel("K")
        return float(differences.dot(differences))

    def find_gradient(self, out: FloatArray) -> None:
        """Pass them backward: write what they add to the gradient of their batch, shape (parameters,)."""
        if id(out) not in self._findings:
            matrices = enumerate(layer_matrices(out, self._sizes))
            collecting = [self._pass.gradient_call(layer, matrix) for layer, matrix in matrices]
            self._findings[id(out)] = *self._pass.finding_deltas, *collecting, *self._marking
        for call in self._findings[id(out)]:
            call()
