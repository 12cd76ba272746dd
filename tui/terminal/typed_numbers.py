"""Numbers as people type them, on the command line and in input fields."""

import math
import re
from collections.abc import Callable

from engine.wording import quoted

_PLAIN = r"(?:\d++(?:[.,]\d*+)?|[.,]\d++)(?:[eE][+-]?\d++)?"
# Narrower than float(), which also takes 1_000, nan, infinity and the digits of other scripts.
_NUMBER = re.compile(rf"([+-]?{_PLAIN})(?:\s*+/\s*+({_PLAIN}))?", re.ASCII)
_WHOLE = re.compile(r"\d{1,18}", re.ASCII)
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-"})


def parse_number(text: str) -> float:
    """Read a finite number: ``0.5``, ``0,5``, ``-.5``, ``1e-3``, ``1/3``. A comma is a decimal comma.

    Raises:
        ValueError: The text is anything else. The message is one line, ready to be shown.
    """
    match = _NUMBER.fullmatch(text.strip().translate(_MINUS))
    if match is None:
        raise ValueError(f"{quoted(text)} is not a number: write 0.5, 1/3 or 1e-3")
    value, divisor = (float((part or "1").replace(",", ".")) for part in match.groups())
    if divisor == 0:
        raise ValueError(f"{quoted(text)} divides by 0: write 0.5, 1/3 or 1e-3")
    if not math.isfinite(value) or not math.isfinite(divisor) or not math.isfinite(value / divisor):
        raise ValueError(f"{quoted(text)} is too large: numbers go up to 1.7e308")
    return value / divisor


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
