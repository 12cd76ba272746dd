"""Who draws the chart: the screen while nothing runs, the training thread during a run."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from engine.session.look import Look
from engine.session.shown_row import seen
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.chart.drawer import ChartDrawer


class ChartSource:
    """Draws the chart in two threads, each with its own drawer.

    Attributes:
        wanted: The look and the canvas to draw; replaced as one, because both threads read it.
    """

    def __init__(self) -> None:
        self.wanted = Look(), Canvas(0, 0, DARK)
        self._in_screen, self._in_run = ChartDrawer(), ChartDrawer()

    def draw(self, state: TrainingState) -> Sequence[Strip]:
        """Draw the chart in the thread of the screen."""
        return self._in_screen.draw(state, *self.wanted)

    def draw_in_run(self, state: TrainingState) -> list[Strip]:
        """Draw the chart in the thread of the run."""
        look, canvas = self.wanted
        return self._in_run.draw(seen(state, look.row), look, canvas)
