"""Training with Numba's compiled loop, one sample at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.kernels.compiler import compiled_loop
from engine.network.activations import ACTIVATIONS
from engine.network.losses import LOSSES
from engine.network.network import Network

_ACTIVATION_NUMBERS = {name: number for number, name in enumerate(ACTIVATIONS)}
_LOSS_NUMBERS = {name: number for number, name in enumerate(LOSSES)}
# ``compiled_loop.py`` numbers both in the order of these tables; a test trains every pair of them.


class CompiledDescent:
    """Steps w ← w − α · ∂E/∂w after every sample."""

    def __init__(self, network: Network, dataset: Dataset, parameters: FloatArray, learning_rate: float) -> None:
        """Prepare the descent, waiting for the loop if necessary.

        Args:
            network: Its shape, activations, loss and switches are used.
            dataset: The rows to train.
            parameters: The parameters, updated in place.
            learning_rate: α.

        Raises:
            InvalidValue: Numba is not available.
        """
        self._loop = compiled_loop()
        self._dataset, self._parameters, self._learning_rate = dataset, parameters, learning_rate
        self._sizes = np.array(network.sizes, dtype=np.int64)
        self._left_alone = np.array(network.left_alone, dtype=np.int64)
        before = np.cumsum([0, *network.sizes]).tolist()  # how many neurons are in the layers before each
        off = [before[layer] + index for layer in range(len(network.sizes)) for index in network.off_in(layer)]
        self._off = np.array(off, dtype=np.int64)
        self._kinds = np.array([_ACTIVATION_NUMBERS[name] for name in network.activations], dtype=np.int64)
        # Binary and categorical cross-entropy are two losses in the loop.
        self._loss = _LOSS_NUMBERS[network.loss_name] + (network.activations[-1] == "softmax")

    def train(self, rows: Sequence[int] | NDArray[np.intp]) -> bool:
        """Train these rows; if a number is not finite, return False and leave the parameters unchanged."""
        order = np.asarray(rows, dtype=np.int64)[np.newaxis]
        return self.train_epochs(order, np.zeros(1, dtype=np.bool_)) is not None

    def train_epochs(self, orders: NDArray[np.intp], keep: NDArray[np.bool_]) -> FloatArray | None:
        """Train whole epochs.

        Args:
            orders: The order of the rows in each epoch, shape (epochs, rows).
            keep: Whether the parameters after each epoch are wanted, shape (epochs,).

        Returns:
            The parameters after the wanted epochs, shape (wanted, parameters). None, with the parameters unchanged, if
            a number is not finite.
        """
        before = self._parameters.copy()
        kept = np.empty((int(keep.sum()), len(before)))
        done = self._loop(
            self._parameters,
            self._sizes,
            self._kinds,
            self._loss,
            self._left_alone,
            self._off,
            self._dataset.inputs,
            self._dataset.expected,
            np.ascontiguousarray(orders, dtype=np.int64),
            self._learning_rate,
            keep,
            kept,
        )
        if done == orders.size and np.isfinite(self._parameters).all():
            return kept
        self._parameters[:] = before
        return None
