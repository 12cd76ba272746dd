"""Training with NumPy by batches: any optimiser, any batch size, L2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.kernels.prepared_activations import Call
from engine.kernels.prepared_pass import PreparedPass
from engine.network.many_rows import rows_at_once
from engine.network.method import Method
from engine.network.network import Network, layer_matrices
from engine.network.optimizers import optimizer_named
from engine.network.propagation import decay

LARGE_BATCH = 64
"""Rows from which on the error of a batch costs next to nothing beside its gradient."""


class BatchDescent:
    """One step per batch, by the mean of its rows' gradients.

    As in ``SampleDescent``, marks tell at the end of a training whether a number became infinite or NaN.

    Attributes:
        error: The MSE over the last batch before its update, if that was a ``LARGE_BATCH``.
    """

    def __init__(
        self, network: Network, dataset: Dataset, parameters: FloatArray, method: Method, moments: FloatArray
    ) -> None:
        """Prepare the descent.

        Args:
            network: Its shape, activations, loss and switches are used.
            dataset: The rows to train.
            parameters: The parameters, updated in place.
            method: How to train.
            moments: What the optimiser remembers, updated in place.
        """
        self._network, self._dataset, self._parameters, self._moments = network, dataset, parameters, moments
        self._optimizer, self._alpha = optimizer_named(method.optimizer), np.array(method.learning_rate)
        self._batch_size = method.rows_per_batch(dataset.rows)
        self._decay = decay(network.sizes, method.l2) if method.l2 else None
        self._gradient, self._part = np.empty_like(parameters), np.empty_like(parameters)
        # A plain step overwrites the gradient, which spares the cache: 1.05 at 784-128-10 with batches of 32.
        self._step = self._gradient if method.is_plain else np.empty_like(parameters)
        self._passes: dict[tuple[int | None, int], _MarkedPass] = {}
        self._block = rows_at_once(network.sizes)
        self._left_alone = network.left_alone
        self.error = 0.0

    def measure(self, rows: Sequence[int] | NDArray[np.intp]) -> float:
        """Compute the MSE over these rows, to the last bit the ``error`` that an update by them will leave."""
        squares = 0.0
        for passing in self._passes_forward(rows):
            squares += passing.squares()  # not sum(), which compensates from Python 3.12 on
        return self._mean(squares, rows)

    def train(self, rows: Sequence[int] | NDArray[np.intp], updates: int) -> bool:
        """Train these rows; return whether every number is finite.

        Args:
            rows: The rows in the order of training.
            updates: The number of updates before.
        """
        for passing in self._passes.values():
            passing.mark.fill(0.0)
        for update, start in enumerate(range(0, len(rows), self._batch_size), start=updates + 1):
            if self._batch_size == 1:
                passing = self._pass_for(None, 1)
                passing.forward(self._dataset.inputs[rows[start]], self._dataset.expected[rows[start]])
                passing.backward(self._gradient)
            else:
                self._find_gradient(rows[start : start + self._batch_size])
            self._update(update)
        marks = [passing.mark for passing in self._passes.values()]
        return all(np.isfinite(vector).all() for vector in (self._parameters, self._moments, *marks))

    def _find_gradient(self, rows: Sequence[int] | NDArray[np.intp]) -> None:
        """Compute the mean gradient of a batch, and the error of a large one."""
        squares = 0.0
        for number, passing in enumerate(self._passes_forward(rows)):
            if len(rows) >= LARGE_BATCH:
                squares += passing.squares()
            if number:
                passing.backward(self._part)
                np.add(self._gradient, self._part, self._gradient)
            else:
                passing.backward(self._gradient)
        self.error = self._mean(squares, rows)

    def _passes_forward(self, rows: Sequence[int] | NDArray[np.intp]) -> Iterator[_MarkedPass]:
        """Pass the rows of a batch forward, block after block."""
        for start in range(0, len(rows), self._block):
            passing = self._pass_for(min(self._block, len(rows) - start), len(rows))
            chosen = _indices(rows[start : start + self._block])
            passing.forward(self._dataset.inputs[chosen], self._dataset.expected[chosen])
            yield passing

    def _mean(self, squares: float, rows: Sequence[int] | NDArray[np.intp]) -> float:
        return squares / (len(rows) * self._network.sizes[-1])

    def _update(self, number: int) -> None:
        if self._decay is not None:
            np.multiply(self._decay, self._parameters, self._step)
            np.add(self._gradient, self._step, self._gradient)
        if not len(self._left_alone):
            self._step_all(number)
            return
        stays, remembered = self._parameters[self._left_alone], self._moments[:, self._left_alone]
        self._step_all(number)
        self._parameters[self._left_alone], self._moments[:, self._left_alone] = stays, remembered

    def _step_all(self, number: int) -> None:
        self._optimizer.step(self._gradient, self._moments, number, self._alpha, self._step)
        np.subtract(self._parameters, self._step, self._parameters)

    def _pass_for(self, rows: int | None, batch_size: int) -> _MarkedPass:
        key = rows, batch_size
        if key not in self._passes:
            self._passes[key] = _MarkedPass(self._network, self._parameters, rows, batch_size)
        return self._passes[key]


def _indices(rows: Sequence[int] | NDArray[np.intp]) -> slice | NDArray[np.intp]:
    """Return an index of these rows; consecutive rows are a slice, which is not gathered."""
    return slice(rows.start, rows.stop) if isinstance(rows, range) else np.asarray(rows)


class _MarkedPass:
    """The passes of one block of rows, with a mark that shows whether a sum was infinite or NaN.

    Attributes:
        mark: The squares of all sums, added up.
    """

    def __init__(self, network: Network, parameters: FloatArray, rows: int | None, batch_size: int) -> None:
        sums, squares = np.empty(sum(network.sizes[1:]) * (rows or 1)), np.zeros(())
        self.mark = np.zeros(())
        self._marking = partial(sums.dot, sums, squares), partial(np.add, self.mark, squares, self.mark)
        self._pass = PreparedPass(network, parameters, sums, rows=rows, batch_size=batch_size)
        self._sizes = network.sizes
        self._backward: dict[int, tuple[Call, ...]] = {}

    def forward(self, inputs: FloatArray, expected: FloatArray) -> None:
        """Pass these rows forward."""
        self._pass.inputs[...] = inputs
        self._pass.expected[...] = expected
        for call in self._pass.finding_outputs:
            call()

    def squares(self) -> float:
        """Add up (a − y)² of the rows."""
        differences = (self._pass.outputs - self._pass.expected).ravel("K")
        return float(differences.dot(differences))

    def backward(self, out: FloatArray) -> None:
        """Pass the rows backward: write their part of the batch's gradient into ``out``, shape (parameters,)."""
        if id(out) not in self._backward:
            matrices = enumerate(layer_matrices(out, self._sizes))
            gradients = [self._pass.gradient_call(layer, matrix) for layer, matrix in matrices]
            self._backward[id(out)] = *self._pass.finding_deltas, *gradients, *self._marking
        for call in self._backward[id(out)]:
            call()
