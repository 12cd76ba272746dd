"""The scale of the y axis: ticks on whole rows, the curve as large as possible."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.panels.chart.scales import linear_scale, log_scale


@given(st.floats(-1e304, 1e304), st.floats(1e-4, 1.0), st.integers(1, 120))
def test_linear_ticks_are_evenly_spaced_on_rows_and_all_values_fit(middle, share, rows):
    half = max(abs(middle) * share, 1e-290)
    low, high = middle - half, middle + half
    scale = linear_scale(low, high, rows)
    places = [place for place, _ in scale.ticks]
    assert places[0] == 0
    assert len({after - before for before, after in pairwise(places)}) == 1
    assert scale.low <= low + half * 1e-6
    assert high <= scale.low + (rows + 0.5) * scale.row
    assert rows < 4 or high - low >= 0.25 * (rows + 0.5) * scale.row, "the curve is not squeezed"
    labels = [label for _, label in scale.ticks]
    assert len(set(labels)) == len(labels)


@given(st.floats(-290, 290), st.floats(0.02, 600), st.integers(1, 120))
def test_a_logarithmic_axis_has_a_tick_below_the_values_and_one_above(low, span, rows):
    high = min(low + span, 305.0)
    scale = log_scale(low, high, rows)
    places = [place for place, _ in scale.ticks]
    assert places[0] == 0
    assert places == sorted(set(places))
    assert scale.low <= low + 1e-6
    assert high - 1e-6 <= scale.low + scale.row * places[-1] <= scale.low + scale.row * rows * (1 + 1e-9)
    for place, label in scale.ticks:
        exact = np.log10(float(label)) if label.replace("e-", "").replace(".", "").isdecimal() else None
        if exact is not None and "e" not in label:
            assert scale.low + scale.row * place == pytest.approx(exact, abs=0.31 * scale.row + 1e-9)


@pytest.mark.parametrize(
    ("low", "high", "rows", "ticks"),
    [
        (0.0, 0.39, 9, {0: "0", 2: "0.1", 4: "0.2", 6: "0.3", 8: "0.4"}),
        (0.0, 0.95, 9, {0: "0", 4: "0.5", 8: "1.0"}),
        (0.0, 2_900_000, 9, {0: "0", 3: "1M", 6: "2M", 9: "3M"}),
        (-1.2, 1.1, 9, {0: "-2", 3: "-1", 6: "0", 9: "1"}),
        (0.0, 0.4, 2, {0: "0", 2: "0.5"}),
        (0.0, 0.4, 1, {0: "0", 1: "0.5"}),
    ],
)
def test_linear_scales(low, high, rows, ticks):
    assert dict(linear_scale(low, high, rows).ticks) == ticks


@pytest.mark.parametrize(
    ("low", "high", "rows", "ticks"),
    [
        (1e-4, 0.42, 9, {0: "1e-4", 2: "0.001", 4: "0.01", 6: "0.1", 8: "1"}),
        (1e-7, 0.42, 9, {0: "1e-8", 2: "1e-6", 4: "1e-4", 6: "0.01", 8: "1"}),
        (0.01, 0.42, 9, {0: "0.01", 4: "0.1", 8: "1"}),
        (0.055, 0.42, 7, {0: "0.05", 2: "0.1", 4: "0.2", 7: "0.5"}),
        (0.3, 0.4, 9, {0: "0.30", 5: "0.35", 9: "0.40"}),
        (0.3, 0.4, 1, {0: "0.3", 1: "0.4"}),
    ],
)
def test_logarithmic_scales(low, high, rows, ticks):
    assert dict(log_scale(np.log10(low), np.log10(high), rows).ticks) == ticks
