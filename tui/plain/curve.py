"""The curve of the MSE in words: where it began, where it is, where it fell fastest, and ten points of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.arrays import FloatArray, IndexArray
from engine.formulas.notation import Digits, number_text
from engine.training.history import Series
from engine.training.state import TrainingState

POINTS = 10
MOST_MARKS = 8


def curve_lines(state: TrainingState, digits: Digits) -> Iterator[str]:
    """Describe the curve."""
    points = _points(state.history)
    x, y = state.history.x[points], state.history.y[points]
    now = number_text(state.evaluation.mse, digits)
    if len(points) < 2:
        yield f"MSE is {now}" + ("" if state.samples else ", and nothing is trained yet")
    else:
        yield from _whole(x, y, digits)
        if state.history.x[-1] == state.cursor.time and number_text(float(y[-1]), digits) != now:
            yield f"MSE is {now} since it was edited"
    if state.marks:
        epochs = list(dict.fromkeys(_epoch(mark, digits) for mark in state.marks))
        more = "the last of them " if len(epochs) > MOST_MARKS else ""
        yield f"edits by hand: {more}at epoch {', '.join(epochs[-MOST_MARKS:])}"
    if len(points) < 2:
        return
    test = state.test_history
    for index, epoch, mse in zip(points.tolist(), x, y, strict=True):
        of_test = f", test {number_text(float(test.y[index]), digits)}" if len(test.y) == len(state.history.y) else ""
        yield f"epoch {_epoch(epoch, digits)}, MSE {number_text(mse, digits)}{of_test}"


def _points(series: Series) -> IndexArray:
    """Return the indices of up to ten finite points, evenly spread over the time."""
    finite: IndexArray = np.flatnonzero(np.isfinite(series.y))
    if len(finite) <= POINTS:
        return finite
    times = series.x[finite]
    wanted = np.linspace(times[0], times[-1], POINTS)
    nearest = np.abs(times[:, np.newaxis] - wanted).argmin(axis=0)
    chosen: IndexArray = finite[np.unique(nearest)]
    return chosen


def _whole(x: FloatArray, y: FloatArray, digits: Digits) -> Iterator[str]:
    first, last = (number_text(float(value), digits) for value in (y[0], y[-1]))
    length = _epoch(float(x[-1] - x[0]), digits)
    epochs = f"{length} {'epoch' if length == '1' else 'epochs'}"
    if y[-1] >= y[0]:
        yield f"MSE {'rose' if y[-1] > y[0] else 'went'} from {first} to {last} in {epochs}"
        return
    steepest = int((np.diff(y) / np.diff(x)).argmin())
    between = " and ".join(_epoch(float(at), digits) for at in x[steepest : steepest + 2])
    fastest = f", fastest between {between}" if len(y) > 2 else ""
    yield f"MSE fell from {first} to {last} in {epochs}{fastest}"


def _epoch(epoch: float, digits: Digits) -> str:
    """Write a moment in epochs, as other lines do where it is a whole number."""
    return f"{epoch:,.0f}" if epoch.is_integer() else number_text(epoch, digits)
