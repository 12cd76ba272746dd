"""The ticks of an axis: round, short and honest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.panels.chart.ticks import linear_ticks


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0, 0.3, ["0", "0.1", "0.2", "0.3"]),
        (0, 22, ["0", "5", "10", "15", "20"]),
        (0, 2_100_000, ["0", "0.5M", "1.0M", "1.5M", "2.0M"]),
        (0, 45_000, ["0", "10k", "20k", "30k", "40k"]),
        (0, 4.5e-7, ["0", "1e-7", "2e-7", "3e-7", "4e-7"]),
        (-1.2, 1.1, ["-1.0", "-0.5", "0", "0.5", "1.0"]),
        (0, 2.5e300, ["0", "0.5e300", "1.0e300", "1.5e300", "2.0e300", "2.5e300"]),
    ],
)
def test_linear_ticks_are_round_and_short(low, high, labels):
    assert [tick.label for tick in linear_ticks(low, high, 5)] == labels


def test_whole_ticks_never_stand_between_epochs():
    assert [tick.label for tick in linear_ticks(0, 2, 9, whole=True)] == ["0", "1", "2"]


@given(st.floats(-1e300, 1e300), st.floats(1e-3, 1.0), st.integers(1, 12))
def test_ticks_are_inside_distinct_and_of_at_most_six_digits(middle, share, count):
    half = max(abs(middle) * share, 1e-290)
    ticks = linear_ticks(middle - half, middle + half, count)
    labels = [tick.label for tick in ticks]
    assert len(set(labels)) == len(labels) <= count + 1
    for tick in ticks:
        assert middle - half * (1 + 1e-6) <= tick.value <= middle + half * (1 + 1e-6)
        digits = tick.label.split("e")[0].strip("-kMGT").replace(".", "").lstrip("0")
        assert len(digits) <= 6
