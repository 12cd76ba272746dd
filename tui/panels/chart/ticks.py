"""Ticks of an axis: steps of 1, 2 or 5 times a power of ten, with labels as short as precision allows."""

import math

from engine.quick_dataclass import dataclass

UNITS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


@dataclass(frozen=True)
class Tick:
    """A position on an axis, in log10 on a logarithmic one, and its label."""

    value: float
    label: str


def linear_ticks(low: float, high: float, count: int, whole: bool = False) -> list[Tick]:
    """Return up to about ``count`` ticks at multiples of 1, 2 or 5 times a power of ten.

    Args:
        low: The start of the axis, of a magnitude up to 1e306.
        high: The end of the axis, likewise, above ``low``.
        count: The number of ticks that fit, 1 or more.
        whole: Whether ticks must be whole numbers, as for epochs.
    """
    step = nice_step((high - low) / count)
    finer = nice_step(0.4 * step)  # the next of 1, 2, 5 below
    if len(_multiples(low, high, step)) < 2 <= len(_multiples(low, high, finer)) <= count + 1:
        step = finer  # a single tick gives no scale
    if whole:
        step = max(step, 1.0)
    multiples = _multiples(low, high, step)
    largest = max((abs(step * multiple) for multiple in multiples), default=0.0)
    return [Tick(step * multiple, number(step * multiple, step, largest)) for multiple in multiples]


def _multiples(low: float, high: float, step: float) -> range:
    return range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)


def number(value: float, step: float, largest: float) -> str:
    """Write the number of a tick with no more digits than its distance to the next one needs: 0.25, 12k, 1.5M, 1e-7.

    Args:
        value: The number to write.
        step: The distance to the next tick. It decides the number of digits.
        largest: The largest magnitude on the axis. It decides the unit, which all ticks share.
    """
    if abs(value) < step / 2:
        return "0"
    if 1e-3 <= largest < 1e4:
        return f"{value:.{_decimals(step)}f}"
    if 1e4 <= largest < 1e15:
        unit, suffix = next(unit for unit in UNITS if unit[0] <= largest)
        return f"{value / unit:.{_decimals(step / unit)}f}{suffix}"
    exponent = _exponent(largest)
    # Scaled as decimal text, because 10.0 ** -exponent overflows near the limits of a float.
    mantissa, _, own = f"{value:.17e}".partition("e")
    digits = _decimals(float(f"1e{_exponent(step) - exponent}"))
    return f"{float(mantissa) * 10.0 ** (int(own) - exponent):.{digits}f}e{exponent}"


def nice_step(rough: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is at least ``rough``, a positive number."""
    power = 10.0 ** _exponent(rough)
    return next((factor * power for factor in (1, 2, 5) if factor * power >= rough * (1 - 1e-9)), 10 * power)


def _exponent(value: float) -> int:
    """Return the power of ten of ``value``, from its text because floor(log10()) is off by one just below a power."""
    return int(f"{value:.9e}".partition("e")[2])


def _decimals(step: float) -> int:
    return max(0, -_exponent(step))
