"""Classes as numbers, and a warning about classes that may be meant as one."""

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.reading.source import Source
from engine.wording import count, quoted


def one_hot(codes: NDArray[np.intp], classes: int) -> FloatArray:
    """Return the one-hot encoding of class indices, shape (rows, classes), read-only."""
    values = np.zeros((len(codes), classes))
    values[np.arange(len(codes)), codes.ravel()] = 1.0
    values.flags.writeable = False
    return values


def class_indices(words: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """Return the different words, sorted, and the index of each row's word among them, shape (rows,)."""
    classes = sorted(set(words))
    index = {word: code for code, word in enumerate(classes)}
    return classes, np.array([index[word] for word in words])


def note_similar_classes(source: Source, words: Sequence[str], rows: NDArray[np.intp], column: str) -> None:
    """Note classes that differ only in capitals, blanks or the like; ``rows`` are the rows of the words."""
    seen: dict[str, str] = {}
    alike = [
        (word, other) for word in dict.fromkeys(words) if (other := seen.setdefault(_normalised(word), word)) != word
    ]
    if alike:
        word, other = alike[0]
        more = f", and {count(len(alike) - 1, 'other')} likewise" if len(alike) > 1 else ""
        line = source.lines[int(rows[words.index(word)])]
        source.note(f"{quoted(word)} and {quoted(other)} are two classes{more}", line, column)


def _normalised(word: str) -> str:
    """Return a word without what hardly shows: invisible marks, runs of blanks, capitals, ways to write é."""
    visible = (c for c in unicodedata.normalize("NFKC", word) if unicodedata.category(c) != "Cf")
    return " ".join("".join(visible).split()).casefold()
