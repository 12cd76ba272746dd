"""No bold on bright cells of a terminal with 16 colours: many show bold text brighter, black as grey, blue as pale."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from tui.drawing.ramps import BRIGHT

_PLAIN = Style(bold=False)


@lru_cache(maxsize=4096)
def _without_bold(style: Style) -> Style:
    bright = style.bgcolor is not None and style.bgcolor.get_truecolor().hex in BRIGHT
    return style + _PLAIN if style.bold and bright else style


class BoldOf16(LineFilter):
    """Takes bold away where it would make text vanish."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Change the styles of a line."""
        return [Segment(text, _without_bold(style) if style else style, control) for text, style, control in segments]
