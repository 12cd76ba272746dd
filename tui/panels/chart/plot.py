"""Drawing a chart with plotext. No other file imports it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from engine.arrays import FloatArray
from tui.drawing.canvas import Canvas
from tui.drawing.palette import Palette
from tui.drawing.signs import CURVE, DASHED_CURVE
from tui.drawing.wrapping import word_lines
from tui.panels.chart.axes import with_axes
from tui.panels.chart.chart import BOTH, Chart, Curve
from tui.panels.chart.decimate import thinned
from tui.panels.chart.layout import Layout, lay_out

DOTS_A_COLUMN, DOTS_A_ROW = 2, 4  # of a braille character
MARGIN = 1e-6  # as a fraction of the plot area: plotext leaves out what lies exactly on its edge
DASH, GAP = 4, 2  # dots
FINER = 8  # points for each dot across of a dashed line, so that a steep one has no holes

BoolArray = NDArray[np.bool_]


class Plotter:
    """Draws charts on a plotext figure of its own. One for each thread: a shared figure crashes the process."""

    @cached_property
    def _plotext(self) -> Any:
        import plotext  # slow to import, and not needed by the first screen, whose only curve is a point

        return plotext

    @cached_property
    def _figure(self) -> Any:
        # plotext has one global figure and no public constructor of others, but each of its terminals has a figure.
        # Unlimited, because a figure is otherwise cut to the size of the real terminal.
        terminal = type(self._plotext.terminal)()
        terminal.limit(False, False)
        figure = terminal._master
        figure.theme("colorless").canvas("default")  # every other theme paints a background
        figure.legend(False)  # it hides the data below it
        return figure

    def lines(self, chart: Chart, canvas: Canvas) -> list[Strip]:
        """Draw a chart. No numbers and no size make it raise.

        Args:
            chart: What to draw.
            canvas: Where to draw.

        Returns:
            As many strips as the canvas has lines, each as wide as the canvas.
        """
        if canvas.width < 1 or canvas.height < 1:
            return [Strip.blank(max(canvas.width, 0))] * max(canvas.height, 0)
        columns = DOTS_A_COLUMN * canvas.width
        curves = [curve for curve in (thinned(curve, chart.log, columns) for curve in chart.curves) if len(curve.x)]
        if not curves:
            return _message(chart.empty, canvas)
        layout = lay_out(chart, curves, canvas)
        drawn = [(curve, *_dots(curve, layout)) for curve in curves]
        several = [(curve, x, y, broken) for curve, x, y, broken in drawn if len(x) > 1]
        if several or chart.marks:
            self._begin(layout, chart, canvas.palette)
            dots = (CURVE, DASHED_CURVE) if canvas.palette.ascii else ("braille", "braille")
            for one in several:
                self._draw_curve(layout.width, dots, *one)
            strips = _strips(self._figure.build().string(), layout.width, layout.height)
        else:
            strips = [Strip.blank(layout.width)] * layout.height
        strips = _with_lone_dots(strips, [(curve, x[0], y[0]) for curve, x, y, _ in drawn if len(x) == 1])
        return strips if layout.axes is None else with_axes(strips, layout.axes, canvas.palette)

    def _begin(self, layout: Layout, chart: Chart, palette: Palette) -> None:
        figure = self._figure
        figure.clear.data()
        figure.plot_size(layout.width, layout.height)
        for axis in (0, 1):
            figure.axes(False, side=axis)
            # Points are passed as fractions of the plot area: plotext subtracts coordinates, which could overflow.
            figure.ruler(axis, 0).lim(0.0, 1.0).alignment(lim="edge").ticks([], [])
        for xs, colour, look in ((chart.marks, palette.muted, "dotted"), (chart.cursor, palette.key, "default")):
            pixel = self._plotext.pixel(_rgb(colour))
            places = {round(place, 4) for x in xs if 0 <= (place := layout.x_range.fraction(x)) <= 1}
            for place in sorted(places):
                figure.line(place, orientation=1, pixel=pixel, style=look)

    def _draw_curve(
        self, width: int, dots: tuple[str, str], curve: Curve, x: FloatArray, y: FloatArray, broken: BoolArray
    ) -> None:
        # A lone braille dot is easily overlooked.
        sparse = curve.look == "dots" and len(x) <= width
        sign = curve.sign if sparse else dots[curve.look == "dashed"]
        marker = self._plotext.marker(sign, pixel=self._plotext.pixel(_rgb(curve.colour)))
        signal = self._figure.signal(x.tolist(), y.tolist(), marker=marker)
        if curve.look == "line":
            signal.lines(True).density("full")
            for index in np.flatnonzero(broken).tolist():
                signal.line(index, False)
        self._figure.draw(signal)


def _dots(curve: Curve, layout: Layout) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return the points of a curve as fractions of the plot area, and which of them start a new line after a gap."""
    x, y = layout.x_range.fraction(curve.x), layout.y_range.fraction(curve.y)
    if curve.look == "dashed" and len(x) > 1:
        x, y = _dashes(x, y, layout.width)
    here = np.isfinite(y)
    # A point on the same dot as the one before it would only cost time.
    dots = np.floor(np.stack((x * DOTS_A_COLUMN * layout.width, y * DOTS_A_ROW * layout.height)))
    moved = np.append(True, np.any(dots[:, 1:] != dots[:, :-1], axis=0))[: len(x)]
    broken = np.append(False, ~here[:-1])[: len(x)][here & moved]
    x, y = x[here & moved].clip(MARGIN, 1 - MARGIN), y[here & moved].clip(MARGIN, 1 - MARGIN)
    return x, y, broken


