"""Read a column's cells as numbers: all at once if they are plain, else by shape."""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.options import DECIMAL_SIGNS
from engine.data.reading.decimal_sign import DecimalSign, are_addresses
from engine.data.reading.distinct import FEW, Distinct, Shapes, with_ones
from engine.data.reading.numerals import (
    Numeral,
    decimal_sign,
    is_infinite,
    may_be_numbers,
    numeral_of,
    numeral_of_shape,
    numeral_parser,
    signs_of_shape,
    value_of,
    value_or_nan,
    values_of_shape,
)
from engine.quick_dataclass import dataclass
from engine.wording import count, quoted

_PLAIN = f"{string.digits}+-.eE\0".encode()  # with NUL, which joins the cells and is in none of them
_PLAIN_COMMA = _PLAIN.replace(b".", b",")
_PLAIN_CELL = re.compile(r"[0-9+.,eE-]+")
# A number with no unit and at most one point or comma: quick to recognise, and quick to read.
_BARE = re.compile(r"[+-]?(?:\d++[.,]?\d*+|[.,]\d++)(?:[eE][+-]?\d++)?", re.ASCII)
_LETTER = re.compile(r"[^\W\d_eE]")  # that is not the sign of an exponent
_SAMPLE_SIGNS = 2000  # cells that settle the sign of a column


@dataclass(frozen=True, eq=False)
class Numbers:
    """Cells read as numbers.

    Attributes:
        values: The numbers, shape (rows,), nan where there is none.
        strays: The rows whose cell is neither missing nor a finite number.
        decimal: The decimal sign they were read with.
        unit: The unit of the numbers, or "".
        remarks: Pairs of a cell and a note on how it was read.
    """

    values: FloatArray
    strays: NDArray[np.intp]
    decimal: str
    unit: str
    remarks: tuple[tuple[str, str], ...]

    def why(self, cell: str) -> str:
        """Say why a cell is not a finite number in this column."""
        if is_infinite(cell):
            return f"{quoted(cell)} is not a finite number"
        numeral = numeral_of(cell)
        if numeral is None:
            return f"{quoted(cell)} is not a number"
        if numeral.unit != self.unit and "%" in (numeral.unit, self.unit):
            return f"{quoted(cell)} is {'a' if numeral.unit == '%' else 'not a'} percentage, unlike the others"
        if numeral.unit != self.unit and value_of(numeral, self.decimal) is not None:
            return f"{quoted(cell)} has a different unit from the others"
        return f"{quoted(cell)} is not a number (the decimal sign here is a {DECIMAL_SIGNS[self.decimal]})"


def fast_numbers(cells: Sequence[str], decimal: DecimalSign) -> FloatArray | None:
    """Return the cells as numbers if every one is a plain finite number with this decimal sign, else None."""
    comma = decimal.sign == ","
    if not all(_PLAIN_CELL.fullmatch(cell) for cell in cells[:20]):
        return None  # most columns of anything else show it in their first cells
    joined = "\0".join(cells)
    if not joined.isascii() or joined.encode().translate(None, _PLAIN_COMMA if comma else _PLAIN):
        return None
    try:
        # float() accepts more than plain numbers, but nothing else made of these characters.
        values = np.array(list(map(float, joined.replace(",", ".").split("\0") if comma else cells)))
    except ValueError:
        return None
    if ("e" in joined or "E" in joined) and any(_vanishes(cells[int(row)]) for row in np.flatnonzero(values == 0.0)):
        return None  # the slow way notes it
    return values if np.isfinite(values).all() else None


def ambiguous_cells(cells: Sequence[str], decimal: DecimalSign) -> list[str]:
    """Return the different plain numbers whose decimal sign may be a thousands separator, if no cell settles it."""
    if decimal.certain:
        return []
    shown = list(dict.fromkeys(cell for cell in cells if decimal.sign in cell))
    return shown if all(_sign_of(cell) == "?" for cell in shown) else []


