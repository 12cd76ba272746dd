"""Recognise rows that are pictures by the names of their columns."""

import math
import re
from collections.abc import Sequence

_NAMES = (
    r"r(\d+)c(\d+)",  # scikit-learn's and UCI's digits, as bundled here
    r"(\d+)x(\d+)",  # common CSV versions of MNIST
    r"pixel_(\d+)_(\d+)",
)
_COUNTED = r"(?:pixel|px|p)_?(\d+)"


def picture_shape(names: Sequence[str]) -> tuple[int, int] | None:
    """Return the height and width of the pictures whose pixels have these names; None if they are not pixels.

    Pixels are in row order and named by place, r1c1, r1c2, … r8c8, or numbered, pixel0 … pixel783, in a square.
    """
    for pattern in _NAMES:
        places = [match.groups() for name in names if (match := re.fullmatch(pattern, name))]
        if len(places) == len(names) >= 4:
            (top, left), (bottom, right) = (tuple(map(int, places[at])) for at in (0, -1))
            height, width = bottom - top + 1, right - left + 1
            if min(height, width) < 2 or height * width != len(names):
                return None
            wanted = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
            return (height, width) if [(int(row), int(column)) for row, column in places] == wanted else None
    counts = [int(match[1]) for name in names if (match := re.fullmatch(_COUNTED, name))]
    side = math.isqrt(len(counts))
    if len(counts) == len(names) >= 4 and side * side == len(counts):
        return (side, side) if counts == list(range(counts[0], counts[0] + len(counts))) else None
    return None
