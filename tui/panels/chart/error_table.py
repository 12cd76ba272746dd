"""The errors of a regression, output by output."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from engine.analysis.metrics import Regression
from tui.drawing.canvas import Canvas
from tui.drawing.cut_names import cut_apart
from tui.drawing.line import Line
from tui.drawing.numbers import short
from tui.drawing.palette import style
from tui.terminal.text import safe

NAME_WIDTH = 14
ERROR_WIDTH = 10
ERRORS = ("RMSE", "mean abs", "largest", "R²")
DECIMALS = 4
PART_WIDTH = 6
"""Cells for "train" or "test"."""


def error_table(found: Sequence[tuple[str, Regression]], canvas: Canvas) -> tuple[Line, list[Line]]:
    """Draw a line for each output of each part of the data, in the output's own unit.

    Args:
        found: The metrics of each part, with its name; "" if there is only one.
        canvas: Where to draw.

    Returns:
        The heading, and the lines. The R² of a single output is left out, since it is in the summary.
    """
    muted, plain = style(canvas.palette.muted), style(canvas.palette.text)
    outputs = found[0][1].outputs
    columns = ERRORS if len(outputs) > 1 else ERRORS[:-1]
    part_width = PART_WIDTH if found[0][0] else 0
    names = cut_apart(tuple(one.name for one in outputs), NAME_WIDTH)
    start = 1 + part_width + max(map(cell_len, names))
    cell = max(1, min(ERROR_WIDTH, (canvas.width - start) // len(columns)))
    heading, lines = Line().to(start, muted), []
    for column in columns:
        heading.add(safe(column, cell - 1).rjust(cell), muted)
    for part, verdict in found:
        for name, one in zip(names, verdict.outputs, strict=True):
            line = Line().add(f" {part:<{part_width}}", muted).add(name, muted).to(start, muted)
            for value in (one.rmse, one.mean_absolute, one.largest, one.r2)[: len(columns)]:
                line.add(("–" if value is None else short(value, cell - 1, DECIMALS)).rjust(cell), plain)
            lines.append(line)
    return heading, lines
