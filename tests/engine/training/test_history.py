"""The series of the error: bounded in size, independent of grouping, with its first and last point always kept."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.training.history import OLD, RECENT, Series

# Up to several times what the series can hold, so that it is thinned more than once.
points = st.integers(0, 6 * (OLD + RECENT))


def series_of(count: int) -> Series:
    return Series().extended(np.arange(count) / 10, np.arange(count) ** 2)


def contents(series: Series) -> tuple[object, ...]:
    return series.x.tolist(), series.y.tolist(), series.aged, series.stride


@given(points, st.lists(st.integers(0, 5000), max_size=12))
def test_grouping_does_not_matter(count: int, cuts: list[int]) -> None:
    x, y = np.arange(count) / 10, np.arange(count) ** 2
    edges = [0, *sorted(min(cut, count) for cut in cuts), count]
    grouped = Series()
    for start, end in pairwise(edges):
        grouped = grouped.extended(x[start:end], y[start:end])
    assert contents(grouped) == contents(series_of(count))


def test_adding_points_one_by_one_equals_adding_all_at_once() -> None:
    single = Series()
    for i in range(OLD + RECENT + 700):
        single = single.extended([i / 10], [i**2])
    assert contents(single) == contents(series_of(OLD + RECENT + 700))
    assert single.stride > 1


@given(points)
def test_the_size_is_bounded(count: int) -> None:
    series = series_of(count)
    assert len(series.x) == len(series.y) <= min(count, OLD + RECENT)


@given(points)
def test_all_recent_points_are_kept(count: int) -> None:
    recent = min(count, RECENT)
    assert (
        series_of(count).x[len(series_of(count).x) - recent :].tolist()
        == (np.arange(count - recent, count) / 10).tolist()
    )


@given(st.integers(1, 6 * (OLD + RECENT)))
def test_the_first_and_the_last_point_are_kept(count: int) -> None:
    series = series_of(count)
    assert (series.x[0], series.x[-1]) == (0.0, (count - 1) / 10)
    assert (series.y[0], series.y[-1]) == (0.0, (count - 1) ** 2)


@given(points)
def test_old_points_are_thinned_evenly(count: int) -> None:
    series = series_of(count)
    aged = max(0, count - RECENT)
    numbers = np.rint(series.x[: len(series.x) - min(count, RECENT)] * 10).astype(int)
    assert series.aged == aged
    assert numbers.tolist() == list(range(0, aged, series.stride))
    # Not thinned more than the bound requires: at least half of the space is used.
    assert series.stride == 1 or len(numbers) >= OLD // 2


def test_each_point_keeps_its_own_value() -> None:
    series = series_of(5 * (OLD + RECENT))
    assert (series.y == np.rint(series.x * 10) ** 2).all()


def test_extending_does_not_change_the_original() -> None:
    first = series_of(10)
    before = contents(first)
    longer = first.extended([1.0], [2.0])
    assert contents(first) == before
    assert len(longer.x) == 11
    assert not longer.x.flags.writeable
    assert not longer.y.flags.writeable
