"""Where two pictures of a screen differ is told by row and column, with both texts or both styles."""

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.tui.drawing.screen_pictures.screens import plain, screens
from tui.drawing.screen_pictures.cells import cells_of
from tui.drawing.screen_pictures.differences import differences, told

RED, BLUE = Style.parse("#ff0000 on #101010"), Style.parse("bold #0000ff on #101010")


def test_a_changed_digit_is_told_with_its_number() -> None:
    accepted = cells_of(plain("a_h1 = 0.1234 · 2", "same"))
    now = cells_of(plain("a_h1 = 0.1294 · 2", "same"))
    assert told(accepted, now) == ['row 1, columns 8 to 13: "0.1234" was accepted, now it is "0.1294"']


def test_a_changed_style_is_told_in_words() -> None:
    def row(style: Style) -> list[Strip]:
        return [Strip([Segment("1 ", RED), Segment("word", style), Segment(" ", RED)])]

    assert told(cells_of(row(RED)), cells_of(row(BLUE))) == [
        'row 1, columns 3 to 6: "word" was accepted as #ff0000 on #101010, now it is bold #0000ff on #101010'
    ]
    black = cells_of(plain("", "   ", style="on #000000"))
    assert told(cells_of(plain("", "   ", style="on #ffffff")), black) == [
        'row 2, columns 1 to 3: "   " was accepted as on #ffffff, now it is on #000000'
    ]


def test_places_that_are_apart_are_told_each_and_only_so_many() -> None:
    accepted, now = cells_of(plain("a === b =!= c", "d")), cells_of(plain("A === b =?= C", "D"))
    lines = told(accepted, now)
    assert [line.split(":")[0] for line in lines] == ["row 1, column 1", "row 1, columns 10 to 13", "row 2, column 1"]
    assert told(accepted, now, 1) == [lines[0], "and 2 more places"]
    assert told(accepted, now, 2) == [*lines[:2], "and 1 more place"]


def test_another_size_is_told_and_nothing_else() -> None:
    assert told(cells_of(plain("abc", "d")), cells_of(plain("xyz"))) == [
        "the screen of 3x2 cells was accepted, now it is 3x1"
    ]


def test_wide_characters_count_two_columns() -> None:
    assert told(cells_of(plain("界 ─ ─ ─ 1")), cells_of(plain("界 ─ ─ ─ 2"))) == [
        'row 1, column 10: "1" was accepted, now it is "2"'
    ]
    assert told(cells_of(plain("─界")), cells_of(plain("─ab"))) == [
        'row 1, columns 2 to 3: "界" was accepted, now it is "ab"'
    ]


@given(screens, st.data())
def test_exactly_the_cells_that_differ_are_told_or_stand_beside_one(rows: list[Strip], data: st.DataObject) -> None:
    grid = cells_of(rows)
    assert told(grid, grid) == []
    row = data.draw(st.integers(0, len(grid) - 1))
    column = data.draw(st.integers(0, len(grid[0]) - 1))
    cell = grid[row][column]
    other = cell._replace(look=cell.look._replace(background="#123456"))
    changed = tuple(
        tuple(other if (y, x) == (row, column) else one for x, one in enumerate(line)) for y, line in enumerate(grid)
    )
    (found,) = differences(grid, changed)
    assert (found.row, found.column, found.accepted, found.now) == (row + 1, column + 1, (cell,), (other,))
