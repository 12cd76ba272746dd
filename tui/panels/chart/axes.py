"""The axes of a chart: where their ticks stand, and the lines and words around the canvas of the curves."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.drawing.line import Line
from tui.panels.chart.scales import Scale
from tui.panels.chart.ticks import linear_ticks

FEWEST_COLUMNS = 10
"""Of the canvas: with less room the ticks would take more of it than the curves."""
CELLS_A_TICK = 9
LABEL_SHARE = 5
"""Of the width, the part that the name of the x axis may take from the canvas."""


@dataclass(frozen=True)
class ChartColours:
    """Colours ("#rrggbb") of the axes, of everything written, and of the marks."""

    axis: str
    label: str
    mark: str


@dataclass(frozen=True)
class Axes:
    """What stands around the canvas, in cells.

    Attributes:
        canvas: how wide the canvas is.
        margin: how wide the labels of the y axis are, to the left of its line.
        y_labels: what the rows with a tick say, counted from row 0, the lowest.
        x_labels: what the columns of the canvas with a tick say.
        name: of the x axis, written before its labels.
    """

    canvas: int
    margin: int
    y_labels: dict[int, str]
    x_labels: dict[int, str]
    name: str


def axes_for(scale: Scale, rows: int, x_low: float, x_high: float, whole: bool, name: str, width: int) -> Axes | None:
    """Place the axes of a chart; none if they would leave too little to the curves.

    Args:
        scale: of the y axis.
        rows: of the canvas, above row 0.
        x_low: the left edge of the canvas.
        x_high: the right edge.
        whole: whether the x axis speaks of whole numbers.
        name: of the x axis; left out where it would take too much room.
        width: of the whole chart.
    """
    margin = max((len(label) for row, label in scale.ticks if row <= rows), default=0)
    if cell_len(name) > max(margin, width // LABEL_SHARE):
        name = ""
    margin = max(margin, cell_len(name))
    canvas = width - margin - 1
    if canvas < FEWEST_COLUMNS:
        return None
    ticks = linear_ticks(x_low, x_high, max(1, canvas // CELLS_A_TICK), whole)
    span = x_high - x_low
    x_labels = {min(int((tick.value - x_low) / span * canvas), canvas - 1): tick.label for tick in ticks}
    return Axes(canvas, margin, dict(scale.ticks), x_labels, name)


def with_axes(canvas: list[Strip], axes: Axes, colours: ChartColours) -> list[Strip]:
    """Put the axes around the lines of a canvas: one line more, and ``margin`` + 1 cells before each.

    The x axis has a line of its own, with the labels in it: a curve along it would leave nothing of it to be seen.
    """
    ink, line = Style(color=colours.label), Style(color=colours.axis)
    strips = []
    for row, strip in zip(range(len(canvas) - 1, -1, -1), canvas, strict=True):
        label = axes.y_labels.get(row, "")
        before = [Segment(label.rjust(axes.margin), ink), Segment("┤" if label else "│", line)]
        strips.append(Strip([*before, *strip], axes.margin + 1 + axes.canvas))
    return [*strips, _x_axis(axes, ink, line)]


def _x_axis(axes: Axes, ink: Style, style: Style) -> Strip:
    """Draw the x axis, the labels in the places of its ticks, but inside the chart."""
    first, width = axes.margin + 1, axes.margin + 1 + axes.canvas
    line = Line().add(axes.name.rjust(axes.margin), ink).add("└", style)
    for column, label in sorted(axes.x_labels.items()):
        start = min(max(first, first + column - (len(label) - 1) // 2), width - len(label))
        if start >= line.width:
            line.add("─" * (start - line.width - 1) + " " * (start > line.width), style).add(label, ink)
            line.add(" " * (line.width < width), ink)  # next to a number a line would be a minus
    return line.add("─" * (width - line.width), style).strip(width, ink)
