"""Warnings in few lines: the first ones, and how many more there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.dialogs.told import told_lines

LONG = "line 2: -200 in 7 rows of 2 columns is far from all others; if it stands for a missing value, set it"


@pytest.mark.parametrize(
    ("warnings", "lines", "told"),
    [
        ([], 3, []),
        (["one"], 1, ["one"]),
        (["one", "two"], 2, ["one", "two"]),
        (["one", "two"], 1, ["one … and 1 more: i"]),
        (["one", "two", "three"], 3, ["one", "two", "… and 1 more: i"]),
        (["one", "two", "three"], 2, ["one", "… and 2 more: i"]),
        ([LONG, "two"], 2, ["line 2: -200 in 7 rows of 2 columns is", "… and 1 more: i"]),
        ([LONG, "two"], 1, ["line 2: -200 in 7 rows … and 1 more: i"]),
        ([LONG], 1, ["line 2: -200 in 7 rows of 2 … more: i"]),
    ],
)
def test_the_first_warnings_and_how_many_more(warnings, lines, told):
    assert told_lines(warnings, 40, lines) == told


@given(st.lists(st.text(max_size=200).filter(str.strip), max_size=6), st.integers(30, 120), st.integers(1, 8))
def test_they_never_take_more_lines_or_cells(warnings, width, lines):
    told = told_lines(warnings, width, lines)
    assert len(told) <= lines
    assert all(cell_len(line) <= width for line in told)
    assert bool(told) == bool(warnings)
