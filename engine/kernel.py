"""The training loop: what ``propagation.py`` says, one sample or one batch after another, in place."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from engine.arrays import FloatArray
from engine.descent import BatchDescent, SampleDescent
from engine.network import Network
from engine.optimizers import SGD, Memory, Optimizer


class Workspace:
    """A network being trained. Private to whoever trains; publishes with ``network()`` and ``memory()``.

    Attributes:
        parameters: every weight and bias as it stands, shape (parameters,).
    """

    def __init__(
        self, network: Network, optimizer: Optimizer = SGD, memory: Memory | None = None, l2: float = 0.0
    ) -> None:
        """Make a workspace.

        Args:
            network: where it starts from.
            optimizer: what makes a step of a gradient.
            memory: what that remembers; nothing yet if None.
            l2: λ, as in ``propagation.advance``.
        """
        memory = memory or optimizer.begin(len(network.parameters))
        self._start, self._updates = network, memory.updates
        self._optimizer, self._l2 = optimizer, l2
        self.parameters, self._moments = network.parameters.copy(), memory.moments.copy()

    @cached_property
    def _by_samples(self) -> SampleDescent:
        return SampleDescent(self._start, self.parameters)

    @cached_property
    def _by_batches(self) -> BatchDescent:
        return BatchDescent(self._start, self.parameters, self._optimizer, self._moments, self._l2)

    def network(self) -> Network:
        """Return the network as it stands."""
        return self._start.with_parameters(self.parameters)

    def memory(self) -> Memory:
        """Return what the optimiser remembers, as it stands."""
        return Memory(self._updates, self._moments)

    def restore(self, parameters: FloatArray, memory: Memory) -> None:
        """Go back, or on, to these parameters and what was remembered with them."""
        self.parameters[:], self._moments[:], self._updates = parameters, memory.moments, memory.updates

    def train(
        self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int], learning_rate: float, batch_size: int = 1
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
                batch = rows[start : start + batch_size]
                if not self._train(inputs, expected, batch, learning_rate, batch_size):
                    return start
        return len(rows)

    def _train(
        self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int], learning_rate: float, batch_size: int
    ) -> bool:
        """Train all of the rows, or none and return False if a number came out infinite or NaN."""
        if self._optimizer is SGD and not self._l2 and batch_size == 1:
            if not self._by_samples.train(inputs, expected, rows, learning_rate):
                return False
            self._updates += len(rows)
            return True
        before, moments = self.parameters.copy(), self._moments.copy()
        if self._by_batches.train(inputs, expected, rows, learning_rate, batch_size, self._updates):
            self._updates += -(-len(rows) // batch_size)
            return True
        self.parameters[:], self._moments[:] = before, moments
        return False
