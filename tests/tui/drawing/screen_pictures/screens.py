"""Screens for the tests of their pictures."""

from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.tui.hostile import HOSTILE

colours = st.sampled_from(["#ff0000", "#010203", "red", "bright_blue", "color(99)", "default", None])
flags = st.booleans() | st.none()
styles = st.builds(
    Style, color=colours, bgcolor=colours, bold=flags, dim=flags, italic=flags, underline=flags, strike=flags,
    reverse=flags, link=st.sampled_from([None, "http://example.org"]),
)  # fmt: skip
texts = (
    st.text("a1 .─⣿", max_size=8)
    | st.text("界e\u0301\u0308 \xa0\u3000", max_size=8)
    | st.text(st.characters(categories=None), max_size=8)
    | st.sampled_from([one[:99] for one in HOSTILE])
)
strips = st.lists(st.builds(Segment, texts, styles | st.none()), max_size=6).map(Strip)
screens = st.lists(strips, min_size=1, max_size=5).filter(lambda rows: any(row.cell_length for row in rows))


def plain(*lines: str, style: str = "#ffffff on #101010") -> list[Strip]:
    """Return the rows of a screen on which all looks the same."""
    return [Strip([Segment(line, Style.parse(style))]) for line in lines]
