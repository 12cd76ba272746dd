"""The footer: the keys that matter now, as many as there is room for."""

from dataclasses import dataclass

from textual.geometry import Region
from textual.strip import Strip

from tui.renderables.line import Line
from tui.renderables.palette import Palette, style


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
    while kept and sum(_width(hint) for hint in kept) > width:
        kept.remove(max(kept, key=lambda hint: hint.rank))
    line, spots = Line(), []
    bar, bold = style(palette.muted, palette.bar), style(palette.key, palette.bar, bold=True)
    for hint in kept:
        spots.append((Region(line.width, 0, _width(hint), 1), hint.action))
        line.add(f" {hint.key}", bold).add(f" {hint.label} ", bar)
    return line.strip(width, bar), spots


def _width(hint: KeyHint) -> int:
    return len(hint.key) + len(hint.label) + 3
