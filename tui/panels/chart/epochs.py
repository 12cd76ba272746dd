"""The cursor through the epochs of a curve: where the arrows move it, and what it says."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from textual.strip import Strip

from engine.arrays import FloatArray
from engine.session.look import Look, PointAtEpoch
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.palette import Palette
from tui.panels.chart.arrows import Arrows
from tui.panels.chart.axes import first_column
from tui.panels.chart.captions import Pieces
from tui.panels.panel import Direction

PAGES = 10
"""How many pages go through all epochs."""


def pointed(state: TrainingState, look: Look, by: int) -> PointAtEpoch:
    """Move the cursor by some epochs, back if negative; without one it stands at the present, where it ends too."""
    return _cursor_at((_now(state) if look.epoch is None else look.epoch) + by, state)


def _now(state: TrainingState) -> int:
    """Return the epoch in which the training is, or the last one if that is complete."""
    return state.epoch + (state.position > 0)


def _cursor_at(epoch: int, state: TrainingState) -> PointAtEpoch:
    return PointAtEpoch(max(0, epoch) if epoch < _now(state) else None)


def clicked(state: TrainingState, start: float, lines: Sequence[Strip], column: int) -> PointAtEpoch:
    """Move the cursor to where a chart by epoch was clicked.

    Args:
        state: The training, which the chart shows up to now.
        start: The epoch at which its curves begin.
        lines: The lines drawn.
        column: The column clicked; one left of the curves means their beginning.
    """
    first = first_column(lines)
    share = max(0.0, (column - first + 0.5) / (lines[-1].cell_length - first))
    return _cursor_at(round(start + share * (state.cursor.time - start)), state)


def click(state: TrainingState, look: Look, canvas: Canvas, lines: Sequence[Strip], x: int, y: int) -> PointAtEpoch:
    """Move the cursor to where a chart of past parameters was clicked."""
    return clicked(state, state.parameter_history.checkpoints[0].time, lines, x)


def a_page(state: TrainingState) -> int:
    """Return how many epochs a page is."""
    return max(1, state.epoch // PAGES)


def marks_of(look: Look) -> tuple[float, ...]:
    """Return where the chart draws the cursor."""
    return () if look.epoch is None else (float(look.epoch),)


def nearest_point(epoch: int, times: FloatArray) -> tuple[int, str]:
    """Return the point nearest to the end of an epoch; of a long training few points are kept.

    Returns:
        Its index, and where it is, such as " at epoch 16"; "" if at that very end.
    """
    nearest = int(np.abs(times - epoch).argmin())
    time = float(times[nearest])
    return nearest, "" if time == epoch else f" at epoch {time:,.6g}"


def value_near(epoch: int, times: FloatArray, values: FloatArray) -> tuple[float, str]:
    """Return the value of a curve at its ``nearest_point``, NaN before the curve begins, and where that is."""
    if epoch < times[0]:
        return math.nan, ""
    nearest, where = nearest_point(epoch, times)
    return float(values[nearest]), where


def cursor_pieces(look: Look, palette: Palette, texts: str) -> Pieces:
    """Return the caption of a chart with a cursor: its epoch, the values there, and the key that goes there."""
    return [(f"epoch {look.epoch:,}: {texts}", palette.key), ("⏎ goes there", palette.muted)]


def _is_long(state: TrainingState, canvas: Canvas) -> bool:
    return state.epoch > 0


def _press(state: TrainingState, look: Look, canvas: Canvas, direction: Direction) -> PointAtEpoch:
    return pointed(state, look, {"left": -1, "right": 1}.get(direction, 0))


ARROWS = Arrows("epoch", "", _is_long, _press, "← → go through the epochs trained so far: none lies further that way")
