"""The palettes for terminals of 256 colours, of 16, and for those that are to show none (NO_COLOR)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from tui.drawing.palette import DARK, LIGHT, Colours, Palette
from tui.drawing.ramps import numbered


def _palette(colours: Colours, names: dict[str, int], classes: tuple[int, ...]) -> Palette:
    """Return a palette of numbered colours."""
    named = {name: numbered(number) for name, number in names.items()}
    return Palette(**named, classes=tuple(map(numbered, classes)), colours=colours, ascii=False)


DARK_256 = _palette(
    "256",
    {
        "background": 233, "bar": 235, "text": 252, "muted": 245, "faint": 240, "accent": 111, "key": 215,
        "positive": 208, "negative": 75, "good": 78, "bad": 203, "tile": 17, "tile_full": 26, "tile_text": 255,
        "selected": 187, "selected_text": 233, "row": 17,
    },
    (75, 208, 121, 197, 98, 220, 44, 28, 153, 31),
)  # fmt: skip
LIGHT_256 = _palette(
    "256",
    {
        "background": 231, "bar": 254, "text": 235, "muted": 241, "faint": 247, "accent": 25, "key": 130,
        "positive": 130, "negative": 26, "good": 29, "bad": 160, "tile": 254, "tile_full": 75, "tile_text": 233,
        "selected": 237, "selected_text": 231, "row": 189,
    },
    (26, 130, 35, 88, 55, 136, 239, 33, 23, 97),
)  # fmt: skip
DARK_16 = _palette(
    "16",
    {
        "background": 0, "bar": 4, "text": 15, "muted": 7, "faint": 8, "accent": 14, "key": 11,
        "positive": 11, "negative": 12, "good": 10, "bad": 9, "tile": 4, "tile_full": 12, "tile_text": 15,
        "selected": 15, "selected_text": 4, "row": 4,
    },
    (12, 11, 10, 13, 14, 9, 15, 8, 2, 5),
)  # fmt: skip
LIGHT_16 = _palette(
    "16",
    {
        "background": 15, "bar": 7, "text": 0, "muted": 8, "faint": 8, "accent": 4, "key": 5,
        "positive": 3, "negative": 4, "good": 2, "bad": 1, "tile": 7, "tile_full": 14, "tile_text": 0,
        "selected": 0, "selected_text": 15, "row": 7,
    },
    (4, 3, 2, 5, 6, 1, 0, 12, 10, 13),
)  # fmt: skip
# Signs differ by how bright they are, negative weights are dashed, and the map's fields differ by their characters.
DARK_PLAIN = replace(DARK, positive="#ffffff", negative="#909090", colours="none")
LIGHT_PLAIN = replace(LIGHT, positive="#000000", negative="#767676", colours="none")

_PALETTES: dict[Colours, tuple[Palette, Palette]] = {
    "all": (LIGHT, DARK),
    "256": (LIGHT_256, DARK_256),
    "16": (LIGHT_16, DARK_16),
    "none": (LIGHT_PLAIN, DARK_PLAIN),
}


def colours_of(color_system: str | None, no_color: bool) -> Colours:
    """Return how many colours a terminal shows, from what rich calls its colour system."""
    if no_color:
        return "none"
    return "256" if color_system == "256" else "16" if color_system in ("standard", "windows") else "all"


@lru_cache(maxsize=16)
def palette_for(dark: bool, colours: Colours, ascii_only: bool = False) -> Palette:
    """Return the palette of a theme on a terminal of so many colours."""
    palette = _PALETTES[colours][dark]
    return replace(palette, ascii=True) if ascii_only else palette
