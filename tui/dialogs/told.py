"""Warnings in the few lines that a dialog has for them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tui.drawing.wrapping import word_lines
from tui.terminal.text import safe

SHOWN_WHOLE = 2
LONGEST = 300
KEY = "i"
"""The key that shows all of them."""


def told_lines(warnings: Sequence[str], width: int, lines: int) -> list[str]:
    """Return the first warnings in at most so many lines; what is left out is counted.

    Args:
        warnings: The warnings.
        width: Cells of a line.
        lines: The most lines, at least 1.
    """
    wrapped = [word_lines(safe(warning, LONGEST), width) for warning in warnings[:SHOWN_WHOLE]]
    for whole in range(len(wrapped), 0, -1):
        more = _more(len(warnings) - whole)
        shown = [line for warning in wrapped[:whole] for line in warning] + ([more] if more else [])
        if len(shown) <= lines:
            return shown
    if not wrapped:
        return []
    more = _more(len(warnings) - 1) or f"… more: {KEY}"
    if lines > 1:
        return [*wrapped[0][: lines - 1], more]
    begun = word_lines(wrapped[0][0], width - cell_len(more) - 1)[0]
    return [f"{begun} {more}"]


def _more(count: int) -> str:
    return f"… and {count:,} more: {KEY}" if count > 0 else ""
