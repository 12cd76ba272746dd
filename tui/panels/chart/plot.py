"""Charts as lines of text: plotext draws the curves, this module decides what. The only importer of plotext."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import ModuleType
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from engine.arrays import FloatArray
from tui.drawing.wrapping import word_lines
from tui.panels.chart.axes import Axes, ChartColours, axes_for, with_axes
from tui.panels.chart.decimate import decimate
from tui.panels.chart.scales import linear_scale, log_scale

# Magnitudes a chart can show. Beyond, the difference of two of them overflows; below, the logarithm has no ticks.
LARGEST, SMALLEST = 1e305, 1e-300
RELATIVE_SPAN = 1e-4  # the narrowest range of an axis: below it ticks would need more than six digits to differ
LOG_SPAN = 0.02  # the same of a logarithmic one
HEADROOM = 0.02  # so that a peak does not stick to the edge
DOTS_A_COLUMN, DOTS_A_ROW = 2, 4  # of a braille character
MARGIN = 1e-6  # of the canvas: what lies right on its edge is outside to plotext
DASH, GAP = 4, 2  # dots
FINER = 8  # points for each dot across of a dashed line, so that a steep one has no holes

BoolArray = NDArray[np.bool_]
Number = TypeVar("Number", float, FloatArray)


@dataclass(frozen=True, eq=False)
class Curve:
    """A series to draw.

    Attributes:
        name: what it shows; for the panel's caption, the chart itself carries no legend.
        x: shape (n,). Points without a finite x are left out; a line runs through the rest from left to right.
        y: shape (n,). NaN, infinities and what is beyond 1e305 are gaps.
        colour: "#rrggbb".
        look: a line, whole or in dashes; or dots, that are not connected.
        sign: what a lone dot is drawn as.
    """

    name: str
    x: FloatArray
    y: FloatArray
    colour: str
    look: Literal["line", "dashed", "dots"] = "line"
    sign: str = "●"


@dataclass(frozen=True, eq=False)
class Chart:
    """What a chart shows.

    Attributes:
        curves: drawn in this order, the last on top.
        log: a logarithmic y axis; values of 0 and below (and those under 1e-300) are gaps in it.
        x_label: written before the x axis, such as "epoch".
        marks: x positions that get a thin vertical line behind the curves, such as the learner's edits.
        empty: what to say when there is not one finite point.
        y_from_zero: begin a linear y axis at 0 where no value is below; right for losses, wrong for weights.
    """

    curves: tuple[Curve, ...]
    log: bool = False
    x_label: str = ""
    marks: tuple[float, ...] = ()
    empty: str = ""
    y_from_zero: bool = True


@dataclass(frozen=True)
class _Range:
    """The part of an axis in sight, wide enough to divide by."""

    low: float
    high: float

    def fraction(self, value: Number) -> Number:
        """Map a value, or each of many, to 0 … 1 within the range."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, eq=False)
class _Layout:
    """The canvas of the curves in cells, what it shows, and the axes around it if there is room for them."""

    width: int
    height: int
    x_range: _Range
    y_range: _Range
    axes: Axes | None = None


BOTH = "◉"
"""A lone dot on the cell of another."""


