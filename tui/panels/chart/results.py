"""How good the answers are: which classes are confused, or how large the errors of a regression are."""

from __future__ import annotations

from textual.strip import Strip

from engine.session.look import Look, LookAction, ScrollResults
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.drawing.line import filled
from tui.drawing.palette import style
from tui.panels.chart.arrows import Arrows
from tui.panels.chart.tools import Tools
from tui.panels.panel import Direction

FEWEST_ROWS = 2
"""Classes or outputs that stay in sight in a low panel, at the cost of the headings."""


def title(state: TrainingState, look: Look, canvas: Canvas) -> str:
    """Name the view."""
    return "Results"


def caption(state: TrainingState, look: Look, canvas: Canvas) -> Caption:
    """Count the classes or outputs below the last line."""
    below = results_below(state, canvas.height, look.first_result)
    return [(f"↓ {below:,} more", canvas.palette.muted)] if below else []


def draw(state: TrainingState, look: Look, canvas: Canvas, tools: Tools) -> list[Strip]:
    """Draw the headings and, from the first in sight, the classes or outputs."""
    from tui.panels.chart.result_table import result_table  # not for the first screen, which shows the error

    head, body = result_table(state, canvas)
    visible = _visible(state, canvas.height)
    first = min(look.first_result, len(body) - visible)
    shown = [*head[max(0, len(head) + visible - canvas.height) :], *body[first : first + visible]]
    strips = [line.strip(canvas.width, style(canvas.palette.text)) for line in shown]
    return filled(strips, canvas.width, canvas.height)


def results_below(state: TrainingState, height: int, first: int) -> int:
    """Count the classes or outputs below those in sight.

    Args:
        state: The training.
        height: Lines of the canvas.
        first: Index of the first class or output in sight.
    """
    return max(0, _lengths(state)[1] - first - _visible(state, height))


def _visible(state: TrainingState, height: int) -> int:
    """Count the classes or outputs that fit below the headings."""
    head, body = _lengths(state)
    return min(body, max(height - head, min(FEWEST_ROWS, height)))


def _lengths(state: TrainingState) -> tuple[int, int]:
    """Count the lines of the headings, and the classes or outputs."""
    parts, outputs = 1 + (state.test is not None), state.dataset.output_count
    return (parts + 2, outputs) if state.dataset.task == "classification" else (parts + 1, parts * outputs)


def _can_scroll(state: TrainingState, canvas: Canvas) -> bool:
    return results_below(state, canvas.height, 0) > 0


def _scroll(state: TrainingState, look: Look, canvas: Canvas, direction: Direction) -> LookAction:
    by = {"up": -1, "down": 1}.get(direction, 0)
    last = results_below(state, canvas.height, 0)
    return ScrollResults(max(0, min(look.first_result + by, last)))


ARROWS = Arrows("", "scroll", _can_scroll, _scroll, "there are no more results in this direction")
