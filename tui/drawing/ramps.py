"""Shades for terminals of 256 and of 16 colours, chosen by hand so that a ramp keeps one hue.

The nearest of few colours to a mixed one wanders through other hues: orange through tan and salmon, blue through teal
and purple. Colours are given by their number in the palette of the terminal.
"""

from __future__ import annotations

from collections.abc import Mapping

CUBE, GREYS = 16, 232
"""The first number of the 6 × 6 × 6 cube and of the 24 greys."""
_LEVELS = (0, 95, 135, 175, 215, 255)
_ANSI = (
    *("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"),
    *("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"),
)
"""What rich takes the first 16 for. A terminal shows its own, but keeps their names: black, red, green, yellow …"""


def numbered(number: int) -> str:
    """Return one of the 256 colours as "#rrggbb"."""
    if number < CUBE:
        return _ANSI[number]
    if number >= GREYS:
        return f"#{8 + 10 * (number - GREYS):02x}" + 2 * f"{8 + 10 * (number - GREYS):02x}"
    red, green, blue = (_LEVELS[(number - CUBE) // size % 6] for size in (36, 6, 1))
    return f"#{red:02x}{green:02x}{blue:02x}"


Numbers = tuple[int, ...]
_DARK_256: dict[tuple[int, int], Numbers] = {
    (233, 208): (94, 94, 94, 94, 130, 130, 172, 208),  # positive
    (233, 75): (17, 18, 18, 25, 26, 26, 33, 75),  # negative
    (233, 245): (238, 240, 242, 245),  # a weight of 0
    (17, 26): (17, 17, 18, 18, 25, 25, 26, 26),  # the fill of a tile
    (233, 17): (233, 234, 17),  # the body of a tile
    (17, 255): (234, 236, 238, 240, 243, 246, 249, 252, 255),  # a picture
    # the fields of the map
    (233, 121): (23, 29, 29, 36, 121),
    (233, 197): (53, 89, 89, 125, 197),
    (233, 98): (54, 54, 54, 55, 98),
    (233, 220): (58, 58, 58, 100, 220),
    (233, 44): (23, 30, 30, 37, 44),
    (233, 28): (22, 22, 22, 28, 28),
    (233, 153): (60, 60, 60, 67, 153),
    (233, 31): (24, 24, 24, 31, 31),
}
_LIGHT_256: dict[tuple[int, int], Numbers] = {
    (231, 130): (223, 223, 223, 215, 215, 166, 166, 130),
    (231, 26): (153, 153, 153, 75, 75, 33, 32, 26),
    (231, 241): (250, 248, 245, 241),
    (254, 75): (254, 254, 153, 153, 153, 75, 75, 75),
    (231, 254): (231, 255, 254),
    (254, 233): (254, 251, 248, 245, 242, 239, 236, 233),
    (231, 35): (158, 158, 158, 121, 35),
    (231, 88): (224, 217, 217, 174, 88),
    (231, 55): (189, 183, 183, 183, 55),
    (231, 136): (230, 229, 229, 222, 136),
    (231, 239): (254, 251, 251, 248, 239),
    (231, 33): (195, 159, 159, 117, 33),
    (231, 23): (152, 152, 152, 116, 23),
    (231, 97): (182, 182, 182, 176, 97),
}
_DARK_16: dict[tuple[int, int], Numbers] = {
    (0, 11): (3, 3, 11),
    (0, 12): (4, 4, 12),
    (0, 7): (8, 7),
    (4, 12): (4, 12),
    (0, 4): (0,),
    (4, 15): (0, 8, 7, 15),
    (0, 10): (2, 2, 10),
    (0, 13): (5, 5, 13),
    (0, 14): (6, 6, 14),
    (0, 9): (1, 1, 9),
    (0, 15): (7, 7, 15),
    (0, 8): (8,),
    (0, 2): (10,),
    (0, 5): (13,),
}
_LIGHT_16: dict[tuple[int, int], Numbers] = {
    (15, 3): (11, 11, 3),
    (15, 4): (14, 14, 4),
    (15, 8): (7, 8),
    (7, 14): (7, 14),
    (15, 7): (15,),
    (7, 0): (15, 7, 8, 0),
    (15, 2): (10, 10, 2),
    (15, 5): (13, 13, 5),
    (15, 6): (6,),
    (15, 1): (9, 9, 1),
    (15, 0): (8, 8, 0),
    (15, 12): (12,),
    (15, 10): (2,),
    (15, 13): (5,),
}

RAMPS: Mapping[tuple[str, str], tuple[str, ...]] = {
    (numbered(low), numbered(high)): tuple(map(numbered, shades))
    for ramps in (_DARK_256, _LIGHT_256, _DARK_16, _LIGHT_16)
    for (low, high), shades in ramps.items()
}
"""From two colours of a palette of few colours to the shades between them, the first colour's end first."""
BRIGHT = frozenset(map(numbered, (2, 3, 6, 7, 10, 11, 13, 14, 15)))
"""Those of the 16 colours on which black can be read on every terminal better than white."""
