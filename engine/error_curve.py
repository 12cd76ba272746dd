"""The error over all rows at many moments of a training, computed for several of them at once.

For a small network a pass over its rows is little else than the cost of calling NumPy, and that is the same for the
parameters of many moments: so they are put by, and passed through together.
"""

import numpy as np

from engine.arrays import FloatArray
from engine.dataset import Dataset
from engine.evaluation import rows_errors
from engine.history import Series
from engine.network import Network

MOST_MOMENTS = 64
WORTH_PUTTING_BY = 4096
"""Rows, all moments together, from which on the work itself is what takes the time."""
MOST_NUMBERS = 1_000_000
"""Of the parameters put by."""


class ErrorCurve:
    """A training's history as it grows."""

    def __init__(self, history: Series, network: Network, dataset: Dataset) -> None:
        """Go on with a history.

        Args:
            history: the points so far.
            network: what is trained: its shape and activations.
            dataset: the rows the error is taken over.
        """
        self._history, self._network, self._dataset = history, network, dataset
        fitting = min(MOST_MOMENTS, WORTH_PUTTING_BY // dataset.rows, MOST_NUMBERS // network.parameters.size)
        self._put_by = np.empty((max(1, fitting), network.parameters.size))
        self._times: list[float] = []

    def add(self, time: float, parameters: FloatArray) -> None:
        """Add the point at a time, in epochs, when these were the parameters."""
        self._put_by[len(self._times)] = parameters
        self._times.append(time)
        if len(self._times) == len(self._put_by):
            self._catch_up()

    def history(self) -> Series:
        """Return the history with all points so far."""
        self._catch_up()
        return self._history

    def _catch_up(self) -> None:
        if self._times:
            errors = rows_errors(self._network, self._put_by[: len(self._times)], self._dataset)
            self._history = self._history.extended(self._times, errors)
            self._times.clear()
