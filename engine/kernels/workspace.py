"""The training loop's door: a network in training, by whichever kernel suits the method."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.kernels.batches import BatchDescent
from engine.kernels.compiled import CompiledDescent
from engine.kernels.compiler import Kernel
from engine.kernels.samples import SampleDescent
from engine.network.method import Method
from engine.network.network import Network
from engine.network.optimizers import Memory


class Workspace:
    """A network in training on a data set. Private to whoever trains; ``network()`` and ``memory()`` publish.

    Attributes:
        parameters: Every weight and bias as it stands, shape (parameters,), updated in place.
    """

    def __init__(
        self,
        network: Network,
        dataset: Dataset,
        method: Method,
        memory: Memory | None = None,
        kernel: Kernel = "numpy",
    ) -> None:
        """Make a workspace.

        Args:
            network: The network to start from.
            dataset: The rows to train.
            method: How to train.
            memory: What the optimiser remembers; None means nothing yet.
            kernel: What trains.
        """
        memory = memory or method.new_memory(len(network.parameters))
        self._start, self._dataset, self._method, self._kernel = network, dataset, method, kernel
        self._batch_size = method.rows_per_batch(dataset.rows)
        self._one_by_one = method.is_plain and self._batch_size == 1
        self._updates, self._error = memory.updates, 0.0
        self.parameters, self._moments = network.parameters.copy(), memory.moments.copy()

    @cached_property
    def _compiled(self) -> CompiledDescent:
        return CompiledDescent(self._start, self._dataset, self.parameters, self._method, self._moments)

    @cached_property
    def _by_samples(self) -> SampleDescent:
        return SampleDescent(self._start, self._dataset, self.parameters, self._method.learning_rate)

    @cached_property
    def _by_batches(self) -> BatchDescent:
        return BatchDescent(self._start, self._dataset, self.parameters, self._method, self._moments)

    @property
    def is_compiled(self) -> bool:
        """Whether the compiled loops train."""
        return self._kernel == "numba"

    def network(self) -> Network:
        """Return the network as it stands."""
        return self._start.with_parameters(self.parameters)

    def memory(self) -> Memory:
        """Return the optimiser's memory as it stands."""
        return Memory(self._updates, self._moments)

    def restore(self, parameters: FloatArray, memory: Memory) -> None:
        """Replace the parameters and the optimiser's memory."""
        self.parameters[:], self._moments[:], self._updates = parameters, memory.moments, memory.updates

    @property
    def batch_error(self) -> float:
        """The MSE over the last batch before its update, if that was a ``LARGE_BATCH``."""
        return self._error

    def measure_batch(self, rows: Sequence[int] | NDArray[np.intp]) -> float:
        """Compute what ``batch_error`` will be if these rows are the next batch."""
        with np.errstate(all="ignore"):
            return (self._compiled if self.is_compiled else self._by_batches).measure(rows)

    def train(self, rows: Sequence[int] | NDArray[np.intp]) -> int:
        """Train these rows in order, with one step for each batch.

        Returns:
            The samples trained, in whole batches, before a number came out infinite or NaN; all of them if none did.
        """
        with np.errstate(all="ignore"):
            if self._train(rows):
                return len(rows)
            for start in range(0, len(rows), self._batch_size):  # again, with a check after every batch
                if not self._train(rows[start : start + self._batch_size]):
                    return start
        return len(rows)

    def train_epochs(self, orders: NDArray[np.intp], keep: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray] | None:
        """Train whole epochs with the compiled loops: see ``CompiledDescent.train_epochs``."""
        trained = self._compiled.train_epochs(orders, keep, self._updates)
        if trained is not None:
            self._updates += len(orders) * -(-orders.shape[1] // self._batch_size)
        return trained

    def _train(self, rows: Sequence[int] | NDArray[np.intp]) -> bool:
        """Train all of the rows; if a number is not finite, train none and return False."""
        finite = self._train_compiled(rows) if self.is_compiled else self._train_with_numpy(rows)
        if finite:
            self._updates += -(-len(rows) // self._batch_size)
        return finite

    def _train_compiled(self, rows: Sequence[int] | NDArray[np.intp]) -> bool:
        error = self._compiled.train(rows, self._updates)
        if error is not None:
            self._error = error
        return error is not None

    def _train_with_numpy(self, rows: Sequence[int] | NDArray[np.intp]) -> bool:
        if self._one_by_one:
            return self._by_samples.train(rows)
        before, moments = self.parameters.copy(), self._moments.copy()
        finite = self._by_batches.train(rows, self._updates)
        self._error = self._by_batches.error
        if not finite:
            self.parameters[:], self._moments[:] = before, moments
        return finite
