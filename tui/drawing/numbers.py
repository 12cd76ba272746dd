"""Numbers for narrow fields: never wider than asked, never more than six digits, never silently without their sign."""

import math
from collections.abc import Callable

MOST_DIGITS = 6
CUT = "…"
COARSE = 0.1  # a fixed-point text this far off (relatively) gives way to a scientific one that is closer


def short(value: float, width: int, decimals: int = 4, *, signed: bool = False, trim: bool = False) -> str:
    """Write a number in at most ``width`` cells.

    Fixed point while that tells the value, scientific (1.2e-7) where it does not. A negative number keeps its sign at
    any width. Where nothing fits, "…" says that the number is larger than its field.

    Args:
        value: any float, NaN and infinities included.
        width: cells, 0 or more.
        decimals: most decimals.
        signed: put "+" before positive numbers.
        trim: drop trailing zeros but the first: 1.0, not 1.0000.
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
    """Write a number with so many digits, closing zeros left out: 0.5, 0.0001, 1e-5, 2e8."""
    mantissa, e, exponent = f"{value:.{digits}g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if e else mantissa


def signed(value: float, width: int, decimals: int = 4) -> str:
    """Write a number with its sign, "+" too, in at most ``width`` cells. Zero has no sign but its place."""
    return short(value, width, decimals, signed=True)


def compact(value: float, width: int) -> str:
    """Write a number with its sign for a narrow field, with two decimals or more if it is small: +0.64, +.003."""
    text, size = signed(value, width, 2), abs(value)
    if not 0 < size < 1 or width < 3 or ("e" not in text and _off(text, value) <= COARSE):
        return text
    closer = bare(f"{value:+.{width - 2}f}")
    return closer if _off(closer, value) <= _off(text, value) else text


def fitting(write: Callable[[float, int], str], value: float, narrow: int, wide: int) -> str:
    """Write a number in ``narrow`` cells, or in up to ``wide`` where it takes more to tell it.

    Where even that is too few for its size nothing is written.

    Args:
        write: writes it in so many cells: ``short``, ``signed`` or ``compact``.
        value: any float.
        narrow: cells.
        wide: cells.
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
    """Write a number as ``fitting`` does, with its name before it where there is room for both."""
    beside = fitting(write, value, narrow - len(name), wide - len(name))
    return name + beside if beside else fitting(write, value, narrow, wide)


def bare(text: str) -> str:
    """Leave out the zero before the point."""
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
