"""The error over all rows after many updates, computed for several of them at once.

For a small network most of the time of a pass over the rows goes into calling NumPy, and one call can take the
parameters of many moments. So these are deferred and evaluated together.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.network.network import Network
from engine.training.history import Series, thinning

MOST_DEFERRED = 64
"""The most points that are deferred."""
MOST_DEFERRED_ROWS = 4096
"""The most rows of all deferred points together: beyond that the calls are a small part of the time."""
MOST_DEFERRED_NUMBERS = 1_000_000
"""The most parameters of all deferred points together."""


class ErrorCurve:
    """The history of a training as it grows. A point that would be thinned out before the planned end is skipped.

    Attributes:
        skipped: Whether points were skipped; if so, the history is only valid at the planned end.
    """

    def __init__(
        self,
        history: Series,
        network: Network,
        dataset: Dataset,
        errors: Callable[[FloatArray], FloatArray],
        planned: int,
        measure: Callable[[], float] | None = None,
    ) -> None:
        """Continue a history.

        Args:
            history: The points so far.
            network: The network that is trained, for its size.
            dataset: The rows to compute the error over, for their number.
            errors: Computes the error with each of several sets of parameters.
            planned: How many points will be added.
            measure: Computes the error of the newest point, before the parameters change again. It allows
                ``record_late``, and at most one point is deferred. None means the errors are computed here.
        """
        self._history, self._compute = history, errors
        self._count = history.count
        self._aged, self._stride = thinning(history.count + planned)
        fitting = min(
            MOST_DEFERRED, MOST_DEFERRED_ROWS // dataset.rows, MOST_DEFERRED_NUMBERS // network.parameters.size
        )
        self._deferred = np.empty((1 if measure else max(1, fitting), network.parameters.size))
        self._measure = measure
        self._times: list[float] = []
        self._errors: list[float] = []
        self._numbers: list[int] = []
        self.skipped = False

    def add(self, time: float, parameters: FloatArray) -> None:
        """Add a point.

        Args:
            time: The time, in epochs.
            parameters: The parameters at that time.
        """
        number, self._count = self._count, self._count + 1
        if number >= self._aged or number % self._stride == 0:
            self._defer(number, time, parameters)
        else:
            self.skipped = True

    def record_late(self, error: float) -> None:
        """Record the error of the deferred point, if there is one, which the next update computed as a by-product."""
        if self._waiting:
            self._errors.append(error)

    def wanted(self, points: int) -> NDArray[np.bool_]:
        """Return which of the next points need their parameters, shape (points,)."""
        numbers = np.arange(self._count, self._count + points)
        wanted: NDArray[np.bool_] = (numbers >= self._aged) | (numbers % self._stride == 0)
        return wanted

    def add_many(self, times: FloatArray, kept: NDArray[np.bool_], parameters: FloatArray) -> None:
        """Add several points.

        Args:
            times: Their times, in epochs, shape (points,).
            kept: Whose parameters were kept, shape (points,): at least those that are ``wanted``.
            parameters: The parameters of the kept points, shape (kept points, parameters).
        """
        wanted = self.wanted(len(times))
        for index, values in zip(np.flatnonzero(kept).tolist(), parameters, strict=True):
            if wanted[index]:
                self._defer(self._count + index, float(times[index]), values)
        self._count += len(times)
        self.skipped = self.skipped or not wanted.all()

    def history(self) -> Series:
        """Return the history with all points added so far."""
        self.flush()
        numbers = np.array(self._numbers, dtype=np.intp)
        return self._history.with_points(numbers, self._times, self._errors, self._count)

    def flush(self) -> None:
        """Compute the errors of the deferred points."""
        if not self._waiting:
            return
        if self._measure is not None:
            self._errors.append(self._measure())
        else:
            self._errors += self._compute(self._deferred[: self._waiting]).tolist()

    @property
    def _waiting(self) -> int:
        return len(self._times) - len(self._errors)

    def _defer(self, number: int, time: float, parameters: FloatArray) -> None:
        if self._waiting == len(self._deferred):
            self.flush()
        self._deferred[self._waiting] = parameters
        self._times.append(time)
        self._numbers.append(number)
