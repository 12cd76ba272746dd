"""How an update changes weights and biases, written in one notation throughout a drawn network."""

import math
from collections.abc import Callable, Sequence
from functools import partial

from engine.quick_dataclass import dataclass
from tui.drawing.numbers import MOST_DIGITS, bare, brief, compact, fitting

FEWEST_DECIMALS = 2
NEW = 5  # cells of a new value


@dataclass(frozen=True)
class Change:
    """A number before and after an update, and the cells that its text may take."""

    old: float
    new: float
    room: int


@dataclass(frozen=True)
class Notation:
    """A way to write changes.

    Attributes:
        legend: What it means, in words.
        write: Writes a change; returns None if the text does not fit.
    """

    legend: str
    write: Callable[[Change], str | None]


def notation_for(changes: Sequence[Change]) -> Notation:
    """Return the fullest notation in which every one of these changes fits."""
    fitting_all = (one for one in NOTATIONS if all(one.write(change) is not None for change in changes))
    return next(fitting_all, NOTATIONS[-1])


def _pair(change: Change, *, plus: bool, zero: bool) -> str | None:
    """Write both numbers with enough decimals to show the difference: +0.50→+0.45, .504→.498."""
    difference = change.new - change.old
    for decimals in range(FEWEST_DECIMALS, MOST_DIGITS - 1):
        texts = [f"{value:{'+' if plus else '-'}.{decimals}f}" for value in (change.old, change.new)]
        shown = float(texts[1]) - float(texts[0])
        if difference == 0 or (shown and abs(shown - difference) <= abs(difference) / 2):
            text = "→".join(texts if zero else map(bare, texts))
            return text if len(text) <= change.room else None
    return None


def _difference(change: Change) -> str | None:
    """Write the difference alone, with one or two digits: Δ-.0063, Δ+5e-5, Δ0."""
    difference = change.new - change.old
    if not math.isfinite(difference):
        return None
    sign = "+" if difference > 0 else ""
    texts = (f"Δ{sign}{brief(difference, digits)}" for digits in (2, 1))
    return next((text for text in map(bare, texts) if len(text) <= change.room), None)


def _new(change: Change) -> str:
    """Write the new number alone, or nothing where it does not fit."""
    return fitting(compact, change.new, min(change.room, NEW), change.room)


PAIR = "update: old → new"
NEW_VALUES = Notation("update: new values", _new)
NOTATIONS = (
    Notation(PAIR, partial(_pair, plus=True, zero=True)),
    Notation(PAIR, partial(_pair, plus=True, zero=False)),
    Notation(PAIR, partial(_pair, plus=False, zero=True)),
    Notation(PAIR, partial(_pair, plus=False, zero=False)),
    Notation("update: Δ = new − old", _difference),
    NEW_VALUES,
)
"""The fullest first; the last always fits."""
