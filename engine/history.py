"""How the error went: a series that stays small however long the training runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

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

    def extended(self, x: Sequence[float], y: Sequence[float]) -> Series:
        """Return the series with more points at its end."""
        xs, ys = np.concatenate([self.x, x]), np.concatenate([self.y, y])
        old = -(-self.aged // self.stride)
        ageing = max(0, len(xs) - old - RECENT)
        kept, stride = list(range(old)), self.stride
        for number, index in enumerate(range(old, old + ageing), start=self.aged):
            if number % stride == 0:
                kept.append(index)
            if len(kept) == OLD:
                kept, stride = kept[::2], stride * 2
        indices = np.concatenate([np.array(kept, dtype=np.intp), np.arange(old + ageing, len(xs))])
        return Series(frozen(xs[indices]), frozen(ys[indices]), self.aged + ageing, stride)
