"""Thinning a curve to what a chart can show: the lowest and the highest value of each of its columns."""

import numpy as np

from engine.arrays import FloatArray


def decimate(x: FloatArray, y: FloatArray, columns: int) -> tuple[FloatArray, FloatArray]:
    """Return a curve of at most two points a column that looks the same as the one given.

    A curve that is short enough already is returned as it is. Otherwise ``x`` is cut into ``columns`` equal parts, and
    each part that holds points becomes its lowest and its highest value, in the order that follows the curve. No peak
    is lost, however long the curve: this is what an average would do to the very spikes a learner looks for.

    Args:
        x: shape (n,), ascending, of magnitudes up to 1e307.
        y: shape (n,), finite or NaN. A part with nothing but NaN yields NaN, a gap.
        columns: how many columns the chart can tell apart, 1 or more.

    Returns:
        Two arrays of one length, at most 2 * columns unless returned unchanged.
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
    # The ends stay where they were: an axis that begins at epoch 0 must not begin at 7.5.
    thin_x[0], thin_x[-1] = x[0], x[-1]
    return thin_x, thin_y
