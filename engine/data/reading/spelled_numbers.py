"""Read the cells of several columns as numbers, in any spelling: shape by shape, all columns together."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.reading.decimal_sign import DecimalSign, are_addresses
from engine.data.reading.distinct import FEW, Shapes, Together, grouped, shapes_of, with_ones
from engine.data.reading.numbers import Numbers
from engine.data.reading.numerals import (
    SIGNS,
    Numeral,
    may_be_numbers,
    numeral_of_shape,
    numeral_parser,
    signs_of_shape,
    value_or_nan,
    values_of_shape,
)
from engine.quick_dataclass import dataclass

# A number with no unit and at most one point or comma: quick to recognise, and quick to read.
_BARE = re.compile(r"[+-]?(?:\d++[.,]?\d*+|[.,]\d++)(?:[eE][+-]?\d++)?", re.ASCII)
_LETTER = re.compile(r"[^\W\d_eE]")  # that is not the sign of an exponent
_SAMPLE = 2000  # words that settle the decimal sign and the unit of a column


def numbers_of(together: Together, decimal: DecimalSign) -> list[Numbers]:
    """Read the cells of columns as numbers, in any spelling.

    Args:
        together: The different cells that have a value.
        decimal: The decimal sign of the table; a column that proves another one has its own.
    """
    written = _written(together)
    signs = [decimal.sign] * len(together.columns) if decimal.asked else _column_signs(written, decimal.sign)
    styles = list(zip(signs, _units(written), strict=True))
    values, is_grouped = _values(written, styles)
    in_rows = together.in_rows(np.where(np.isinf(values), np.nan, values))
    is_stray = np.isnan(in_rows) & (together.codes >= 0)
    return [
        Numbers(
            in_rows[index],
            np.flatnonzero(is_stray[index]),
            *styles[index],
            together.columns[index].words,
            values[part],
            written.is_bare[part],
            is_grouped[part],
            decimal,
        )
        for index, part in enumerate(together.parts)
    ]


@dataclass(frozen=True, eq=False)
class _Written:
    """How the words of columns are written.

    Attributes:
        together: The words.
        shapes: Those of them that may be numbers, by shape.
        numerals: The parts of a number of each shape, every digit a 1; None if it is none.
        is_bare: Which words are bare numbers, shape (words,).
        is_sampled: Which words tell how those of their column are written: all of them, but of many bare ones, and of
            many others, only some, evenly spaced.
        are_numbers: Which of the sampled words are numbers in some spelling.
    """

    together: Together
    shapes: Shapes
    numerals: Sequence[Numeral | None]
    is_bare: NDArray[np.bool_]
    is_sampled: NDArray[np.bool_]
    are_numbers: NDArray[np.bool_]


def _written(together: Together) -> _Written:
    shapes = shapes_of(together.words, may_be_numbers)
    numerals = [numeral_of_shape(with_ones(word)) for word in shapes.examples]
    is_bare = shapes.have([_BARE.fullmatch(word) is not None for word in shapes.examples])
    is_sampled = np.ones(len(together.words), dtype=np.bool_)
    for column in np.flatnonzero(together.sizes >= _SAMPLE).tolist():
        part = together.parts[column]
        for among in (is_bare[part], ~is_bare[part]):
            these = part.start + np.flatnonzero(among)
            is_sampled[these] = False
            is_sampled[these[:: len(these) // _SAMPLE + 1]] = True
    are_numbers = is_sampled & shapes.have([numeral is not None for numeral in numerals])
    return _Written(together, shapes, numerals, is_bare, is_sampled, are_numbers)


def _column_signs(written: _Written, table: str) -> list[str]:
    """Return the decimal sign that most words of each column prove, the table's if they are even."""
    together, shapes, are_numbers = written.together, written.shapes, written.are_numbers
    may_prove = shapes.have([n is not None and not {".", ","}.isdisjoint(n.digits) for n in written.numerals])
    signs = np.zeros(len(together.words), dtype=np.intp)
    for alike in shapes.groups(are_numbers & may_prove):
        numeral = written.numerals[shapes.kinds[alike[0]]]
        assert numeral is not None
        signs[alike] = signs_of_shape(shapes, alike, numeral)
    points, commas = np.zeros(len(together.columns)), np.zeros(len(together.columns))
    for among in (~written.is_bare, written.is_bare):
        of, numbers = together.per_column(among), together.per_column(among & are_numbers)
        for total, sign in ((points, "."), (commas, ",")):
            total += np.rint(together.per_column(among & (signs == SIGNS.index(sign))) * of / np.maximum(numbers, 1))
    return [
        "," if comma > point else "." if point > comma else table for point, comma in zip(points, commas, strict=True)
    ]


