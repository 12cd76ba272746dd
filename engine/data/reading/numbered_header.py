"""Recognise a header made of numbers: 0, 1, 2 as programs write them, years, or the steps of a scale."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.reading.dates import MAY_BE_DATE, days, days_of
from engine.data.reading.dialect import Dialect
from engine.data.reading.distinct import shapes_of
from engine.data.reading.joined import joined, some, which
from engine.data.reading.lines import lines_of
from engine.data.reading.numerals import (
    MAY_BE_NUMBER,
    has_digit,
    is_infinite,
    may_be_number,
    numeral_of_shape,
    plain_number,
    plain_signs,
)
from engine.data.reading.records import Record
from engine.data.reading.words import is_missing, without_missing
from engine.quick_dataclass import dataclass
from engine.wording import quoted

COUNT_UP = "its numbers count up, unlike those below"
RISE_EVENLY = "its numbers rise in equal steps, unlike those below"
ARE_YEARS = "its numbers are years, unlike those below"
ABOVE_ROW_NUMBERS = "its first cell is empty, above numbers of rows"
ALONE_IN_QUOTES = "it alone has its numbers in quotes"

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LEAST_BELOW_ONE_YEAR = 10
_LEAST_STEPS, _LEAST_STEPS_ALONE = 5, 8  # so many numbers in equal steps, beside text or without, are a scale
_FEW_ROWS = 0.05
_SOME_VALUES = some(rf"{MAY_BE_NUMBER}|{MAY_BE_DATE}|[+-]?(?:(?i:inf|infinity)|∞)")
# A row that stands out is a header if a row of data has at most this chance to look like it. The second is for rows of
# nothing but numbers, above whole numbers.
_CHANCE, _CHANCE_AMONG_ALIKE = 1e-3, 1e-6
_INFINITE_STEPS = np.errstate(invalid="ignore")  # between two cells that are infinite there is no step


@lru_cache(maxsize=4096)
def is_value(cell: str) -> bool:
    """Decide whether a cell is a number or a date rather than a name."""
    return _is_number(cell) or (has_digit(cell) and days(cell) is not None)


def _is_number(cell: str) -> bool:
    """Decide whether a cell is a number rather than a name. Any digit does for any other."""
    if not has_digit(cell):
        return is_infinite(cell)
    if not math.isnan(plain_number(cell)):
        return True
    if not may_be_number(cell):
        return False
    numeral = numeral_of_shape(cell)
    # A name may hold a unit or end like one, but rarely holds a currency or percent sign.
    return numeral is not None and (not numeral.unit or not numeral.unit.isalpha())


@dataclass(frozen=True, eq=False)
class Candidate:
    """A row that may name the columns.

    Attributes:
        cells: Its cells.
        rows: Some of the rows below.
    """

    cells: Sequence[str]
    rows: Sequence[Sequence[str]]

    @cached_property
    def places(self) -> list[int]:
        """Where the row has numbers (or dates)."""
        return [index for index, cell in enumerate(self.cells) if is_value(cell)]

    @cached_property
    def others(self) -> list[int]:
        """Where it has text, or nothing."""
        return [index for index, cell in enumerate(self.cells) if not is_value(cell)]

    @cached_property
    def numbers(self) -> FloatArray:
        """Its numbers, nan for dates and numbers in other spellings."""
        return np.array([plain_number(self.cells[index]) for index in self.places])

    @cached_property
    def below(self) -> FloatArray:
        """The numbers in these places in the rows below, shape (rows, numbers), nan where there is none."""
        found = [
            [plain_number(row[i].replace(",", ".")) if i < len(row) else np.nan for i in self.places]
            for row in self.rows
        ]
        return np.array(found).reshape(len(self.rows), len(self.places))

    def column(self, index: int) -> list[str]:
        """Return the cells below a cell."""
        return [row[index] for row in self.rows if index < len(row)]

    @cached_property
    def counts_up(self) -> bool:
        """Whether its numbers are 0, 1, 2 … or 1, 2, 3 …, two or more."""
        if len(self.places) < 2 or not all(_is_whole(self.cells[index]) for index in self.places):
            return False
        return self.numbers[0] in (0, 1) and bool((np.diff(self.numbers) == 1).all())

    @cached_property
    def years(self) -> bool:
        """Whether its numbers are years in order, one or more."""
        if not self.places or not all(_is_whole(self.cells[index]) for index in self.places):
            return False
        in_order = bool((np.diff(self.numbers) > 0).all())
        return in_order and self.numbers[0] >= _FIRST_YEAR and self.numbers[-1] <= _LAST_YEAR


def are_years(cells: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Decide whether the numbers in a row, beside some text, are two years or more, and those below are not years."""
    row = Candidate(cells, rows)
    if not row.years or not 2 <= len(row.places) < len(cells):
        return False
    below = [plain_number(cell) for line in rows for cell in line if is_value(cell)]
    return sum(_FIRST_YEAR <= value <= _LAST_YEAR for value in below) * 2 < len(below)


