"""One picture of the accepted screen and that of now: what differs is marked in both."""

from pathlib import Path

import pytest

from tests.tui.drawing.screen_pictures.screens import plain
from tui.drawing.palette import contrast
from tui.drawing.screen_pictures.both import both_svg
from tui.drawing.screen_pictures.cells import Cell, Grid, cells_of
from tui.drawing.screen_pictures.reading import read_svg


def both(folder: Path, accepted: Grid, now: Grid) -> Grid:
    """Return the cells of the picture of both."""
    (folder / "both.svg").write_text(both_svg(accepted, now, "title"), encoding="utf-8")
    return read_svg(folder / "both.svg")


def marked(grid: Grid, screens: Grid) -> list[tuple[int, int, Cell]]:
    """Return the cells whose background is none of those of the screens, nor that around them."""
    known = {cell.look.background for line in screens for cell in line} | {grid[0][-1].look.background}
    return [
        (row, column, cell)
        for row, line in enumerate(grid)
        for column, cell in enumerate(line)
        if cell.look.background not in known
    ]


@pytest.mark.parametrize(
    "style", ["#ffffff on #101010", "#800080 on #101010", "#000000 on #f0f0f0", "#ff80ff on #f0f0f0"]
)
def test_small_screens_stand_side_by_side_and_a_changed_digit_is_marked_in_both(tmp_path: Path, style: str) -> None:
    accepted, now = cells_of(plain("0.1234", "same", style=style)), cells_of(plain("0.1294", "same", style=style))
    picture = both(tmp_path, accepted, now)
    text = ["".join(cell.text for cell in line).rstrip() for line in picture]
    assert text == ["accepted, 6x2   now, 6x2", "0.1234          0.1294", "same            same"]
    found = marked(picture, accepted)
    assert [(row, column, cell.text) for row, column, cell in found] == [(1, 4, "3"), (1, 20, "9")]
    assert all(contrast(cell.look.colour, cell.look.background) >= 2.5 for *_, cell in found)


def test_wide_screens_stand_below_each_other_and_a_changed_style_is_marked(tmp_path: Path) -> None:
    accepted, now = cells_of(plain("word" * 20)), cells_of(plain("word" * 20, style="bold #ffffff on #101010"))
    picture = both(tmp_path, accepted, now)
    assert len(picture[0]) == 80
    assert ["".join(cell.text for cell in line)[:14].strip() for line in picture] == [
        *("accepted, 80x1", "wordwordwordwo", "", "now, 80x1", "wordwordwordwo")
    ]
    assert [(row, column) for row, column, _ in marked(picture, accepted)] == [
        (row, column) for row in (1, 4) for column in range(80)
    ]


def test_another_size_is_said_and_not_marked(tmp_path: Path) -> None:
    accepted, now = cells_of(plain("abc", "d")), cells_of(plain("xyz"))
    picture = both(tmp_path, accepted, now)
    text = ["".join(cell.text for cell in line).rstrip() for line in picture]
    assert text == ["accepted, 3x2   now, 3x1", "abc             xyz", "d"]
    assert marked(picture, accepted) == []


def test_the_mark_is_a_background_that_neither_screen_has(tmp_path: Path) -> None:
    accepted = cells_of([*plain("1"), *plain("same", style="#ffffff on #8f008f")])
    now = cells_of([*plain("2"), *plain("same", style="#ffffff on #8f008f")])
    assert [cell.text for *_, cell in marked(both(tmp_path, accepted, now), accepted)] == ["1", "2"]
