"""How numbers and formulas are written: with so many digits, in pieces that know what they stand for."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Digits = Literal[4, 6] | None
"""How many digits a number is written with; None for all of them."""

_SMALLEST_PLAIN, _LARGEST_PLAIN = 1e-4, 1e9  # beyond these with an exponent


@dataclass(frozen=True)
class Piece:
    """A piece of a written formula, and what it stands for: any object, as formulas know nothing of networks."""

    text: str
    reference: object | None = None


@dataclass(frozen=True)
class Style:
    """How a formula is written.

    Attributes:
        numbers: whether values stand in place of the symbols.
        digits: with how many digits.
        most_terms: a longer sum is cut to so many terms; None never cuts.
        largest_first: whether the terms of a sum go by |value| instead of in their order.
    """

    numbers: bool = False
    digits: Digits = 4
    most_terms: int | None = None
    largest_first: bool = False


SYMBOLS = Style()


def joined(pieces: Iterable[Piece]) -> str:
    """Return the text of some pieces."""
    return "".join(piece.text for piece in pieces)


def number_text(value: float, digits: Digits) -> str:
    """Write a number for reading: 0.7838, 0.009304, 2.78, 12.346, 1.2e-7, NaN, ∞.

    Args:
        value: any float.
        digits: so many digits after the point, more after the zeros of a small number and fewer for a number of 10 or
            more, closing zeros left out; None for every digit it takes to read the same number back.
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


def _with_short_exponent(text: str) -> str:
    """Write 1e-7 for 1e-07, and 1e200 for 1e+200."""
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if e else text


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
