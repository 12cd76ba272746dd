"""The scale of the y axis: which value each row stands for, with evenly spaced ticks in the middle of rows.

Rows are counted upwards from row 0, just above the x axis, which has the lowest tick. A logarithmic axis is in log10.
"""

from __future__ import annotations

import math
from itertools import count

from engine.quick_dataclass import dataclass
from tui.panels.chart.ticks import Tick, nice_step, number

ROWS_A_TICK = (3, 2, 4, 5)
"""Rows between two ticks, the most readable first; doubled, tripled … in charts of more than ``MANY_ROWS`` rows."""
MANY_ROWS = 40
ABOVE_MIDDLE = 0.49
"""Share of the highest row that lies above its middle, without its very edge."""
OFF_MIDDLE = 0.3
"""How far from the middle of its row a tick may be if not all fit exactly, in rows: little more than a dot."""
FULL, FULL_ENOUGH = 0.75, 0.55
"""Share of the axis that a curve should fill: if ticks are decades, and if they are finer."""
LARGEST_DECADE = 300
"""Largest power of ten that is computed; beyond, labels are written from the exponent."""


@dataclass(frozen=True)
class Scale:
    """The values of the rows.

    Attributes:
        low: The value in the middle of row 0.
        row: The difference between a row and the one below it.
        ticks: The rows with a tick, from below, each with its label.
    """

    low: float
    row: float
    ticks: tuple[tuple[int, str], ...]


def linear_scale(low: float, high: float, rows: int) -> Scale:
    """Divide an axis into steps of 1, 2 or 5 times a power of ten, each a whole number of rows.

    Args:
        low: The lowest value to show, of a magnitude up to 1e305.
        high: The highest value to show, above ``low``.
        rows: The number of rows above row 0, 1 or more.
    """
    needed = (high - low) / (rows + ABOVE_MIDDLE)
    for row, _, step, apart in _divisions(needed, rows):
        first = math.floor(low / step + 1e-9)
        if row >= needed and step * first + (rows + ABOVE_MIDDLE) * row >= high:
            values = [step * (first + number) for number in range(rows // apart + 1)]
            largest = max(map(abs, values))
            labels = ((index * apart, number(value, step, largest)) for index, value in enumerate(values))
            return Scale(step * first, row, tuple(labels))
    raise AssertionError("one of the steps is always larger than the range")


def _divisions(row: float, rows: int) -> list[tuple[float, int, float, int]]:
    """List candidate divisions, the finest first.

    Args:
        row: The least difference between two rows.
        rows: The number of rows above row 0.

    Returns:
        For each, the difference between two rows, its rank in ``ROWS_A_TICK``, the step between ticks, and the rows
        between ticks.
    """
    exponent, larger = math.floor(math.log10(row)), 1 + rows // MANY_ROWS
    apart = [larger * few for few in ROWS_A_TICK if larger * few <= rows] or [1]
    steps = [float(f"{factor}e{power}") for power in range(exponent - 1, exponent + 4) for factor in (1, 2, 5)]
    # Rounded to nine digits, so that 0.1 / 2 and 0.2 / 4 are equal and the rank decides.
    return sorted((float(f"{step / few:.9e}"), rank, step, few) for step in steps for rank, few in enumerate(apart))


def log_scale(low: float, high: float, rows: int) -> Scale:
    """Divide a logarithmic axis, from a tick below all values to one above.

    Ticks are at decades if the values span enough of them, else at 1, 2 and 5, else at even steps as on a linear axis.

    Args:
        low: log10 of the lowest value to show, −300 or more.
        high: log10 of the highest value to show, above ``low``, 305 or less.
        rows: The number of rows above row 0, 1 or more.
    """
    if high - low >= FULL * (math.ceil(high) - math.floor(low)) or high - low > 2:
        return _decades(low, high, rows)
    scale = _between(_one_two_five(low, high), rows)
    if high - low >= FULL_ENOUGH * scale.row * rows:
        return scale
    return min(scale, _between(_even(low, high, max(1, rows // ROWS_A_TICK[0])), rows), key=lambda scale: scale.row)


def _decades(low: float, high: float, rows: int) -> Scale:
    """Choose the decades and rows between ticks that show the curve largest and still have at least a few ticks."""
    first, last = math.floor(low), math.ceil(high)
    best = Scale(first, (last - first) / rows, ((0, _decade(first)), (rows, _decade(last))))
    most = 0.0
    for stride in range(1, last - first + 1):
        start = math.floor(low / stride) * stride
        steps = math.ceil((high - start) / stride)
        apart = rows // steps
        if steps >= min(3, rows // 2, last - first) and apart >= 2 and apart / stride > most:
            most = apart / stride
            ticks = ((number * apart, _decade(start + number * stride)) for number in range(steps + 1))
            best = Scale(start, stride / apart, tuple(ticks))
    return best


def _decade(exponent: int) -> str:
    if abs(exponent) > LARGEST_DECADE:
        return f"1e{exponent}"
    return _power(10.0**exponent)


def _power(value: float) -> str:
    """Write a number of one significant digit."""
    return number(value, value, value)


def _one_two_five(low: float, high: float) -> list[Tick]:
    """Return the ticks at 1, 2 and 5 times a power of ten, from the last below a range to the first above it."""
    steps = [float(f"{m}e{e}") for e in range(math.floor(low) - 1, math.ceil(high) + 1) for m in (1, 2, 5)]
    below = max(step for step in steps if math.log10(step) <= low + 1e-9)
    above = min(step for step in steps if math.log10(step) >= high - 1e-9)
    return [Tick(math.log10(step), _power(step)) for step in steps if below <= step <= above]


def _even(low: float, high: float, fewest: int) -> list[Tick]:
    """Return the ticks at multiples of a step, from below a range to above it; never at 0, which has no logarithm."""
    least, most = 10.0**low, 10.0**high
    step = next(step for n in count(fewest) if (step := nice_step((most - least) / n)) <= least)
    multiples = range(math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9) + 1)
    return [Tick(math.log10(step * n), number(step * n, step, step * multiples[-1])) for n in multiples]


def _between(ticks: list[Tick], rows: int) -> Scale:
    """Put the lowest tick on row 0 and the highest on a row near the top, chosen so that those between hit rows too.

    Ticks between them that are too far from the middle of a row, or too close to another tick, are left out.
    """
    low, span = ticks[0].value, ticks[-1].value - ticks[0].value

    def places(top: int) -> list[float]:
        return [(tick.value - low) / span * top for tick in ticks]

    tops = range(rows, max(1, math.ceil(0.75 * rows)) - 1, -1)
    top = next((top for top in tops if all(abs(at - round(at)) <= OFF_MIDDLE for at in places(top))), rows)
    apart = min(2, top)
    kept = [(0, ticks[0].label)]
    for tick, at in zip(ticks[1:-1], places(top)[1:-1], strict=True):
        if abs(at - round(at)) <= OFF_MIDDLE and kept[-1][0] + apart <= round(at) <= top - apart:
            kept.append((round(at), tick.label))
    return Scale(low, span / top, (*kept, (top, ticks[-1].label)))
