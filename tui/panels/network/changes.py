"""What an update makes of weights and biases, written in one way in the whole of a drawn network."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from tui.drawing.numbers import MOST_DIGITS, bare, brief, compact, fitting

FEWEST_DECIMALS = 2
NEW = 5  # cells of a new value


@dataclass(frozen=True)
class Change:
    """A number before and after an update, and the cells there are to say so."""

    old: float
    new: float
    room: int


@dataclass(frozen=True)
class Notation:
    """A way to write changes.

    Attributes:
        legend: what it means, in words.
        write: writes a change; returns None if this way has no room to tell it.
    """

    legend: str
    write: Callable[[Change], str | None]


def notation_for(changes: Sequence[Change]) -> Notation:
    """Return the fullest way that has room for every one of these changes."""
    told = (way for way in NOTATIONS if all(way.write(change) is not None for change in changes))
    return next(told, NOTATIONS[-1])


def _pair(change: Change, *, plus: bool, zero: bool) -> str | None:
    """Write both numbers with as many decimals as show the difference: +0.50→+0.45, .504→.498."""
    difference = change.new - change.old
    for decimals in range(FEWEST_DECIMALS, MOST_DIGITS - 1):
        texts = [f"{value:{'+' if plus else '-'}.{decimals}f}" for value in (change.old, change.new)]
        shown = float(texts[1]) - float(texts[0])
        if difference == 0 or (shown and abs(shown - difference) <= abs(difference) / 2):
            text = "→".join(texts if zero else map(bare, texts))
            return text if len(text) <= change.room else None
    return None


def _difference(change: Change) -> str | None:
    """Write the difference alone, with two digits or one: Δ-.0063, Δ+5e-5, Δ0."""
    difference = change.new - change.old
    if not math.isfinite(difference):
        return None
    sign = "+" if difference > 0 else ""
    texts = (f"Δ{sign}{brief(difference, digits)}" for digits in (2, 1))
    return next((text for text in map(bare, texts) if len(text) <= change.room), None)


def _new(change: Change) -> str:
    """Write the new number alone, or nothing where that has no room."""
    return fitting(compact, change.new, min(change.room, NEW), change.room)


PAIR = "update: old → new"
NOTATIONS = (
    Notation(PAIR, partial(_pair, plus=True, zero=True)),
    Notation(PAIR, partial(_pair, plus=True, zero=False)),
    Notation(PAIR, partial(_pair, plus=False, zero=True)),
    Notation(PAIR, partial(_pair, plus=False, zero=False)),
    Notation("update: Δ = new − old", _difference),
    Notation("update: new values", _new),
)
"""The fullest first; the last has always room."""
