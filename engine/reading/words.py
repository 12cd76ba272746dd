"""Cells that say that there is nothing, and those that say yes or no."""

import re
from collections.abc import Sequence

import numpy as np

from engine.reading.distinct import Distinct, distinct_of

_MISSING = r"""
na n/a n.a. n.a #n/a #na #n/a! <na> nan -nan +nan 1.#qnan -1.#ind nat null (null) <null> none nil nul \n
- -- --- – — ? ?? . .. ... … missing (missing) (blank) k.a. k.a keine
#div/0! #value! #ref! #name? #num! #null! #wert! #bezug! #zahl! #nv
"""
MISSING = frozenset(["", "#n/a n/a", *_MISSING.split()])
_LONGEST_MISSING = max(map(len, MISSING))

_RULE = re.compile(r":?-{2,}:?")  # the line that Markdown and the like draw under the header
# What one can end with: no digit, so that most cells are told at a glance.
_LAST_OF_MISSING = frozenset([*"-:", *(end for word in MISSING for end in (word[-1:], word[-1:].upper()))])

_PAIRS = (
    ("false", "true"),
    ("no", "yes"),
    ("f", "t"),
    ("n", "y"),
    ("falsch", "wahr"),
    ("nein", "ja"),
    ("n", "j"),
    ("faux", "vrai"),
    ("non", "oui"),
    ("falso", "verdadero"),
    ("no", "sí"),
    ("no", "si"),
    ("off", "on"),
    (".false.", ".true."),
    ("-", "+"),
)


def is_missing(cell: str) -> bool:
    """Tell whether a cell is one of the spellings of "no value"."""
    if len(cell) <= _LONGEST_MISSING and cell.lower() in MISSING:
        return True
    return "--" in cell and _RULE.fullmatch(cell) is not None


def present_of(cells: Sequence[str]) -> Distinct:
    """Return the different cells of a column, without those that say that there is no value.

    A minus says so too, but not beside nothing but pluses.
    """
    distinct = distinct_of(cells)
    missing = np.array([word[-1:] in _LAST_OF_MISSING and is_missing(word) for word in distinct.words], dtype=np.bool_)
    there = distinct.without(missing)
    if there.words == ["+"] and "-" in distinct.words:
        return distinct.without(missing & np.array([word != "-" for word in distinct.words]))
    return there


def truth_words(words: Sequence[str]) -> tuple[str, str] | None:
    """Return the words for no and yes when the different ``words`` are exactly such a pair, else None."""
    if len(words) > 6:
        return None
    folded = {word.lower() for word in words}
    for false, true in _PAIRS:
        if folded == {false, true}:
            return false, true
    return None
