"""The confusion matrix of a classification."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style

from engine.analysis.metrics import Classification
from tui.drawing.canvas import Canvas
from tui.drawing.cut_names import cut_apart
from tui.drawing.line import Line
from tui.drawing.palette import Palette, style
from tui.panels.chart.class_signs import class_signs
from tui.terminal.text import safe

NAME_WIDTH = 14
SCORE_WIDTH = 8
NARROW_SCORE = 7
SCORES = ("prec.", "recall")


class _Columns(NamedTuple):
    """How the width is divided.

    Attributes:
        name: Cells of the longest name.
        cell: Cells of a count.
        cells: Number of counts that fit beside the name.
        score: Cells of precision and of recall, 0 if they do not fit.
    """

    name: int
    cell: int
    cells: int
    score: int


def confusion_matrix(part: str, found: Classification, canvas: Canvas) -> tuple[list[Line], list[Line]]:
    """Draw the matrix, with precision and recall if there is room.

    Args:
        part: Which rows it is about, written first.
        found: The metrics.
        canvas: Where to draw.

    Returns:
        Two lines of headings, and a line for each expected class with a count for each class got.
    """
    muted = style(canvas.palette.muted)
    names, headings, columns = _layout(found, canvas.width)
    heading = Line().to(columns.name + 2, muted)
    for text in headings[: columns.cells]:
        heading.add(" " * (columns.cell - cell_len(text)) + text, muted)
    for name in SCORES if columns.score else ():
        heading.add(name.rjust(columns.score), muted)
    if columns.cells < len(names):
        heading.add(" …", muted)
    rows = [_row(number, name, found, columns, canvas.palette) for number, name in enumerate(names)]
    return [Line().add(f" {part}expected ↓, got →", muted), heading], rows


def class_at(found: Classification, width: int, x: int) -> int | None:
    """Return the index of the class got whose counts stand at a cell of a line; None if none do."""
    _, _, columns = _layout(found, width)
    number = (x - columns.name - 2) // columns.cell
    return number if 0 <= number < columns.cells else None


def _layout(found: Classification, width: int) -> tuple[list[str], list[str], _Columns]:
    """Return the names of the classes expected, the headings of those got, and how the width is divided."""
    whole = tuple(score.name for score in found.classes)
    names = list(cut_apart(whole, NAME_WIDTH))
    columns = _columns(names, found, width)
    headings = [safe(name, columns.cell - 1) for name in names]
    if len(set(headings)) < len(headings):  # shortened until some are the same
        headings = list(class_signs(whole))
        names = [f"{name} {sign}" for name, sign in zip(cut_apart(whole, NAME_WIDTH - 2), headings, strict=True)]
        columns = _columns(names, found, width)
    return names, headings, columns


def _columns(names: list[str], found: Classification, width: int) -> _Columns:
    longest = max(map(cell_len, names))
    room = width - longest - 2
    narrowest = 1 + max(len(str(found.confusion.max())), min(2, longest))
    beside_names, most = (room - len(names) * cells for cells in (max(longest + 1, narrowest), narrowest))
    score = SCORE_WIDTH if beside_names > len(SCORES) * SCORE_WIDTH else NARROW_SCORE
    score = score if most >= len(SCORES) * score else 0
    room -= len(SCORES) * score
    cell = max(narrowest, min(longest + 1, (room - 1) // len(names)))  # a blank at the right edge, where it fits
    return _Columns(longest, cell, max(1, min(len(names), room // cell)), score)


def _row(number: int, name: str, found: Classification, columns: _Columns, palette: Palette) -> Line:
    score, muted = found.classes[number], style(palette.muted)
    line = Line().add(f" {name}", muted).to(columns.name + 2, muted)
    for other, count in enumerate(found.confusion[number, : columns.cells].tolist()):
        line.add(str(count).rjust(columns.cell), _look(count, number == other, palette))
    if columns.score:
        for value in (score.precision, score.recall):
            line.add(("–" if value is None else f"{value:.1%}").rjust(columns.score), style(palette.text))
    return line


def _look(count: int, right: bool, palette: Palette) -> Style:
    if not count:
        return style(palette.faint)
    return style(palette.good if right else palette.bad, None, bold=True)