def read_as(cell: str, value: float, others: int) -> str:
    """Say how a cell is read, and how many others are read the same way."""
    more = f", and {count(others, 'other')} likewise" if others else ""
    return f"{quoted(cell)} is read as {value:.15g}{more}"


def numbers_of(distinct: Distinct, decimal: DecimalSign) -> Numbers:
    """Read cells as numbers, in any spelling.

    Args:
        distinct: The different cells that have a value.
        decimal: The decimal sign of the table; a column that proves another one has its own.
    """
    words = distinct.words
    may_be = may_be_numbers(words)
    if not may_be.any():  # most columns of text
        return Numbers(np.full(len(distinct.codes), np.nan), np.flatnonzero(distinct.codes >= 0), decimal.sign, "", ())
    shapes = distinct.shapes(may_be)
    is_bare = np.zeros(len(words), dtype=np.bool_)
    is_bare[[index for alike in shapes.groups if _BARE.fullmatch(words[alike[0]]) for index in alike]] = True
    decorated, bare = _sample(shapes, ~is_bare), _sample(shapes, is_bare)
    own = decimal.sign if decimal.asked else _column_sign(shapes, (decorated, bare), decimal.sign)
    counts = distinct.counts()
    unit = _unit(decorated, counts, int(counts[is_bare].sum()) * decorated.size / max(decorated.of, 1))
    values, is_grouped = _values(shapes, is_bare, _parser(own, unit), own, unit)
    in_rows = distinct.in_rows(np.where(np.isinf(values), np.nan, values))
    strays = np.flatnonzero(np.isnan(in_rows) & (distinct.codes >= 0))
    return Numbers(in_rows, strays, own, unit, _remarks(words, values, (is_bare, is_grouped), own, decimal))


class _Sample(NamedTuple):
    """Some words of a column, evenly spaced: enough to tell how all of them are written.

    Attributes:
        spellings: The words by shape: the parts of a number, every digit a 1, and the indices of the words.
        numbers: How many of the words are numbers.
        size: How many words these are.
        of: How many there are in the column.
    """

    spellings: Sequence[tuple[Numeral, Sequence[int]]]
    numbers: int
    size: int
    of: int


