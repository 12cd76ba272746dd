"""The cells that stand for a missing value, and those that stand for yes or no."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_MISSING = r"""
na n/a n.a. n.a #n/a #na #n/a! <na> nan -nan +nan 1.#qnan -1.#ind nat null (null) <null> none nil nul \n
- -- --- – — ? ?? . .. ... … missing (missing) (blank) k.a. k.a keine
#div/0! #value! #ref! #name? #num! #null! #wert! #bezug! #zahl! #nv
"""
MISSING = frozenset(["", "#n/a n/a", *_MISSING.split()])
_LONGEST_MISSING = max(map(len, MISSING))

_RULE = re.compile(r":?-{2,}:?")  # the line under a header in Markdown
# The last characters of a missing cell. None is a digit, so most cells are settled by their last character.
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
    """Decide whether a cell stands for a missing value."""
    if len(cell) <= _LONGEST_MISSING and cell.lower() in MISSING:
        return True
    return "--" in cell and _RULE.fullmatch(cell) is not None


def without_missing(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells that do not stand for a missing value."""
    if MISSING.isdisjoint(map(str.lower, cells)) and "--" not in "\0".join(cells):
        return cells  # nearly always
    return [cell for cell in cells if not is_missing(cell)]


def missing_of(cells: Sequence[str]) -> NDArray[np.bool_]:
    """Return which cells stand for a missing value, shape (rows,); a minus does not if the others are pluses."""
    different = set(cells)
    if MISSING.isdisjoint(map(str.lower, different)) and "--" not in "\0".join(different):
        return np.zeros(len(cells), dtype=np.bool_)
    gone = set(filter(is_missing, {cell for cell in different if cell[-1:] in _LAST_OF_MISSING}))
    if "-" in gone and "+" in cells and all(cell == "+" or cell in gone for cell in cells):
        gone.discard("-")
    if not gone:
        return np.zeros(len(cells), dtype=np.bool_)
    return np.fromiter(map(gone.__contains__, cells), np.bool_, len(cells))


def boolean_words(words: Sequence[str]) -> tuple[str, str] | None:
    """Return the words for no and yes, lower case, if the different ``words`` are such a pair; else None."""
    if len(words) > 6:
        return None
    folded = {word.lower() for word in words}
    for false, true in _PAIRS:
        if folded == {false, true}:
            return false, true
    return None
