"""Cells that say that there is nothing, and those that say yes or no."""

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

_RULE = re.compile(r":?-{2,}:?")  # the line that Markdown and the like draw under the header

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
    return cell.lower() in MISSING or (cell[:1] in ":-" and _RULE.fullmatch(cell) is not None)


def missing_of(cells: Sequence[str]) -> NDArray[np.bool_]:
    """Tell which cells of a column say that there is no value; a minus does not beside nothing but pluses."""
    missing = np.fromiter(map(is_missing, cells), dtype=np.bool_, count=len(cells))
    if "+" in cells and "-" in cells and {cells[int(row)] for row in np.flatnonzero(~missing)} == {"+"}:
        missing &= np.array([cell != "-" for cell in cells])
    return missing


def truth_words(words: set[str]) -> tuple[str, str] | None:
    """Return the words of ``words`` for no and yes when it is made of exactly such a pair, else None."""
    if len(words) > 6:
        return None
    folded = {word.lower() for word in words}
    for false, true in _PAIRS:
        if folded == {false, true}:
            return false, true
    return None