def _sample(shapes: Shapes, among: NDArray[np.bool_]) -> _Sample:
    """Return a sample of some of the words."""
    of = int(among.sum())
    step = of // _SAMPLE_SIGNS + 1
    chosen = among
    if step > 1:
        chosen = np.zeros(len(among), dtype=np.bool_)
        chosen[np.flatnonzero(among)[::step]] = True
    is_chosen = chosen.tolist()
    found = []
    for group in shapes.groups:
        alike = group if step == 1 and is_chosen[group[0]] else [index for index in group if is_chosen[index]]
        if alike and (numeral := numeral_of_shape(with_ones(shapes.words[alike[0]]))) is not None:
            found.append((numeral, alike))
    found.sort(key=lambda spelling: spelling[1][0])
    return _Sample(found, sum(len(alike) for _, alike in found), -(-of // step), of)


def _parser(own: str, unit: str) -> Callable[[str], Numeral | None]:
    """Return a function that parses a cell; it returns None if the cell is not a number with this unit."""
    parser = numeral_parser(own, unit)

    def parse(cell: str) -> Numeral | None:
        numeral = parser(cell)
        return numeral if numeral is not None and _fits(numeral.unit, unit) else None

    return parse


def _values(
    shapes: Shapes,
    is_bare: NDArray[np.bool_],
    parse: Callable[[str], Numeral | None],
    own: str,
    unit: str,
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return the number in each word (it can be infinite; nan for none), and which bare words have grouped digits.

    Words whose shape is not among the groups are no numbers.
    """
    words = shapes.words
    values, is_grouped = np.full(len(words), np.nan), np.zeros(len(words), dtype=np.bool_)
    group = "." if own == "," else ","
    bare_fit = _fits("", unit)
    addresses = own == "," and are_addresses(words)  # with a decimal point they are not numbers anyway
    for alike in shapes.groups:
        first = words[alike[0]]
        if not bare_fit and is_bare[alike[0]]:
            continue
        if not set(unit).issuperset(_LETTER.findall(first)) or (addresses and first.count(".") == 3):
            continue  # a letter that is in neither an exponent nor the unit: a quick way to tell text
        bare = bool(is_bare[alike[0]])
        if bare and group not in first:
            values[alike] = [float(words[index].replace(",", ".")) for index in alike]
            continue
        if bare:
            is_grouped[alike] = True
        if len(alike) < FEW:
            for index in alike:
                values[index] = value_or_nan(parse(words[index]), own)
        else:
            values[alike] = values_of_shape(shapes, alike, parse, own)
    return values, is_grouped


def _column_sign(shapes: Shapes, samples: Sequence[_Sample], table: str) -> str:
    """Return the decimal sign that most cells of a column prove, the table's if they are even.

    Args:
        shapes: The words.
        samples: Those of the words that are not bare numbers, and of those that are.
        table: The decimal sign of the table.
    """
    signs: Counter[str] = Counter()
    for sample in samples:
        shown: Counter[str] = Counter()
        for numeral, alike in sample.spellings:
            if "." in numeral.digits or "," in numeral.digits:
                for sign, number in signs_of_shape(shapes, alike, numeral):
                    shown[sign] += number
        for sign in ".,":
            signs[sign] += round(shown[sign] * sample.of / max(sample.numbers, 1))
    if signs[","] == signs["."]:
        return table
    return "," if signs[","] > signs["."] else "."


def _sign_of(bare: str) -> str:
    mantissa, _, power = bare.lstrip("+-").lower().partition("e")
    return decimal_sign(mantissa, power)


def _mantissa(bare: str) -> str:
    return bare.lstrip("+-").lower().partition("e")[0]


def _vanishes(bare: str) -> bool:
    """Decide whether a number that is read as 0 has other digits: it is too small for a float."""
    return bool(_mantissa(bare).strip("0.,"))


def _unit(sample: _Sample, counts: NDArray[np.intp], without: float) -> str:
    """Return the unit of most numbers; plain numbers go with amounts of a currency."""
    units: Counter[str] = Counter()
    often = counts.tolist()
    for numeral, alike in sample.spellings:
        units[numeral.unit] += sum(often[index] for index in alike)
    best, number = max(units.items(), key=lambda item: item[1], default=("", 0))
    if best == "" or units[""] + without >= number:
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
    table: DecimalSign,
) -> tuple[tuple[str, str], ...]:
    """Return a cell and a note for each decision on how to read the cells.

    Args:
        words: The different cells.
        values: Their numbers, nan for none.
        forms: Which of them are bare, and which of these have grouped digits.
        own: The decimal sign of the column.
        table: The decimal sign of the table.
    """
    is_bare, is_grouped = forms
    finite = np.isfinite(values)
    odd: list[int] = [*np.flatnonzero(~is_bare & finite).tolist(), *np.flatnonzero(is_grouped & finite).tolist()]
    odd += [index for index in np.flatnonzero(is_bare & (values == 0.0)).tolist() if _vanishes(words[index])]
    if own == table.sign and not table.certain:
        bare = np.flatnonzero(is_bare).tolist()
        unclear = set(ambiguous_cells([words[index] for index in bare], table))
        odd += [index for index in bare if words[index] in unclear and not np.isnan(values[index])]
    remarks = [(words[odd[0]], read_as(words[odd[0]], values[odd[0]], len(odd) - 1))] if odd else []
    if own != table.sign:
        order = chain.from_iterable(map(np.flatnonzero, (is_bare & ~is_grouped, ~is_bare, is_grouped)))
        with_sign = (words[int(index)] for index in order if own in words[int(index)] and not np.isnan(values[index]))
        if shown := next(with_sign, None):
            remarks.append((shown, f"{quoted(shown)}: the decimal sign of this column is a {DECIMAL_SIGNS[own]}"))
    return tuple(remarks)
