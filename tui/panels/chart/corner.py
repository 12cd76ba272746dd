"""The text in the upper right corner of the chart: which view it shows, between two arrows to click."""

from __future__ import annotations

from rich.cells import cell_len

from tui.drawing.canvas import Canvas
from tui.panels.chart.captions import CORNERS, KEY
from tui.panels.chart.views import VIEWS

BETWEEN = 3
"""Cells between the title and the corner: a blank on each side of a piece of the edge."""


def corner_text(number: int, title: str, canvas: Canvas) -> str:
    """Name the view of a number from 0 if its title leaves room for that, else say only which of all views it is."""
    room, place = canvas.width - CORNERS - KEY - cell_len(title) - BETWEEN, f"{number + 1}/{len(VIEWS)}"
    texts = (f"‹ {VIEWS[number].label} {place} ›", f"‹ {place} ›")
    return next((text for text in texts if cell_len(text) <= room), "")
