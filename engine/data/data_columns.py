"""The columns of the data as a person sees them: a number or a word of each row, however the network gets it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.wording import quoted

if TYPE_CHECKING:
    from engine.data.scaling import ColumnScaling


@dataclass(frozen=True)
class DataColumn:
    """A column of numbers, or of words that are coded as numbers. Immutable.

    Attributes:
        name: Its name.
        first: The index of its first input or output.
        words: The words that it can hold, in the order of their codes; empty for a column of numbers.
        one_hot: Whether each word has an input or output of its own: 1 for the word of the row, 0 for the others.
            Otherwise two words share one, as 0 and 1.
    """

    name: str
    first: int
    words: tuple[str, ...] = ()
    one_hot: bool = True

    @property
    def width(self) -> int:
        """How many inputs or outputs it takes."""
        return len(self.words) if self.words and self.one_hot else 1

    def coded(self, word: int, scaling: ColumnScaling | None) -> FloatArray:
        """Return the numbers that stand for a word, scaled, shape (width,).

        Raises:
            InvalidValue: The column has no such word.
        """
        if not 0 <= word < len(self.words):
            raise InvalidValue(f"{quoted(self.name)} has no word {word}: there are {len(self.words)}")
        own = np.zeros(self.width)
        if self.one_hot:
            own[word] = 1.0
        else:
            own[0] = word
        return self._scaled(own, scaling)

    def word_in(self, values: FloatArray, scaling: ColumnScaling | None) -> int | None:
        """Return the index of the word that a row holds; None if its numbers stand for no single word.

        Args:
            values: All inputs or outputs of the row, scaled.
            scaling: How they are scaled; None if they are not.
        """
        if not self.words:
            return None
        here = values[self.first : self.first + self.width]
        ones = here == self._scaled(np.ones(self.width), scaling)
        zeros = here == self._scaled(np.zeros(self.width), scaling)
        if not (ones | zeros).all():
            return None
        if not self.one_hot:
            return int(ones[0])
        return int(ones.argmax()) if ones.sum() == 1 else None

    def _scaled(self, own: FloatArray, scaling: ColumnScaling | None) -> FloatArray:
        return own if scaling is None else scaling.part(self.first, self.width).applied(own)


def all_columns(words: Sequence[DataColumn], names: Sequence[str]) -> Iterator[DataColumn]:
    """Yield every column in order: those of words, and one of numbers for each name in none of these.

    Args:
        words: The columns of words, in order.
        names: The names of all inputs, or of all outputs.

    Raises:
        InvalidValue: The columns of words overlap, or reach beyond the names.
    """
    at = 0
    for column in words:
        if not at <= column.first <= len(names) - column.width:
            raise InvalidValue(f"the words of {quoted(column.name)} are not where the column is")
        yield from (DataColumn(names[index], index) for index in range(at, column.first))
        yield column
        at = column.first + column.width
    yield from (DataColumn(names[index], index) for index in range(at, len(names)))


def column_number(columns: Sequence[DataColumn], index: int) -> int:
    """Return the number of the column, among all, that an input or an expected output comes from."""
    return bisect_right(columns, index, key=lambda column: column.first) - 1
