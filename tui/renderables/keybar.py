"""The footer: the keys that matter now, as many as there is room for."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip

from tui.renderables.line import Line
from tui.renderables.palette import Palette, style

ROOMY, TIGHT = 1, 0
"""Cells behind each key."""


@dataclass(frozen=True)
class KeyHint:
    """A key, what it does, and the action behind it. The lower the rank, the longer it stays when room is short."""

    key: str
    label: str
    action: str
    rank: int = 0


def key_bar(hints: tuple[KeyHint, ...], width: int, palette: Palette) -> tuple[Strip, list[tuple[Region, str]]]:
    """Draw the footer.

    Returns:
        The line, and for each key where it stands and which action it is the twin of.
    """
    kept = list(hints)
    while kept and sum(_width(hint, TIGHT) for hint in kept) > width:
        kept.remove(max(kept, key=lambda hint: hint.rank))
    gap = ROOMY if sum(_width(hint, ROOMY) for hint in kept) <= width else TIGHT
    line, spots = Line(), []
    bar, bold = style(palette.muted, palette.bar), style(palette.key, palette.bar, bold=True)
    for hint in kept:
        spots.append((Region(line.width, 0, _width(hint, gap), 1), hint.action))
        line.add(f" {hint.key}", bold).add(f" {hint.label}{' ' * gap}", bar)
    return line.strip(width, bar), spots


def _width(hint: KeyHint, gap: int) -> int:
    return cell_len(hint.key) + cell_len(hint.label) + 2 + gap
