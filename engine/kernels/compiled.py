"""Training with Numba's compiled loops: any method."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.kernels.compiler import compiled_loops
from engine.network.activations import ACTIVATIONS
from engine.network.losses import LOSSES
from engine.network.many_rows import rows_at_once
from engine.network.method import Method
from engine.network.network import Network
from engine.network.optimizers import OPTIMIZERS

_ACTIVATION_NUMBERS = {name: number for number, name in enumerate(ACTIVATIONS)}
_LOSS_NUMBERS = {name: number for number, name in enumerate(LOSSES)}
_OPTIMIZER_NUMBERS = {name: number for number, name in enumerate(OPTIMIZERS)}
# ``loops/layers.py`` and ``loops/steps.py`` number them in the order of these tables; a test trains all of them.


class CompiledDescent:
    """One step per batch, by the mean of its rows' gradients."""

    def __init__(
        self, network: Network, dataset: Dataset, parameters: FloatArray, method: Method, moments: FloatArray
    ) -> None:
        """Prepare the descent, waiting for the loops if necessary.

        Args:
            network: Its shape, activations, loss and switches are used.
            dataset: The rows to train.
            parameters: The parameters, updated in place.
            method: How to train.
            moments: What the optimiser remembers, shape (moments, parameters), updated in place.

        Raises:
            InvalidValue: Numba is not available.
        """
        self._loops = compiled_loops()
        self._parameters, self._moments, self._method = parameters, moments, method
        self._batch_size = method.rows_per_batch(dataset.rows)
        self._most_rows = rows_at_once(network.sizes)
        self._shape = *_layers_of(network), _loss_of(network)
        self._optimizer = _OPTIMIZER_NUMBERS[method.optimizer]
        self._switched = np.array(network.left_alone, dtype=np.int64), _off_in(network)
        self._data = dataset.inputs, dataset.expected

    def train(self, rows: Sequence[int] | NDArray[np.intp], updates: int) -> float | None:
        """Train these rows.

        Args:
            rows: The rows in the order of training.
            updates: The number of updates before.

        Returns:
            For batches the MSE over the last one before its update, else 0. None, with nothing changed, if a number is
            not finite.
        """
        trained = self.train_epochs(_one_epoch(rows), np.zeros(1, dtype=np.bool_), updates)
        return None if trained is None else float(trained[1][0])

    def train_epochs(
        self, orders: NDArray[np.intp], keep: NDArray[np.bool_], updates: int
    ) -> tuple[FloatArray, FloatArray] | None:
        """Train whole epochs.

        Args:
            orders: The order of the rows in each epoch, shape (epochs, rows).
            keep: Whether the parameters after each epoch are wanted, shape (epochs,).
            updates: The number of updates before.

        Returns:
            The parameters after the wanted epochs, shape (wanted, parameters); for batches the MSE over the last one of
            each epoch before its update, shape (epochs,), else zeros. None, with nothing changed, if a number is not
            finite.
        """
        parameters, moments = self._parameters.copy(), self._moments.copy()
        kept, errors = np.empty((int(keep.sum()), len(parameters))), np.zeros(len(orders))
        mark = self._run(np.ascontiguousarray(orders, dtype=np.int64), keep, kept, updates, errors)
        if np.isfinite(mark) and np.isfinite(self._parameters).all() and np.isfinite(self._moments).all():
            return kept, errors
        self._parameters[:], self._moments[:] = parameters, moments
        return None

    def measure(self, rows: Sequence[int] | NDArray[np.intp]) -> float:
        """Compute the MSE over a batch, to the last bit what ``train`` returns for it."""
        errors, nothing = np.zeros(1), np.empty((0, len(self._parameters)))
        self._run(_one_epoch(rows), np.zeros(1, dtype=np.bool_), nothing, 0, errors, measuring=True)
        return float(errors[0])

    def _run(
        self,
        orders: NDArray[np.int64],
        keep: NDArray[np.bool_],
        kept: FloatArray,
        updates: int,
        errors: FloatArray,
        measuring: bool = False,
    ) -> float:
        """Train with the loop for the method; return its mark."""
        rate, l2 = self._method.learning_rate, self._method.l2
        if self._method.is_plain and self._batch_size == 1:
            mark = self._loops.plain(
                self._parameters, *self._shape, *self._switched, *self._data, orders, rate, keep, kept
            )
            return float(mark)
        network = self._parameters, self._moments, *self._shape, self._optimizer, *self._switched
        training = *self._data, orders, rate, l2, updates, keep, kept
        if self._batch_size == 1:
            return float(self._loops.samples(*network, *training))
        batches = self._batch_size, self._most_rows, errors, measuring
        return float(self._loops.batches(*network, *training, *batches))


class CompiledErrors:
    """The MSE over all rows of a data set with each of several sets of parameters."""

    def __init__(self, network: Network, dataset: Dataset) -> None:
        """Prepare it, waiting for the loops if necessary.

        Args:
            network: Its shape, activations and switches are used.
            dataset: The rows.

        Raises:
            InvalidValue: Numba is not available.
        """
        self._find = compiled_loops().errors
        self._of_network = *_layers_of(network), _off_in(network)
        self._of_data = dataset.inputs, dataset.expected, rows_at_once(network.sizes)

    def __call__(self, parameters: FloatArray) -> FloatArray:
        """Compute the errors, shape (sets,), with parameters of shape (sets, parameters)."""
        errors = np.empty(len(parameters))
        self._find(parameters, *self._of_network, *self._of_data, errors)
        return errors


def _layers_of(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the neurons of each layer, and the number of the activation of each after the inputs."""
    kinds = [_ACTIVATION_NUMBERS[name] for name in network.activations]
    return np.array(network.sizes, dtype=np.int64), np.array(kinds, dtype=np.int64)


def _loss_of(network: Network) -> int:
    """Return the number of the loss; binary and categorical cross-entropy are two in the loops."""
    return _LOSS_NUMBERS[network.loss_name] + (network.activations[-1] == "softmax")


def _off_in(network: Network) -> NDArray[np.int64]:
    """Return which neurons answer 0, counted through all layers from the inputs on."""
    before = np.cumsum([0, *network.sizes]).tolist()  # how many neurons are in the layers before each
    off = [before[layer] + index for layer in range(len(network.sizes)) for index in network.off_in(layer)]
    return np.array(off, dtype=np.int64)


def _one_epoch(rows: Sequence[int] | NDArray[np.intp]) -> NDArray[np.int64]:
    return np.asarray(rows, dtype=np.int64)[np.newaxis]
