"""The cells of a screen: what a picture of it shows, and all that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from rich.cells import get_character_cell_size
from rich.color import blend_rgb
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME
from textual.strip import Strip

from tui.terminal.text import visible

BLANK = " "
NO_BREAK = "\N{NO-BREAK SPACE}"
"""Looks like a blank; it stands for one where a picture would leave blanks out."""


class Look(NamedTuple):
    """How a character looks. Dim and reverse are no part of it: its colours are those that come of them.

    Attributes:
        colour: Its colour, such as "#ffffff"; "" for a blank, of which only the background is seen.
        background: The colour behind it.
        bold: Whether it is bold.
        italic: Whether it is italic.
        underline: Whether it is underlined.
        strike: Whether it is struck through.
    """

    colour: str
    background: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False

    def __str__(self) -> str:
        words = [name for name in ("bold", "italic", "underline", "strike") if getattr(self, name)]
        return " ".join([*words, *filter(None, [self.colour]), f"on {self.background}"])


class Cell(NamedTuple):
    """A cell.

    Attributes:
        text: The character with its accents; "" in the second cell of a wide one.
        look: How it looks.
    """

    text: str
    look: Look


Grid = tuple[tuple[Cell, ...], ...]
"""The rows of a screen, all of the same width."""
EMPTY = Cell(BLANK, Look("", SVG_EXPORT_THEME.background_color.hex))


def cells_of(rows: Sequence[Strip]) -> Grid:
    """Return the cells of some rows; shorter rows are filled up with blanks."""
    return filled([[cell for text, look in _characters(row) for cell in cells_for(text, look)] for row in rows])


def filled(lines: Sequence[Sequence[Cell]]) -> Grid:
    """Return lines of cells, those that are shorter than others filled up with blanks."""
    width = max(map(len, lines), default=0)
    return tuple((*line, *[EMPTY] * (width - len(line))) for line in lines)


def cells_for(text: str, look: Look) -> tuple[Cell, ...]:
    """Return the cells of one character with its accents: two for a wide one."""
    text = text.replace(NO_BREAK, BLANK)
    if text == BLANK:
        seen = look.underline or look.strike
        return (Cell(BLANK, look if seen else Look("", look.background)),)
    cell = Cell(text, look)
    return (cell, Cell("", look)) if get_character_cell_size(text[0]) > 1 else (cell,)


def characters(text: str) -> Iterator[str]:
    """Yield the characters of a text, each with its accents."""
    whole = ""
    for character in text:
        if whole and get_character_cell_size(character) > 0:
            yield whole
            whole = ""
        whole += character
    if whole:
        yield whole


def text_of(rows: Sequence[Strip]) -> str:
    """Return what some rows say: a line for each, without the blanks at its end."""
    return "".join("".join(cell.text for cell in line).rstrip() + "\n" for line in cells_of(rows))


def _characters(row: Strip) -> Iterator[tuple[str, Look]]:
    """Yield the characters of a row and how they look; accents look like the letter that bears them."""
    # The row as a whole: an accent in a run of its own belongs to the letter before it.
    looks = [look for text, style, _ in row for look in [look_of(style or Style.null())] * len(text)]
    rest = iter(looks)
    for character in characters(visible("".join(segment.text for segment in row))):
        look, *_ = islice(rest, len(character))
        yield character, look


@lru_cache(maxsize=4096)
def look_of(style: Style) -> Look:
    """Return how text of a style looks; colours that are not given are those of rich's pictures."""
    theme = SVG_EXPORT_THEME
    colour = theme.foreground_color if style.color is None else style.color.get_truecolor(theme)
    background = (
        theme.background_color if style.bgcolor is None else style.bgcolor.get_truecolor(theme, foreground=False)
    )
    if style.reverse:
        colour, background = background, colour
    if style.dim:
        colour = blend_rgb(colour, background, 0.4)
    return Look(
        colour.hex,
        background.hex,
        bool(style.bold),
        bool(style.italic),
        bool(style.underline or style.underline2),
        bool(style.strike),
    )
