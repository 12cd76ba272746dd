"""The line under the top line during the walk through a sample: what the phase means, and what the next one does."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip

from engine.explaining.phase_words import PhaseWords
from tui.drawing.line import Line
from tui.drawing.palette import Palette, style
from tui.panels.bars.keybar import KeyHint, key_bar, key_bar_width

SIGN = " ◆ "


def phase_line(
    words: PhaseWords, playing: bool, width: int, palette: Palette
) -> tuple[Strip, list[tuple[Region, str]]]:
    """Draw what is said about a phase: its meaning on the left, the keys that go on from there on the right.

    Args:
        words: What is said.
        playing: Whether the phases are played.
        width: Cells of the line.
        palette: The colours.

    Returns:
        The line, and the region of each key with the action that a click there does.
    """
    shortest = len(SIGN) + cell_len(words.meaning[-1]) + 1
    keys = next((keys for keys in _keys(words, playing) if shortest + key_bar_width(keys) <= width), ())
    cells = key_bar_width(keys)
    room = width - cells - (shortest + cells < width) if keys else width  # a blank at the end where there is room
    meaning = next((text for text in words.meaning if len(SIGN) + cell_len(text) < room), words.meaning[-1])
    plain = style(palette.text, palette.row)
    line = Line().add(SIGN, style(palette.key, palette.row, bold=True)).add(meaning, plain)
    bar, spots = key_bar(keys, width - room, palette, palette.row)
    shown = Strip.join([line.strip(room, plain), bar])
    return shown.adjust_cell_length(width, plain), [(region.translate((room, 0)), action) for region, action in spots]


def _keys(words: PhaseWords, playing: bool) -> Iterator[tuple[KeyHint, ...]]:
    """Yield the keys as they are written with less and less room."""
    play = KeyHint("m", "pause" if playing else "play", "do('play')")
    for text in words.then:
        yield KeyHint("n", text, "do('phase')"), play
    yield (KeyHint("n", words.then[-1], "do('phase')"),)