class Plotter:
    """Draws charts on a plotext figure of its own. One per thread: a figure shared by threads crashes the process."""

    @cached_property
    def _plotext(self) -> ModuleType:
        import plotext  # it takes a while: not before there is a curve, which a training has not when it is opened

        return plotext

    @cached_property
    def _figure(self) -> Any:
        # plotext has no public constructor of figures, and its one figure is global. A terminal of one's own brings
        # one; unlimited, or it would cut the figure to the size of the real terminal.
        terminal = type(self._plotext.terminal)()
        terminal.limit(False, False)
        figure = terminal._master
        figure.theme("colorless").canvas("default")  # every other theme paints a background
        figure.legend(False)  # it hides the data below it
        return figure

    def lines(self, chart: Chart, width: int, height: int, colours: ChartColours) -> list[Strip]:
        """Draw a chart; whatever its numbers and however little room there is, without raising.

        Args:
            chart: what to draw.
            width: cells of each line.
            height: how many lines.
            colours: of everything but the curves.

        Returns:
            ``height`` strips of ``width`` cells each.
        """
        if width < 1 or height < 1:
            return [Strip.blank(max(width, 0))] * max(height, 0)
        columns = DOTS_A_COLUMN * width
        curves = [curve for curve in (_thinned(curve, chart.log, columns) for curve in chart.curves) if len(curve.x)]
        if not curves:
            return _message(chart.empty, width, height, colours)
        layout = _lay_out(chart, curves, width, height)
        drawn = [(curve, *_dots(curve, layout)) for curve in curves]
        several = [(curve, x, y, broken) for curve, x, y, broken in drawn if len(x) > 1]
        if several or chart.marks:
            self._begin(layout, chart.marks, colours)
            for one in several:
                self._draw_curve(layout.width, *one)
            strips = _strips(self._figure.build().string(), layout.width, layout.height)
        else:
            strips = [Strip.blank(layout.width)] * layout.height
        strips = _with_lone_dots(strips, [(curve, x[0], y[0]) for curve, x, y, _ in drawn if len(x) == 1])
        return strips if layout.axes is None else with_axes(strips, layout.axes, colours)

    def _begin(self, layout: _Layout, marks: tuple[float, ...], colours: ChartColours) -> None:
        figure = self._figure
        figure.clear.data()
        figure.plot_size(layout.width, layout.height)
        for axis in (0, 1):
            figure.axes(False, side=axis)
            # Everything is handed over as fractions of the canvas: plotext computes with differences, which overflow.
            figure.ruler(axis, 0).lim(0.0, 1.0).alignment(lim="edge").ticks([], [])
        mark = self._plotext.pixel(_rgb(colours.mark))
        places = {round(place, 4) for mark in marks if 0 <= (place := layout.x_range.fraction(mark)) <= 1}
        for place in sorted(places):
            figure.line(place, orientation=1, pixel=mark, style="dotted")

    def _draw_curve(self, width: int, curve: Curve, x: FloatArray, y: FloatArray, broken: BoolArray) -> None:
        # A lone braille dot is easily taken for dirt.
        sparse = curve.look == "dots" and len(x) <= width
        sign = curve.sign if sparse else "braille"
        marker = self._plotext.marker(sign, pixel=self._plotext.pixel(_rgb(curve.colour)))
        signal = self._figure.signal(x.tolist(), y.tolist(), marker=marker)
        if curve.look == "line":
            signal.lines(True).density("full")
            for index in np.flatnonzero(broken).tolist():
                signal.line(index, False)
        self._figure.draw(signal)


