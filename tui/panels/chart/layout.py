"""The parts of a chart: the area of the curves, what it shows, and the axes around it."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from engine.arrays import FloatArray
from engine.quick_dataclass import dataclass
from tui.drawing.canvas import Canvas
from tui.panels.chart.axes import Axes, axes_for
from tui.panels.chart.chart import SMALLEST, Chart, Curve
from tui.panels.chart.scales import linear_scale, log_scale

RELATIVE_SPAN = 1e-4  # the narrowest range of an axis: below it ticks would need more than six digits to differ
LOG_SPAN = 0.02  # the same of a logarithmic one
HEADROOM = 0.02  # so that a peak does not touch the edge

Number = TypeVar("Number", float, FloatArray)


@dataclass(frozen=True)
class Range:
    """The part of an axis in sight; never so narrow that dividing by it overflows."""

    low: float
    high: float

    def fraction(self, value: Number) -> Number:
        """Return where values lie in the range: 0 at its low end, 1 at its high end."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, eq=False)
class Layout:
    """How a chart is divided.

    Attributes:
        width: Cells in a line of the area of the curves.
        height: Lines of that area.
        x_range: The x values at its left and right edges.
        y_range: The y values at its lower and upper edges.
        axes: The axes around it; None if there is no room for them.
    """

    width: int
    height: int
    x_range: Range
    y_range: Range
    axes: Axes | None = None


def lay_out(chart: Chart, curves: list[Curve], canvas: Canvas) -> Layout:
    """Divide a canvas.

    Args:
        chart: The chart to draw.
        curves: Its curves that have points, thinned; in log10 if the y axis is logarithmic.
        canvas: Where to draw.
    """
    x_range, whole = _x_range(curves)
    low, high = _y_limits(curves, chart)
    rows = canvas.height - 2
    if rows >= 2:
        scale = (log_scale if chart.log else linear_scale)(low, high, rows)
        axes = axes_for(scale, rows, x_range.low, x_range.high, whole, chart.x_label, canvas.width)
        if axes is not None:
            bottom = scale.low - scale.row / 2
            y_range = Range(bottom, bottom + (rows + 1) * scale.row)
            return Layout(axes.width, rows + 1, x_range, y_range, axes)
    padding = HEADROOM * (high - low)
    return Layout(canvas.width, canvas.height, x_range, Range(low - padding, high + padding))


def _x_range(curves: list[Curve]) -> tuple[Range, bool]:
    """Return the x range of all curves, and whether its ticks must be whole numbers, as for epochs."""
    low, high = float(min(curve.x[0] for curve in curves)), float(max(curve.x[-1] for curve in curves))
    whole = low.is_integer() and high.is_integer()
    return Range(*_widened(low, high + 1.0 if low == high else high, 0.0)), whole


def _y_limits(curves: list[Curve], chart: Chart) -> tuple[float, float]:
    """Return the lowest and highest y value of all curves, far enough apart to place ticks between them."""
    low, high = float(min(np.nanmin(curve.y) for curve in curves)), float(max(np.nanmax(curve.y) for curve in curves))
    if chart.log:
        padding = LOG_SPAN if high - low < LOG_SPAN else 0.0
        return low - padding, high + padding
    if chart.y_from_zero and low >= 0:
        return _widened(0.0, high or 1.0, 0.0)
    return _widened(low, high, 0.0 if high > low else abs(low) / 2 or 0.5)


def _widened(low: float, high: float, padding: float) -> tuple[float, float]:
    """Return the range with ``padding`` at both ends, or more if it is still too narrow for ticks."""
    narrowest = max(RELATIVE_SPAN * max(abs(low), abs(high)), SMALLEST)
    if high - low + 2 * padding < narrowest:
        padding = narrowest / 2
    return low - padding, high + padding
