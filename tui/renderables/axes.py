"""The axes of a chart: where their ticks stand, and the lines and words around the canvas of the curves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.renderables.line import Line
from tui.renderables.scales import Scale
from tui.renderables.ticks import linear_ticks

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
        y_labels: what the rows with a tick say, counted from row 0, the one of the x axis.
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

    The last line of the canvas is the one of the x axis, which is drawn where no curve is.
    """
    ink, line = Style(color=colours.label), Style(color=colours.axis)
    strips = []
    for row, strip in zip(range(len(canvas) - 1, -1, -1), canvas, strict=True):
        label = axes.y_labels.get(row, "")
        edge = "└" if row == 0 else "┤" if label else "│"
        before = [Segment(label.rjust(axes.margin), ink), Segment(edge, line)]
        cells = strip if row else _with_line(strip, axes, line)
        strips.append(Strip([*before, *cells], axes.margin + 1 + axes.canvas))
    return [*strips, _below(axes, ink)]


def _with_line(strip: Strip, axes: Axes, style: Style) -> Iterable[Segment]:
    """Draw the x axis through the blanks of a line."""
    column = 0
    for segment in strip:
        for character in segment.text:
            drawn = "┬" if column in axes.x_labels else "─"
            yield Segment(drawn, style) if character == " " else Segment(character, segment.style)
            column += 1


def _below(axes: Axes, ink: Style) -> Strip:
    """Write the labels of the x axis, each below its tick, but inside the chart."""
    width = axes.margin + 1 + axes.canvas
    line = Line().add(axes.name.rjust(axes.margin) if axes.name else "", ink)
    for column, label in sorted(axes.x_labels.items()):
        start = min(axes.margin + 1 + column - (len(label) - 1) // 2, width - len(label))
        if line.width == 0 or start > line.width:
            line.to(start, ink).add(label, ink)
    return line.strip(width, ink)
