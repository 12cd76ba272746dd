"""The different cells of a column, and those of them that are written alike: what is so of one is found out once."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray

FEW = 8
"""Cells written alike that are sooner read one by one than at once."""
_TO_ZERO = bytes.maketrans(b"123456789", b"000000000")
_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, eq=False)
class Distinct:
    """The different cells of a column.

    Attributes:
        words: In the order in which they first come.
        codes: For each row the index of its word, shape (rows,); -1 where there is no value.
    """

    words: Sequence[str]
    codes: NDArray[np.intp]

    def counts(self) -> NDArray[np.intp]:
        """Return how often each word comes."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.words))

    def in_rows(self, values: FloatArray) -> FloatArray:
        """Return for each row what ``values`` has for its word, nan where there is none."""
        return np.append(values, np.nan)[self.codes]


def distinct_of(cells: Sequence[str], missing: NDArray[np.bool_] | None = None) -> Distinct:
    """Return the different cells of a column, without those that are missing."""
    there = cells if missing is None else list(compress(cells, (~missing).tolist()))
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__  # a word not seen before gets the next number
    codes = np.fromiter(map(index.__getitem__, there), np.intp, len(there))
    if missing is None:
        return Distinct(list(index), codes)
    in_rows = np.full(len(cells), -1)
    in_rows[~missing] = codes
    return Distinct(list(index), in_rows)


@dataclass(frozen=True, eq=False)
class Shapes:
    """Different words, those together that differ in the digits 0 to 9 alone.

    Attributes:
        words: All of them.
        groups: The indices of the words of each shape.
        characters: The words in UTF-8, one after the other with a NUL behind each.
        starts: For each word where it begins in them.
    """

    words: Sequence[str]
    groups: Sequence[Sequence[int]]
    characters: NDArray[np.uint8]
    starts: NDArray[np.intp]

    def digits(self, alike: Sequence[int]) -> NDArray[np.int64]:
        """Return the digits 0 to 9 in words of one shape, shape (words, digits)."""
        starts = self.starts[alike]
        length = len(self.words[alike[0]].encode("utf-8", "surrogatepass"))
        first = self.characters[starts[0] : starts[0] + length]
        places = np.flatnonzero((first >= ord("0")) & (first <= ord("9")))
        digits: NDArray[np.int64] = self.characters[starts[:, np.newaxis] + places].astype(np.int64) - ord("0")
        return digits


def shapes_of(words: Sequence[str]) -> Shapes:
    """Find the words that are written alike.

    Args:
        words: Without a NUL character, which no text that is read has.
    """
    joined = ("\0".join(words) + "\0" * bool(words)).encode("utf-8", "surrogatepass")
    groups: defaultdict[bytes, list[int]] = defaultdict(list)
    for index, shape in enumerate(joined.translate(_TO_ZERO).split(b"\0")[:-1]):
        groups[shape].append(index)
    characters = np.frombuffer(joined, np.uint8)
    return Shapes(words, list(groups.values()), characters, np.append(0, np.flatnonzero(characters == 0) + 1))


def with_ones(word: str) -> str:
    """Return a word with every digit as 1, to stand for all words of its shape."""
    return _DIGIT.sub("1", word)


def whole(digits: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the whole numbers that rows of at most 18 digits say."""
    result: NDArray[np.int64] = digits @ 10 ** np.arange(digits.shape[1] - 1, -1, -1, dtype=np.int64)
    return result
