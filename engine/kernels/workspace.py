"""The training loop: what ``propagation.py`` says, one sample or one batch after another, in place."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.kernels.batches import BatchDescent
from engine.kernels.compiled import CompiledDescent, Kernel
from engine.kernels.samples import SampleDescent
from engine.network.method import Method
from engine.network.network import Network
from engine.network.optimizers import Memory


class Workspace:
    """A network being trained. Private to whoever trains; publishes with ``network()`` and ``memory()``.

    Attributes:
        parameters: every weight and bias as it stands, shape (parameters,).
    """

    def __init__(
        self,
        network: Network,
        method: Method,
        memory: Memory | None = None,
        kernel: Kernel = "numpy",
    ) -> None:
        """Make a workspace.

        Args:
            network: where it starts from.
            method: How to train it.
            memory: What the optimiser remembers; None means nothing yet.
            kernel: what computes it where both can: see ``compiles``.
        """
        memory = memory or method.new_memory(len(network.parameters))
        self._start, self._updates = network, memory.updates
        self._method, self._kernel = method, kernel
        self.parameters, self._moments = network.parameters.copy(), memory.moments.copy()

    @cached_property
    def _compiled(self) -> CompiledDescent:
        return CompiledDescent(self._start, self.parameters, self._method.learning_rate)

    @cached_property
    def _by_samples(self) -> SampleDescent:
        return SampleDescent(self._start, self.parameters, self._method.learning_rate)

    @cached_property
    def _by_batches(self) -> BatchDescent:
        return BatchDescent(self._start, self.parameters, self._method, self._moments)

    def is_compiled(self, rows: int) -> bool:
        """Tell whether the compiled loop trains a data set of so many rows."""
        return self._kernel == "numba" and compiles(self._method, rows)

    def network(self) -> Network:
        """Return the network as it stands."""
        return self._start.with_parameters(self.parameters)

    def memory(self) -> Memory:
        """Return what the optimiser remembers, as it stands."""
        return Memory(self._updates, self._moments)

    def restore(self, parameters: FloatArray, memory: Memory) -> None:
        """Go back, or on, to these parameters and what was remembered with them."""
        self.parameters[:], self._moments[:], self._updates = parameters, memory.moments, memory.updates

    @property
    def batch_error(self) -> float:
        """The MSE over the last batch before its update, if that was a ``LARGE_BATCH``."""
        return self._by_batches.error

    def measure_batch(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int] | NDArray[np.intp]) -> float:
        """Compute what ``batch_error`` will be if these rows are the next batch."""
        with np.errstate(all="ignore"):
            return self._by_batches.measure(inputs, expected, rows)

    def train(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int] | NDArray[np.intp]) -> int:
        """Take one step for each batch of the rows, in turn.

        Args:
            inputs: shape (rows of the data set, inputs).
            expected: shape (rows of the data set, outputs).
            rows: which rows, in which order.

        Returns:
            How many samples were trained, in whole batches, before a number came out infinite or NaN: all of them, if
            none did.
        """
        with np.errstate(all="ignore"):
            if self._train(inputs, expected, rows):
                return len(rows)
            batch_size = self._method.rows_per_batch(len(inputs))
            for start in range(0, len(rows), batch_size):  # once more, and looked at after every batch
                if not self._train(inputs, expected, rows[start : start + batch_size]):
                    return start
        return len(rows)

    def train_epochs(
        self,
        inputs: FloatArray,
        expected: FloatArray,
        orders: NDArray[np.intp],
        wanted: NDArray[np.bool_],
    ) -> FloatArray | None:
        """Train whole epochs with the compiled loop: see ``CompiledDescent.train_epochs``."""
        kept = self._compiled.train_epochs(inputs, expected, orders, wanted)
        if kept is not None:
            self._updates += orders.size
        return kept

    def _train(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int] | NDArray[np.intp]) -> bool:
        """Train all of the rows, or none and return False if a number came out infinite or NaN."""
        if compiles(self._method, len(inputs)):
            descent = self._compiled if self._kernel == "numba" else self._by_samples
            finite = descent.train(inputs, expected, rows)
        else:
            before, moments = self.parameters.copy(), self._moments.copy()
            finite = self._by_batches.train(inputs, expected, rows, self._updates)
            if not finite:
                self.parameters[:], self._moments[:] = before, moments
        self._updates += -(-len(rows) // self._method.rows_per_batch(len(inputs))) if finite else 0
        return finite


def compiles(method: Method, rows: int) -> bool:
    """Tell whether there is a compiled loop for it: one sample at a time, straight down the gradient.

    Args:
        method: How to train.
        rows: How many rows the data set has.
    """
    return method.is_plain and method.rows_per_batch(rows) == 1
