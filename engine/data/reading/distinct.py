"""The different cells of columns, grouped by shape, so that work is done once for each cell or shape."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, IndexArray
from engine.quick_dataclass import dataclass

FEW = 8
"""Fewer cells of one shape than this are read one by one, which is quicker."""
_SAMPLE = 1000  # words that tell whether many have one shape
_TO_ZERO = bytes.maketrans(b"123456789", b"000000000")
_TO_ONES = str.maketrans("023456789", "111111111")
_Thing = TypeVar("_Thing", bound=Hashable)


@dataclass(frozen=True, eq=False)
class Distinct:
    """The different cells of a column.

    Attributes:
        words: The cells, in order of first occurrence.
        codes: The index of each row's word, shape (rows,); -1 where it is missing.
    """

    words: Sequence[str]
    codes: IndexArray

    def counts(self) -> IndexArray:
        """Return how often each word occurs, shape (words,)."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.words))

    def in_rows(self, values: FloatArray) -> FloatArray:
        """Return the value of each row's word, shape (rows,), nan where it is missing."""
        return np.append(values, np.nan)[self.codes]

    def without(self, gone: NDArray[np.bool_]) -> "Distinct":
        """Return the cells without some of the words, shape (words,): these are missing."""
        if not gone.any():
            return self
        new = np.where(gone, -1, np.cumsum(~gone) - 1)
        return Distinct(list(compress(self.words, (~gone).tolist())), new[self.codes])


def distinct_of(cells: Sequence[str]) -> Distinct:
    """Return the different cells of a column."""
    return Distinct(*_numbered(cells))


def _numbered(things: Sequence[_Thing]) -> tuple[list[_Thing], IndexArray]:
    """Return the different things, in order of first occurrence, and the index of each thing among them."""
    index: defaultdict[_Thing, int] = defaultdict()
    index.default_factory = index.__len__  # a new thing gets the next index
    codes = np.fromiter(map(index.__getitem__, things), np.intp, len(things))
    return list(index), codes


