"""The message line under the top line: one message at a time, with the keys that belong to it."""

from __future__ import annotations

from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip

from engine.quick_dataclass import dataclass
from tui.drawing.line import Line
from tui.drawing.palette import Palette, style
from tui.panels.bars.keybar import KeyHint, key_bar, key_bar_width
from tui.terminal.text import safe

SIGNS = {"saving": "!", "removed": "!", "session": "▸", "start": "▸", "stuck": "!", "data": "!"}
"""What messages are about, each with its sign: a session that is not saved, old ones that were removed, one that goes
on, the first steps, a network that can learn no more, the data that were read.

One of each kind at most; the first is shown.
"""
KINDS = tuple(SIGNS)
CLOSE = KeyHint("esc", "close", "close_over")
SHORTEST = 20
"""Cells of a message before its keys are left out."""


@dataclass(frozen=True)
class Notice:
    """A message that stays until it is closed.

    Attributes:
        kind: What it is about, one of ``KINDS``.
        text: One line.
        keys: The keys that belong to it, besides the one that closes it.
        shorter: Shorter wordings for narrow screens, the longest first.
    """

    kind: str
    text: str
    keys: tuple[KeyHint, ...] = ()
    shorter: tuple[str, ...] = ()


def posted(notices: tuple[Notice, ...], notice: Notice) -> tuple[Notice, ...]:
    """Add a notice in place of another of its kind."""
    return tuple(sorted((*dismissed(notices, notice.kind), notice), key=lambda one: KINDS.index(one.kind)))


def dismissed(notices: tuple[Notice, ...], kind: str) -> tuple[Notice, ...]:
    """Take away the notice of a kind, if there is one."""
    return tuple(notice for notice in notices if notice.kind != kind)


def notice_line(notice: Notice, width: int, palette: Palette) -> tuple[Strip, list[tuple[Region, str]]]:
    """Draw a notice in the wording that fits beside its keys, or cut to what they leave of the line.

    Returns:
        The line, and the region of each key with the action that a click there does.
    """
    keys = (*notice.keys, CLOSE)
    room = width - key_bar_width(keys) - 1
    if room < SHORTEST:
        keys, room = (), width
    plain = style(palette.text, palette.row)
    texts = (notice.text, *notice.shorter)
    text = next((text for text in texts if cell_len(text) <= room - 4), texts[-1])
    line = Line().add(f" {SIGNS[notice.kind]} ", style(palette.key, palette.row, bold=True))
    line.add(safe(text, max(0, room - 4)), plain)
    bar, spots = key_bar(keys, width - room, palette, palette.row)
    shown = Strip.join([line.strip(room, plain), bar])
    return shown.adjust_cell_length(width, plain), [(region.translate((room, 0)), action) for region, action in spots]
