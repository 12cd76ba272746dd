"""A picture of a screen as SVG: the same bytes wherever and whenever it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style
from textual.strip import Strip

from tui.drawing.screen_pictures.cells import BLANK, EMPTY, NO_BREAK, Cell, Grid, Look, cells_of
from tui.terminal.text import safe

NAME = "glassnet"
"""Begins the name of each part of a picture; a name of rich's own would depend on the links in the text."""
_LAST_LINE = """{lines}
    <clipPath id="{unique_id}-line-LAST">
    <rect x="0" y="TOP" width="{terminal_width}" height="{line_height}"/>
    </clipPath>"""
"""Rich's pictures lack the frame of the last line, without which some programs leave that line out."""


def svg_of(rows: Sequence[Strip], title: str) -> str:
    """Return a picture of some rows, one at least.

    Args:
        rows: The rows.
        title: What stands over them; text from outside is harmless.
    """
    return drawn(cells_of(rows), title)


def drawn(grid: Grid, title: str) -> str:
    """Return a picture of some cells with a title."""
    console = Console(
        file=StringIO(), record=True, width=len(grid[0]), height=len(grid), force_terminal=True,
        color_system="truecolor", legacy_windows=False,
    )  # fmt: skip
    lines = [[*_segments(line), Segment.line()] for line in grid]
    console.print(Segments([segment for line in lines for segment in line]), end="")
    last = len(grid) - 1
    frame = _LAST_LINE.replace("LAST", str(last)).replace("TOP", f"{last * 24.4 + 1.5:g}")
    return console.export_svg(
        title=safe(title), unique_id=NAME, code_format=CONSOLE_SVG_FORMAT.replace("{lines}", frame)
    )


def _segments(line: Sequence[Cell]) -> Iterator[Segment]:
    for (look, _), cells in groupby(_pieces(line), key=lambda piece: piece[:2]):
        text = "".join(cell.text for *_, cell in cells)
        if look.underline or look.strike:
            text = text.replace(BLANK, NO_BREAK)  # rich would leave out what is nothing but blanks
        yield Segment(text, _style(look))


def _pieces(line: Sequence[Cell]) -> Iterator[tuple[Look, int, Cell]]:
    """Yield the cells of a line; those that stand in one piece of text with the same look and the same number.

    A wide character, or one with accents, stands alone: rich gives each piece a length of a cell a character. A blank
    stands with the word before it.
    """
    number, before = 0, EMPTY.look
    for cell, after in zip(line, [*line[1:], EMPTY], strict=True):
        look = cell.look
        if not look.colour and before == before._replace(background=look.background, underline=False, strike=False):
            look = before
        alone = len(cell.text) > 1 or not after.text
        number += alone
        if cell.text:
            yield look, number, cell
        number += alone
        before = look


def _style(look: Look) -> Style:
    return Style(
        color=look.colour or None,
        bgcolor=look.background,
        bold=look.bold,
        italic=look.italic,
        underline=look.underline,
        strike=look.strike,
    )
