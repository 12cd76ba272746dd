"""The frame of a panel."""

from hypothesis import given
from hypothesis import strategies as st
from textual.strip import Strip

from tests.tui.hostile import assert_harmless, names, palettes
from tui.drawing.canvas import Canvas
from tui.drawing.frame import framed


@given(
    st.lists(st.integers(0, 100), max_size=30), names, names, st.booleans(), st.integers(0, 120), st.integers(0, 30),
    palettes,
)  # fmt: skip
def test_a_frame_has_the_exact_size_whatever_is_in_it(inside, title, subtitle, focused, width, height, palette):
    lines = framed([Strip.blank(cells) for cells in inside], title, subtitle, focused, Canvas(width, height, palette))
    assert len(lines) == height
    assert_harmless(lines, width)
    if width >= 2 and height >= 2:
        assert lines[0].text[0] + lines[0].text[-1] + lines[-1].text[0] + lines[-1].text[-1] == "╭╮╰╯"
        assert {line.text[0] + line.text[-1] for line in lines[1:-1]} <= {"││"}