@dataclass(frozen=True, eq=False)
class Together:
    """The different cells of several columns, one column after the other: one look at all of them takes less time.

    Attributes:
        columns: One or more columns, with as many rows each.
    """

    columns: Sequence[Distinct]

    @cached_property
    def words(self) -> Sequence[str]:
        """The words of all columns; one that two columns have is twice among them."""
        return list(chain.from_iterable(column.words for column in self.columns))

    @cached_property
    def sizes(self) -> IndexArray:
        """How many words each column has."""
        return np.array([len(column.words) for column in self.columns])

    @cached_property
    def owners(self) -> IndexArray:
        """The index of the column that each word is of."""
        return np.repeat(np.arange(len(self.columns)), self.sizes)

    @cached_property
    def parts(self) -> Sequence[slice]:
        """Where the words of each column are."""
        ends = np.cumsum(self.sizes).tolist()
        return list(map(slice, [0, *ends], ends))

    @cached_property
    def codes(self) -> IndexArray:
        """The index of the word in each row of each column, shape (columns, rows); -1 where it is missing."""
        codes = np.stack([column.codes for column in self.columns])
        return np.where(codes < 0, -1, codes + (np.cumsum(self.sizes) - self.sizes)[:, np.newaxis])

    @cached_property
    def counts(self) -> IndexArray:
        """How often each word occurs, shape (words,)."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.words))

    def in_rows(self, values: FloatArray) -> FloatArray:
        """Return the value of the word in each row, shape (columns, rows), nan where it is missing."""
        return np.append(values, np.nan)[self.codes]

    def per_column(self, among: NDArray[np.bool_]) -> IndexArray:
        """Return how many words of each column are among some, shape (columns,)."""
        return np.bincount(self.owners[among], minlength=len(self.columns))


@dataclass(frozen=True, eq=False)
class Shapes:
    """Words by shape: words of one shape differ only in the digits 0 to 9.

    Attributes:
        words: All words.
        kinds: The index of the shape of each word; -1 for those that were not grouped.
        examples: The first word of each shape.
        characters: The grouped words in UTF-8, each followed by a NUL.
        starts: Where each word starts in ``characters``; 0 for those that were not grouped.
    """

    words: Sequence[str]
    kinds: IndexArray
    examples: Sequence[str]
    characters: NDArray[np.uint8]
    starts: IndexArray

    def groups(self, among: NDArray[np.bool_] | None = None) -> Sequence[IndexArray]:
        """Return the indices of the words of each shape; only of those that are among some, shape (words,)."""
        indices = np.flatnonzero(self.kinds >= 0 if among is None else among)
        return grouped(indices, self.kinds[indices])

    def have(self, of_shape: Sequence[bool]) -> NDArray[np.bool_]:
        """Return for each word what is true of its shape, shape (words,); False for those that were not grouped."""
        return np.array([*of_shape, False], dtype=np.bool_)[self.kinds]

    def digits(self, alike: IndexArray) -> NDArray[np.int64]:
        """Return the digits 0 to 9 in words of one shape, shape (words, digits)."""
        starts = self.starts[alike]
        length = len(self.words[alike[0]].encode("utf-8", "surrogatepass"))
        first = self.characters[starts[0] : starts[0] + length]
        places = np.flatnonzero((first >= ord("0")) & (first <= ord("9")))
        digits: NDArray[np.int64] = self.characters[starts[:, np.newaxis] + places].astype(np.int64) - ord("0")
        return digits


def grouped(indices: IndexArray, keys: IndexArray) -> Sequence[IndexArray]:
    """Return indices in groups of the same key, in the order of the keys."""
    if len(indices) == 0:
        return []
    order = np.argsort(keys, kind="stable")
    return np.split(indices[order], np.flatnonzero(np.diff(keys[order])) + 1)


def shapes_of(words: Sequence[str], test: Callable[[Sequence[str]], NDArray[np.bool_]] | None = None) -> Shapes:
    """Group words by shape.

    Args:
        words: Words without NUL characters, which are refused in a file.
        test: Tells which of some words to group: the others cost little. It takes any digit for any other. None groups
            all words.
    """
    passed = np.ones(len(words), dtype=np.bool_) if test is None else _passed(words, test)
    indices = np.flatnonzero(passed)
    joined, shapes = _shapes(words if passed.all() else list(compress(words, passed.tolist())))
    different, codes = _numbered(shapes)
    kinds, starts = np.full(len(words), -1), np.zeros(len(words), dtype=np.intp)
    characters = np.frombuffer(joined, np.uint8)
    kinds[indices] = codes
    starts[indices[1:]] = np.flatnonzero(characters == 0)[:-1] + 1
    firsts = np.full(len(different), len(words))
    np.minimum.at(firsts, codes, indices)
    return Shapes(words, kinds, [words[index] for index in firsts.tolist()], characters, starts)


def _passed(words: Sequence[str], test: Callable[[Sequence[str]], NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Return which words pass a test; if a sample of them has few shapes, one word of each shape is tested."""
    sample = words[:: len(words) // _SAMPLE + 1]
    if 2 * len(set(_shapes(sample)[1])) > len(sample):
        return test(words)
    shapes = _shapes(words)[1]
    different = list(set(shapes))
    passed = test([shape.decode("utf-8", "surrogatepass") for shape in different])
    if passed.all() or not passed.any():
        return np.full(len(words), passed.all())
    chosen = set(compress(different, passed.tolist()))
    return np.fromiter(map(chosen.__contains__, shapes), np.bool_, len(words))


def _shapes(words: Sequence[str]) -> tuple[bytes, list[bytes]]:
    """Return the words in UTF-8, each followed by a NUL, and the shape of each: its digits 1 to 9 replaced by 0."""
    joined = ("\0".join(words) + "\0" * bool(words)).encode("utf-8", "surrogatepass")
    return joined, joined.translate(_TO_ZERO).split(b"\0")[:-1]


def with_ones(word: str) -> str:
    """Return a word with every digit replaced by 1, to represent its shape."""
    return word.translate(_TO_ONES)


def whole(digits: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the whole numbers that rows of at most 18 digits make up."""
    result: NDArray[np.int64] = digits @ 10 ** np.arange(digits.shape[1] - 1, -1, -1, dtype=np.int64)
    return result
