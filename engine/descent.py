"""What makes steps of passes.

``SampleDescent`` is for the article's way, one sample at a time and straight down the gradient, ``BatchDescent`` for
every other.

Both find out only after many samples whether a number was infinite or NaN: every sum is added up where it leaves a
mark. That the marks overflow where no sum did is possible, and does no harm: it is looked into sample by sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import frexp

import numpy as np
from numpy.typing import NDArray

from engine.activations import Call
from engine.arrays import FloatArray
from engine.network import Network, layer_matrices
from engine.optimizers import Optimizer
from engine.prepared_pass import PreparedPass, halved_layers
from engine.propagation import BLOCK, decay

FEW = 20_000
"""Numbers that fit into a processor's nearest cache, several times."""


class SampleDescent:
    """Steps w ← w − α · ∂E/∂w, one a sample.

    The parameters into a sigmoid layer are kept halved here, for σ(s) begins with s/2, and that saves a call. Every δ
    behind such a layer is then halved too, once more with each. Powers of two change no digit of a number: the factors
    of ``_factors`` make up for them, to the last bit.
    """

    def __init__(self, network: Network, parameters: FloatArray) -> None:
        """Prepare the descent.

        Args:
            network: its shape, activations and loss.
            parameters: to be brought up to date by ``train``.
        """
        self._parameters = parameters
        count, neurons = parameters.size, sum(network.sizes[1:])
        # The parameters, and behind them the marks: one subtraction updates the ones and adds to the others.
        self._standing, self._step = np.zeros(count + neurons), np.zeros(count + neurons)
        self._work, self._marks = self._standing[:count], self._standing[count:]
        self._gradient = self._step[:count]
        self._pass = PreparedPass(network, self._work, self._gradient, self._step[count:], halved=True)
        self._sizes = network.sizes
        scales, self._factors = _factors(halved_layers(network))
        self._scale = np.ones(count)
        for matrix, scale in zip(layer_matrices(self._scale, network.sizes), scales, strict=True):
            matrix[:] = scale
        self._calls: tuple[Call, ...] = ()
        self._learning_rate = 0.0  # which the calls were prepared for

    def train(
        self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int] | NDArray[np.intp], learning_rate: float
    ) -> bool:
        """Train these rows; if a number was not finite, return False and leave the parameters as they were."""
        if learning_rate != self._learning_rate:
            self._calls, self._learning_rate = self._prepared(learning_rate), learning_rate
        calls, sample_inputs, sample_expected = self._calls, self._pass.inputs, self._pass.expected
        np.multiply(self._parameters, self._scale, self._work)
        self._marks.fill(0.0)
        for row in rows.tolist() if isinstance(rows, np.ndarray) else rows:
            sample_inputs[...] = inputs[row]
            sample_expected[...] = expected[row]
            for call in calls:
                call()
        if not self._standing.dot(self._standing) < np.inf:  # NaN, infinite, or too large to be squared
            return False
        np.divide(self._work, self._scale, self._parameters)
        return True

    def _prepared(self, learning_rate: float) -> tuple[Call, ...]:
        """List the calls for a sample; α · ∂E/∂w, the only product of all gradients, is made where it is cheapest."""
        passing, gradient = self._pass, self._gradient
        rates = [learning_rate * factor for factor in self._factors]
        update = partial(np.subtract, self._standing, self._step, self._standing)
        if frexp(learning_rate)[0] == 0.5:  # a power of two, so that α·(δ·a) is (α·δ)·a: there are fewer δ
            deltas, of_deltas = (
                passing.deltas,
                np.concatenate(
                    [np.full(size + 1, rate) for size, rate in zip(self._sizes, [0.0, *rates], strict=True)]
                ),
            )
            scaling = partial(np.multiply, deltas, of_deltas, deltas)
            return *passing.finding_deltas, scaling, *passing.finding_gradient, update
        matrices = layer_matrices(gradient, self._sizes)
        each = [partial(np.multiply, of, np.array(rate), of) for of, rate in zip(matrices, rates, strict=True)]
        if gradient.size <= FEW:
            all_rates = np.empty_like(gradient)
            for matrix, rate in zip(layer_matrices(all_rates, self._sizes), rates, strict=True):
                matrix[:] = rate
            each = [partial(np.multiply, gradient, all_rates, gradient)]
        return *passing.finding_deltas, *passing.finding_gradient, *each, update


def _factors(halved: Sequence[bool]) -> tuple[list[float], list[float]]:
    """Return for each layer what its parameters are multiplied by, and what α is, to step so far as these need."""
    scales = [0.5 if half else 1.0 for half in halved]
    factors: list[float] = []
    of_delta = 1.0
    for scale in reversed(scales):
        factors.insert(0, scale / of_delta)
        of_delta *= scale
    return scales, factors


class BatchDescent:
    """Steps of any optimiser, one a batch, by the mean of its samples' gradients."""

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
        self._gradient, self._part, self._step = (np.empty_like(parameters) for _ in range(3))
        self._passes: dict[tuple[int | None, bool], _Marked] = {}

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
            passing.marks.fill(0.0)
        for number, start in enumerate(range(0, len(rows), batch_size), start=updates + 1):
            if batch_size == 1:
                row = rows[start]
                self._pass_for(None, self._gradient).run(inputs[row], expected[row])
            else:
                self._find_mean(inputs, expected, np.asarray(rows[start : start + batch_size]))
            self._update(alpha, number)
        vectors = [self._parameters, self._moments]
        marks = [passing.marks for passing in self._passes.values()]
        return all(np.isfinite(vector).all() for vector in vectors) and all(mark.dot(mark) < np.inf for mark in marks)

    def _find_mean(self, inputs: FloatArray, expected: FloatArray, rows: NDArray[np.intp]) -> None:
        for start in range(0, len(rows), BLOCK):
            chosen = rows[start : start + BLOCK]
            goal = self._part if start else self._gradient
            self._pass_for(len(chosen), goal).run(inputs[chosen], expected[chosen])
            if start:
                np.add(self._gradient, self._part, self._gradient)
        np.divide(self._gradient, len(rows), self._gradient)

    def _update(self, alpha: FloatArray, number: int) -> None:
        if self._decay is not None:
            np.multiply(self._decay, self._parameters, self._step)
            np.add(self._gradient, self._step, self._gradient)
        self._optimizer.step(self._gradient, self._moments, number, alpha, self._step)
        np.subtract(self._parameters, self._step, self._parameters)

    def _pass_for(self, samples: int | None, gradient: FloatArray) -> _Marked:
        key = samples, gradient is self._gradient
        if key not in self._passes:
            self._passes[key] = _Marked(self._network, self._parameters, samples, gradient)
        return self._passes[key]


class _Marked:
    """A pass whose sums leave marks."""

    def __init__(self, network: Network, parameters: FloatArray, samples: int | None, gradient: FloatArray) -> None:
        sums = np.empty(sum(network.sizes[1:]) * (samples or 1))
        self.marks = np.zeros_like(sums)
        self._pass = PreparedPass(network, parameters, gradient, sums, samples)
        mark = partial(np.add, self.marks, sums, self.marks)
        self._calls: tuple[Call, ...] = (*self._pass.finding_deltas, *self._pass.finding_gradient, mark)

    def run(self, inputs: FloatArray, expected: FloatArray) -> None:
        """Compute the gradient of these samples, summed."""
        self._pass.inputs[...] = inputs
        self._pass.expected[...] = expected
        for call in self._calls:
            call()
