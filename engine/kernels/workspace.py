"""The training loop: what ``propagation.py`` says, one sample or one batch after another, in place."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.kernels.batches import BatchDescent
from engine.kernels.compiled import CompiledDescent, Kernel
from engine.kernels.samples import SampleDescent
from engine.network.network import Network
from engine.network.optimizers import SGD, Memory, Optimizer


class Workspace:
    """A network being trained. Private to whoever trains; publishes with ``network()`` and ``memory()``.

    Attributes:
        parameters: every weight and bias as it stands, shape (parameters,).
    """

    def __init__(
        self,
        network: Network,
        optimizer: Optimizer = SGD,
        memory: Memory | None = None,
        l2: float = 0.0,
        kernel: Kernel = "numpy",
    ) -> None:
        """Make a workspace.

        Args:
            network: where it starts from.
            optimizer: what makes a step of a gradient.
            memory: what that remembers; nothing yet if None.
            l2: λ, as in ``propagation.advance``.
            kernel: what computes it where both can: see ``compiles``.
        """
        memory = memory or optimizer.begin(len(network.parameters))
        self._start, self._updates = network, memory.updates
        self._optimizer, self._l2, self._kernel = optimizer, l2, kernel
        self.parameters, self._moments = network.parameters.copy(), memory.moments.copy()

    @cached_property
    def _compiled(self) -> CompiledDescent:
        return CompiledDescent(self._start, self.parameters)

    @cached_property
    def _by_samples(self) -> SampleDescent:
        return SampleDescent(self._start, self.parameters)

    @cached_property
    def _by_batches(self) -> BatchDescent:
        return BatchDescent(self._start, self.parameters, self._optimizer, self._moments, self._l2)

    def is_compiled(self, batch_size: int) -> bool:
        """Tell whether the compiled loop trains batches of this size."""
        return self._kernel == "numba" and compiles(self._optimizer, self._l2, batch_size)

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

    def train(
        self,
        inputs: FloatArray,
        expected: FloatArray,
        rows: Sequence[int] | NDArray[np.intp],
        learning_rate: float,
        batch_size: int = 1,
    ) -> int:
        """Take one step for each batch of the rows, in turn.

        Args:
            inputs: shape (rows of the data set, inputs).
            expected: shape (rows of the data set, outputs).
            rows: which rows, in which order.
            learning_rate: α.
            batch_size: how many rows make a batch; the last one can have fewer.

        Returns:
            How many samples were trained, in whole batches, before a number came out infinite or NaN: all of them, if
            none did.
        """
        with np.errstate(all="ignore"):
            if self._train(inputs, expected, rows, learning_rate, batch_size):
                return len(rows)
            for start in range(0, len(rows), batch_size):  # once more, and looked at after every batch
                if not self._train(inputs, expected, rows[start : start + batch_size], learning_rate, batch_size):
                    return start
        return len(rows)

    def train_epochs(
        self,
        inputs: FloatArray,
        expected: FloatArray,
        orders: NDArray[np.intp],
        learning_rate: float,
        wanted: NDArray[np.bool_],
    ) -> FloatArray | None:
        """Train whole epochs with the compiled loop: see ``CompiledDescent.train_epochs``."""
        kept = self._compiled.train_epochs(inputs, expected, orders, learning_rate, wanted)
        if kept is not None:
            self._updates += orders.size
        return kept

    def _train(
        self,
        inputs: FloatArray,
        expected: FloatArray,
        rows: Sequence[int] | NDArray[np.intp],
        learning_rate: float,
        batch_size: int,
    ) -> bool:
        """Train all of the rows, or none and return False if a number came out infinite or NaN."""
        if compiles(self._optimizer, self._l2, batch_size):
            descent = self._compiled if self._kernel == "numba" else self._by_samples
            finite = descent.train(inputs, expected, rows, learning_rate)
        else:
            before, moments = self.parameters.copy(), self._moments.copy()
            finite = self._by_batches.train(inputs, expected, rows, learning_rate, batch_size, self._updates)
            if not finite:
                self.parameters[:], self._moments[:] = before, moments
        self._updates += -(-len(rows) // batch_size) if finite else 0
        return finite


def compiles(optimizer: Optimizer, l2: float, batch_size: int) -> bool:
    """Tell whether there is a compiled loop for it: one sample at a time, straight down the gradient."""
    return optimizer is SGD and not l2 and batch_size == 1
