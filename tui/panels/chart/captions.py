"""Text for the frame of the chart: as much as its width allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.drawing.palette import Palette

GAP = "  "
PLACE_CELLS = 10
"""Cells kept free beside a title for the shortest text in the corner: "‹ 3/8 ›" and what is around it."""
CORNERS = 4
"""Cells of the frame's edge that text never covers."""
KEY = 2
"""Cells of the panel's key before the title."""

Pieces = Sequence[tuple[str, str]]
"""Pieces of text, each with its colour, the most important first."""


def longest(texts: Iterable[str], canvas: Canvas) -> str:
    """Return the first text that fits into the frame around a canvas, beside the corner; the last if none does.

    Args:
        texts: Wordings of one title, the longest first.
        canvas: The inside of the frame.
    """
    text = ""
    for text in texts:
        if cell_len(text) <= canvas.width - CORNERS - KEY - PLACE_CELLS:
            return text
    return text


def fitting(pieces: Pieces, canvas: Canvas) -> Caption:
    """Return as many of the first pieces as fit into the frame around a canvas, with gaps between them."""
    kept: list[tuple[str, str]] = []
    for text, colour in pieces:
        text = GAP * bool(kept) + text
        if sum(cell_len(before) for before, _ in kept) + cell_len(text) > canvas.width - CORNERS:
            break
        kept.append((text, colour))
    return kept


def progress(state: TrainingState, palette: Palette) -> Pieces:
    """Return the epoch, and what the lines of the learner's edits mean if there are any."""
    edited = [("┊ edited", palette.muted)] if state.marks else []
    return [(f"epoch {state.epoch:,}", palette.muted), *edited]
