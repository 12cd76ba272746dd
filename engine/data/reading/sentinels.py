"""Numbers that stand for a missing value, such as -999."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.reading.distinct import distinct_of
from engine.data.reading.numerals import numeral_of, value_of


def stand_for_missing(
    cells: Sequence[str], values: FloatArray | None, numbers: Sequence[float], decimal: str
) -> NDArray[np.bool_]:
    """Return which cells are one of the numbers that stand for a missing value, in any spelling, shape (rows,).

    Args:
        cells: The cells of a column.
        values: The same as numbers, if all of them are plain ones; else None.
        numbers: The numbers that stand for a missing value.
        decimal: The decimal sign of the table. A cell that is no number with it is read with the other one.
    """
    if not numbers:
        return np.zeros(len(cells), dtype=np.bool_)
    if values is not None:
        return np.isin(values, numbers)
    distinct = distinct_of(cells)
    signs = (decimal, "." if decimal == "," else ",")
    found = np.array([_value(word, signs) in numbers for word in distinct.words], dtype=np.bool_)
    return found[distinct.codes]


def _value(cell: str, signs: Sequence[str]) -> float | None:
    numeral = numeral_of(cell)
    read = () if numeral is None else (value_of(numeral, sign) for sign in signs)
    return next((value for value in read if value is not None), None)
