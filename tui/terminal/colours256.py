"""The nearest of 256 colours, for terminals that have no more, such as most of those reached over SSH.

Rich compares red, green and blue, which turns dark greys into navy and dim oranges into olive. Here the distance is
taken in OKLab (Björn Ottosson, 2020), a colour space in which near colours look alike.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from rich.color import Color as RichColour
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from engine.arrays import FloatArray

FIRST = 16
"""The 16 colours before this one are the terminal's own and look different everywhere."""
_LEVELS = (0, 95, 135, 175, 215, 255)
_CUBE = [(red, green, blue) for red in _LEVELS for green in _LEVELS for blue in _LEVELS]
_GREYS = [(level, level, level) for level in range(8, 248, 10)]
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _oklab(colours: FloatArray) -> FloatArray:
    """Convert colours of shape (n, 3) from sRGB, 0 to 255, to OKLab."""
    encoded = colours / 255.0
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    lab: FloatArray = np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T
    return lab


_PALETTE = _oklab(np.array(_CUBE + _GREYS, dtype=np.float64))


@lru_cache(maxsize=4096)
def nearest(colour: RichColour) -> RichColour:
    """Return the one of the 256 colours that looks most like a true colour; any other colour stays as it is."""
    if colour.type is not ColorType.TRUECOLOR or colour.triplet is None:
        return colour
    wanted = _oklab(np.array([colour.triplet], dtype=np.float64))
    return RichColour.from_ansi(FIRST + int(np.square(_PALETTE - wanted).sum(axis=1).argmin()))


@lru_cache(maxsize=4096)
def _nearest_style(style: Style) -> Style:
    colour = nearest(style.color) if style.color else None
    background = nearest(style.bgcolor) if style.bgcolor else None
    return style + Style(color=colour, bgcolor=background)


class Nearest256(LineFilter):
    """Replaces every colour on the screen with the nearest of 256."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Replace the colours of a line."""
        return [Segment(text, _nearest_style(style) if style else style, control) for text, style, control in segments]
