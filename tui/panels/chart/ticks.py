"""Where the ticks of an axis stand and what they say: 1-2-5 steps, labels as short as they can honestly be."""

import math
from dataclasses import dataclass

UNITS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


@dataclass(frozen=True)
class Tick:
    """A place on an axis, in the units of the axis (log10 on a logarithmic one), and its label."""

    value: float
    label: str


def linear_ticks(low: float, high: float, count: int, whole: bool = False) -> list[Tick]:
    """Return up to about ``count`` ticks at multiples of 1, 2 or 5 times a power of ten.

    Args:
        low: the start of the axis, of a magnitude up to 1e306.
        high: the end of the axis, likewise, and above ``low``.
        count: how many ticks there is room for, 1 or more.
        whole: true where only whole numbers have a meaning, as with epochs.
    """
    step = nice_step((high - low) / count)
    finer = nice_step(0.4 * step)  # the next of 1, 2, 5 below
    if len(_multiples(low, high, step)) < 2 <= len(_multiples(low, high, finer)) <= count + 1:
        step = finer  # one tick alone gives no scale
    if whole:
        step = max(step, 1.0)
    multiples = _multiples(low, high, step)
    largest = max((abs(step * multiple) for multiple in multiples), default=0.0)
    return [Tick(step * multiple, number(step * multiple, step, largest)) for multiple in multiples]


def _multiples(low: float, high: float, step: float) -> range:
    return range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)


def number(value: float, step: float, largest: float) -> str:
    """Write ``value`` as briefly as telling it from its neighbour ``step`` away allows: 0.25, 12k, 1.5M, 1e-7.

    Args:
        value: the number to write.
        step: the distance to the next tick; it decides the digits.
        largest: the largest magnitude on the axis; it decides the unit, so that all ticks of an axis share one.
    """
    if abs(value) < step / 2:
        return "0"
    if 1e-3 <= largest < 1e4:
        return f"{value:.{_decimals(step)}f}"
    if 1e4 <= largest < 1e15:
        unit, suffix = next(unit for unit in UNITS if unit[0] <= largest)
        return f"{value / unit:.{_decimals(step / unit)}f}{suffix}"
    exponent = _exponent(largest)
    # Scaled in decimal text, since 10.0 ** -exponent is out of range at the ends of a float.
    mantissa, _, own = f"{value:.17e}".partition("e")
    digits = _decimals(float(f"1e{_exponent(step) - exponent}"))
    return f"{float(mantissa) * 10.0 ** (int(own) - exponent):.{digits}f}e{exponent}"


def nice_step(rough: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is not below ``rough`` (above 0)."""
    power = 10.0 ** _exponent(rough)
    return next((factor * power for factor in (1, 2, 5) if factor * power >= rough * (1 - 1e-9)), 10 * power)


def _exponent(value: float) -> int:
    """Return the power of ten of ``value``; through text, since floor(log10()) slips by one just below a power."""
    return int(f"{value:.9e}".partition("e")[2])


def _decimals(step: float) -> int:
    return max(0, -_exponent(step))
