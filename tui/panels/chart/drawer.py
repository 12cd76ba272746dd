"""Draws the chart, whichever view it shows."""

from __future__ import annotations

from textual.strip import Strip

from engine.session.look import Look
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.panels.chart.tools import Tools
from tui.panels.chart.views import view_named


class ChartDrawer:
    """Draws charts with tools of its own. Each thread needs its own drawer."""

    def __init__(self) -> None:
        self._tools = Tools()

    def draw(self, state: TrainingState, look: Look, canvas: Canvas) -> list[Strip]:
        """Return the lines of the chart; none if the canvas has no cell."""
        if canvas.width < 1 or canvas.height < 1:
            return []
        view = view_named(look.view)
        return view.draw(view.state_of(state), look, canvas, self._tools)
