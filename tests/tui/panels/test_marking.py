"""Text that is marked by dragging the mouse over a panel."""

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Size
from textual.strip import Strip

from tui.panels.marking import Marked, marked_cells, marked_text, with_marks

LINES = [Strip([Segment(text)]) for text in ("╭───────╮", "│one two│", "│漢字   │", "│three  │", "╰───────╯")]
SIZE = Size(9, 5)
MARK = Style(reverse=True)


def text(*ends):
    return marked_text(LINES, Marked(*(Offset(*end) for end in ends)), SIZE)


def test_a_part_of_a_line():
    assert text((1, 1), (3, 1)) == "one"
    assert text((7, 1), (5, 1)) == "two"  # dragged backwards


def test_several_lines_from_end_to_end():
    assert text((5, 1), (3, 3)) == "two\n漢字\nthr"
    assert text((3, 3), (5, 1)) == "two\n漢字\nthr"


def test_never_the_frame():
    assert text((0, 0), (8, 4)) == "one two\n漢字\nthree"
    assert text((0, 0), (8, 0)) == ""
    assert text((-9, -9), (99, 99)) == "one two\n漢字\nthree"


def test_wide_characters_take_two_cells():
    assert text((1, 2), (2, 2)) == "漢"
    assert text((3, 2), (4, 2)) == "字"


def test_only_the_marked_cells_look_different():
    drawn = with_marks(LINES, Marked(Offset(3, 1), Offset(2, 2)), SIZE, MARK)
    assert [line.text for line in drawn] == [line.text for line in LINES]
    assert [(segment.text, segment.style) for segment in drawn[1]] == [("│on", None), ("e two", MARK), ("│", None)]
    assert [(segment.text, segment.style) for segment in drawn[2]] == [("│", None), ("漢", MARK), ("字   │", None)]
    assert drawn[3] == LINES[3]


OFFSETS = st.builds(Offset, st.integers(-5, 300), st.integers(-5, 300))


@given(OFFSETS, OFFSETS, st.builds(Size, st.integers(0, 250), st.integers(0, 250)))
def test_cells_are_inside_the_frame(start, end, size):
    for y, first, last in marked_cells(Marked(start, end), size):
        assert 1 <= y < size.height - 1
        assert 1 <= first < last <= size.width - 1
    lines = [Strip.blank(size.width)] * size.height
    assert marked_text(lines, Marked(start, end), size) == ""
    drawn = with_marks(lines, Marked(start, end), size, MARK)
    assert [line.cell_length for line in drawn] == [size.width] * size.height
