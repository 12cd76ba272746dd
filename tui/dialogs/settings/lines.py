"""Drawing a list of settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from tui.dialogs.settings.setting import Setting
from tui.drawing.canvas import Canvas
from tui.drawing.line import Line
from tui.drawing.palette import Palette, style
from tui.drawing.wrapping import word_lines
from tui.terminal.text import safe

NAME_AT = 2
"""The cell at which the name of a setting begins."""
NAME_WIDTH = 18
VALUE_WIDTH = 18
INDENT = 4
NARROWEST_BESIDE = 12
"""Cells beside a value from which on they say what it means."""
LONGEST_ABOUT, ABOUT_LINES = 200, 3
"""The most cells and lines for what the selected setting means, where that takes lines of its own."""


def setting_lines(
    settings: Sequence[Setting[Any]], selected: int, canvas: Canvas, above: bool = False, below: bool = False
) -> list[Strip]:
    """Draw a line for each setting, with arrows where it can be changed and the selected one marked.

    What the selected setting means follows on lines of its own if it does not fit beside the value.

    Args:
        settings: The settings in view.
        selected: The index of the selected one among them.
        canvas: Where to draw.
        above: Whether there are more above, which an arrow at the right edge shows.
        below: Whether there are more below, likewise.
    """
    width, palette = canvas.width, canvas.palette
    lines: list[Strip] = []
    for number, setting in enumerate(settings):
        lines.append(_line(setting, number == selected, width, palette))
        if number == selected:
            look = style(palette.muted, palette.row_on_bar)
            lines += [Line().add(" " * INDENT + text, look).strip(width, look) for text in about_below(setting, width)]
    lines = lines[: canvas.height]
    for number, more, sign in ((0, above, "↑"), (-1, below, "↓")):
        if more and lines and width > 1:
            lines[number] = Strip([*lines[number].crop(0, width - 1), Segment(sign, style(palette.key))], width)
    return lines


def about_below(setting: Setting[Any], width: int) -> list[str]:
    """Return the lines of ``width`` cells that say what a setting means; empty if that fits beside its value."""
    about = safe(setting.about, LONGEST_ABOUT)
    fits = cell_len(about) <= _room_beside(width) >= NARROWEST_BESIDE
    return [] if fits else word_lines(about, width - INDENT - 1)[:ABOUT_LINES]


def arrow_at(setting: Setting[Any], column: int) -> int:
    """Return which arrow of a line is at a column: -1 for ‹, 1 for ›, 0 for neither."""
    if not setting.has_steps:
        return 0
    before, behind = NAME_WIDTH, NAME_WIDTH + VALUE_WIDTH - 2
    return -1 if before <= column < before + 2 else 1 if behind <= column < behind + 2 else 0


def is_value(column: int) -> bool:
    """Tell whether the value of a setting is at a column of its line."""
    return NAME_WIDTH <= column < NAME_WIDTH + VALUE_WIDTH


def _line(setting: Setting[Any], selected: bool, width: int, palette: Palette) -> Strip:
    background = palette.row_on_bar if selected else None
    muted, arrow = style(palette.muted, background), style(palette.key, background, bold=True)
    value = style(palette.text, background, bold=True)
    line = Line().add(("▸" if selected else " ").ljust(NAME_AT), arrow)
    line.add(safe(setting.name, NAME_WIDTH - 3), style(palette.text if selected else palette.muted, background)).to(
        NAME_WIDTH, muted
    )
    if setting.has_steps:
        shown = safe(setting.value, VALUE_WIDTH - 4).center(VALUE_WIDTH - 4)
        line.add("‹ ", arrow).add(shown, value).add(" ›", arrow)
    else:
        line.add(safe(setting.value, VALUE_WIDTH).center(VALUE_WIDTH), muted if setting.fixed else value)
    room = _room_beside(width)
    about = setting.brief if setting.brief and cell_len(setting.about) > room else setting.about
    return line.add(f" {safe(about, room) if room >= NARROWEST_BESIDE else ''}", muted).strip(width, muted)


def _room_beside(width: int) -> int:
    return width - NAME_WIDTH - VALUE_WIDTH - 2
