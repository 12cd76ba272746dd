"""The different cells of a column, and those of them that are written alike: what is so of one is found out once."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

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

    def without(self, missing: NDArray[np.bool_]) -> "Distinct":
        """Return it with some words, one bool a word, taken as no value."""
        if not missing.any():
            return self
        words = [word for word, none in zip(self.words, missing.tolist(), strict=True) if not none]
        return Distinct(words, np.where(missing, -1, np.cumsum(~missing) - 1)[self.codes])

    def counts(self) -> NDArray[np.intp]:
        """Return how often each word comes."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.words))

    def in_rows(self, values: FloatArray) -> FloatArray:
        """Return for each row what ``values`` has for its word, nan where there is none."""
        return np.append(values, np.nan)[self.codes]


def distinct_of(cells: Sequence[str]) -> Distinct:
    """Return the different cells of a column."""
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__  # a word not seen before gets the next number
    codes = np.fromiter(map(index.__getitem__, cells), np.intp, len(cells))
    return Distinct(list(index), codes)


def by_shape(words: Sequence[str]) -> list[list[int]]:
    """Return the indices of the words, those together that differ in the digits 0 to 9 alone.

    Args:
        words: Without a NUL character, which no text that is read has.
    """
    groups: defaultdict[bytes, list[int]] = defaultdict(list)
    joined = "\0".join(words).encode("utf-8", "surrogatepass")
    for index, shape in enumerate(joined.translate(_TO_ZERO).split(b"\0") if words else ()):
        groups[shape].append(index)
    return list(groups.values())


def with_ones(word: str) -> str:
    """Return a word with every digit as 1, to stand for all words of its shape."""
    return _DIGIT.sub("1", word)


def digits_of(words: Sequence[str]) -> NDArray[np.int64]:
    """Return the digits 0 to 9 in words of one shape, shape (words, digits)."""
    characters = np.frombuffer("".join(words).encode("utf-8", "surrogatepass"), np.uint8).reshape(len(words), -1)
    is_digit = (characters[0] >= ord("0")) & (characters[0] <= ord("9"))
    return characters[:, is_digit].astype(np.int64) - ord("0")


def whole(digits: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the whole numbers that rows of at most 18 digits say."""
    result: NDArray[np.int64] = digits @ 10 ** np.arange(digits.shape[1] - 1, -1, -1, dtype=np.int64)
    return result
