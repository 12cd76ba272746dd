"""What makes steps of passes.

``SampleDescent`` is for the article's way, one sample at a time and straight down the gradient, ``BatchDescent`` for
every other.

Both find out only after many samples whether a number was infinite or NaN: every sum is added up where it leaves a
mark. That the marks overflow where no sum did is possible, and does no harm: it is looked into sample by sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.kernels.prepared_pass import PreparedPass
from engine.network.activations import Call
from engine.network.many_rows import rows_at_once
from engine.network.method import Method
from engine.network.network import Network, layer_matrices
from engine.network.optimizers import optimizer_named
from engine.network.propagation import decay

LARGE_BATCH = 64
"""Samples from which on a batch's error costs next to nothing beside its gradient."""


class BatchDescent:
    """Steps of any optimiser, one a batch, by the mean of its samples' gradients.

    Attributes:
        error: the MSE over the last batch before its update, if that was a ``LARGE_BATCH``.
    """

    def __init__(self, network: Network, parameters: FloatArray, method: Method, moments: FloatArray) -> None:
        """Prepare the descent.

        Args:
            network: its shape, activations and loss.
            parameters: to be brought up to date by ``train``.
            method: How to train.
            moments: What the optimiser remembers; brought up to date as well.
        """
        self._network, self._parameters, self._method, self._moments = network, parameters, method, moments
        self._optimizer, self._alpha = optimizer_named(method.optimizer), np.array(method.learning_rate)
        self._decay = decay(network.sizes, method.l2) if method.l2 else None
        self._gradient, self._part = np.empty_like(parameters), np.empty_like(parameters)
        # The plain step can be written over the gradient, which keeps a large network's numbers near the processor.
        self._step = self._gradient if method.is_plain else np.empty_like(parameters)
        self._passes: dict[tuple[int | None, int], _Marked] = {}
        self._block = rows_at_once(network.sizes)
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
        updates: int,
    ) -> bool:
        """Train these rows; return whether every number was finite.

        Args:
            inputs: shape (rows of the data set, inputs).
            expected: shape (rows of the data set, outputs).
            rows: which rows, in which order.
            updates: how many were done before.
        """
        batch_size = self._method.rows_per_batch(len(inputs))
        for passing in self._passes.values():
            passing.mark.fill(0.0)
        for number, start in enumerate(range(0, len(rows), batch_size), start=updates + 1):
            if batch_size == 1:
                passing = self._pass_for(None, 1)
                passing.find_outputs(inputs[rows[start]], expected[rows[start]])
                passing.find_gradient(self._gradient)
            else:
                self._find_mean(inputs, expected, rows[start : start + batch_size])
            self._update(number)
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

    def _update(self, number: int) -> None:
        if self._decay is not None:
            np.multiply(self._decay, self._parameters, self._step)
            np.add(self._gradient, self._step, self._gradient)
        self._optimizer.step(self._gradient, self._moments, number, self._alpha, self._step)
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
