"""The axes of a chart: where their ticks stand, and the lines and labels around the plot area."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from engine.quick_dataclass import dataclass
from tui.drawing.line import Line
from tui.drawing.palette import Palette
from tui.panels.chart.scales import Scale
from tui.panels.chart.ticks import linear_ticks

FEWEST_COLUMNS = 10
"""Least width of the plot area: below it axes would take more room than curves."""
CELLS_A_TICK = 9
ORIGIN = "└"
"""Where the axes meet."""
LABEL_SHARE = 5
"""The name of the x axis may widen the margin up to the width divided by this."""


@dataclass(frozen=True)
class Axes:
    """Where the axes stand, in cells.

    Attributes:
        width: Width of the plot area.
        margin: Width of the labels of the y axis, to the left of its line.
        y_labels: Labels of the y axis by row, counted upwards from 0, the lowest.
        x_labels: Labels of the x axis by column of the plot area.
        name: Name of the x axis, written before its labels.
    """

    width: int
    margin: int
    y_labels: dict[int, str]
    x_labels: dict[int, str]
    name: str


def axes_for(scale: Scale, rows: int, x_low: float, x_high: float, whole: bool, name: str, width: int) -> Axes | None:
    """Place the axes of a chart.

    Args:
        scale: The scale of the y axis.
        rows: Rows of the plot area above row 0.
        x_low: The x value at the left edge.
        x_high: The x value at the right edge.
        whole: Whether the ticks of the x axis must be whole numbers.
        name: The name of the x axis; left out if it takes too much room.
        width: Width of the whole chart in cells.

    Returns:
        The axes; None if they would leave too little room for the curves.
    """
    margin = max((len(label) for row, label in scale.ticks if row <= rows), default=0)
    if cell_len(name) > max(margin, width // LABEL_SHARE):
        name = ""
    margin = max(margin, cell_len(name))
    plot_width = width - margin - 1
    if plot_width < FEWEST_COLUMNS:
        return None
    ticks = linear_ticks(x_low, x_high, max(1, plot_width // CELLS_A_TICK), whole)
    span = x_high - x_low
    x_labels = {min(int((tick.value - x_low) / span * plot_width), plot_width - 1): tick.label for tick in ticks}
    return Axes(plot_width, margin, dict(scale.ticks), x_labels, name)


def first_column(lines: Sequence[Strip]) -> int:
    """Return the first column of the plot area in the lines of a chart: the one after the y axis, if it has one."""
    return lines[-1].text.find(ORIGIN) + 1


def with_axes(plot: list[Strip], axes: Axes, palette: Palette) -> list[Strip]:
    """Put the axes around the lines of the plot area: one line more, and ``margin`` + 1 cells before each.

    The x axis has a line to itself, because a curve along it would hide it.
    """
    ink, line = Style(color=palette.muted), Style(color=palette.faint)
    strips = []
    for row, strip in zip(range(len(plot) - 1, -1, -1), plot, strict=True):
        label = axes.y_labels.get(row, "")
        before = [Segment(label.rjust(axes.margin), ink), Segment("┤" if label else "│", line)]
        strips.append(Strip([*before, *strip], axes.margin + 1 + axes.width))
    return [*strips, _x_axis(axes, ink, line)]


def _x_axis(axes: Axes, ink: Style, style: Style) -> Strip:
    """Draw the x axis with its labels at the ticks, shifted where they would leave the chart."""
    first, width = axes.margin + 1, axes.margin + 1 + axes.width
    line = Line().add(axes.name.rjust(axes.margin), ink).add(ORIGIN, style)
    for column, label in sorted(axes.x_labels.items()):
        start = min(max(first, first + column - (len(label) - 1) // 2), width - len(label))
        if start >= line.width:
            line.add("─" * (start - line.width - 1) + " " * (start > line.width), style).add(label, ink)
            line.add(" " * (line.width < width), ink)  # a line next to a number would look like a minus
    return line.add("─" * (width - line.width), style).strip(width, ink)
