"""What a chart of curves shows, independent of how it is drawn."""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.arrays import FloatArray
from engine.quick_dataclass import dataclass

# Magnitudes a chart can show. Beyond, the difference of two of them overflows; below, the logarithm has no ticks.
LARGEST, SMALLEST = 1e305, 1e-300
BOTH = "◉"
"""The sign of two lone points on the same cell."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A series of points.

    Attributes:
        name: What it shows. The chart has no legend; tests find curves by it.
        x: Shape (n,). Points without a finite x are left out; a line connects the others from left to right.
        y: Shape (n,). NaN, infinities and values beyond ±1e305 are gaps.
        colour: "#rrggbb".
        look: A solid line, a dashed line, or dots that are not connected.
        sign: The character drawn for a lone point.
    """

    name: str
    x: FloatArray
    y: FloatArray
    colour: str
    look: Literal["line", "dashed", "dots"] = "line"
    sign: str = "●"


@dataclass(frozen=True, eq=False)
class Chart:
    """Curves on common axes.

    Attributes:
        curves: In drawing order, the last on top.
        log: Whether the y axis is logarithmic; values below 1e-300 are gaps on it.
        x_label: Written before the x axis, such as "epoch".
        marks: x positions of thin vertical lines behind the curves, such as the learner's edits.
        cursor: x positions of strong vertical lines behind the curves.
        empty: The message shown if no point is finite.
        y_from_zero: Whether a linear y axis starts at 0 if no value is negative: right for losses, wrong for weights.
    """

    curves: tuple[Curve, ...]
    log: bool = False
    x_label: str = ""
    marks: tuple[float, ...] = ()
    empty: str = ""
    y_from_zero: bool = True
    cursor: tuple[float, ...] = ()


def point(name: str, x: float, y: float, colour: str, sign: str) -> Curve:
    """Return a curve of a single point."""
    return Curve(name, np.array([x]), np.array([y]), colour, "dots", sign)