def why_names(row: Candidate) -> str | None:
    """Say why a row with numbers names the columns; None if it rather is data.

    How likely a row of data would look like that is estimated from the rows below, column by column. If it is not very
    unlikely, or if these rows look like that themselves, the row is data.
    """
    why = _pattern(row)
    if why is None or not row.rows:
        return None
    empty = [index for index in row.others if is_missing(row.cells[index])]
    if any(row.cells[index] in row.column(index) for index in row.others if index not in empty):
        return None
    if any(len(set(row.column(index))) < len(row.rows) for index in empty):
        return None  # a column without a name is an index: no two of its cells are the same
    if empty == row.others == [0] and _count_from_zero(row.column(0)):
        return ABOVE_ROW_NUMBERS
    if len(row.places) < (2 if row.others else 3) and why != ARE_YEARS:
        return None
    above_numbers = not row.others and all(mostly_values([row.column(index) for index in row.places]))
    if _like_the_rows(row) or (above_numbers and _continues(row.numbers[0], row.below[:, 0])):
        return None
    if why == ARE_YEARS:
        return why if _stand_out_as_years(row) else None
    chance = _chance_of_numbers(row, why) * math.prod(_chance_of_text(row, index) for index in row.others)
    unlike = [i for i in row.places if row.cells[i].isdigit() and not any(map(str.isdigit, row.column(i)))]
    alike = above_numbers and len(unlike) < 2
    return why if chance <= (_CHANCE_AMONG_ALIKE if alike else _CHANCE) else None


def sign_of_names(row: Candidate) -> str | None:
    """Say what a row of names would look like, if a row that is taken as data looks like that too; else None."""
    texts = [index for index in row.others if not is_missing(row.cells[index])]
    if len(row.places) < 2 or not texts:
        return None
    for index in texts:
        below = Counter(row.column(index))
        if row.cells[index] not in below and len(below) > 1 and min(below.values()) > 1:
            return f"{quoted(row.cells[index])} is in no other row, as names are"
    return "its numbers are years, as names may be" if row.years and len(row.places) > 2 else None


def _pattern(row: Candidate) -> str | None:
    """Return what is regular about the numbers in a row."""
    if row.years and (row.others or len(row.places) > 2):
        return ARE_YEARS
    if row.counts_up or [row.cells[index] for index in row.places] == ["0"]:
        return COUNT_UP
    if len(row.places) < (_LEAST_STEPS if row.others else _LEAST_STEPS_ALONE) or not np.isfinite(row.numbers).all():
        return None
    steps = np.diff(row.numbers)
    return RISE_EVENLY if steps[0] > 0 and np.allclose(steps, steps[0], rtol=1e-6, atol=0) else None


def _is_whole(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) < 6


