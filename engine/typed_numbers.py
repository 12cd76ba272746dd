"""Numbers as people type them, on the command line and in input fields."""

import math
import re
import unicodedata
from collections.abc import Callable

from engine.wording import quoted

_PLAIN = r"(?:\d++(?:[.,]\d*+)?|[.,]\d++)(?:[eE][+-]?\d++)?"
# Narrower than float(), which also takes 1_000, nan, infinity and the digits of other scripts.
_NUMBER = re.compile(rf"([+-]?{_PLAIN})(?:\s*+/\s*+({_PLAIN}))?", re.ASCII)
_WHOLE = re.compile(r"\d{1,18}", re.ASCII)
_MIXED = re.compile(r"([+-]?)(\d{0,9}) ?[^\d\s]", re.ASCII)
"""A sign, a whole number, and behind it a fraction that is one sign."""
MOST_COUNTED = 10**9
"""The highest whole number that a count takes, such as one of neurons, rows or epochs."""
MOST_SEED = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""
MOST_SHOWN = 40
"""Characters of a text that is no number that are looked at to say how to write it."""
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-"})


def parse_number(text: str) -> float:
    """Read a finite number: ``0.5``, ``0,5``, ``-.5``, ``1e-3``, ``1/3``. A comma is a decimal comma.

    Raises:
        ValueError: The text is anything else. The message is one line, ready to be shown.
    """
    match = _NUMBER.fullmatch(with_plain_minus(text.strip()))
    if match is None:
        raise ValueError(f"{quoted(text)} is not a number: {in_plain_digits(text) or 'write 0.5, 1/3 or 1e-3'}")
    value, divisor = (float((part or "1").replace(",", ".")) for part in match.groups())
    if divisor == 0:
        raise ValueError(f"{quoted(text)} divides by 0: write 0.5, 1/3 or 1e-3")
    if not math.isfinite(value) or not math.isfinite(divisor) or not math.isfinite(value / divisor):
        raise ValueError(f"{quoted(text)} is too large: numbers go up to 1.7e308")
    return value / divisor


def with_plain_minus(text: str) -> str:
    """Return a text with hyphens in the place of minus signs."""
    return text.translate(_MINUS)


def number_reader(accepts: Callable[[float], bool]) -> Callable[[str], float]:
    """Return a function that reads a number as ``parse_number``, and raises ValueError for one that is not accepted."""

    def read(text: str) -> float:
        value = parse_number(text)
        if not accepts(value):
            raise ValueError
        return value

    return read


def parse_whole(text: str, least: int, most: int) -> int:
    """Read a whole number from ``least`` to ``most``, written in digits alone.

    Raises:
        ValueError: The text is anything else.
    """
    digits = text.strip()
    if not _WHOLE.fullmatch(digits) or not least <= int(digits) <= most:
        raise ValueError(f"{quoted(text)} is not a whole number from {least:,} to {most:,}")
    return int(digits)


def in_plain_digits(text: str) -> str:
    """Say how to write a number that has other signs than the digits 0 to 9, such as ½, ² or ３.

    Returns:
        The words, such as "write 0.5 or 1/2"; "" if it has no such signs.
    """
    signs = [sign for sign in text[:MOST_SHOWN] if not sign.isascii() and unicodedata.numeric(sign, None) is not None]
    if not signs:
        return ""
    if all(sign.isdecimal() for sign in signs) and len(text) <= MOST_SHOWN:
        plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in unicodedata.normalize("NFKC", text).strip())
        if _NUMBER.fullmatch(with_plain_minus(plain)):
            return f"write {plain}"
    above, slash, below = unicodedata.normalize("NFKC", signs[0]).partition("\N{FRACTION SLASH}")
    if slash and below and len(signs) == 1 and (match := _MIXED.fullmatch(with_plain_minus(text.strip()))):
        sign, whole = match[1], int(match[2] or 0)
        fraction = f"{sign}{whole * int(below) + int(above)}/{below}"
        value = whole + int(above) / int(below)
        return f"write {sign}{value:g} or {fraction}" if value * 1000 % 1 == 0 else f"write {fraction}"
    return "write it in the digits 0 to 9, as in 0.5 or 1/2; powers are not worked out"
