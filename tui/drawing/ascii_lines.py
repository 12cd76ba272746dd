r"""Lines drawn with - / \ and |, for fonts without braille."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tui.drawing.braille import DASH, DOTTED, PERIOD, Cells, Dots

LEVEL, FALLING, RISING, UPRIGHT = 1, 2, 4, 8
"""The directions of a line within a cell, as bits."""
SIGNS = np.array([ord("*")] * 16, dtype=np.uint32)
"""The character of each sum of directions: where lines of several cross, a star."""
for _direction, _sign in ((0, " "), (LEVEL, "-"), (FALLING, "\\"), (RISING, "/"), (UPRIGHT, "|")):
    SIGNS[_direction] = ord(_sign)
ROOMY = 8
"""Columns from which on the ends of a line are left out."""
STRIDE = PERIOD // 2
"""Cells of a dash with the gap after it."""


@lru_cache(maxsize=8192)
def ascii_line(x0: int, y0: int, x1: int, y1: int, weight: int, width: int, dashed: bool = False) -> tuple[Cells, Dots]:
    """Rasterise a line between two dots of braille into cells with a direction each.

    A flat line takes one cell of each column, a steep one a cell of each row.

    Args:
        x0: x of one end in dots, within the grid.
        y0: y of that end.
        x1: x of the other end, not left of the first.
        y1: y of the other end.
        weight: ``DOTTED`` leaves out every other cell.
        width: Cells in a row of the grid.
        dashed: Whether the line has gaps.

    Returns:
        The cells, each once, as row × width + column, and the direction in each; both of shape (cells,).
    """
    sideways = RISING if y1 < y0 else FALLING
    if abs(y1 - y0) <= 2 * (x1 - x0):  # a cell has 2 × 4 dots
        x = np.arange(x0 >> 1, (x1 >> 1) + 1)
        y = _between(2 * x + 0.5, x0, x1, y0, y1) >> 2
        moves = np.diff(y, append=y[-1]) != 0
        directions = np.where(moves, sideways, LEVEL)
    else:
        rows = np.arange(min(y0, y1) >> 2, (max(y0, y1) >> 2) + 1)
        y = rows if y1 > y0 else rows[::-1]
        x = _between(4 * y + 1.5, y0, y1, x0, x1) >> 1
        moves = np.diff(x, append=x[-1]) != 0
        directions = np.where(moves, sideways, UPRIGHT)
    kept = np.arange(len(x))
    if (x1 >> 1) - (x0 >> 1) >= ROOMY:
        kept = kept[1:-1]  # an end would read as a sign of the number beside it
    if dashed:
        kept = kept[kept % STRIDE < DASH // 2]
    if weight == DOTTED:
        kept = kept[::2]
    return (y * width + x)[kept], directions.astype(np.uint8)[kept]


def _between(at: NDArray[np.floating[Any]], start: int, end: int, low: int, high: int) -> Cells:
    """Return where a line is at some places, which may lie a little before its start or after its end."""
    share = np.clip((at - start) / ((end - start) or 1), 0.0, 1.0)
    return np.floor(low + (high - low) * share + 0.5).astype(np.intp)
