"""``--ascii``: everything but letters and the signs of formulas becomes ASCII, and each line keeps its width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color
from textual.strip import Strip

from tui.drawing.signs import AsciiSigns

BLACK = Color(0, 0, 0)


def shown(*texts: str) -> str:
    """Return what becomes of the pieces of a line."""
    return "".join(segment.text for segment in AsciiSigns().apply([Segment(text) for text in texts], BLACK))


@pytest.mark.parametrize(
    ("line", "ascii"),
    [
        ("╭─ 1 Network ──╮", "+- 1 Network --+"),
        ("│⠀⣿⡇│▔▁▄█", "|***|-__#"),
        ("  0.4┤┊└─", "  0.4+|+-"),
        ("✓ ✗ → ‹ › ↑ ↓ ● ○ ◉ ◆ ⋮ 24 more…", "v x > < > ^ v * o @ * : 24 more~"),
        ("━ train  ┅ test", "* train  . test"),
        ("δ_o1 = (a − y)·σ′ ∂E/∂w₁² √½ ∞ Größe Иван 日本", "δ_o1 = (a − y)·σ′ ∂E/∂w₁² √½ ∞ Größe Иван 日本"),
    ],
)
def test_signs_have_twins_and_formulas_keep_their_letters(line: str, ascii: str) -> None:
    assert shown(line) == ascii


def test_the_enter_key_is_spelled_out_where_the_line_has_room() -> None:
    assert shown("╰", "─" * 10, " type to find · ⏎ opens ", "─╯") == "+------ type to find · enter opens -+"
    assert shown(" 0-9 ⏎ type" + " " * 9 + "|") == " 0-9 enter type     |"
    assert shown("⏎ opens   ") == "⏎ opens   "
    assert shown("⏎ a ⏎ b", " " * 12) == "enter a enter b    "


@given(st.lists(st.text("─ ⏎│…a" + "▁", max_size=12), max_size=5))
def test_a_line_keeps_its_width(texts: list[str]) -> None:
    assert Strip([Segment(shown(*texts))]).cell_length == Strip([Segment("".join(texts))]).cell_length
