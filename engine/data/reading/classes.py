"""Classes: told apart by their words, with a word about those that may be meant as one."""

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.report import Notes
from engine.wording import count, quoted


def unfolded(codes: NDArray[np.intp], classes: int) -> FloatArray:
    """Return 1 for the class of each row and 0 for the others, shape (rows, classes), read-only."""
    values = np.zeros((len(codes), classes))
    values[np.arange(len(codes)), codes.ravel()] = 1.0
    values.flags.writeable = False
    return values


def coded(words: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """Return the different words, sorted, and the index of each row's word among them."""
    classes = sorted(set(words))
    index = {word: code for code, word in enumerate(classes)}
    return classes, np.array([index[word] for word in words])


def note_likeness(words: Sequence[str], lines: Sequence[int], column: str, notes: Notes) -> None:
    """Note classes that differ in capitals, blanks or the like alone, and so may be meant as one."""
    seen: dict[str, str] = {}
    alike = [(word, other) for word in dict.fromkeys(words) if (other := seen.setdefault(_bared(word), word)) != word]
    if alike:
        word, other = alike[0]
        more = f", and {count(len(alike) - 1, 'other')} likewise" if len(alike) > 1 else ""
        notes.add(f"{quoted(word)} and {quoted(other)} are two classes{more}", lines[words.index(word)], column)


def _bared(word: str) -> str:
    """Return a word without what hardly shows: marks without a width, runs of blanks, capitals, ways to write é."""
    visible = (c for c in unicodedata.normalize("NFKC", word) if unicodedata.category(c) != "Cf")
    return " ".join("".join(visible).split()).casefold()