def _units(written: _Written) -> list[str]:
    """Return the unit of most numbers of each column; plain numbers go with amounts of a currency."""
    together, is_bare = written.together, written.is_bare
    known = list(dict.fromkeys(numeral.unit for numeral in written.numerals if numeral is not None))
    index_of = {unit: index for index, unit in enumerate(known)}
    indices = np.array([0 if one is None else index_of[one.unit] for one in written.numerals], dtype=np.intp)
    there = np.flatnonzero(written.are_numbers & ~is_bare)
    keys = together.owners[there] * len(known) + indices[written.shapes.kinds[there]]
    different, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    often = np.bincount(inverse, together.counts[there])
    units: list[Counter[str]] = [Counter() for _ in together.columns]
    for place in np.argsort(first).tolist():  # those of a column in order of first occurrence
        column, index = divmod(int(different[place]), len(known))
        units[column][known[index]] = int(often[place])
    bare = np.bincount(together.owners, together.counts * is_bare, len(together.columns))
    of, sampled = together.per_column(~is_bare), together.per_column(~is_bare & written.is_sampled)
    return list(map(_unit, units, (bare * sampled / np.maximum(of, 1)).tolist()))


def _unit(units: Counter[str], without: float) -> str:
    """Return the unit of most numbers: of so many with each unit, in order of first occurrence, and bare ones."""
    best, number = max(units.items(), key=lambda item: item[1], default=("", 0))
    if best == "" or units[""] + without >= number:
        return next((unit for unit, number in units.most_common() if unit and number and not _is_measure(unit)), "")
    return best


def _values(written: _Written, styles: Sequence[tuple[str, str]]) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return the number in each word (it can be infinite; nan for none), and which bare words have grouped digits.

    Args:
        written: The words.
        styles: The decimal sign and the unit of each column.
    """
    together, shapes, words = written.together, written.shapes, written.together.words
    values, is_grouped = np.full(len(words), np.nan), np.zeros(len(words), dtype=np.bool_)
    # With a decimal point addresses are no numbers anyway.
    ways = [
        _Way(own, unit, own == "," and are_addresses(column.words))
        for (own, unit), column in zip(styles, together.columns, strict=True)
    ]
    index_of = {way: index for index, way in enumerate(dict.fromkeys(ways))}
    indices = np.array([index_of[way] for way in ways])
    there = np.flatnonzero(shapes.kinds >= 0)
    # The words of one shape that are read in one way, whatever their columns.
    for alike in grouped(there, indices[together.owners[there]] * len(shapes.examples) + shapes.kinds[there]):
        way, first, bare = ways[together.owners[alike[0]]], words[alike[0]], bool(written.is_bare[alike[0]])
        if (bare and not _fits("", way.unit)) or not way.may_read(first):
            continue
        if bare and way.group not in first:
            values[alike] = [float(words[index].replace(",", ".")) for index in alike.tolist()]
            continue
        if bare:
            is_grouped[alike] = True
        if len(alike) < FEW:
            values[alike] = [value_or_nan(way.parsed(words[index]), way.decimal) for index in alike.tolist()]
        else:
            values[alike] = values_of_shape(shapes, alike, way.parsed, way.decimal)
    return values, is_grouped


class _Way(NamedTuple):
    """How to read the words of a column.

    Attributes:
        decimal: The decimal sign.
        unit: The unit of the numbers, or "".
        addresses: Whether words with three points are addresses.
    """

    decimal: str
    unit: str
    addresses: bool

    @property
    def group(self) -> str:
        """The sign between groups of digits."""
        return "." if self.decimal == "," else ","

    def may_read(self, word: str) -> bool:
        """Decide whether words of the shape of this one can be numbers: a quick way to tell text."""
        if self.addresses and word.count(".") == 3:
            return False
        return set(self.unit).issuperset(_LETTER.findall(word))  # else a letter that is in no exponent, nor the unit

    def parsed(self, word: str) -> Numeral | None:
        """Return the parts of a word; None if it is not a number with the unit."""
        numeral = numeral_parser(self.decimal, self.unit)(word)
        return numeral if numeral is not None and _fits(numeral.unit, self.unit) else None


def _is_measure(unit: str) -> bool:
    return unit in "%‰" or (unit.isalpha() and unit.islower() and unit not in ("kr", "zł")) or "°" in unit


def _fits(own: str, unit: str) -> bool:
    return own == unit or (own == "" and not _is_measure(unit))
