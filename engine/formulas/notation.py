"""How numbers and formulas are written: digits, style, and pieces of text that know what they stand for."""

import math
import string
from collections.abc import Iterable
from typing import Literal

from engine.quick_dataclass import dataclass

Digits = Literal[4, 6] | None
"""How many digits a number is written with; None means all of them."""

_SUBSCRIPTS = str.maketrans(string.digits, "₀₁₂₃₄₅₆₇₈₉")
_SMALLEST_PLAIN, _LARGEST_PLAIN = 1e-4, 1e9  # outside this range numbers get an exponent


@dataclass(frozen=True)
class Piece:
    """A piece of a written formula.

    Attributes:
        text: The text.
        reference: What it stands for, any object: formulas know nothing of networks. None for plain text.
    """

    text: str
    reference: object | None = None


@dataclass(frozen=True)
class Style:
    """How a formula is written.

    Attributes:
        numbers: Whether to write values in place of symbols.
        digits: The digits of the values.
        most_terms: Longer sums are cut to this many terms; None never cuts.
        largest_first: Whether the terms of a sum are sorted by |value|.
    """

    numbers: bool = False
    digits: Digits = 4
    most_terms: int | None = None
    largest_first: bool = False


SYMBOLS = Style()


def joined(pieces: Iterable[Piece]) -> str:
    """Join pieces into one string."""
    return "".join(piece.text for piece in pieces)


def number_text(value: float, digits: Digits) -> str:
    """Write a number for people: 0.7838, 0.009304, 2.78, 12.346, 1.2e-7, NaN, ∞.

    Args:
        value: Any float.
        digits: Decimals of a number from 0.1 to 10. Leading zeros are not counted, larger numbers get fewer decimals,
            and trailing zeros are dropped. None writes every digit needed to read the same number back.
    """
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if digits is None:
        return _with_short_exponent(repr(value))
    if value == 0:
        return "0"
    if not _SMALLEST_PLAIN <= abs(value) < _LARGEST_PLAIN:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return _with_short_exponent(f"{_trimmed(mantissa)}e{exponent}")
    before_point = math.floor(math.log10(abs(value))) + 1  # 1 for 2.78, 0 for 0.278, −1 for 0.0278
    decimals = max(0, digits + 1 - before_point) if before_point > 0 else digits - before_point
    return _trimmed(f"{value:.{decimals}f}")


def subscript(number: int) -> str:
    """Write a whole number, 0 or more, as an index: ₁₀₀₁."""
    return str(number).translate(_SUBSCRIPTS)


def _with_short_exponent(text: str) -> str:
    """Write 1e-7 for 1e-07, and 1e200 for 1e+200."""
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if e else text


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
