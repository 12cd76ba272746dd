"""Building one line of a panel out of coloured pieces."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


class Line:
    """Pieces of text, put side by side from the left; becomes a strip of an exact width."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self.width = 0

    def add(self, text: str, style: Style) -> Line:
        """Append a piece."""
        self._segments.append(Segment(text, style))
        self.width += cell_len(text)
        return self

    def to(self, column: int, style: Style) -> Line:
        """Fill up with blanks to a column; nothing if it is passed already."""
        if column > self.width:
            self.add(" " * (column - self.width), style)
        return self

    def strip(self, width: int, style: Style) -> Strip:
        """Return exactly ``width`` cells: cut, or filled with blanks of ``style``."""
        return Strip(self._segments, self.width).adjust_cell_length(width, style)


def blank(width: int) -> Strip:
    """An empty line."""
    return Strip.blank(width)


def filled(lines: list[Strip], width: int, height: int) -> list[Strip]:
    """Return exactly ``height`` lines: cut, or with empty ones below."""
    return [*lines[:height], *(blank(width) for _ in range(height - len(lines)))]
