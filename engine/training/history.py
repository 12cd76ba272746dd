"""The error over time, in a series whose size stays bounded however long the training runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, frozen
from engine.quick_dataclass import dataclass

RECENT = 1024
"""How many of the newest points are all kept."""
OLD = 1024
"""The most older points that are kept: when there are more, every second one is dropped."""


@dataclass(frozen=True, eq=False)
class Series:
    """The points of a curve, oldest first: all recent ones, and the older ones thinned evenly. Immutable.

    Which points are kept does not depend on how they were grouped when they were appended.

    Attributes:
        x: The times, in epochs, shape (points,), read-only.
        y: The values, shape (points,), read-only.
        aged: How many points are no longer recent, dropped ones included.
        stride: One in this many of the aged points is kept; a power of two.
    """

    x: FloatArray = field(default_factory=lambda: frozen([]))
    y: FloatArray = field(default_factory=lambda: frozen([]))
    aged: int = 0
    stride: int = 1

    @property
    def count(self) -> int:
        """How many points there have been, dropped ones included."""
        return self.aged + len(self.x) - -(-self.aged // self.stride)

    def extended(self, x: Sequence[float] | FloatArray, y: Sequence[float] | FloatArray) -> Series:
        """Return the series with more points at its end."""
        numbers = np.arange(self.count, self.count + len(x))
        return self.with_points(numbers, x, y, self.count + len(x))

    def with_points(
        self,
        numbers: NDArray[np.intp],
        x: Sequence[float] | FloatArray,
        y: Sequence[float] | FloatArray,
        count: int,
    ) -> Series:
        """Return the series with more points at its end. Points that would be thinned out may be missing.

        Args:
            numbers: The numbers of the points, counted from the first of the series.
            x: The times, in epochs.
            y: The values.
            count: How many points there have been with these, missing ones included.
        """
        if count == self.count:
            return self
        mine = np.concatenate([np.arange(0, self.aged, self.stride), np.arange(self.aged, self.count)])
        numbers, xs, ys = (np.concatenate(pair) for pair in ((mine, numbers), (self.x, x), (self.y, y)))
        aged, stride = thinning(count)
        kept = (numbers >= aged) | (numbers % stride == 0)
        return Series(frozen(xs[kept]), frozen(ys[kept]), aged, stride)


def thinning(count: int) -> tuple[int, int]:
    """Return how many of ``count`` points are no longer recent, and the stride at which those are kept."""
    aged, stride = max(0, count - RECENT), 1
    while -(-aged // stride) >= OLD:
        stride *= 2
    return aged, stride
