"""A line of text in several styles."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


class Line:
    """Pieces of text put together from the left, to become a strip of an exact width."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self.width = 0

    def add(self, text: str, style: Style) -> Line:
        """Append a piece of text, and return the line."""
        self._segments.append(Segment(text, style))
        self.width += cell_len(text)
        return self

    def to(self, column: int, style: Style) -> Line:
        """Append blanks up to a column, if the line is shorter, and return the line."""
        if column > self.width:
            self.add(" " * (column - self.width), style)
        return self

    def strip(self, width: int, style: Style) -> Strip:
        """Return ``width`` cells: cut, or filled with blanks in ``style``."""
        return Strip(self._segments, self.width).adjust_cell_length(width, style)


def blank(width: int) -> Strip:
    """Return an empty line."""
    return Strip.blank(width)


def filled(lines: list[Strip], width: int, height: int) -> list[Strip]:
    """Return ``height`` lines: cut, or filled with empty lines."""
    return [*lines[:height], *(blank(width) for _ in range(height - len(lines)))]
