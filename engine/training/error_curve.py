"""The error over all rows at many moments of a training, computed for several of them at once.

For a small network a pass over its rows is little else than the cost of calling NumPy, and that is the same for the
parameters of many moments: so they are put by, and passed through together.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.analysis.evaluation import rows_errors
from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.network.network import Network
from engine.training.history import Series, thinning

MOST_MOMENTS = 64
WORTH_PUTTING_BY = 4096
"""Rows, all moments together, from which on the work itself is what takes the time."""
MOST_NUMBERS = 1_000_000
"""Of the parameters put by."""


class ErrorCurve:
    """A training's history as it grows. A point that will be thinned out before the end is not computed at all.

    Attributes:
        skipped: whether there were such points: up to the planned end, and only there, the history is right.
    """

    def __init__(
        self,
        history: Series,
        network: Network,
        dataset: Dataset,
        planned: int,
        measure: Callable[[], float] | None = None,
    ) -> None:
        """Go on with a history.

        Args:
            history: the points so far.
            network: what is trained: its shape and activations.
            dataset: the rows the error is taken over.
            planned: how many points are to be added.
            measure: computes the error of the last point, before the parameters change; given where ``settle`` is used.
        """
        self._history, self._network, self._dataset = history, network, dataset
        self._count = history.count
        self._aged, self._stride = thinning(history.count + planned)
        fitting = min(MOST_MOMENTS, WORTH_PUTTING_BY // dataset.rows, MOST_NUMBERS // network.parameters.size)
        self._put_by = np.empty((1 if measure else max(1, fitting), network.parameters.size))
        self._measure = measure
        self._times: list[float] = []
        self._errors: list[float] = []
        self._numbers: list[int] = []
        self.skipped = False

    def add(self, time: float, parameters: FloatArray) -> None:
        """Add the point at a time, in epochs, when these were the parameters."""
        number, self._count = self._count, self._count + 1
        if number >= self._aged or number % self._stride == 0:
            self._put(number, time, parameters)
        else:
            self.skipped = True

    def settle(self, error: float) -> None:
        """Take the error of the last point, which came out by the way; of points put by that is the only one."""
        if self._waiting:
            self._errors.append(error)

    def wanted(self, points: int) -> NDArray[np.bool_]:
        """Tell of which of the next points the parameters are wanted."""
        numbers = np.arange(self._count, self._count + points)
        wanted: NDArray[np.bool_] = (numbers >= self._aged) | (numbers % self._stride == 0)
        return wanted

    def add_kept(self, times: FloatArray, kept: NDArray[np.bool_], parameters: FloatArray) -> None:
        """Add points at these times; of those that were kept, with the parameters then, shape (kept, parameters)."""
        wanted = self.wanted(len(times))
        for index, values in zip(np.flatnonzero(kept).tolist(), parameters, strict=True):
            if wanted[index]:
                self._put(self._count + index, float(times[index]), values)
        self._count += len(times)
        self.skipped = self.skipped or not wanted.all()

    def history(self) -> Series:
        """Return the history with all points so far."""
        self.catch_up()
        numbers = np.array(self._numbers, dtype=np.intp)
        return self._history.with_points(numbers, self._times, self._errors, self._count)

    def catch_up(self) -> None:
        """Compute the errors of the points put by."""
        if not self._waiting:
            return
        if self._measure is not None:
            self._errors.append(self._measure())
        else:
            self._errors += rows_errors(self._network, self._put_by[: self._waiting], self._dataset).tolist()

    @property
    def _waiting(self) -> int:
        return len(self._times) - len(self._errors)

    def _put(self, number: int, time: float, parameters: FloatArray) -> None:
        if self._waiting == len(self._put_by):
            self.catch_up()
        self._put_by[self._waiting] = parameters
        self._times.append(time)
        self._numbers.append(number)
