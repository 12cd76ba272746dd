"""A column's cells as numbers: at once when they are plain, otherwise one spelling at a time."""

import re
import string
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.options import DECIMAL_SIGNS
from engine.data.reading.distinct import FEW, Distinct, Shapes
from engine.data.reading.numerals import (
    Numeral,
    decimal_sign,
    is_infinite,
    spelling_of,
    usual_spelling,
    value_of,
    value_or_nan,
    values_alike,
    written,
)
from engine.data.reading.signs import Decimal, are_addresses
from engine.wording import count, quoted

_PLAIN = f"{string.digits}+-.eE\0".encode()  # NUL between cells: none has one in it
_PLAIN_COMMA = _PLAIN.replace(b".", b",")
_PLAIN_CELL = re.compile(r"[0-9+.,eE-]+")
# A number with nothing beside it and at most one sign in it: quick to tell, and quick to read.
_BARE = re.compile(r"[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_SAMPLE_SIGNS = 2000  # of as many cells as make one column slow


@dataclass(frozen=True, eq=False)
class Numbers:
    """Cells read as numbers.

    Attributes:
        values: The numbers, shape (rows,), nan where there is none.
        strays: The rows that have a cell that is not missing and no finite number.
        decimal: The decimal sign they were read with.
        unit: What stands beside the numbers, or nothing.
        remarks: What was decided: a cell and a text each.
    """

    values: FloatArray
    strays: NDArray[np.intp]
    decimal: str
    unit: str
    remarks: tuple[tuple[str, str], ...]

    def why(self, cell: str) -> str:
        """Say why a cell is no finite number here."""
        if is_infinite(cell):
            return f"{quoted(cell)} is not a finite number"
        numeral = written(cell)
        if numeral is None:
            return f"{quoted(cell)} is not a number"
        if numeral.unit != self.unit and "%" in (numeral.unit, self.unit):
            return f"{quoted(cell)} is {'a' if numeral.unit == '%' else 'no'} percentage, unlike the others"
        if numeral.unit != self.unit and value_of(numeral, self.decimal) is not None:
            return f"{quoted(cell)} has another unit than the others"
        return f"{quoted(cell)} is not a number (the decimal sign here is a {DECIMAL_SIGNS[self.decimal]})"


def fast_numbers(cells: Sequence[str], decimal: Decimal) -> FloatArray | None:
    """Return the cells as numbers when every one is a plain finite number with that decimal sign, else None."""
    comma = decimal.sign == ","
    if not all(_PLAIN_CELL.fullmatch(cell) for cell in cells[:20]):
        return None  # as most columns of other cells show at their beginning
    joined = "\0".join(cells)
    if not joined.isascii() or joined.encode().translate(None, _PLAIN_COMMA if comma else _PLAIN):
        return None
    try:
        # float() takes more than plain numbers, but nothing more that is made of these characters.
        values = np.array(list(map(float, joined.replace(",", ".").split("\0") if comma else cells)))
    except ValueError:
        return None
    if ("e" in joined or "E" in joined) and any(_vanishes(cells[int(row)]) for row in np.flatnonzero(values == 0.0)):
        return None  # read slowly, so that it is said
    return values if np.isfinite(values).all() else None


def unclear_cells(cells: Sequence[str], decimal: Decimal) -> list[str]:
    """Return the different plain numbers whose decimal sign may group thousands instead, if nothing settles it."""
    if decimal.certain:
        return []
    shown = list(dict.fromkeys(cell for cell in cells if decimal.sign in cell))
    return shown if all(_sign_of(cell) == "?" for cell in shown) else []


def read_as(cell: str, value: float, others: int) -> str:
    """Say how a cell is read, and how many others are likewise."""
    more = f", and {count(others, 'other')} likewise" if others else ""
    return f"{quoted(cell)} is read as {value:.15g}{more}"


def numbers_of(distinct: Distinct, shapes: Shapes, decimal: Decimal) -> Numbers:
    """Read cells as numbers in whatever spelling.

    Args:
        distinct: The different cells that have a value.
        shapes: Which of them are written alike.
        decimal: The decimal sign of the table; a column that shows another has its own.
    """
    words, counts = distinct.words, distinct.counts()
    is_bare = np.zeros(len(words), dtype=np.bool_)
    for alike in shapes.groups:
        if _BARE.fullmatch(words[alike[0]]):
            is_bare[alike] = True
    decorated = np.flatnonzero(~is_bare)
    sample = _some(decorated).tolist()
    some = {words[index]: spelling_of(words[index]) for index in sample}
    bare = [words[index] for index in _some(np.flatnonzero(is_bare)).tolist()]
    own = decimal.sign
    if not decimal.asked:
        own = _own_sign((some, len(decorated)), (bare, len(words) - len(decorated)), decimal.sign)
    often = dict(zip(some, counts[sample].tolist(), strict=True))
    unit = _unit(some, often, int(counts[is_bare].sum()) * len(some) / max(len(decorated), 1))
    values, is_grouped = _values(shapes, is_bare, _spelling(some, own, unit), own, unit)
    in_rows = distinct.in_rows(np.where(np.isinf(values), np.nan, values))
    strays = np.flatnonzero(np.isnan(in_rows) & (distinct.codes >= 0))
    return Numbers(in_rows, strays, own, unit, _remarks(words, values, (is_bare, is_grouped), own, decimal))


def _spelling(some: dict[str, Numeral | None], own: str, unit: str) -> Callable[[str], Numeral | None]:
    """Return what takes a cell apart, and gives None for one that is no number with that unit."""
    usual = usual_spelling(some, own, unit)

    def take_apart(cell: str) -> Numeral | None:
        numeral = usual(cell) or written(cell)
        return numeral if numeral is not None and _fits(numeral.unit, unit) else None

    return take_apart


def _values(
    shapes: Shapes,
    is_bare: NDArray[np.bool_],
    take_apart: Callable[[str], Numeral | None],
    own: str,
    unit: str,
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return the number that each word says, nan for none (it can be infinite), and which bare ones have groups."""
    words = shapes.words
    values, is_grouped = np.full(len(words), np.nan), np.zeros(len(words), dtype=np.bool_)
    group = "." if own == "," else ","
    bare_fit = _fits("", unit)
    addresses = own == "," and are_addresses(words)  # with points for decimals they are no numbers anyway
    # A letter that neither an exponent nor the unit has tells text from numbers at a glance.
    foreign = re.compile(rf"[^\W\d_eE{re.escape(unit)}]")
    for alike in shapes.groups:
        first = words[alike[0]]
        if foreign.search(first) or (addresses and first.count(".") == 3):
            continue
        bare = bool(is_bare[alike[0]])
        if bare and not bare_fit:
            continue
        if bare and group not in first:
            values[alike] = [float(words[index].replace(",", ".")) for index in alike]
            continue
        if bare:
            is_grouped[alike] = True
        if len(alike) < FEW:
            for index in alike:
                values[index] = value_or_nan(take_apart(words[index]), own)
        else:
            values[alike] = values_alike(shapes, alike, take_apart, own)
    return values, is_grouped


def _some(of_many: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return some of many, evenly spaced: as many as tell how all of them are written."""
    return of_many[:: len(of_many) // _SAMPLE_SIGNS + 1]


def _own_sign(decorated: tuple[dict[str, Numeral | None], int], bare: tuple[list[str], int], table: str) -> str:
    """Return the decimal sign that most of a column's cells show, the table's when they are even.

    Args:
        decorated: Some of the cells that are no bare numbers, taken apart, and how many there are.
        bare: Some of those that are, and how many there are.
        table: The decimal sign of the table.
    """
    signs: Counter[str] = Counter()
    digits = [numeral.digits + numeral.power for numeral in decorated[0].values() if numeral is not None]
    for forms, number in ((digits, decorated[1]), bare):
        shown = Counter(map(_sign_of, forms))
        for sign in ".,":
            signs[sign] += round(shown[sign] * number / max(len(forms), 1))
    if signs[","] == signs["."]:
        return table
    return "," if signs[","] > signs["."] else "."


def _sign_of(bare: str) -> str:
    mantissa, _, power = bare.lstrip("+-").lower().partition("e")
    return decimal_sign(mantissa, power)


def _mantissa(bare: str) -> str:
    return bare.lstrip("+-").lower().partition("e")[0]


def _vanishes(bare: str) -> bool:
    """Tell whether a number that is read as 0 is not written as one."""
    return bool(_mantissa(bare).strip("0.,"))


def _unit(some: dict[str, Numeral | None], counts: Mapping[str, int], without: float) -> str:
    """Return the unit of most numbers; that of currencies when some of them stand without."""
    units: Counter[str] = Counter()
    for cell, numeral in some.items():
        if numeral is not None:
            units[numeral.unit] += counts[cell]
    best, number = max(units.items(), key=lambda item: item[1], default=("", 0))
    if best == "" or units[""] + without >= number:  # plain numbers and amounts of one currency go together
        return next((unit for unit, number in units.most_common() if unit and number and not _is_measure(unit)), "")
    return best


def _is_measure(unit: str) -> bool:
    return unit in "%‰" or (unit.isalpha() and unit.islower() and unit not in ("kr", "zł")) or "°" in unit


def _fits(own: str, unit: str) -> bool:
    return own == unit or (own == "" and not _is_measure(unit))


def _remarks(
    words: Sequence[str],
    values: FloatArray,
    forms: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    own: str,
    table: Decimal,
) -> tuple[tuple[str, str], ...]:
    """Say of which cells it was decided how to read them: a cell and a text each.

    Args:
        words: The different cells.
        values: What they are read as, nan for no number.
        forms: Which of them are bare, and which of these have groups.
        own: The decimal sign of the column.
        table: That of the table.
    """
    is_bare, is_grouped = forms
    finite = np.isfinite(values)
    odd: list[int] = [*np.flatnonzero(~is_bare & finite).tolist(), *np.flatnonzero(is_grouped & finite).tolist()]
    odd += [index for index in np.flatnonzero(is_bare & (values == 0.0)).tolist() if _vanishes(words[index])]
    if own == table.sign and not table.certain:
        bare = np.flatnonzero(is_bare).tolist()
        unclear = set(unclear_cells([words[index] for index in bare], table))
        odd += [index for index in bare if words[index] in unclear and not np.isnan(values[index])]
    remarks = [(words[odd[0]], read_as(words[odd[0]], values[odd[0]], len(odd) - 1))] if odd else []
    if own != table.sign:
        order = chain.from_iterable(map(np.flatnonzero, (is_bare & ~is_grouped, ~is_bare, is_grouped)))
        with_sign = (words[int(index)] for index in order if own in words[int(index)] and not np.isnan(values[index]))
        if shown := next(with_sign, None):
            remarks.append((shown, f"{quoted(shown)}: the decimal sign of this column is a {DECIMAL_SIGNS[own]}"))
    return tuple(remarks)
