"""The different cells of a column, grouped by shape, so that work is done once for each cell or shape."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.quick_dataclass import dataclass

FEW = 8
"""Fewer cells of one shape than this are read one by one, which is quicker."""
_TO_ZERO = bytes.maketrans(b"123456789", b"000000000")
_TO_ONES = str.maketrans("023456789", "111111111")


@dataclass(frozen=True, eq=False)
class Distinct:
    """The different cells of a column.

    Attributes:
        words: The cells, in order of first occurrence.
        codes: The index of each row's word, shape (rows,); -1 where it is missing.
    """

    words: Sequence[str]
    codes: NDArray[np.intp]

    def shapes(self, among: NDArray[np.bool_]) -> "Shapes":
        """Return some of the words by shape."""
        return shapes_of(self.words, among)

    def counts(self) -> NDArray[np.intp]:
        """Return how often each word occurs, shape (words,)."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.words))

    def in_rows(self, values: FloatArray) -> FloatArray:
        """Return the value of each row's word, shape (rows,), nan where it is missing."""
        return np.append(values, np.nan)[self.codes]


def distinct_of(cells: Sequence[str], missing: NDArray[np.bool_] | None = None) -> Distinct:
    """Return the different cells of a column that are not missing."""
    there = cells if missing is None else list(compress(cells, (~missing).tolist()))
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__  # a new word gets the next index
    codes = np.fromiter(map(index.__getitem__, there), np.intp, len(there))
    if missing is None:
        return Distinct(list(index), codes)
    in_rows = np.full(len(cells), -1)
    in_rows[~missing] = codes
    return Distinct(list(index), in_rows)


@dataclass(frozen=True, eq=False)
class Shapes:
    """Different words, grouped by shape: words of one shape differ only in the digits 0 to 9.

    Attributes:
        words: All words.
        groups: The indices of the words of each shape, of those words that were grouped.
        characters: The grouped words in UTF-8, each followed by a NUL.
        starts: Where each word starts in ``characters``; 0 for those that were not grouped.
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


def shapes_of(words: Sequence[str], among: NDArray[np.bool_] | None = None) -> Shapes:
    """Group words by shape.

    Args:
        words: Words without NUL characters, which are refused in a file.
        among: Which of them to group, shape (words,): the others cost nothing. None groups all.
    """
    if among is None or among.all():
        indices, chosen = np.arange(len(words)), words
    else:
        indices, chosen = np.flatnonzero(among), list(compress(words, among.tolist()))
    joined = ("\0".join(chosen) + "\0" * bool(chosen)).encode("utf-8", "surrogatepass")
    shapes = joined.translate(_TO_ZERO).split(b"\0")[:-1]
    groups: defaultdict[bytes, list[int]] = defaultdict(list)
    if len(set(shapes)) == 1:
        groups[shapes[0]] = indices.tolist()
    else:
        for index, shape in zip(indices.tolist(), shapes, strict=True):
            groups[shape].append(index)
    characters = np.frombuffer(joined, np.uint8)
    starts = np.zeros(len(words), dtype=np.intp)
    starts[indices[1:]] = np.flatnonzero(characters == 0)[:-1] + 1
    return Shapes(words, list(groups.values()), characters, starts)


def with_ones(word: str) -> str:
    """Return a word with every digit replaced by 1, to represent its shape."""
    return word.translate(_TO_ONES)


def whole(digits: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the whole numbers that rows of at most 18 digits make up."""
    result: NDArray[np.int64] = digits @ 10 ** np.arange(digits.shape[1] - 1, -1, -1, dtype=np.int64)
    return result
