"""Colours: a palette for dark screens and one for light screens.

Orange for positive and blue for negative numbers differ for colour-blind readers and on terminals of 256 colours.
"""

from functools import lru_cache
from typing import Literal

from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style

from engine.quick_dataclass import dataclass
from tui.drawing.ramps import BRIGHT, RAMPS

Colours = Literal["all", "256", "16", "none"]
"""How many colours a terminal shows; "none" if NO_COLOR asks for that."""


@dataclass(frozen=True)
class Palette:
    """Colours as "#rrggbb"."""

    background: str
    bar: str
    text: str
    muted: str
    faint: str
    accent: str
    key: str
    positive: str
    negative: str
    good: str
    bad: str
    tile: str
    tile_full: str
    tile_text: str
    selected: str
    selected_text: str
    row: str
    classes: tuple[str, ...]
    """Ten colours that colour-blind readers can tell apart; the first two are those of negative and positive."""
    colours: Colours = "all"
    """How many colours the terminal shows; with "none" characters tell what colours tell elsewhere."""
    ascii: bool = False
    """Whether lines, curves and pictures are drawn with ASCII; see ``signs.py`` for all other signs."""

    @property
    def row_on_bar(self) -> str:
        """The background of the selected row of a list that has the colour of a bar."""
        return self.background if self.row == self.bar else self.row


DARK = Palette(
    background="#10131a",
    bar="#1a2130",
    text="#d5d8de",
    muted="#8791a5",
    faint="#535d70",
    accent="#87afff",
    key="#ffaf5f",
    positive="#ff9a4d",
    negative="#5b9cff",
    good="#6fcf97",
    bad="#ff7b72",
    tile="#222b3b",
    tile_full="#4d72b8",
    tile_text="#eef1f6",
    selected="#e8e3c8",
    selected_text="#14161a",
    row="#233050",
    classes=(
        *("#5b9cff", "#ff9a4d", "#87ffb4", "#ff0f69", "#875ae1"),
        *("#ffe12d", "#00c3c3", "#1e8700", "#a5e1ff", "#3c87a5"),
    ),
)

LIGHT = Palette(
    background="#fafaf7",
    bar="#e6e9ef",
    text="#22262e",
    muted="#5b6472",
    faint="#9aa2ae",
    accent="#1f5fbf",
    key="#a85400",
    positive="#b34f00",
    negative="#1f62d0",
    good="#1d7f4a",
    bad="#c0322b",
    tile="#e3e7ee",
    tile_full="#8fb2ee",
    tile_text="#14181f",
    selected="#2b3242",
    selected_text="#ffffff",
    row="#d5e1f7",
    classes=(
        *("#1f62d0", "#b34f00", "#5aa587", "#96000f", "#5a2d96"),
        *("#c38700", "#3c4b5a", "#2d96ff", "#3c7869", "#8778b4"),
    ),
)


def blend(low: str, high: str, share: float) -> str:
    """Mix two "#rrggbb" colours: share 0 gives ``low``, 1 gives ``high``."""
    mixed: ColorTriplet = blend_rgb(Color.parse(low).get_truecolor(), Color.parse(high).get_truecolor(), share)
    return mixed.hex


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two "#rrggbb" colours, from 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [channel / 255 for channel in bytes.fromhex(colour[1:])]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def style(colour: str, background: str | None = None, *, bold: bool = False, underline: bool = False) -> Style:
    """Return a rich style of "#rrggbb" colours."""
    return Style(color=colour, bgcolor=background, bold=bold or None, underline=underline or None)


LEVELS = 12
"""Shades between two colours: enough for the eye, and so few that neighbouring cells often share a style."""


@lru_cache(maxsize=4096)
def ink(colour: str, background: str, bold: bool = False, underline: bool = False) -> Style:
    """Return a rich style of "#rrggbb" colours, cached: the same object for the same colours."""
    return style(colour, background, bold=bold, underline=underline)


def shade(low: str, high: str, share: float, least: float = 1.0) -> str:
    """Mix two "#rrggbb" colours in one of ``LEVELS`` steps.

    Where the two have a ramp in ``RAMPS``, its shades are taken.

    Args:
        low: The colour at a share of 0 or NaN.
        high: The colour at a share of 1.
        share: How much of ``high`` to take.
        least: Take more of ``high`` until the contrast to ``low`` is at least this.
    """
    return _shade(low, high, round(LEVELS * min(max(share, 0.0), 1.0)) if share == share else 0, least)


@lru_cache(maxsize=4096)
def _shade(low: str, high: str, level: int, least: float) -> str:
    steps = RAMPS.get((low, high)) or tuple(blend(low, high, step / LEVELS) for step in range(LEVELS))
    start = min(level * len(steps) // LEVELS, len(steps))
    return next((colour for colour in steps[start:] if contrast(low, colour) >= least), high)


@lru_cache(maxsize=4096)
def readable(colour: str, background: str, palette: Palette, least: float) -> str:
    """Return a colour for a sign on a background.

    Args:
        colour: The colour that the sign has where it can be read.
        background: The colour of its cell.
        palette: The palette of both.
        least: The contrast to the background that the sign needs.

    Returns:
        The colour, blended with that of the text until it can be read; of 16 colours, which look different on every
        terminal, black or white.
    """
    if palette.colours == "16":
        ends = palette.background, palette.text
        return min(ends, key=_luminance) if background in BRIGHT else max(ends, key=_luminance)
    steps = 1 if palette.colours == "256" else 4
    shades = (blend(colour, palette.text, step / steps) for step in range(steps))
    return next((one for one in shades if contrast(one, background) >= least), palette.text)
