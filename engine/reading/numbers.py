"""A column's cells as numbers: at once when they are plain, otherwise one spelling at a time."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.reading.numerals import Numeral, decimal_sign, is_infinite, value_of, written
from engine.reading.wording import count, quoted

_NAMES = {".": "point", ",": "comma"}
_SAMPLE_CELLS = 20_000
_PLAIN = b"0123456789+-.eE"
_PLAIN_COMMA = b"0123456789+-,eE"
_BARE = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class Decimal:
    """The decimal sign of a table.

    Attributes:
        sign: "." or ",".
        asked: Whether it was asked for, and holds whatever the cells look like.
        certain: Whether some cell shows it: 1,234 can be both one and a part and more than a thousand.
    """

    sign: str
    asked: bool = False
    certain: bool = True


@dataclass(frozen=True, eq=False)
class Numbers:
    """Cells read as numbers.

    Attributes:
        values: The numbers, shape (rows,), nan where there is none.
        strays: The rows that have a cell that is not missing and no finite number.
        decimal: The decimal sign they were read with.
        unit: What stands beside the numbers, or nothing.
        remarks: What was decided: a row and a text each.
    """

    values: FloatArray
    strays: NDArray[np.intp]
    decimal: str
    unit: str
    remarks: tuple[tuple[int, str], ...]

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
        return f"{quoted(cell)} is not a number (the decimal sign here is a {_NAMES[self.decimal]})"


def fast_numbers(cells: Sequence[str], decimal: Decimal) -> FloatArray | None:
    """Return the cells as numbers when every one is a plain finite number with that decimal sign, else None."""
    joined = "".join(cells)
    comma = decimal.sign == ","
    if not joined.isascii() or joined.encode().translate(None, _PLAIN_COMMA if comma else _PLAIN):
        return None
    if comma and not decimal.certain and "," in joined:
        return None  # read slowly, so that it is said
    try:
        # float() takes more than plain numbers, but nothing more that is made of these characters.
        values = np.array([float(cell.replace(",", ".")) for cell in cells] if comma else list(map(float, cells)))
    except ValueError:
        return None
    return values if np.isfinite(values).all() else None


def table_decimal(columns: Sequence[Sequence[str]], delimiter: str) -> Decimal:
    """Return the decimal sign of a table: what its columns, each by most of its cells, say; a point when they are even.

    Args:
        columns: The cells of each column.
        delimiter: What separates them: with semicolons, 1,234 alone is taken as one and a part.
    """
    votes: Counter[str] = Counter()
    rows = max(50, _SAMPLE_CELLS // max(len(columns), 1))
    for column in columns:
        signs = Counter(decimal_sign(n.digits) for cell in column[:rows] if (n := written(cell)) is not None)
        if signs[","] != signs["."]:
            votes["," if signs[","] > signs["."] else "."] += 1
        elif signs["?"]:
            votes["?,"] += any("," in cell for cell in column[:rows])
            votes["?."] += any("." in cell for cell in column[:rows])
    if votes[","] != votes["."]:
        return Decimal("," if votes[","] > votes["."] else ".")
    return Decimal("," if delimiter == ";" and votes["?,"] and not votes["?."] else ".", certain=False)


def numbers_of(cells: Sequence[str], missing: NDArray[np.bool_], decimal: Decimal) -> Numbers:
    """Read cells as numbers in whatever spelling.

    Args:
        cells: One a row.
        missing: Which of them say that there is no value.
        decimal: The decimal sign of the table; a column that shows another has its own.
    """
    first: dict[str, int] = {}  # where each different cell is first
    for row, (cell, none) in enumerate(zip(cells, missing.tolist(), strict=True)):
        if not none and cell not in first:
            first[cell] = row
    known = {cell: written(cell) for cell in first}
    signs = Counter(decimal_sign(numeral.digits) for numeral in known.values() if numeral is not None)
    own = decimal.sign
    if not decimal.asked and signs[","] != signs["."]:
        own = "," if signs[","] > signs["."] else "."
    counts = Counter(cell for cell, none in zip(cells, missing.tolist(), strict=True) if not none)
    unit = _unit(known, counts)
    values: dict[str, float] = {}
    for cell, numeral in known.items():
        value = None if numeral is None or not _fits(numeral.unit, unit) else value_of(numeral, own)
        values[cell] = np.nan if value is None or not np.isfinite(value) else value
    array = np.array([values.get(cell, np.nan) for cell in cells])
    strays = np.flatnonzero(np.isnan(array) & ~missing)
    remarks = _remarks(first, known, values, own, decimal)
    return Numbers(array, strays, own, unit, tuple(remarks))


def _unit(known: dict[str, Numeral | None], counts: Counter[str]) -> str:
    """Return the unit of most numbers; that of currencies when some of them stand without."""
    units: Counter[str] = Counter()
    for cell, numeral in known.items():
        if numeral is not None:
            units[numeral.unit] += counts[cell]
    if not units:
        return ""
    best = units.most_common(1)[0][0]
    if best == "":  # plain numbers and amounts of one currency go together
        others = [unit for unit, _ in units.most_common() if unit and not _is_measure(unit)]
        return others[0] if others else ""
    return best


def _is_measure(unit: str) -> bool:
    return unit in "%‰" or (unit.isalpha() and unit.islower() and unit not in ("kr", "zł")) or "°" in unit


def _fits(own: str, unit: str) -> bool:
    return own == unit or (own == "" and not _is_measure(unit))


def _remarks(
    first: dict[str, int],
    known: dict[str, Numeral | None],
    values: dict[str, float],
    own: str,
    table: Decimal,
) -> list[tuple[int, str]]:
    """Say how the cells that are not plain numbers were read."""
    read = {cell: numeral for cell, numeral in known.items() if numeral is not None and not np.isnan(values[cell])}
    unsure = own == "," and not table.certain and not table.asked
    group = "." if own == "," else ","
    odd = [
        cell
        for cell, numeral in read.items()
        if not _BARE.fullmatch(cell) or group in cell or (unsure and decimal_sign(numeral.digits) == "?")
    ]
    remarks = []
    if odd:
        more = f", and {count(len(odd) - 1, 'other')} likewise" if len(odd) > 1 else ""
        remarks.append((first[odd[0]], f"{quoted(odd[0])} is read as {values[odd[0]]:.15g}{more}"))
    if own != table.sign and (shown := [cell for cell in read if own in cell]):
        text = f"{quoted(shown[0])}: the decimal sign of this column is a {_NAMES[own]}"
        remarks.append((first[shown[0]], text))
    return remarks
