"""The list of settings, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from tui.dialogs.settings.setting import Setting
from tui.drawing.line import Line
from tui.drawing.palette import Palette, style
from tui.drawing.wrapping import word_lines
from tui.terminal.text import safe

NAME_WIDTH = 18
VALUE_WIDTH = 18
INDENT = 4
LONGEST_ABOUT, ABOUT_LINES = 200, 3
"""Cells and lines of what the chosen setting means, where that takes lines of its own."""


def setting_lines(
    settings: Sequence[Setting[Any]],
    chosen: int,
    width: int,
    height: int,
    palette: Palette,
    above: bool = False,
    below: bool = False,
) -> list[Strip]:
    """Draw one line a setting, the chosen one marked, with arrows where it can be changed.

    What the chosen one means follows in full on lines of its own where it does not fit beside it.

    Args:
        settings: those in sight.
        chosen: which of them is marked.
        width: in cells.
        height: how many lines there is room for.
        palette: the colours.
        above: whether there are others above them, which an arrow at the right edge tells.
        below: likewise.
    """
    lines: list[Strip] = []
    for number, setting in enumerate(settings):
        lines.append(_line(setting, number == chosen, width, palette))
        if number == chosen:
            look = style(palette.muted, palette.row)
            told = (Line().add(" " * INDENT + text, look) for text in told_below(setting, width))
            lines += [line.strip(width, look) for line in told]
    lines = lines[:height]
    for number, more, sign in ((0, above, "↑"), (-1, below, "↓")):
        if more and lines and width > 1:
            lines[number] = Strip([*lines[number].crop(0, width - 1), Segment(sign, style(palette.key))], width)
    return lines


def told_below(setting: Setting[Any], width: int) -> list[str]:
    """Return what a setting means in lines of ``width`` cells; none where that fits beside its value."""
    about = safe(setting.about, LONGEST_ABOUT)
    fits = cell_len(about) <= _room_beside(width)
    return [] if fits else word_lines(about, width - INDENT - 1)[:ABOUT_LINES]


def _room_beside(width: int) -> int:
    return width - NAME_WIDTH - VALUE_WIDTH - 2


def arrow_at(setting: Setting, column: int) -> int:
    """Say which arrow of a line a column is on: -1, 1, or 0 for none."""
    if setting.fixed:
        return 0
    before, behind = NAME_WIDTH, NAME_WIDTH + VALUE_WIDTH - 2
    return -1 if before <= column < before + 2 else 1 if behind <= column < behind + 2 else 0


def _line(setting: Setting, chosen: bool, width: int, palette: Palette) -> Strip:
    background = palette.row if chosen else None
    muted, arrow = style(palette.muted, background), style(palette.key, background, bold=True)
    value = style(palette.text, background, bold=True)
    line = Line().add("▸ " if chosen else "  ", arrow)
    line.add(safe(setting.name, NAME_WIDTH - 3), style(palette.text if chosen else palette.muted, background)).to(
        NAME_WIDTH, muted
    )
    shown = safe(setting.value, VALUE_WIDTH - 4).center(VALUE_WIDTH - 4)
    if setting.fixed:
        line.add(f"  {shown}  ", muted)
    else:
        line.add("‹ ", arrow).add(shown, value).add(" ›", arrow)
    room = _room_beside(width)
    about = setting.brief if setting.brief and cell_len(setting.about) > room else setting.about
    return line.add(f" {safe(about, room)}", muted).strip(width, muted)
