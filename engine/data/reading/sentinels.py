"""Numbers that stand for a missing value, such as -999: those that were asked for, and those that look like it."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.reading.columns import TableColumn
from engine.data.reading.numerals import numeral_of, value_of
from engine.data.reading.source import Source
from engine.quick_dataclass import dataclass
from engine.wording import count, listed

_USUAL = frozenset([*(-(10.0**n) + 1 for n in range(2, 7)), *(10.0**n - 1 for n in range(3, 7))])  # -99, 999
_OFTEN = 3
_FAR = 1.5
_DIFFERENT = 10  # a column with fewer other values may hold codes, or hardly anything but zeros
_SAME_ROWS = 0.8


def stand_for_missing(
    cells: Sequence[str], values: FloatArray | None, numbers: Sequence[float], decimal: str
) -> NDArray[np.bool_]:
    """Return which cells are one of the numbers that stand for a missing value, in any spelling, shape (cells,).

    Args:
        cells: Some cells of a column.
        values: The same as numbers, if all of them are plain ones; else None.
        numbers: The numbers that stand for a missing value.
        decimal: The decimal sign of the table. A cell that is no number with it is read with the other one.
    """
    if not numbers:
        return np.zeros(len(cells), dtype=np.bool_)
    if values is not None:
        return np.isin(values, numbers)
    signs = (decimal, "." if decimal == "," else ",")
    return np.array([_value(cell, signs) in numbers for cell in cells], dtype=np.bool_)


def _value(cell: str, signs: Sequence[str]) -> float | None:
    numeral = numeral_of(cell)
    read = () if numeral is None else (value_of(numeral, sign) for sign in signs)
    return next((value for value in read if value is not None), None)


@dataclass(frozen=True, eq=False)
class _Extreme:
    """The smallest or the largest number of a column, which may stand for a missing value.

    Attributes:
        column: The column.
        value: The number.
        rows: Which rows have it, shape (rows,).
        is_far: Whether it is further from all others than these are from each other; half as far again if unusual.
        is_apart: Whether it is more than half their range away from all others, or alone is negative.
    """

    column: TableColumn
    value: float
    rows: NDArray[np.bool_]
    is_far: bool
    is_apart: bool


def note_sentinels(source: Source, columns: Sequence[TableColumn]) -> tuple[float, ...]:
    """Return the numbers that may stand for a missing value; note each once.

    It is the smallest or largest of a column, and not 0. Either it is far from all others and comes again and again, or
    is of the usual ones, such as -999; or it is somewhat apart, in the same rows of several columns.
    """
    found: defaultdict[float, list[_Extreme]] = defaultdict(list)
    for column in columns:
        if column.kind == "number" and column.values is not None and not column.booleans:
            for extreme in _extremes(column, column.values):
                found[extreme.value].append(extreme)
    noted = []
    for value, extremes in found.items():
        suspects = [one for one in extremes if one.is_far or any(_go_together(one, other) for other in extremes)]
        if suspects:
            _note(source, value, suspects)
            noted.append(value)
    return tuple(noted)


def _extremes(column: TableColumn, values: FloatArray) -> list[_Extreme]:
    there = values[~np.isnan(values)]
    found = []
    for value in dict.fromkeys([float(there.min()), float(there.max())]) if len(there) else ():
        rows = values == value
        often, usual = int(rows.sum()), value in _USUAL
        if value == 0 or often == len(there) or (often < _OFTEN and not usual):
            continue
        others = there[there != value]
        with np.errstate(over="ignore"):  # an infinite range has no number outside it
            gap, spread = min(abs(others.min() - value), abs(others.max() - value)), np.ptp(others)
            is_far = gap > spread * (1.0 if usual else _FAR) > 0
            is_apart = gap > spread / 2 > 0 or value < 0 <= others.min()
        if (is_far or is_apart) and (usual or len(np.unique(others)) >= _DIFFERENT):
            found.append(_Extreme(column, value, rows, bool(is_far), bool(is_apart)))
    return found


def _go_together(one: _Extreme, other: _Extreme) -> bool:
    """Decide whether two columns have a number that is apart in mostly the same rows."""
    if one is other or not (one.is_apart and other.is_apart) or one.rows.sum() < _OFTEN:
        return False
    return bool((one.rows & other.rows).sum() >= _SAME_ROWS * one.rows.sum())


def _note(source: Source, value: float, suspects: Sequence[_Extreme]) -> None:
    rows = np.flatnonzero(np.any([one.rows for one in suspects], axis=0))
    names = [one.column.name for one in suspects]
    number, where = f"{value:.15g}", f"in {count(len(rows), 'row')}"
    if len(names) > 1:
        where += f" of {len(names):,} columns ({listed(names, 3)})"
    overrule = f'set "missing number" to {number} (--missing-value {number})'
    what = f"{number} {where} is far from all others; if it stands for a missing value, {overrule}"
    source.note(what, int(source.lines[rows[0]]), names[0] if len(names) == 1 else None)