def _with_lone_dots(strips: list[Strip], dots: Sequence[tuple[Curve, float, float]]) -> list[Strip]:
    """Write the signs of curves of a single point, given as fractions of the plot area, over its lines."""
    strips, taken = list(strips), set()
    for curve, x, y in dots:
        row, column = len(strips) - 1 - int(y * len(strips)), int(x * strips[0].cell_length)
        sign = BOTH if (row, column) in taken else curve.sign
        taken.add((row, column))
        before, after = strips[row].crop(0, column), strips[row].crop(column + 1)
        strips[row] = Strip.join([before, Strip([Segment(sign, Style(color=curve.colour))], 1), after])
    return strips


def _dashes(x: FloatArray, y: FloatArray, width: int) -> tuple[FloatArray, FloatArray]:
    """Return those points of a line, as fractions of the plot area, that lie on its dashes."""
    columns = np.arange(DOTS_A_COLUMN * width * FINER)
    at = (columns[columns // FINER % (DASH + GAP) < DASH] + 0.5) / (DOTS_A_COLUMN * width * FINER)
    at = at[(at >= x[0]) & (at <= x[-1])]
    return at, np.interp(at, x, y)


def _message(text: str, canvas: Canvas) -> list[Strip]:
    """Centre a sentence."""
    width, height = canvas.width, canvas.height
    said = word_lines(text, width - 2)[:height]
    above = (height - len(said)) // 2
    strips = [Strip.blank(width)] * height
    for number, line in enumerate(said, start=above):
        centred = " " * max(0, (width - cell_len(line)) // 2) + line
        strips[number] = Strip([Segment(set_cell_size(centred, width), Style(color=canvas.palette.muted))], width)
    return strips


def _strips(drawing: str, width: int, height: int) -> list[Strip]:
    """Turn plotext's text with its colour codes into strips of exactly this size."""
    lines = drawing.split("\n")[:height]
    strips = [Strip(_segments(line)).adjust_cell_length(width) for line in lines]
    return strips + [Strip.blank(width)] * (height - len(strips))


def _segments(line: str) -> Iterable[Segment]:
    """Parse a line of plotext: pieces of ``codes m text``. Only foreground colours are kept."""
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
