"""Thinned curves keep every peak."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.panels.chart.awkward import awkward
from tui.panels.chart.decimate import decimate


@given(st.lists(awkward.filter(lambda v: not np.isinf(v)), min_size=1, max_size=200), st.integers(1, 20))
def test_decimation_keeps_the_extremes_and_the_ends(values, columns):
    y = np.array(values)
    thin_x, thin_y = decimate(np.arange(len(y), dtype=float), y, columns)
    assert len(thin_x) == len(thin_y) <= max(2 * columns, 1)
    assert (thin_x[0], thin_x[-1]) == (0.0, len(y) - 1.0)
    assert (np.diff(thin_x) >= 0).all()
    if not np.isnan(y).all():
        assert (np.nanmin(thin_y), np.nanmax(thin_y)) == (np.nanmin(y), np.nanmax(y))


def test_decimation_follows_the_curve_and_keeps_gaps():
    y = np.arange(100.0)
    assert (np.diff(decimate(y, y, 10)[1]) >= 0).all()
    assert (np.diff(decimate(y, y[::-1], 10)[1]) <= 0).all()
    gap = np.where((y >= 40) & (y < 60), np.nan, 1.0)
    assert np.isnan(decimate(y, gap, 10)[1]).sum() == 4
