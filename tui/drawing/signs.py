"""ASCII signs for fonts that lack braille, frames and arrows: ``--ascii``.

What is drawn out of dots (edges, curves, maps, pictures) is drawn differently from the start, as
``Palette.ascii`` says. Every other sign has a twin in one table, which a filter puts in its place on the way to the
terminal. Letters and the signs of formulas, such as σ, ∂, δ, √, · and −, stay: fonts that have letters have them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

CURVE, DASHED_CURVE = "*", "."
"""What curves are drawn with."""
ENTER, SPELLED_ENTER = "⏎", "enter"
FILL = " ─"


def _box_drawing() -> dict[int, str]:
    """Return the twins of all lines of frames: - and | for straight ones, + for corners and crossings."""
    level = "─┄┈┉╌╍═╴╶╸╺╼╾"
    upright = "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"
    return {code: "-" if chr(code) in level else "|" if chr(code) in upright else "+" for code in range(0x2500, 0x2580)}


def _blocks() -> dict[int, str]:
    """Return the twins of half and whole blocks, of which Textual's scroll bars and fields are made."""
    twins = {"▀": '"', "▔": "-", "▕": "|", "░": ".", "▒": ":", "▓": "#", "█": "#"}
    twins |= dict.fromkeys("▁▂▃▄", "_") | dict.fromkeys("▅▆▇", "#") | dict.fromkeys("▉▊▋▌▍▎▏▐", "|")
    return {code: twins.get(chr(code), "#") for code in range(0x2580, 0x25A0)}


_TWINS: dict[int, str] = {
    **dict.fromkeys(range(0x2800, 0x2900), "*"),
    **dict(zip(map(ord, "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"), "||//--\\\\||", strict=True)),  # what turns while something takes long
    **_box_drawing(),
    **_blocks(),
    **{ord("━"): CURVE, ord("┅"): DASHED_CURVE},  # of the legends of charts
    **{ord(sign): "<" for sign in "←‹◀◂◄⟨"},
    **{ord(sign): ">" for sign in "→›▶▸►⟩"},
    **{ord(sign): "^" for sign in "↑▲△"},
    **{ord(sign): "v" for sign in "↓▼▽✓"},
    **{ord(sign): "x" for sign in "✗✕╳"},
    **{ord(sign): "-" for sign in "–—"},
    **{ord(sign): "?" for sign in "␛␤␡"},
    **{ord("…"): "~", ord("⋮"): ":", ord("‖"): "|", ord("■"): "#", ord("⌫"): "<"},
    **{ord("●"): "*", ord("•"): "*", ord("◆"): "*", ord("○"): "o", ord("◉"): "@"},
}


class AsciiSigns(LineFilter):
    """Puts ASCII in the place of every sign that is no letter and belongs to no formula."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Change the text of a line."""
        if any(ENTER in segment.text for segment in segments):
            segments = _with_enter(segments)
        return [segment if segment.text.isascii() else _with_twins(segment) for segment in segments]


def is_ascii_only(app: App[Any]) -> bool:
    """Tell whether an app draws with ASCII: one that has the filter among those for its lines."""
    return any(isinstance(one, AsciiSigns) for one in app.get_line_filters())


def _with_enter(segments: list[Segment]) -> list[Segment]:
    """Spell the enter key out where its line has room: as many blanks, or cells of a frame, are taken away."""
    texts = [segment.text for segment in segments]
    more = len(SPELLED_ENTER) - len(ENTER)
    for number, text in enumerate(texts):
        for _ in range(text.count(ENTER)):
            fills = [at for at, other in enumerate(texts) if any(sign * (more + 2) in other for sign in FILL)]
            if fills:
                nearest = min(fills, key=lambda at: abs(at - number))
                sign = next(sign for sign in FILL if sign * (more + 2) in texts[nearest])
                texts[nearest] = texts[nearest].replace(sign * (more + 1), sign, 1)
                texts[number] = texts[number].replace(ENTER, SPELLED_ENTER, 1)
    return [Segment(text, style, control) for text, (_, style, control) in zip(texts, segments, strict=True)]


def _with_twins(segment: Segment) -> Segment:
    return Segment(segment.text.translate(_TWINS), segment.style, segment.control)


def barred(lines: Iterable[Strip]) -> list[Strip]:
    """Return the lines of a bar without dots between what they tell."""
    return [
        Strip([Segment(text.replace("·", "|"), style, control) for text, style, control in line], line.cell_length)
        for line in lines
    ]
