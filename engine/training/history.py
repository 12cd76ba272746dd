"""How the error went: a series that stays small however long the training runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, frozen

RECENT = 1024
"""The last so many points are kept as they are."""
OLD = 1024
"""Before them at most so many are kept: each time there are more, every second one goes."""


@dataclass(frozen=True, eq=False)
class Series:
    """Points of a curve, oldest first; the recent ones in full, the older ones thinned evenly. Immutable.

    What is kept depends on the points alone, not on how they were grouped when they were appended.

    Attributes:
        x: when, in epochs, shape (points,), read-only.
        y: the values, shape (points,), read-only.
        aged: how many points are no longer recent, kept or not.
        stride: of those every how many-th is kept, a power of two.
    """

    x: FloatArray = field(default_factory=lambda: frozen([]))
    y: FloatArray = field(default_factory=lambda: frozen([]))
    aged: int = 0
    stride: int = 1

    @property
    def count(self) -> int:
        """How many points there were in all, kept or not."""
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
        """Return the series with more points at its end, of which those that would be thinned out can be left out.

        Args:
            numbers: which points these are, counted from the series' first.
            x: when, in epochs.
            y: the values.
            count: how many points there are then in all.
        """
        mine = np.concatenate([np.arange(0, self.aged, self.stride), np.arange(self.aged, self.count)])
        numbers, xs, ys = (np.concatenate(pair) for pair in ((mine, numbers), (self.x, x), (self.y, y)))
        aged, stride = thinning(count)
        kept = (numbers >= aged) | (numbers % stride == 0)
        return Series(frozen(xs[kept]), frozen(ys[kept]), aged, stride)


def thinning(count: int) -> tuple[int, int]:
    """Return how many of so many points are no longer recent, and of those every how many-th is kept."""
    aged, stride = max(0, count - RECENT), 1
    while -(-aged // stride) >= OLD:
        stride *= 2
    return aged, stride
