"""Numbers as people write them: decimal commas, thousands separators, currencies, percent, brackets for minus.

``numeral_of`` splits a cell into its parts without deciding what a comma or point means; ``value_of`` is told the
decimal sign. That of a column follows from all its cells: see ``decimal_sign``.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, IndexArray
from engine.data.reading.distinct import Shapes, whole, with_ones
from engine.data.reading.joined import joined, some, which

# The patterns never take back digits that they took (*+, ++), or a long cell would take the square of its length.
# Narrower than float(), which also accepts 1_000, nan, infinity and the digits of other scripts.
_PLAIN = re.compile(r"[+-]?(?:\d++\.?\d*+|\.\d++)(?:e[+-]?\d++)?", re.ASCII | re.IGNORECASE)
_PLAIN_COMMA = re.compile(_PLAIN.pattern.replace(r"\.", ","), _PLAIN.flags)
_CURRENCY = "€$£¥₹₽₩₺₴₫฿₪₦₱¢"
_CODES = "EUR|USD|GBP|CHF|JPY|CNY|INR|RUB|SEK|NOK|DKK|PLN|CZK|HUF|AUD|CAD|NZD|BRL|Euro|euro|kr|zł|Fr\\."
# A unit that touches its number has at least two letters: 3a and 3b are names.
_UNIT = r"[^\W\d_]{{{0},8}}[²³]?|°[CFK]?"
_WRITTEN = re.compile(
    rf"(?P<sign>[+-]?) ?(?P<before>[{_CURRENCY}]|(?:{_CODES})(?=[ \d.,+-]))? ?(?P<sign2>[+-]?) ?"
    rf"(?P<digits>\d(?:[\d.,']|[ ](?=\d{{3}}))*+|[.,]\d++)(?P<power>[eE][+-]?\d++)?"
    rf"(?: ?(?P<mark>[%‰{_CURRENCY}]|(?:{_CODES}))| (?P<unit>{_UNIT.format(1)})|(?P<close>{_UNIT.format(2)}))?"
)
# Whatever may be a number in some spelling: more than ``_WRITTEN`` takes, and quicker to tell from text.
MAY_BE_NUMBER = (
    rf"\(?\s*+[+-]? ?(?:[{_CURRENCY}]|{_CODES})? ?[+-]? ?[.,]?\d[\d.,' ]*+(?:[eE][+-]?\d++)?"
    rf"(?:[%‰{_CURRENCY}]|{_CODES}|{_UNIT.format(1)})?\s*+\)?"
)
_MAY_BE_ONE, _SOME_MAY_BE = re.compile(MAY_BE_NUMBER), some(MAY_BE_NUMBER)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<by>[.,' ])\d{3}(?:(?P=by)\d{3})*|[1-9]\d?(?:,\d\d)+,\d{3}")
_INFINITE = re.compile(r"[+-]?(?:inf|infinity|∞)", re.IGNORECASE)
_ANY_DIGIT = re.compile(r"\d")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
# Longer cells are not numbers, unless they are plain ones.
_LONGEST = 60
_EXACT_DIGITS = 15  # a float holds every whole number of this many digits
# Typographic dashes and spaces, Arabic decimal and thousands separators, full-width signs; zero-width marks go.
_SIGNS = str.maketrans(
    "\u2212\u2013\u2011\uff0d\u2009\u202f\xa0\u2007\u3000\u2019\u066b\u066c\u066a\uff0b\uff0e\uff0c\uff05",
    "----     '.,%+.,%",
    "\u200b\u200e\u200f\u202a\u202c\u202d\u2060\ufeff",
)
_ANY_SIGN = re.compile(f"[{''.join(map(chr, _SIGNS))}]")
_TO_ONE = str.maketrans("23456789", "11111111")
_NO_GROUPS = str.maketrans("", "", ".,' ")


class Numeral(NamedTuple):
    """The parts of a written number.

    Attributes:
        minus: Whether it is negative.
        digits: Its digits, with the points, commas, apostrophes and blanks between them.
        power: The exponent, such as "e5", or "".
        unit: A currency, "%", a unit of measure, or "".
    """

    minus: bool
    digits: str
    power: str
    unit: str


def has_digit(text: str) -> bool:
    """Decide whether a text holds a digit of any script: without one no cell of it is a number or a date."""
    return _ANY_DIGIT.search(text) is not None


def plain_signs(text: str) -> str:
    """Return a text with plain signs for the typographic ones, and without marks of no width."""
    if text.isascii():
        return text
    for sign in set(_ANY_SIGN.findall(text)):  # few, if any: quicker than looking each character up
        text = text.replace(sign, chr(plain) if (plain := _SIGNS[ord(sign)]) else "")
    return text


def may_be_number(cell: str) -> bool:
    """Decide whether a cell may be a number; if not, it is none in any spelling."""
    return _MAY_BE_ONE.fullmatch(plain_signs(cell)) is not None


def may_be_numbers(cells: Sequence[str]) -> NDArray[np.bool_]:
    """Return which cells may be numbers, shape (cells,); see ``may_be_number``."""
    return which(_SOME_MAY_BE, plain_signs(joined(cells)), len(cells))


def plain_number(cell: str) -> float:
    """Return the number in ``cell``: nan if it is not a plain decimal number, infinite if it is too large."""
    return float(cell) if _PLAIN.fullmatch(cell) else math.nan


def is_infinite(cell: str) -> bool:
    """Decide whether a cell is infinite: the word, the sign, or a number that is too large."""
    if not has_digit(cell):
        return _INFINITE.fullmatch(cell) is not None
    return math.isinf(plain_number(cell))


def numeral_of(cell: str) -> Numeral | None:
    """Split a cell into the parts of a number; None if it is not a number in any spelling."""
    if len(cell) > _LONGEST:
        if not _PLAIN.fullmatch(cell) and not _PLAIN_COMMA.fullmatch(cell):
            return None
        digits, e, power = cell.lower().lstrip("+-").partition("e")
        return Numeral(cell[0] == "-", digits, e + power, "")
    if not cell.isascii():
        cell = plain_signs(cell)
        if _OTHER_DIGIT.search(cell):
            cell = "".join(str(unicodedata.decimal(c, c)) for c in cell)
    brackets = cell.startswith("(") and cell.endswith(")")
    match = _WRITTEN.fullmatch(cell[1:-1].strip() if brackets else cell)
    if match is None or (match["sign"] and match["sign2"]) or (brackets and (match["sign"] or match["sign2"])):
        return None
    before, after = match["before"] or "", match["mark"] or match["unit"] or match["close"] or ""
    if before and after:
        return None
    minus = brackets or "-" in (match["sign"], match["sign2"])
    return Numeral(minus, match["digits"], match["power"] or "", before or after)


def numeral_of_shape(cell: str) -> Numeral | None:
    """Return the numeral with every digit but 0 replaced by 1: cached, since most cells of a column share a shape."""
    return _numeral_once(cell.translate(_TO_ONE)) if len(cell) <= _LONGEST else numeral_of(cell)


_numeral_once = lru_cache(maxsize=4096)(numeral_of)


def decimal_sign(digits: str, power: str = "") -> str:
    """Return the only possible decimal sign of some digits, "." or ","; "?" if both are possible.

    The sign is "" if the digits have neither, and if they are not a number with either: 31.01.2024, 1.10.2, 10.0.0.1.

    Args:
        digits: Digits with points and commas.
        power: The exponent, or "": nobody groups thousands in 1.234e-05.
    """
    if "," not in digits and "." not in digits:
        return ""
    fitting = [sign for sign in ".," if _parts(digits, sign) is not None]
    if len(fitting) == 2 and power:
        return "," if "," in digits else "."
    return "?" if len(fitting) == 2 else "".join(fitting)


SIGNS = ("", ".", ",", "?")
"""What ``decimal_sign`` can be."""
_sign_once = lru_cache(maxsize=4096)(decimal_sign)


def signs_of_shape(shapes: Shapes, alike: IndexArray, numeral: Numeral) -> IndexArray:
    """Return the index in ``SIGNS`` of the ``decimal_sign`` of each of some words of one shape, shape (words,).

    Args:
        shapes: All words.
        alike: The indices of the words.
        numeral: The parts of one of them with every digit replaced by 1.
    """
    sign = _sign_once(numeral.digits, numeral.power)
    signs = np.full(len(alike), SIGNS.index(sign))
    first = _ANY_DIGIT.search(shapes.words[alike[0]])
    # Of the digits only a zero at the beginning counts: 1,234 can be 1.234 and 1234, and 0,234 cannot.
    if first is not None and first[0].isascii():
        below_one = _sign_once(numeral.digits.replace("1", "0", 1), numeral.power)
        if below_one != sign:
            signs[shapes.digits(alike)[:, 0] == 0] = SIGNS.index(below_one)
    return signs


def value_of(numeral: Numeral, decimal: str) -> float | None:
    """Return the number, infinite if too large; None if it is not well formed with this decimal sign."""
    parts = _parts(numeral.digits, decimal)
    if parts is None:
        return None
    value = float(f"{parts[0] or '0'}.{parts[1] or '0'}{numeral.power}")
    return -value if numeral.minus else value


def _parts(digits: str, decimal: str) -> tuple[str, str] | None:
    """Return the digits before and after the decimal sign, ungrouped; None if they are not well formed with it."""
    front, _, part = digits.partition(decimal)
    if part and not part.isdigit():
        return None
    if front and not front.isdigit():
        if _GROUPED.fullmatch(front) is None:
            return None
        front = front.translate(_NO_GROUPS)
    return front, part


def numeral_parser(decimal: str, unit: str) -> Callable[[str], Numeral | None]:
    """Return ``numeral_of`` for a column; if its unit is a letter, that may touch its number: 5g beside 5 g.

    Args:
        decimal: The decimal sign of the column.
        unit: The unit of the column.
    """
    if len(unit) != 1 or not unit.isalpha():
        return numeral_of
    touching = _touching(decimal, unit)

    def parse(cell: str) -> Numeral | None:
        numeral = numeral_of(cell)
        if numeral is not None or len(cell) > _LONGEST:
            return numeral
        match = touching.fullmatch(plain_signs(cell))
        return None if match is None else Numeral(match[1] == "-", match[2], "", unit)

    return parse


@lru_cache(maxsize=256)
def _touching(decimal: str, unit: str) -> re.Pattern[str]:
    """Return the pattern of numbers with this decimal sign and unit; compiling it takes as long as a thousand cells."""
    group = re.escape(",.' ".replace(decimal, ""))
    return re.compile(
        rf"([+-]?)((?:\d++|[1-9]\d{{0,2}}([{group}])\d{{3}}(?:\3\d{{3}})*)(?:[{decimal}]\d*+)?){unit}", re.ASCII
    )


def values_of_shape(
    shapes: Shapes, alike: IndexArray, parse: Callable[[str], Numeral | None], decimal: str
) -> FloatArray:
    """Return the numbers in words of one shape, nan for none, shape (words,).

    Args:
        shapes: All words.
        alike: The indices of the words of this shape.
        parse: Returns the parts of a word, or None.
        decimal: The decimal sign.
    """
    first = shapes.words[alike[0]]
    numeral = parse(with_ones(first))
    if numeral is None:
        return np.full(len(alike), np.nan)
    if numeral.power or not _holds_all(numeral, first):
        return np.array([value_or_nan(parse(shapes.words[index]), decimal) for index in alike])
    if value_of(numeral, decimal) is None:
        return np.full(len(alike), np.nan)
    digits = shapes.digits(alike)
    front, _, part = numeral.digits.partition(decimal)
    # As exact as float(): numerator and denominator are whole numbers that a float holds.
    values = whole(digits) / 10.0 ** len(part) * (-1.0 if numeral.minus else 1.0)
    if front and not front.isdigit():  # the first group must not begin with a zero
        values[digits[:, 0] == 0] = np.nan
    return values


def _holds_all(numeral: Numeral, word: str) -> bool:
    """Decide whether a numeral has all the digits 0 to 9 of a word, and few enough for a float to hold exactly."""
    digits = sum("0" <= c <= "9" for c in word)
    return digits <= _EXACT_DIGITS and sum(c.isdigit() for c in numeral.digits) == digits


def value_or_nan(numeral: Numeral | None, decimal: str) -> float:
    """Return the number, nan if there is none."""
    value = None if numeral is None else value_of(numeral, decimal)
    return math.nan if value is None else value
