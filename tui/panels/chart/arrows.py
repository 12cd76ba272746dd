"""What the arrow keys do in a view of the chart."""

from __future__ import annotations

from collections.abc import Callable

from engine.quick_dataclass import dataclass
from engine.session.look import Look, LookAction
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.panels.panel import Direction


@dataclass(frozen=True)
class Arrows:
    """The use that a view makes of the arrow keys: an arrow changes the look.

    Attributes:
        across: What ← and → change, as the footer names it; "" if they do nothing.
        upwards: What ↑ and ↓ change, likewise.
        work: Tells whether there is anything to change in a state on a canvas.
        press: Returns what an arrow does to the look.
        otherwise: Why an arrow does nothing.
    """

    across: str
    upwards: str
    work: Callable[[TrainingState, Canvas], bool]
    press: Callable[[TrainingState, Look, Canvas, Direction], LookAction]
    otherwise: str
