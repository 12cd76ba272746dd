"""What a panel has to copy."""

from __future__ import annotations

from collections.abc import Iterable

from engine.quick_dataclass import dataclass
from tui.terminal.text import safe

LONGEST_NAME = 80
DIGITS = 12
"""Significant digits of a copied number: fewer than it has, so that 5.1 does not become 5.1000000000000005."""


@dataclass(frozen=True)
class Copied:
    """A text to copy.

    Attributes:
        text: The text, on one line or several.
        what: What it is, in a few words.
    """

    text: str
    what: str


def number(value: float) -> str:
    """Write a number for a spreadsheet; NaN is an empty cell."""
    return f"{value:.{DIGITS}g}" if value == value else ""


def table(*lines: Iterable[str | float | int | None]) -> str:
    """Return a table as spreadsheets take it: a line each, cells separated by tabs; None is an empty cell."""
    return "\n".join("\t".join(map(_cell, line)) for line in lines)


def _cell(value: str | float | int | None) -> str:
    if value is None:
        return ""
    return safe(value, LONGEST_NAME) if isinstance(value, str) else number(value)
