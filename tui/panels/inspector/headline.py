"""The first line of the inspector: the subject, its value, and what it means in the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from tui.terminal.text import safe

SHORTEST_MEANING = 5
"""Cells of a shortened meaning; with fewer it could not be guessed."""


@dataclass(frozen=True)
class Headline:
    """A name in bold, a value and a meaning; empty parts are left out."""

    name: str
    value: str = ""
    meaning: str = ""

    @property
    def parts(self) -> tuple[str, str, str]:
        """The three texts with the blanks between them."""
        value, meaning = (f"  {text}" if text else "" for text in (self.value, self.meaning))
        return f" {self.name}", value, meaning

    def fits(self, width: int) -> bool:
        """Tell whether the line fits into ``width`` cells."""
        return sum(map(cell_len, self.parts)) <= width


def headline(name: str, value: str, meaning: str, width: int) -> tuple[Headline, ...]:
    """Fit a headline into ``width`` cells: first the meaning is shortened, then the caption, never the value.

    Args:
        name: A symbol, two blanks and a caption, "E  error of the sample"; or the text of a phase.
        value: A number as text; "" for none.
        meaning: The name in the data; "" for none.
        width: Cells.

    Returns:
        One line, or two if not even symbol and value fit on one.
    """
    whole = Headline(name, value, meaning)
    if whole.fits(width):
        return (whole,)
    bare = Headline(name, value)
    room = width - sum(map(cell_len, bare.parts)) - 2
    if meaning and room >= SHORTEST_MEANING:
        return (Headline(name, value, safe(meaning, room)),)
    names = [name, *_shorter(name)]
    for line in (Headline(text, value) for text in names):
        if line.fits(width):
            return (line,)
    if not value:
        return (Headline(safe(names[-1], width - 1)),)
    return Headline(safe(names[-1], width - 1)), Headline("", safe(value, width - 3))


def _shorter(name: str) -> Iterator[str]:
    """Shorten a name step by step: "E  error", "E"; "2/5: sums of h", "sums of h"."""
    symbol, two_blanks, caption = name.partition("  ")
    if two_blanks:
        yield f"{symbol}  {caption.partition(' of ')[0]}"
        yield symbol
    elif ": " in name:
        yield name.partition(" ")[2]
        yield name.partition(": ")[2]
