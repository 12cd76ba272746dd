"""What the views of the chart draw with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tui.panels.chart.plot import Plotter

if TYPE_CHECKING:
    from engine.training.learning_curve import LearningCurve


class Tools:
    """A plotter and the scores computed so far. Each thread needs its own: plotext's figures are not thread-safe."""

    def __init__(self) -> None:
        self.plotter = Plotter()

    @cached_property
    def scores(self) -> LearningCurve:
        """The accuracy or R² at past epochs."""
        from engine.training.learning_curve import LearningCurve  # not for the first screen, which shows the error

        return LearningCurve()
