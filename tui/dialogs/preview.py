"""The first rows of a file, with what each column is used as."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from engine.data.report import TableReport
from tui.dialogs.import_settings import LEFT_OUT, TARGET, use_of
from tui.drawing.line import Line, filled
from tui.drawing.palette import Palette, style
from tui.terminal.text import safe

WIDEST = 16
GAP = 2


def preview_lines(report: TableReport, chosen: int | None, width: int, height: int, palette: Palette) -> list[Strip]:
    """Draw the names of the columns, their use, and the first rows under them.

    Args:
        report: the file.
        chosen: the column that must be in sight and stands out; none for the first ones.
        width: in cells.
        height: in lines.
        palette: the colours.
    """
    widths = [_width(report, column) for column in range(len(report.columns))]
    first = _first_shown(widths, chosen, width)
    cells: list[list[str]] = [
        [column.name for column in report.columns],
        [use_of(report, column.name) for column in report.columns],
        *(list(row) for row in report.preview[: height - 2]),
    ]
    lines = [_line(row, number, report, widths, first, chosen, palette, width) for number, row in enumerate(cells)]
    return filled(lines, width, height)


def rows_lines(rows: Sequence[Sequence[str]], width: int, height: int, palette: Palette) -> list[Strip]:
    """Draw rows of cells that make no table, with a bar wherever a row is cut.

    Args:
        rows: the cells, as many in each row as there are.
        width: in cells.
        height: in lines.
        palette: the colours.
    """
    columns = max((len(row) for row in rows[:height]), default=0)
    widest = WIDEST if columns > 1 else width
    shown = [[safe(cell, widest) for cell in row] for row in rows[:height]]
    widths = [max(cell_len(row[column]) for row in shown if column < len(row)) for column in range(columns)]
    lines = []
    for row in shown:
        line = Line()
        for column, text in enumerate(row):
            line.add("│" if column else "", style(palette.key))
            line.add(f" {text}{' ' * (widths[column] - cell_len(text))} ", style(palette.text))
        lines.append(line.strip(width, style(palette.text)))
    return filled(lines, width, height)


def _width(report: TableReport, column: int) -> int:
    described = report.columns[column]
    cells = [described.name, use_of(report, described.name), *(row[column] for row in report.preview)]
    return min(WIDEST, max(cell_len(safe(cell, WIDEST)) for cell in cells))


def _first_shown(widths: list[int], chosen: int | None, width: int) -> int:
    """Choose where to begin so that the chosen column is whole; as near to the first column as that allows."""
    first = 0
    while (
        chosen is not None and first < chosen and sum(widths[first : chosen + 1]) + GAP * (chosen - first + 1) > width
    ):
        first += 1
    return first


def _line(
    row: list[str],
    number: int,
    report: TableReport,
    widths: list[int],
    first: int,
    chosen: int | None,
    palette: Palette,
    width: int,
) -> Strip:
    line = Line()
    for column in range(first, len(widths)):
        described = report.columns[column]
        use = use_of(report, described.name)
        colour = palette.key if use == TARGET else palette.faint if use == LEFT_OUT else palette.text
        look = style(
            palette.muted if number == 1 and use not in (TARGET, LEFT_OUT) else colour,
            palette.row if column == chosen else None,
            bold=number == 0,
        )
        text = safe(row[column], widths[column])
        blanks = " " * (widths[column] - cell_len(text))
        line.add(" " + (blanks + text if described.kind == "number" else text + blanks) + " ", look)
        if line.width >= width:
            break
    return line.strip(width, style(palette.text))
