"""Lines of a screen as what a terminal is told: only what has changed, in the colours that it has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

BEGIN = "\x1b[?25l\x1b[?7l\x1b[0m\x1b[2J"
"""Hides the cursor and clears the screen. A line that turns out longer than the terminal is cut, not wrapped."""
END = "\x1b[0m\x1b[?7h\x1b[?25h"
"""Takes back what ``BEGIN`` has set."""
_RESET = "\x1b[0m"
_ATTRIBUTES = {"bold": "1", "dim": "2", "italic": "3", "underline": "4", "blink": "5", "reverse": "7", "strike": "9"}


class Painting:
    """What a terminal shows, and how it comes to show something else."""

    def __init__(self, width: int, colours: ColorSystem = ColorSystem.TRUECOLOR) -> None:
        """Begin with a screen that has just been cleared.

        Args:
            width: The columns to paint; a line that is shorter is cleared up to its end.
            colours: How many colours the terminal shows.
        """
        self._width, self._colours = width, colours
        self._shown: list[str] = []

    def change_to(self, rows: Sequence[Strip]) -> str:
        """Return what to write so that the terminal shows these lines, as many as before; "" if it shows them."""
        texts = [self._text_of(row) for row in rows]
        before = self._shown or [""] * len(texts)
        self._shown = texts
        changed = [(number, text) for number, text in enumerate(texts, 1) if text != before[number - 1]]
        return "".join(f"\x1b[{number};1H{_RESET}{text}" for number, text in changed)

    def _text_of(self, row: Strip) -> str:
        parts, before, column = [], "", 0
        for text, style, control in row:
            if control or not text:
                continue
            codes = _codes(style, self._colours) if style else ""
            if codes != before:
                parts.append(f"\x1b[0;{codes}m" if codes else _RESET)
                before = codes
            parts.append(text if text.isascii() else _placed(text, column))
            column += cell_len(text)
        if before:
            parts.append(_RESET)
        return "".join(parts) + ("\x1b[K" if row.cell_length < self._width else "")


def _placed(text: str, column: int) -> str:
    """Return a text in which characters of two cells, and of none, come with their places.

    Some terminals, such as that of agg, take every character for one cell wide.

    Args:
        text: The text.
        column: Where it begins, from 0.
    """
    parts = []
    for character in text:
        cells = get_character_cell_size(character)
        if cells > 1:
            parts.append(f"{' ' * cells}\x1b[{column + 1}G")
        parts.append(character)
        column += cells
        if cells != 1:
            parts.append(f"\x1b[{column + 1}G")
    return "".join(parts)


@lru_cache(maxsize=4096)
def _codes(style: Style, colours: ColorSystem) -> str:
    """Return a style as a terminal is told it.

    ``Style.render`` would add links, and give the colours of the terminal that it was asked for first.
    """
    codes = [code for name, code in _ATTRIBUTES.items() if getattr(style, name)]
    if style.color:
        codes += style.color.downgrade(colours).get_ansi_codes()
    if style.bgcolor:
        codes += style.bgcolor.downgrade(colours).get_ansi_codes(foreground=False)
    return ";".join(codes)