def _count_from_zero(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and list(cells) == [str(number) for number in range(len(cells))]


@_INFINITE_STEPS
def _like_the_rows(row: Candidate) -> bool:
    """Decide whether some rows below rise like the row or have its numbers in another order, or the next is alike."""
    if (row.below[0] == row.numbers).sum() * 2 > len(row.places):
        return True
    steps = np.diff(row.below)
    alike = (np.sort(row.below) == np.sort(row.numbers)).all(axis=1)
    if len(row.places) > 2:
        alike |= np.isclose(steps, np.diff(row.numbers)).all(axis=1)
    if len(row.places) >= _LEAST_STEPS:
        alike |= (steps > 0).all(axis=1)
    return bool(alike.sum() > _FEW_ROWS * len(row.rows))


@_INFINITE_STEPS
def _continues(first: float, below: FloatArray) -> bool:
    """Decide whether a number begins a column of equal steps: the first point in time, or the number of a row."""
    steps = np.diff(np.append(first, below))
    return len(steps) > 1 and steps[0] != 0 and np.allclose(steps, steps[0], rtol=1e-6, atol=0)


def _stand_out_as_years(row: Candidate) -> bool:
    """Decide whether no number below the years is one; where nothing but one year stands out, in ten rows or more."""
    if ((row.below >= _FIRST_YEAR) & (row.below <= _LAST_YEAR)).any():
        return False
    if not row.others:
        steps = np.diff(row.numbers)
        return bool((steps == steps[0]).all()) and (len(row.rows) + 2.0) ** -len(row.places) <= _CHANCE
    return len(row.rows) >= _LEAST_BELOW_ONE_YEAR or any(mostly_values([row.column(index) for index in row.others]))


def _chance_of_numbers(row: Candidate, why: str) -> float:
    """Estimate the chance that a row of data has these numbers, from how often each is found below."""
    known = 0 if why == COUNT_UP else 2  # the first two numbers of a scale can be any
    often = (row.below == row.numbers).sum(axis=0)
    chances = (often + 1) / (len(row.rows) + 2)
    if _continues(row.numbers[0], row.below[:, 0]):
        chances[0] = 1.0
    return float(np.prod(chances[known:]))


def _chance_of_text(row: Candidate, index: int) -> float:
    """Estimate the chance that a row of data has a text found nowhere else, or nothing, in this column."""
    column = row.column(index)
    if is_missing(row.cells[index]):
        often = sum(map(is_missing, column))
    elif mostly_values([column])[0]:
        often = sum(not is_value(cell) for cell in column)
    else:
        often = sum(number == 1 for number in Counter(column).values())
    return (often + 1) / (len(row.rows) + 2)


def mostly_values(columns: Sequence[Sequence[str]]) -> list[bool]:
    """Decide for each of some columns whether more than half of the cells that are not missing are values."""
    there = [without_missing(cells) for cells in columns]
    sizes = np.array(list(map(len, there)), dtype=np.intp)
    owners = np.repeat(np.arange(len(columns)), sizes)

    def are_most(chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return 2 * np.bincount(owners[chosen], minlength=len(columns)) > sizes

    cells = list(chain.from_iterable(there))
    shapes = shapes_of(cells, _may_be_values)
    may_be = shapes.kinds >= 0
    are_values, others = np.zeros(len(cells), dtype=np.bool_), []
    for alike in shapes.groups(may_be & are_most(may_be)[owners]):
        if _is_number(cells[alike[0]]):
            are_values[alike] = True
        else:
            others.append(alike)
    return [bool(one) for one in are_most(are_values | ~np.isnan(days_of(shapes, others)))]


def _may_be_values(cells: Sequence[str]) -> NDArray[np.bool_]:
    return which(_SOME_VALUES, plain_signs(joined(cells)), len(cells))


def alone_in_quotes(text: str, dialect: Dialect, records: Sequence[Record]) -> bool:
    """Decide whether a first row has its numbers in quotes, and the rows below have theirs without."""
    first, *below = records[:6]
    needless = [cell for cell in first.cells if is_value(cell) and dialect.delimiter not in cell]
    if not below or not needless or len(needless) < sum(map(is_value, first.cells)):
        return False
    lines = list(islice(lines_of(text[dialect.start :]), below[-1].line - dialect.line + 1))

    def quoted_in(record: Record) -> list[bool]:
        line = lines[record.line - dialect.line]
        return [f"{dialect.quote}{cell}{dialect.quote}" in line for cell in record.cells if is_value(cell)]

    return all(quoted_in(first)) and any(map(quoted_in, below)) and not any(map(any, map(quoted_in, below)))
