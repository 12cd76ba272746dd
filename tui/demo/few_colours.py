"""A film on a terminal of few colours: the workbench's own colours for such terminals, and the nearest to the rest."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache, lru_cache

from rich.color import Color as RichColour
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter, Monochrome

from tui.drawing.bold_of_16 import BoldOf16
from tui.drawing.few_colours import palette_for
from tui.drawing.palette import Colours, Palette
from tui.terminal.colours import ColourSystem
from tui.terminal.colours256 import Nearest256


def filters_for(colours: ColourSystem, no_color: bool) -> list[LineFilter]:
    """Return what makes the colours of a film those of a terminal.

    Args:
        colours: How many it shows. The nearest of 16 is left to rich.
        no_color: Whether it is to show greys alone, as the workbench does then.
    """
    fewer: dict[ColourSystem, list[LineFilter]] = {
        "truecolor": [],
        "256": [_OwnColours("256"), Nearest256()],
        "standard": [_OwnColours("16"), BoldOf16()],
    }
    return [*([_Greys()] if no_color else []), *fewer[colours]]


class _Greys(Monochrome):
    """Shows greys alone, also of a line that has cells without any style, on which Textual's filter fails."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Change the styles of a line."""
        return super().apply([Segment(text, style or Style.null()) for text, style, _ in segments], background)


class _OwnColours(LineFilter):
    """Puts the colours of a palette for few colours in the place of those of the palette for all."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Change the styles of a line."""
        return [
            Segment(text, _fewer(style, self._colours) if style else style, control)
            for text, style, control in segments
        ]


@lru_cache(maxsize=4096)
def _fewer(style: Style, colours: Colours) -> Style:
    twins = _twins(colours)
    colour, background = (
        twins.get(one.triplet.hex) if one and one.triplet else None for one in (style.color, style.bgcolor)
    )
    return style + Style(color=colour, bgcolor=background)


@cache
def _twins(colours: Colours) -> dict[str, RichColour]:
    """Return the colour that stands for each colour of the palettes for all colours, dark and light."""
    pairs: dict[str, str] = {}
    for dark in (False, True):
        pairs |= zip(_colours_of(palette_for(dark, "all")), _colours_of(palette_for(dark, colours)), strict=True)
    return {colour: RichColour.parse(twin) for colour, twin in pairs.items()}


def _colours_of(palette: Palette) -> list[str]:
    named = [value for value in asdict(palette).values() if isinstance(value, str) and value.startswith("#")]
    return [*named, *palette.classes]
