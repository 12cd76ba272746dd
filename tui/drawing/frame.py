"""The frame around a panel, with a title in its upper edge and a subtitle in its lower edge.

Not Textual's own border, which repaints the whole panel when its title changes.
"""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from tui.drawing.canvas import Canvas
from tui.drawing.line import Line, blank
from tui.drawing.palette import Palette, style
from tui.terminal.text import safe

TITLE_AT = 3
"""The cell at which the title begins."""
Caption = Sequence[tuple[str, str]]
"""Pieces of text, each with its colour."""


def framed(
    lines: Sequence[Strip],
    title: str,
    subtitle: str | Caption,
    focused: bool,
    canvas: Canvas,
    corner: str = "",
    key: str = "",
) -> list[Strip]:
    """Put a frame around lines.

    Args:
        lines: The inside. It is cut, or filled with empty lines.
        title: Written into the upper edge.
        subtitle: Written into the lower edge, right-aligned, in one colour or in several.
        focused: Whether the panel has the focus.
        canvas: Where to draw, frame included.
        corner: Written at the right end of the upper edge if the title leaves room; see ``corner_at``.
        key: The key that leads to the panel, written before the title; "" if none does.
    """
    width, height, palette = canvas.width, canvas.height, canvas.palette
    if width < 2 or height < 2:
        return [blank(width) for _ in range(height)]
    edge = style(palette.accent if focused else palette.faint)
    name = style(palette.text if focused else palette.muted, bold=focused)
    inner, side = width - 2, Segment("│", edge)
    top, bottom = Line().add("╭", edge), Line().add("╰", edge)
    if title and inner > 6:
        top.add("─ ", edge)
        if key:
            top.add(f"{key} ", style(palette.key, bold=focused))
        top.add(safe(title, inner - 1 - top.width), name).add(" ", edge)
    if corner and (start := corner_at(corner, width)) > top.width:
        top.add("─" * (start - 1 - top.width) + " ", edge).add(safe(corner, inner), style(palette.key)).add(" ─", edge)
    top.add("─" * (width - 1 - top.width) + "╮", edge)
    ending = _ending(subtitle, inner - 4, palette) if inner > 6 else []
    if ending:
        room = inner - 3 - sum(cell_len(text) for text, _ in ending)
        bottom.add("─" * room + " ", edge)
        for text, colour in ending:
            bottom.add(text, style(colour))
        bottom.add(" ─╯", edge)
    else:
        bottom.add("─" * inner + "╯", edge)
    shown = [*lines[: height - 2], *(blank(inner) for _ in range(height - 2 - len(lines)))]
    middle = [Strip([side, *line.adjust_cell_length(inner), side], width) for line in shown]
    return [top.strip(width, edge), *middle, bottom.strip(width, edge)]


def corner_at(corner: str, width: int) -> int:
    """Return the column at which the text in the upper right corner of a frame of ``width`` cells begins."""
    return width - 3 - cell_len(corner)


def _ending(subtitle: str | Caption, room: int, palette: Palette) -> list[tuple[str, str]]:
    """Make a subtitle safe to show, and cut it to ``room`` cells."""
    pieces: list[tuple[str, str]] = []
    for text, colour in [(subtitle, palette.muted)] if isinstance(subtitle, str) else subtitle:
        fitting = safe(text, room)
        room -= cell_len(fitting)
        pieces += [(fitting, colour)] if fitting else []
    return pieces
