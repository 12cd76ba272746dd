"""Thinning a curve to what a chart can show: the lowest and the highest value in each column."""

import numpy as np

from engine.arrays import FloatArray
from tui.panels.chart.chart import LARGEST, SMALLEST, Curve


def decimate(x: FloatArray, y: FloatArray, columns: int) -> tuple[FloatArray, FloatArray]:
    """Return at most two points a column that look the same as all of them.

    A curve that is short enough is returned unchanged. Otherwise ``x`` is cut into ``columns`` equal parts, and each
    part that holds points is replaced by its lowest and highest value, in the order that follows the curve. Averaging
    would lose the very spikes a learner looks for.

    Args:
        x: Shape (n,), ascending, of magnitudes up to 1e307.
        y: Shape (n,), finite or NaN. A part with nothing but NaN becomes NaN, a gap.
        columns: The number of columns the chart can tell apart, 1 or more.

    Returns:
        The new x and y, both of shape (m,) with m at most 2 × columns unless unchanged.
    """
    if len(x) <= 2 * columns:
        return x, y
    edges = np.linspace(x[0], x[-1], columns + 1)[1:-1]
    starts = np.unique(np.concatenate(([0], np.searchsorted(x, edges))))
    starts = starts[starts < len(x)]
    ends = np.append(starts[1:], len(x)) - 1
    low, high = np.fmin.reduceat(y, starts), np.fmax.reduceat(y, starts)
    rising = y[starts] <= y[ends]
    thin_y = np.column_stack((np.where(rising, low, high), np.where(rising, high, low))).ravel()
    thin_x = np.repeat((x[starts] + x[ends]) / 2, 2)
    # Keep the ends: an axis that starts at epoch 0 must not start at 7.5.
    thin_x[0], thin_x[-1] = x[0], x[-1]
    return thin_x, thin_y


def thinned(curve: Curve, log: bool, columns: int) -> Curve:
    """Return a curve that can be drawn: x finite and ascending, y finite or NaN, about two points a column.

    Args:
        curve: Any points.
        log: Whether to return log10 of y.
        columns: The number of columns the chart can tell apart, 1 or more.
    """
    x, y = np.asarray(curve.x, dtype=np.float64), np.asarray(curve.y, dtype=np.float64)
    placed = np.abs(x) <= LARGEST  # false for NaN too
    if not placed.all():
        x, y = x[placed], y[placed]
    if (x[1:] < x[:-1]).any():
        order = np.argsort(x, kind="stable")
        x, y = x[order], y[order]
    usable = np.abs(y) <= LARGEST
    if log:
        usable &= y >= SMALLEST
    if not usable.all():
        y = np.where(usable, y, np.nan)
    if not usable.any():
        x, y = x[:0], y[:0]
    x, y = decimate(x, y, columns)
    return Curve(curve.name, x, np.log10(y) if log else y, curve.colour, curve.look, curve.sign)
