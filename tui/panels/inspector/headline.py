"""The first line of the inspector: the subject, its value, and what it means in the data."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from engine.quick_dataclass import dataclass
from tui.drawing.cut_names import LONGEST, cut_apart
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


@dataclass(frozen=True)
class Meaning:
    """What a place is called in the data: the name of a column, a class or a target.

    Attributes:
        names: The names of its whole layer, so that a cut one stays different from the others.
        index: Which of them it is.
        kind: What precedes the name where there is room, such as "class".
    """

    names: tuple[str, ...]
    index: int
    kind: str = ""

    def within(self, cells: int) -> str:
        """Write it in ``cells`` cells, cut if need be; "" where it could not be guessed any more."""
        name = safe(self.names[self.index], LONGEST)
        for whole in (f"{self.kind} {name}".strip(), name):
            if cell_len(whole) <= cells:
                return whole
        return cut_apart(self.names, cells)[self.index] if cells >= SHORTEST_MEANING else ""


def headline(name: str, value: str, meaning: Meaning | None, width: int) -> tuple[Headline, ...]:
    """Fit a headline into ``width`` cells: a caption gives way to a meaning, which is then cut; never the value.

    Args:
        name: A symbol, two blanks and a caption, "E  error of the sample"; or the text of a phase.
        value: A number as text; "" for none.
        meaning: The name in the data; None for none.
        width: Cells.

    Returns:
        One line, or two if not even symbol and value fit on one.
    """
    names = [name, *_shorter(name)]
    if meaning is not None:
        whole = meaning.within(LONGEST)
        # The name of a class says more than "output layer", but not more than "h1 → o1".
        shortened = names if "→" not in name else names[:1]
        for text in shortened:
            if (line := Headline(text, value, whole)).fits(width):
                return (line,)
        room = width - sum(map(cell_len, Headline(shortened[-1], value).parts)) - 2
        if cut := meaning.within(room):
            return (Headline(shortened[-1], value, cut),)
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
