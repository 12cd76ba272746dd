"""A column's cells as numbers: at once when they are plain, otherwise one spelling at a time."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.reading.numerals import Numeral, decimal_sign, is_infinite, usual_spelling, value_of, written
from engine.reading.wording import count, quoted

_NAMES = {".": "point", ",": "comma"}
_SAMPLE_CELLS = 20_000
_PLAIN = b"0123456789+-.eE"
_PLAIN_COMMA = b"0123456789+-,eE"
# A number with nothing beside it and at most one sign in it: quick to tell, and quick to read.
_BARE = re.compile(r"[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_SAMPLE_SIGNS = 2000  # of as many cells as make one column slow


@dataclass(frozen=True)
class Decimal:
    """The decimal sign of a table.

    Attributes:
        sign: "." or ",".
        asked: Whether it was asked for, and holds whatever the cells look like.
        certain: Whether some cell shows it, or nothing speaks against it: 1,234 can be both one and a part and more
            than a thousand.
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
    try:
        # float() takes more than plain numbers, but nothing more that is made of these characters.
        values = np.array([float(cell.replace(",", ".")) for cell in cells] if comma else list(map(float, cells)))
    except ValueError:
        return None
    if ("e" in joined or "E" in joined) and any(_vanishes(cells[int(row)]) for row in np.flatnonzero(values == 0.0)):
        return None  # read slowly, so that it is said
    return values if np.isfinite(values).all() else None


def unclear_cells(cells: Sequence[str], decimal: Decimal) -> list[str]:
    """Return the different plain numbers whose decimal sign may group thousands instead, if nothing settles it."""
    if decimal.certain or not all(_sign_of(cell) == "?" for cell in cells if decimal.sign in cell):
        return []
    return list(dict.fromkeys(cell for cell in cells if decimal.sign in cell))


def read_as(cells: Sequence[str], value: float) -> str:
    """Say how the first of some cells is read, and that there are others."""
    more = f", and {count(len(cells) - 1, 'other')} likewise" if len(cells) > 1 else ""
    return f"{quoted(cells[0])} is read as {value:.15g}{more}"


def table_decimal(columns: Sequence[Sequence[str]], delimiter: str) -> Decimal:
    """Return the decimal sign of a table: what its columns, each by most of its cells, say; a point when they are even.

    Args:
        columns: The cells of each column.
        delimiter: What separates them: with semicolons, 1,234 alone is taken as one and a part; with commas, 1.234 is
            that for certain.
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
    if delimiter == ";" and votes["?,"] and not votes["?."]:
        return Decimal(",", certain=False)
    return Decimal(".", certain=delimiter == "," or not votes["?."])


def numbers_of(cells: Sequence[str], missing: NDArray[np.bool_], decimal: Decimal) -> Numbers:
    """Read cells as numbers in whatever spelling.

    Args:
        cells: One a row.
        missing: Which of them say that there is no value.
        decimal: The decimal sign of the table; a column that shows another has its own.
    """
    counts = Counter(cell for cell, none in zip(cells, missing.tolist(), strict=True) if not none)
    bare = [cell for cell in counts if _BARE.fullmatch(cell)]
    bare_ones = set(bare)
    decorated = [cell for cell in counts if cell not in bare_ones]
    some = {cell: written(cell) for cell in _some(decorated)}
    own = decimal.sign if decimal.asked else _own_sign(bare, some, len(decorated), decimal.sign)
    unit = _unit(some, counts, sum(counts[cell] for cell in bare) * len(some) / max(len(decorated), 1))
    values: dict[str, float] = {}
    if _fits("", unit):
        group = "." if own == "," else ","
        plain = [cell for cell in bare if group not in cell]
        values |= zip(plain, map(float, [c.replace(",", ".") for c in plain] if own == "," else plain), strict=True)
        decorated += [cell for cell in bare if group in cell]
    usual = usual_spelling(some, own, unit)
    for cell in decorated:
        value = usual(cell)
        if value is None and (numeral := written(cell)) is not None and _fits(numeral.unit, unit):
            value = value_of(numeral, own)
        if value is not None:
            values[cell] = value
    array = np.array([values.get(cell, np.nan) for cell in cells])
    array[missing | ~np.isfinite(array)] = np.nan
    strays = np.flatnonzero(np.isnan(array) & ~missing)
    remarks = [(cells.index(cell), text) for cell, text in _remarks(decorated, bare, values, own, decimal)]
    return Numbers(array, strays, own, unit, tuple(remarks))


def _some(cells: list[str]) -> list[str]:
    """Return some of many cells, evenly spaced: as many as tell how all of them are written."""
    return cells[:: len(cells) // _SAMPLE_SIGNS + 1]


def _own_sign(bare: list[str], some: dict[str, Numeral | None], decorated: int, table: str) -> str:
    """Return the decimal sign that most of a column's cells show; the table's when they are even."""
    signs: Counter[str] = Counter()
    digits = [numeral.digits for numeral in some.values() if numeral is not None]
    for forms, number in ((digits, decorated), (_some(bare), len(bare))):
        for sign in ".,":
            shown = sum(_sign_of(form) == sign for form in forms if sign in form)
            signs[sign] += round(shown * number / max(len(forms), 1))
    if signs[","] == signs["."]:
        return table
    return "," if signs[","] > signs["."] else "."


def _sign_of(bare: str) -> str:
    return decimal_sign(_mantissa(bare))


def _mantissa(bare: str) -> str:
    return bare.lstrip("+-").lower().partition("e")[0]


def _vanishes(bare: str) -> bool:
    """Tell whether a number that is read as 0 is not written as one."""
    return bool(_mantissa(bare).strip("0.,"))


def _unit(some: dict[str, Numeral | None], counts: Counter[str], without: float) -> str:
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
    decorated: list[str], bare: list[str], values: dict[str, float], own: str, table: Decimal
) -> list[tuple[str, str]]:
    """Say of which cells it was decided how to read them: a cell and a text each."""
    odd = [cell for cell in decorated if math.isfinite(values.get(cell, math.nan))]
    odd += [cell for cell in bare if values.get(cell) == 0.0 and _vanishes(cell)]
    if own == table.sign:
        odd += [cell for cell in unclear_cells(bare, table) if cell in values]
    remarks = [(odd[0], read_as(odd, values[odd[0]]))] if odd else []
    if own != table.sign and (shown := next((cell for cell in values if own in cell), None)):
        remarks.append((shown, f"{quoted(shown)}: the decimal sign of this column is a {_NAMES[own]}"))
    return remarks
