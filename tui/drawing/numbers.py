"""Numbers for narrow fields: never wider than asked, at most six digits, and never a minus lost."""

import math
from collections.abc import Callable

MOST_DIGITS = 6
CUT = "…"
COARSE = 0.1
"""Relative rounding error above which scientific notation is preferred, if it is closer."""


def short(value: float, width: int, decimals: int = 4, *, signed: bool = False, trim: bool = False) -> str:
    """Write a number in at most ``width`` cells.

    In fixed point if that is close enough, otherwise in scientific notation (1.2e-7). A negative number keeps its sign
    at any width. "…" stands for a number too large for its field.

    Args:
        value: Any float, including NaN and infinities.
        width: Cells, 0 or more.
        decimals: The most decimals in fixed point.
        signed: Whether to put "+" before positive numbers.
        trim: Whether to drop trailing zeros except the first decimal: 1.0, not 1.0000.
    """
    if math.isnan(value):
        return "NaN" if width >= 3 else "?"[:width]
    sign = "-" if value < 0 else "+" if signed and value > 0 else " " if signed and width > 1 else ""
    size, room = abs(value), width - len(sign)
    if math.isinf(value):
        return (sign + "∞")[:width]
    fixed = _fixed(size, room, decimals)
    if fixed is None or _off(fixed, size) > COARSE:
        scientific = _scientific(size, room)
        if scientific is not None and (fixed is None or _off(scientific, size) < _off(fixed, size)):
            return sign + scientific
    if fixed is None:
        return (sign + CUT)[:width]
    if trim and "." in fixed:
        whole, _, fraction = fixed.partition(".")
        fixed = f"{whole}.{fraction.rstrip('0') or '0'}"
    return sign + fixed


def brief(value: float, digits: int) -> str:
    """Write a number with up to ``digits`` significant digits and no trailing zeros: 0.5, 0.0001, 1e-5, 2e8."""
    mantissa, e, exponent = f"{value:.{digits}g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if e else mantissa


def signed(value: float, width: int, decimals: int = 4) -> str:
    """Write a number with its sign, "+" or "-", in at most ``width`` cells; a blank stands for the sign of zero."""
    return short(value, width, decimals, signed=True)


def compact(value: float, width: int) -> str:
    """Write a number with its sign in a narrow field: two decimals, or more for a small number: +0.64, +.003."""
    text, size = signed(value, width, 2), abs(value)
    if not 0 < size < 1 or width < 3 or ("e" not in text and _off(text, value) <= COARSE):
        return text
    closer = bare(f"{value:+.{width - 2}f}")
    return closer if _off(closer, value) <= _off(text, value) else text


def fitting(write: Callable[[float, int], str], value: float, narrow: int, wide: int) -> str:
    """Write a number in as few cells as show its magnitude.

    Args:
        write: Writes a number in at most this many cells: ``short``, ``signed`` or ``compact``.
        value: Any float.
        narrow: The fewest cells to try.
        wide: The most cells to try.

    Returns:
        The first text close to the value, else the first that fits; "" if the number is too large for all widths.
    """
    rough = ""
    for width in (narrow, *range(narrow + 1, wide + 1)):
        text = write(value, width)
        if CUT in text or not text.strip("+- "):
            continue
        if not math.isfinite(value) or _off(text, value) <= COARSE:
            return text
        rough = rough or text
    return rough


def named(name: str, write: Callable[[float, int], str], value: float, narrow: int, wide: int) -> str:
    """Write a number as ``fitting`` does, after its name if both fit."""
    beside = fitting(write, value, narrow - len(name), wide - len(name))
    return name + beside if beside else fitting(write, value, narrow, wide)


def bare(text: str) -> str:
    """Drop the zero before the decimal point."""
    return text.replace("0.", ".", 1) if text.lstrip("Δ+-").startswith("0.") else text


def _fixed(size: float, room: int, decimals: int) -> str | None:
    if size >= 10**MOST_DIGITS:
        return None
    for places in range(decimals, -1, -1):
        text = f"{size:.{places}f}"
        if room <= 3 and places and text.startswith("0."):
            text = text[1:]
        if len(text) <= room and len(text) - ("." in text) <= MOST_DIGITS:
            return text
    return None


def _scientific(size: float, room: int) -> str | None:
    for places in range(3, -1, -1):
        mantissa, exponent = f"{size:.{places}e}".split("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        text = f"{mantissa}e{int(exponent)}"
        if len(text) <= room and sum(map(str.isdigit, text)) <= MOST_DIGITS:
            return text
    return None


def _off(text: str, size: float) -> float:
    return abs(float(text) / size - 1) if size else 0.0
