"""How the y axis of a chart is divided: its ticks stand in the middle of rows, evenly, the lowest on the lowest row.

Row 0 is the one above the x axis, the others are counted upwards from it. A logarithmic axis is one of log10.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import count

from tui.panels.chart.ticks import Tick, nice_step, number

ROWS_A_TICK = (3, 2, 4, 5)
"""How many rows lie between two ticks, what reads best first; of a chart of more than so many rows, more."""
MANY_ROWS = 40
ABOVE_MIDDLE = 0.49
"""The part of the highest row that lies above its middle, but for its very edge."""
OFF_MIDDLE = 0.3
"""How far from the middle of its row a tick may be, in rows, where not all can be there: little more than a dot."""
FULL, FULL_ENOUGH = 0.75, 0.55
"""What a curve should take of an axis that goes from decade to decade, and of one with finer ticks."""
LARGEST_DECADE = 300
"""Up to here a power of ten is well within a float."""


@dataclass(frozen=True)
class Scale:
    """The values of the rows.

    Attributes:
        low: in the middle of row 0.
        row: by how much each row is above the one below it.
        ticks: the rows that have one, from below, and what each says.
    """

    low: float
    row: float
    ticks: tuple[tuple[int, str], ...]


def linear_scale(low: float, high: float, rows: int) -> Scale:
    """Divide an axis in steps of 1, 2 or 5 times a power of ten, each a whole number of rows.

    Args:
        low: the lowest value to show, of a magnitude up to 1e305.
        high: the highest, above ``low``.
        rows: how many there are above row 0, 1 or more.
    """
    needed = (high - low) / (rows + ABOVE_MIDDLE)
    for row, _, step, apart in _divisions(needed, rows):
        first = math.floor(low / step + 1e-9)
        if row >= needed and step * first + (rows + ABOVE_MIDDLE) * row >= high:
            values = [step * (first + number) for number in range(rows // apart + 1)]
            largest = max(map(abs, values))
            labels = ((index * apart, number(value, step, largest)) for index, value in enumerate(values))
            return Scale(step * first, row, tuple(labels))
    raise AssertionError("a step larger than the range is always among them")


def _divisions(row: float, rows: int) -> list[tuple[float, int, float, int]]:
    """List what a row may be worth, the finest first; with it the rank, the step, and how many rows that is."""
    exponent, larger = math.floor(math.log10(row)), 1 + rows // MANY_ROWS
    apart = [larger * few for few in ROWS_A_TICK if larger * few <= rows] or [1]
    steps = [float(f"{factor}e{power}") for power in range(exponent - 1, exponent + 4) for factor in (1, 2, 5)]
    # To nine digits, for 0.1 / 2 and 0.2 / 4 are to be the same.
    return sorted((float(f"{step / few:.9e}"), rank, step, few) for step in steps for rank, few in enumerate(apart))


def log_scale(low: float, high: float, rows: int) -> Scale:
    """Divide a logarithmic axis from a tick below all that is shown to one above.

    By decades where there are enough of them, else at 1, 2 and 5, else at the even steps of a linear axis.

    Args:
        low: log10 of the lowest value to show, −300 or more.
        high: log10 of the highest, above ``low``, 305 or less.
        rows: how many there are above row 0, 1 or more.
    """
    if high - low >= FULL * (math.ceil(high) - math.floor(low)) or high - low > 2:
        return _decades(low, high, rows)
    scale = _between(_one_two_five(low, high), rows)
    if high - low >= FULL_ENOUGH * scale.row * rows:
        return scale
    return min(scale, _between(_even(low, high, max(1, rows // ROWS_A_TICK[0])), rows), key=lambda scale: scale.row)


def _decades(low: float, high: float, rows: int) -> Scale:
    """Choose of how many decades a step is, and of how many rows: what shows the curve largest with a few ticks."""
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
    """Write a number of one digit."""
    return number(value, value, value)


def _one_two_five(low: float, high: float) -> list[Tick]:
    """Return all ticks at 1, 2 and 5 times a power of ten from the last below a range to the first above it."""
    steps = [float(f"{m}e{e}") for e in range(math.floor(low) - 1, math.ceil(high) + 1) for m in (1, 2, 5)]
    below = max(step for step in steps if math.log10(step) <= low + 1e-9)
    above = min(step for step in steps if math.log10(step) >= high - 1e-9)
    return [Tick(math.log10(step), _power(step)) for step in steps if below <= step <= above]


def _even(low: float, high: float, fewest: int) -> list[Tick]:
    """Return ticks at the multiples of a step, likewise; never at 0, which has no logarithm."""
    least, most = 10.0**low, 10.0**high
    step = next(step for n in count(fewest) if (step := nice_step((most - least) / n)) <= least)
    multiples = range(math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9) + 1)
    return [Tick(math.log10(step * n), number(step * n, step, step * multiples[-1])) for n in multiples]


def _between(ticks: list[Tick], rows: int) -> Scale:
    """Put the lowest tick on row 0 and the highest on one near the top, so that those between come near their rows.

    Of those between, the ones that do not, or that come too close to another, are left out.
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
