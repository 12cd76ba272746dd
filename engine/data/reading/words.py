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


def missing_of(words: Sequence[str]) -> NDArray[np.bool_]:
    """Return which of the different cells of a column stand for a missing value, shape (words,).

    A minus does not if the others are pluses.
    """
    text = "\0".join(words)
    if "--" not in text and MISSING.isdisjoint(text.lower().split("\0")):
        return np.zeros(len(words), dtype=np.bool_)  # nearly always
    gone = set(filter(is_missing, (word for word in words if word[-1:] in _LAST_OF_MISSING)))
    if "-" in gone and "+" in words and all(word == "+" or word in gone for word in words):
        gone.discard("-")
    return np.array([word in gone for word in words], dtype=np.bool_)


def boolean_words(words: Sequence[str]) -> tuple[str, str] | None:
    """Return the words for no and yes, lower case, if the different ``words`` are such a pair; else None."""
    if len(words) > 6:
        return None
    folded = {word.lower() for word in words}
    for false, true in _PAIRS:
        if folded == {false, true}:
            return false, true
    return None