def _dots(curve: Curve, layout: _Layout) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return the points of a curve as fractions of the canvas, and before which of them the line is broken."""
    x, y = layout.x_range.fraction(curve.x), layout.y_range.fraction(curve.y)
    if curve.look == "dashed" and len(x) > 1:
        x, y = _dashes(x, y, layout.width)
    here = np.isfinite(y)
    # Points that fall on the dot of their predecessor change nothing but the time it takes.
    dots = np.floor(np.stack((x * DOTS_A_COLUMN * layout.width, y * DOTS_A_ROW * layout.height)))
    moved = np.append(True, np.any(dots[:, 1:] != dots[:, :-1], axis=0))[: len(x)]
    broken = np.append(False, ~here[:-1])[: len(x)][here & moved]
    x, y = x[here & moved].clip(MARGIN, 1 - MARGIN), y[here & moved].clip(MARGIN, 1 - MARGIN)
    return x, y, broken


def _with_lone_dots(strips: list[Strip], dots: Sequence[tuple[Curve, float, float]]) -> list[Strip]:
    """Set the signs of curves that are a single point, x and y fractions of the canvas, on top of its lines."""
    strips, taken = list(strips), set()
    for curve, x, y in dots:
        row, column = len(strips) - 1 - int(y * len(strips)), int(x * strips[0].cell_length)
        sign = BOTH if (row, column) in taken else curve.sign
        taken.add((row, column))
        before, after = strips[row].crop(0, column), strips[row].crop(column + 1)
        strips[row] = Strip.join([before, Strip([Segment(sign, Style(color=curve.colour))], 1), after])
    return strips


def _dashes(x: FloatArray, y: FloatArray, width: int) -> tuple[FloatArray, FloatArray]:
    """Return the points of a line, as fractions of the canvas, that fall on its dashes."""
    columns = np.arange(DOTS_A_COLUMN * width * FINER)
    at = (columns[columns // FINER % (DASH + GAP) < DASH] + 0.5) / (DOTS_A_COLUMN * width * FINER)
    at = at[(at >= x[0]) & (at <= x[-1])]
    return at, np.interp(at, x, y)


def _thinned(curve: Curve, log: bool, columns: int) -> Curve:
    """Return the curve as points that can be drawn: x finite and ascending, y finite or NaN, about 2 a column."""
    x, y = np.asarray(curve.x, dtype=np.float64), np.asarray(curve.y, dtype=np.float64)
    placed = np.abs(x) <= LARGEST  # false for NaN too
    if not placed.all():
        x, y = x[placed], y[placed]
    if (x[1:] < x[:-1]).any():
        order = np.argsort(x, kind="stable")
        x, y = x[order], y[order]
    usable = np.abs(y) <= LARGEST
    if log:
        usable &= y >= SMALLEST
    if not usable.all():
        y = np.where(usable, y, np.nan)
    if not usable.any():
        x, y = x[:0], y[:0]
    x, y = decimate(x, y, columns)
    return Curve(curve.name, x, np.log10(y) if log else y, curve.colour, curve.look, curve.sign)


def _lay_out(chart: Chart, curves: list[Curve], width: int, height: int) -> _Layout:
    x_range, whole = _x_range(curves)
    low, high = _y_limits(curves, chart)
    rows = height - 2
    if rows >= 2:
        scale = (log_scale if chart.log else linear_scale)(low, high, rows)
        axes = axes_for(scale, rows, x_range.low, x_range.high, whole, chart.x_label, width)
        if axes is not None:
            bottom = scale.low - scale.row / 2
            y_range = _Range(bottom, bottom + (rows + 1) * scale.row)
            return _Layout(axes.canvas, rows + 1, x_range, y_range, axes)
    padding = HEADROOM * (high - low)
    return _Layout(width, height, x_range, _Range(low - padding, high + padding))


def _x_range(curves: list[Curve]) -> tuple[_Range, bool]:
    """Return the x range of all curves, and whether it speaks of whole numbers."""
    low, high = float(min(curve.x[0] for curve in curves)), float(max(curve.x[-1] for curve in curves))
    whole = low.is_integer() and high.is_integer()
    return _Range(*_widened(low, high + 1.0 if low == high else high, 0.0)), whole


def _y_limits(curves: list[Curve], chart: Chart) -> tuple[float, float]:
    """Return the lowest and the highest value, far enough apart to be told apart."""
    low, high = float(min(np.nanmin(curve.y) for curve in curves)), float(max(np.nanmax(curve.y) for curve in curves))
    if chart.log:
        padding = LOG_SPAN if high - low < LOG_SPAN else 0.0
        return low - padding, high + padding
    if chart.y_from_zero and low >= 0:
        return _widened(0.0, high or 1.0, 0.0)
    return _widened(low, high, 0.0 if high > low else abs(low) / 2 or 0.5)


def _widened(low: float, high: float, padding: float) -> tuple[float, float]:
    """Return the range with ``padding`` at both ends, or more if it were still too narrow to be told apart."""
    narrowest = max(RELATIVE_SPAN * max(abs(low), abs(high)), SMALLEST)
    if high - low + 2 * padding < narrowest:
        padding = narrowest / 2
    return low - padding, high + padding


def _message(text: str, width: int, height: int, colours: ChartColours) -> list[Strip]:
    said = word_lines(text, width - 2)[:height]
    above = (height - len(said)) // 2
    strips = [Strip.blank(width)] * height
    for number, line in enumerate(said, start=above):
        centred = " " * max(0, (width - cell_len(line)) // 2) + line
        strips[number] = Strip([Segment(set_cell_size(centred, width), Style(color=colours.label))], width)
    return strips


def _strips(drawing: str, width: int, height: int) -> list[Strip]:
    """Turn plotext's text with its colour codes into strips of exactly the size asked for."""
    lines = drawing.split("\n")[:height]
    strips = [Strip(_segments(line)).adjust_cell_length(width) for line in lines]
    return strips + [Strip.blank(width)] * (height - len(strips))


def _segments(line: str) -> Iterable[Segment]:
    """Read a line of plotext: pieces of ``codes m text``. Only foregrounds are kept; the background is the panel's."""
    style: Style | None = None
    for piece in line.split("\x1b["):
        codes, _, text = piece.partition("m") if "m" in piece else ("", "", piece)
        if codes.startswith("38;2;"):
            style = _style(codes)
        elif codes == "0":
            style = None
        if text:
            yield Segment(text, style)


@lru_cache(maxsize=64)
def _style(codes: str) -> Style:
    red, green, blue = codes.split(";")[2:5]
    return Style(color=f"rgb({red},{green},{blue})")


@lru_cache(maxsize=64)
def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
