"""How good the answers are: which classes are confused, or how large the errors of a regression are."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from engine.errors import InvalidValue
from engine.session.look import ListCell, Look, LookAction, ScrollResults
from engine.training.state import TrainingState
from engine.wording import quoted
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.drawing.line import filled
from tui.drawing.palette import style
from tui.panels.chart.arrows import Arrows
from tui.panels.chart.captions import fitting
from tui.panels.chart.tools import Tools
from tui.panels.panel import Direction

HEADINGS = 2
"""Lines above the classes of a confusion matrix."""
FEWEST_ROWS = 2
"""Classes or outputs that stay in sight in a low panel, at the cost of the headings."""


def title(state: TrainingState, look: Look, canvas: Canvas) -> str:
    """Name the view."""
    return "Results"


def caption(state: TrainingState, look: Look, canvas: Canvas) -> Caption:
    """Count the lines below the last one, and say what a click does."""
    muted, below = canvas.palette.muted, results_below(state, canvas.height, look.first_result)
    more = [(f"↓ {below:,} more", muted)] if below else []
    lists = [("click a number: its rows", muted)] if state.dataset.task == "classification" else []
    return fitting([*more, *lists], canvas)


def draw(state: TrainingState, look: Look, canvas: Canvas, tools: Tools) -> list[Strip]:
    """Draw the headings and, from the first in sight, the classes or outputs."""
    from tui.panels.chart.result_table import result_table  # not for the first screen, which shows the error

    head, body = result_table(state, canvas)
    above, first, visible = _in_sight(state, canvas, look)
    shown = [*head[len(head) - above :], *body[first : first + visible]]
    strips = [line.strip(canvas.width, style(canvas.palette.text)) for line in shown]
    return filled(strips, canvas.width, canvas.height)


def click(
    state: TrainingState, look: Look, canvas: Canvas, lines: Sequence[Strip], x: int, y: int
) -> LookAction | None:
    """List the rows that a number of a confusion matrix counts.

    Raises:
        InvalidValue: It counts none.
    """
    from tui.panels.chart.result_table import cell_at

    above, first, visible = _in_sight(state, canvas, look)
    if state.dataset.task == "regression" or not above <= y < above + visible:
        return None
    found = cell_at(state, canvas.width, first + y - above, x)
    if found is None:
        return None
    cell, count = found
    if not count:
        expected, got = (quoted(state.dataset.classes[index]) for index in (cell.expected, cell.got))
        raise InvalidValue(f"no row of {expected} got {got}: there is none to list")
    return ListCell(cell)


def _in_sight(state: TrainingState, canvas: Canvas, look: Look) -> tuple[int, int, int]:
    """Return how many lines of the headings are in sight, the first line below them and how many of those are."""
    (head, body), visible = _lengths(state), _visible(state, canvas.height)
    return min(head, canvas.height - visible), min(look.first_result, body - visible), visible


def results_below(state: TrainingState, height: int, first: int) -> int:
    """Count the lines below those in sight.

    Args:
        state: The training.
        height: Lines of the canvas.
        first: Index of the first line in sight below the headings.
    """
    return max(0, _lengths(state)[1] - first - _visible(state, height))


def _visible(state: TrainingState, height: int) -> int:
    """Count the lines that fit below the headings."""
    head, body = _lengths(state)
    return min(body, max(height - head, min(FEWEST_ROWS, height)))


def _lengths(state: TrainingState) -> tuple[int, int]:
    """Count the lines of the headings, and those below them."""
    parts, classes = 1 + (state.test is not None), len(state.dataset.classes)
    if state.dataset.task == "regression":
        return parts + 1, parts * state.dataset.output_count
    return parts + HEADINGS, parts * classes + (parts - 1) * HEADINGS


def _can_scroll(state: TrainingState, canvas: Canvas) -> bool:
    return results_below(state, canvas.height, 0) > 0


def _scroll(state: TrainingState, look: Look, canvas: Canvas, direction: Direction) -> LookAction:
    by = {"up": -1, "down": 1}.get(direction, 0)
    last = results_below(state, canvas.height, 0)
    return ScrollResults(max(0, min(look.first_result + by, last)))


ARROWS = Arrows("", "scroll", _can_scroll, _scroll, "there are no more results in this direction")
