"""Lines in ASCII: one cell for each column or row, and a direction in each."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tui.drawing.ascii_lines import ROOMY, SIGNS, ascii_line
from tui.drawing.braille import DOTTED, THICK, THIN, Grid, line
from tui.drawing.palette import DARK, ink

WIDTH, HEIGHT = 24, 8


def drawn(*ends: tuple[int, int, int, int], weight: int = THIN, dashed: bool = False) -> list[str]:
    grid = Grid(WIDTH, HEIGHT, ink(DARK.text, DARK.background), SIGNS)
    for owner, (x0, y0, x1, y1) in enumerate(ends):
        grid.draw(ascii_line(x0, y0, x1, y1, weight, WIDTH, dashed), ink(DARK.text, DARK.background), owner)
    grid.finish_lines()
    return [strip.text.rstrip() for strip in grid.strips()]


def test_a_flat_line_goes_down_where_it_leaves_its_row() -> None:
    assert drawn((0, 2, 47, 2))[0] == " " + "-" * 22
    assert drawn((0, 2, 47, 10))[:3] == [" ---\\", " " * 5 + "----------\\", " " * 16 + "-------"]
    assert drawn((0, 10, 47, 2))[:3] == [" " * 19 + "----", " " * 8 + "----------/", " ------/"]


def test_a_steep_line_has_a_cell_in_each_row() -> None:
    assert drawn((4, 0, 5, 31)) == ["  |"] * HEIGHT
    assert [text.strip() for text in drawn((0, 0, 8, 31))] == ["|", "\\", "|", "\\", "\\", "|", "\\", "|"]
    assert [text.strip() for text in drawn((0, 31, 14, 0))] == ["|", "|", *"//////"]


def test_lines_that_cross_meet_in_a_star() -> None:
    assert any("*" in text for text in drawn((0, 2, 46, 30), (0, 16, 47, 16)))


def test_light_lines_have_gaps() -> None:
    assert drawn((0, 2, 47, 2), weight=DOTTED)[0] == " " + "- " * 10 + "-"
    assert drawn((0, 2, 47, 2), dashed=True)[0].strip().startswith("--  ---  ---")


ends = st.tuples(
    st.integers(0, 2 * WIDTH - 1), st.integers(0, 4 * HEIGHT - 1), st.integers(0, 47), st.integers(0, 4 * HEIGHT - 1)
).map(lambda each: (min(each[0], each[2]), each[1], max(each[0], each[2]), each[3]))


@given(ends, st.sampled_from([DOTTED, THIN, THICK]), st.booleans())
def test_every_cell_lies_on_the_line_and_each_is_named_once(
    each: tuple[int, int, int, int], weight: int, dashed: bool
) -> None:
    cells, directions = ascii_line(*each, weight, WIDTH, dashed)
    assert len(np.unique(cells)) == len(cells) == len(directions)
    near = line(*each, THICK, WIDTH)[0]
    for cell in cells.tolist():
        y, x = divmod(cell, WIDTH)
        assert 0 <= y < HEIGHT
        assert min(max(abs(y - other // WIDTH), abs(x - other % WIDTH)) for other in near.tolist()) <= 1
    if weight != DOTTED and not dashed:
        columns, rows = (each[2] >> 1) - (each[0] >> 1), abs((each[3] >> 2) - (each[1] >> 2))
        flat = abs(each[3] - each[1]) <= 2 * (each[2] - each[0])
        assert len(cells) == (columns if flat else rows) + 1 - 2 * (columns >= ROOMY)
        assert np.abs(np.diff(cells // WIDTH)).max(initial=0) <= 1
        assert np.abs(np.diff(cells % WIDTH)).max(initial=0) <= 1
