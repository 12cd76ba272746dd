"""The key bar: the keys that matter now, as many as fit."""

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip

from engine.quick_dataclass import dataclass
from tui.drawing.line import Line
from tui.drawing.palette import Palette, style
from tui.drawing.signs import ENTER, SPELLED_ENTER

ROOMY, TIGHT = 2, 1
"""Cells between two keys."""
WIDE = 100
"""From this width on, keys are left out rather than moved closer together."""


@dataclass(frozen=True)
class KeyHint:
    """A key, or a pair of keys that do one thing in two directions.

    Attributes:
        key: The key, or both keys of a pair, each a single character.
        label: What it does.
        action: What a click on it does; for a pair, a click on the first key.
        rank: The highest rank is dropped first when room is short.
        other: For a pair, what a click on the second key or on the label does.
    """

    key: str
    label: str
    action: str
    rank: int = 0
    other: str = ""


def key_bar(
    hints: tuple[KeyHint, ...], width: int, palette: Palette, background: str = ""
) -> tuple[Strip, list[tuple[Region, str]]]:
    """Draw the key bar.

    Args:
        hints: The keys.
        width: Cells of the bar.
        palette: Colours of the theme.
        background: The colour of the bar if it is not the palette's.

    Returns:
        The line, and the region of each key with the action that a click there does.
    """
    kept = [replace(hint, key=hint.key.replace(ENTER, SPELLED_ENTER)) for hint in hints] if palette.ascii else [*hints]
    while kept and key_bar_width(kept, ROOMY if width >= WIDE else TIGHT) > width:
        kept.remove(max(kept, key=lambda hint: hint.rank))
    gap = ROOMY if key_bar_width(kept, ROOMY) <= width else TIGHT
    line, spots = Line(), []
    background = background or palette.bar
    bar, bold = style(palette.muted, background), style(palette.key, background, bold=True)
    for number, hint in enumerate(kept):
        start = line.width
        line.add(" " * (gap if number else 1), bar)
        key = line.width
        line.add(hint.key, bold).add(f" {hint.label}", bar)
        middle = key + 1 if hint.other else line.width
        spots.append((Region(start, 0, middle - start, 1), hint.action))
        if hint.other:
            spots.append((Region(middle, 0, line.width - middle, 1), hint.other))
    return line.strip(width, bar), spots


def key_bar_width(hints: Sequence[KeyHint], gap: int = ROOMY) -> int:
    """Count the cells of keys side by side, with a blank before the first."""
    return sum(cell_len(hint.key) + 1 + cell_len(hint.label) for hint in hints) + gap * (len(hints) - 1) + 1
