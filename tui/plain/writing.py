"""How lines are written: spelled out, safe for the terminal, and no wider than a braille display or 80 columns."""

from __future__ import annotations

from rich.cells import cell_len

from engine.quick_dataclass import dataclass
from tui.terminal.streams import spelled
from tui.terminal.text import visible

WIDEST, NARROWEST = 80, 20
"""Columns of a line."""
_INDENT = "  "


@dataclass(frozen=True)
class Writing:
    """A way to write. Immutable.

    Attributes:
        width: The most columns of a line, at least ``NARROWEST``.
        unicode: Whether Greek letters and other signs stand as they are; if not, all is ASCII: alpha, delta.
    """

    width: int = WIDEST
    unicode: bool = False

    def lines(self, text: str) -> list[str]:
        """Write a text of any length: lines that go on are indented."""
        return [line for part in text.split("\n") for line in _wrapped(self.line(part), self.width)]

    def line(self, text: str) -> str:
        """Write a text in one line, however wide."""
        return visible(text) if self.unicode else spelled(visible(text))


def _wrapped(text: str, width: int) -> list[str]:
    lines = []
    while cell_len(text) > width:
        end = _end(text, width)
        lines.append(text[:end].rstrip())
        text = _INDENT + text[end:].lstrip()
    return [*lines, text.rstrip()]


def _end(text: str, width: int) -> int:
    """Return where to break a text that is too wide: at its last blank that fits, else where the room ends."""
    fitting = min(len(text), width)
    while cell_len(text[:fitting]) > width:
        fitting -= 1
    blank = text.rfind(" ", 0, fitting + 1)
    return blank if text[: max(blank, 0)].strip() else fitting
