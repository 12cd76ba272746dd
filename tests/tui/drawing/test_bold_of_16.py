"""Bold text on terminals of 16 colours."""

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tui.drawing.bold_of_16 import BoldOf16
from tui.drawing.few_colours import DARK_16, LIGHT_16


def test_bold_stays_only_where_text_does_not_vanish() -> None:
    line = [
        Segment("a", Style(color=DARK_16.text, bgcolor=DARK_16.background, bold=True)),
        Segment("b", Style(color=LIGHT_16.text, bgcolor=LIGHT_16.background, bold=True, underline=True)),
        Segment("c"),
    ]
    shown = BoldOf16().apply(line, Color(0, 0, 0))
    assert "".join(segment.text for segment in shown) == "abc"
    assert [bool(segment.style and segment.style.bold) for segment in shown] == [True, False, False]
    assert shown[1].style == Style(color=LIGHT_16.text, bgcolor=LIGHT_16.background, bold=False, underline=True)
