"""How an expression is refused: one line that says what is wrong and in which column."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass

_WIDTH = 72
"""Characters of the text that ``pointed`` shows at most."""
_BEFORE = 48
"""Characters of them before the wrong place in a longer text."""


class ExpressionError(InvalidValue):
    """An expression is wrong, or has no value here. ``str(error)`` is one line.

    Attributes:
        text: The expression.
        column: Where it is wrong, from 1; one after its last character if something is missing there.
    """

    def __init__(self, text: str, column: int, what: str) -> None:
        super().__init__(f"column {column:,}: {what}")
        self.text = text
        self.column = column

    @property
    def pointed(self) -> str:
        """The expression and, in a second line, a mark below the wrong place. A long text is cut."""
        start = max(0, self.column - 1 - _BEFORE) if len(self.text) > _WIDTH else 0
        line = "".join(_one_cell(character) for character in self.text[start : start + _WIDTH])
        return f"{line}\n{' ' * (self.column - 1 - start)}^"


@dataclass(frozen=True)
class Spot:
    """A place in an expression. Immutable.

    Attributes:
        text: The whole expression.
        column: The place, from 1.
    """

    text: str
    column: int

    def refusal(self, what: str) -> ExpressionError:
        """Return the error that says what is wrong here."""
        return ExpressionError(self.text, self.column, what)


def nearest(name: str, names: Iterable[str]) -> str:
    """Ask for the name that was probably meant: '; did you mean "rate"?'. Empty if no name is like it."""
    from difflib import get_close_matches  # only needed for a mistake

    near = get_close_matches(name.casefold(), list(names), 1, 0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def _one_cell(character: str) -> str:
    """Return a character as one that takes one cell of a terminal, so that the mark stands below the right one."""
    wide = unicodedata.east_asian_width(character) in "WF" or unicodedata.combining(character)
    return character if character.isprintable() and not wide else "?"
