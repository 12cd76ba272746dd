"""Which curves the chart panel shows of a training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from textual.strip import Strip

from engine.state import TrainingState
from tui.renderables.numbers import short
from tui.renderables.palette import DARK, Palette
from tui.renderables.plot import Chart, ChartColours, Curve, Plotter

VIEWS = ("linear", "log")


@dataclass(frozen=True)
class ChartLook:
    """How the chart is to be drawn: which view, how large in cells, in which colours."""

    view: str = "linear"
    width: int = 0
    height: int = 0
    palette: Palette = DARK


class ChartDrawer:
    """Draws charts. One for each thread, as its figure must not be shared."""

    def __init__(self) -> None:
        self._plotter: Plotter | None = None

    def draw(self, state: TrainingState, look: ChartLook) -> list[Strip]:
        """Draw the chart of a state; none where there is no room."""
        if look.width < 1 or look.height < 1:
            return []
        if self._plotter is None:  # plotext takes 130 ms to import: not before the first chart
            self._plotter = Plotter()
        colours = ChartColours(axis=look.palette.faint, label=look.palette.muted, mark=look.palette.key)
        return self._plotter.lines(error_chart(state, look), look.width, look.height, colours)


def error_chart(state: TrainingState, look: ChartLook) -> Chart:
    """The MSE by epoch, up to now; where the learner edited something, a mark."""
    history = state.history
    return Chart(
        curves=(
            Curve(
                name="MSE",
                x=np.append(history.x, state.time),
                y=np.append(history.y, state.evaluation.mse),
                colour=look.palette.accent,
            ),
        ),
        log=look.view == "log",
        x_label="epoch",
        marks=state.marks,
        empty="the error is not a number",
    )


def chart_title(view: str) -> str:
    """Say what is drawn, with its definition."""
    return f"MSE{' (log)' if view == 'log' else ''}  mean over rows and outputs of (a − y)²"


def chart_subtitle(state: TrainingState) -> str:
    """Say where the curve is now."""
    return f"epoch {state.time:.6g} · MSE {short(state.evaluation.mse, 9, 5)}"
