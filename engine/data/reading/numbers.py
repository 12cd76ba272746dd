"""The numbers of a column: read all at once if they are plain, and what is to be said of those in other spellings."""

import re
import string
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, IndexArray
from engine.data.options import DECIMAL_SIGNS
from engine.data.reading.decimal_sign import DecimalSign
from engine.data.reading.numerals import (
    decimal_sign,
    is_infinite,
    numeral_of,
    value_of,
)
from engine.quick_dataclass import dataclass
from engine.wording import count, quoted

_PLAIN = f"{string.digits}+-.eE\0".encode()  # with NUL, which joins the cells and is in none of them
_PLAIN_COMMA = _PLAIN.replace(b".", b",")
_PLAIN_CELL = re.compile(r"[0-9+.,eE-]+")


@dataclass(frozen=True, eq=False)
class Numbers:
    """The cells of a column read as numbers.

    Attributes:
        values: The numbers, shape (rows,), nan where there is none.
        strays: The rows whose cell is neither missing nor a finite number.
        decimal: The decimal sign they were read with.
        unit: The unit of the numbers, or "".
        words: The different cells.
        in_words: The number in each of them, nan for none; it can be infinite.
        is_bare: Which of them have no unit and at most one point or comma.
        is_grouped: Which of these have grouped digits.
        table: The decimal sign of the table.
    """

    values: FloatArray
    strays: IndexArray
    decimal: str
    unit: str
    words: Sequence[str]
    in_words: FloatArray
    is_bare: NDArray[np.bool_]
    is_grouped: NDArray[np.bool_]
    table: DecimalSign

    def remarks(self) -> list[tuple[str, str]]:
        """Return a cell and a note for each decision on how to read the cells."""
        words, values = self.words, self.in_words
        finite = np.isfinite(values)
        odd: list[int] = [
            *np.flatnonzero(~self.is_bare & finite).tolist(),
            *np.flatnonzero(self.is_grouped & finite).tolist(),
        ]
        odd += [index for index in np.flatnonzero(self.is_bare & (values == 0.0)).tolist() if _vanishes(words[index])]
        if self.decimal == self.table.sign and not self.table.certain:
            bare = np.flatnonzero(self.is_bare).tolist()
            unclear = set(ambiguous_cells([words[index] for index in bare], self.table))
            odd += [index for index in bare if words[index] in unclear and not np.isnan(values[index])]
        remarks = [(words[odd[0]], read_as(words[odd[0]], values[odd[0]], len(odd) - 1))] if odd else []
        if self.decimal != self.table.sign:
            kinds = (self.is_bare & ~self.is_grouped, ~self.is_bare, self.is_grouped)
            order = chain.from_iterable(map(np.flatnonzero, kinds))
            with_sign = (
                words[int(index)]
                for index in order
                if self.decimal in words[int(index)] and not np.isnan(values[index])
            )
            if shown := next(with_sign, None):
                sign = DECIMAL_SIGNS[self.decimal]
                remarks.append((shown, f"{quoted(shown)}: the decimal sign of this column is a {sign}"))
        return remarks

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


def _sign_of(bare: str) -> str:
    mantissa, _, power = bare.lstrip("+-").lower().partition("e")
    return decimal_sign(mantissa, power)


def _mantissa(bare: str) -> str:
    return bare.lstrip("+-").lower().partition("e")[0]


def _vanishes(bare: str) -> bool:
    """Decide whether a number that is read as 0 has other digits: it is too small for a float."""
    return bool(_mantissa(bare).strip("0.,"))
