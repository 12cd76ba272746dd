"""Text of a panel that is marked by dragging the mouse over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Size
from textual.strip import Strip


class Marked(NamedTuple):
    """What is marked: from one cell to another, both included. Cells are counted from the panel's corner.

    Attributes:
        start: Where the mouse was pressed.
        end: Where it is, or was released.
    """

    start: Offset
    end: Offset


def marked_cells(marked: Marked, size: Size) -> list[tuple[int, int, int]]:
    """Return the marked cells inside the frame of a panel: for each line its number, the first cell and its end."""
    first, last = sorted(marked, key=lambda at: (at.y, at.x))
    cells = []
    for y in range(max(1, first.y), min(last.y, size.height - 2) + 1):
        start = max(1, first.x if y == first.y else 1)
        end = min(size.width - 1, last.x + 1 if y == last.y else size.width)
        if start < end:
            cells.append((y, start, end))
    return cells


def marked_text(lines: Sequence[Strip], marked: Marked, size: Size) -> str:
    """Return what stands in the marked cells, without blanks at the ends of lines; "" if there is nothing."""
    cells = [(y, start, end) for y, start, end in marked_cells(marked, size) if y < len(lines)]
    return "\n".join(lines[y].crop(start, end).text.rstrip() for y, start, end in cells).strip("\n")


def with_marks(lines: Sequence[Strip], marked: Marked, size: Size, look: Style) -> list[Strip]:
    """Draw lines with the marked cells in one style."""
    drawn = list(lines)
    for y, start, end in marked_cells(marked, size):
        if y < len(drawn):
            line = drawn[y]
            marks = Strip([Segment(line.crop(start, end).text, look)])
            drawn[y] = Strip.join([line.crop(0, start), marks, line.crop(end, line.cell_length)])
    return drawn
