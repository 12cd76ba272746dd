"""The first rows of a file, with what each column is used as."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.reactive import reactive
from textual.strip import Strip

from engine.data.report import TableReport
from tui.dialogs.import_settings import LEFT_OUT, TARGET, use_of
from tui.drawing.canvas import Canvas
from tui.drawing.line import Line, filled
from tui.drawing.palette import style
from tui.panels.panel import StripView
from tui.terminal.text import safe

WIDEST = 16
GAP = 2

Rows = tuple[tuple[str, ...], ...]


class Preview(StripView):
    """Shows the first rows of a file.

    Attributes:
        report: How the file is read; None if it is not a table.
        rows: The cells of its first rows, shown if it is not a table.
        column: The selected column; None if no column is.
    """

    report: reactive[TableReport | None] = reactive(None, repaint=False)
    rows: reactive[Rows] = reactive((), repaint=False)
    column: reactive[int | None] = reactive(None, repaint=False)

    def watch_report(self) -> None:
        """Draw the new report."""
        self.redraw()

    def watch_rows(self) -> None:
        """Draw the new rows."""
        self.redraw()

    def watch_column(self) -> None:
        """Bring the selected column into view."""
        self.redraw()

    def draw(self) -> Sequence[Strip]:
        """Draw as many rows as fit."""
        canvas = Canvas(*self.size, self.palette)
        return rows_lines(self.rows, canvas) if self.report is None else preview_lines(self.report, self.column, canvas)


def preview_lines(report: TableReport, selected: int | None, canvas: Canvas) -> list[Strip]:
    """Draw the names of the columns, their use, and the first rows below; columns out of sight are counted.

    Args:
        report: How the file is read.
        selected: The column to highlight and bring into view; None starts at the first column.
        canvas: Where to draw.
    """
    rows = report.preview[: max(0, canvas.height - 2)]
    shown, widths = _shown_columns(report, selected, canvas.width)
    lines = []
    for number in range(len(rows) + 2):
        heading, muted = number == 0, style(canvas.palette.muted)
        line = Line()
        if shown.start:
            line.add("‹ " if heading else "  ", muted)
        for column in shown:
            described = report.columns[column]
            use = use_of(report, described.name)
            cell = described.name if number == 0 else use if number == 1 else rows[number - 2][column]
            text = safe(cell, widths[column])
            blanks = " " * (widths[column] - cell_len(text))
            padded = blanks + text if described.kind == "number" else text + blanks
            background = canvas.palette.row if column == selected else None
            line.add(f" {padded} ", style(_colour(use, number == 1, canvas), background, bold=heading))
        if heading and shown.stop < len(report.columns):
            line.add(_more(report, shown.stop), muted)
        lines.append(line.strip(canvas.width, style(canvas.palette.text)))
    return filled(lines, canvas.width, canvas.height)


def rows_lines(rows: Sequence[Sequence[str]], canvas: Canvas) -> list[Strip]:
    """Draw rows that are not a table, with a bar between their cells.

    Args:
        rows: The cells of each row, however many it has.
        canvas: Where to draw.
    """
    palette = canvas.palette
    in_view = [row[: canvas.width // GAP + 1] for row in rows[: canvas.height]]  # a column takes more than the gap
    columns = max(map(len, in_view), default=0)
    widest = WIDEST if columns > 1 else canvas.width
    shown = [[safe(cell, widest) for cell in row] for row in in_view]
    widths = [max(cell_len(row[column]) for row in shown if column < len(row)) for column in range(columns)]
    lines = []
    for row in shown:
        line = Line()
        for column, text in enumerate(row):
            line.add("│" if column else "", style(palette.key))
            line.add(f" {text}{' ' * (widths[column] - cell_len(text))} ", style(palette.text))
        lines.append(line.strip(canvas.width, style(palette.text)))
    return filled(lines, canvas.width, canvas.height)


def _width(report: TableReport, column: int) -> int:
    described = report.columns[column]
    cells = [described.name, use_of(report, described.name), *(row[column] for row in report.preview)]
    return min(WIDEST, max(cell_len(safe(cell, WIDEST)) for cell in cells))


def _shown_columns(report: TableReport, selected: int | None, width: int) -> tuple[range, dict[int, int]]:
    """Return the columns in view and the width of each: the selected one, and as many before and after it as fit whole.

    No other column is measured: there may be thousands.
    """
    first, end, columns = selected or 0, (selected or 0) + 1, len(report.columns)
    widths = {first: _width(report, first)}
    room = width - widths[first] - GAP

    def fits(column: int, mark: int) -> bool:
        """Take a column if it fits beside a sign for those that follow in its direction."""
        nonlocal room
        widths[column] = _width(report, column)
        if room < widths[column] + GAP + mark:
            return False
        room -= widths[column] + GAP
        return True

    after = len(_more(report, end)) if end < columns else 0
    while first > 0 and fits(first - 1, after + (len("‹ ") if first > 1 else 0)):
        first -= 1
    room -= len("‹ ") if first else 0
    while end < columns and fits(end, len(_more(report, end + 1)) if end + 1 < columns else 0):
        end += 1
    return range(first, end), widths


def _more(report: TableReport, end: int) -> str:
    """Say how many columns follow those in view."""
    return f" +{len(report.columns) - end:,} ›"


def _colour(use: str, is_use: bool, canvas: Canvas) -> str:
    """Return the colour of a cell in a column of some use; ``is_use`` for the cell that names the use."""
    palette = canvas.palette
    if use == TARGET:
        return palette.key
    if use == LEFT_OUT:
        return palette.faint
    return palette.muted if is_use else palette.text
