"""A film as an asciicast of version 2: a text that terminal players and GIF makers read."""

from __future__ import annotations

import json
from collections.abc import Iterator

from textual.strip import Strip

from engine.errors import InvalidValue
from tui.demo.captions import caption_lines, caption_row, most_lines
from tui.demo.film import PLACES, Film, Frame, seen_frames
from tui.demo.painting import BEGIN, END, Painting
from tui.terminal.text import safe

LARGEST = 50_000_000
"""Characters of a cast: far more than any player takes at once."""


def cast_of(film: Film) -> str:
    """Return a film as a cast. The same film gives the same text: it holds no date.

    The captions have lines of their own under the screen, if anything is ever said. Of several frames of the same
    moment the last is shown.

    Raises:
        InvalidValue: The cast would be too large.
    """
    lines, size = [], 0
    for line in _lines(film):
        size += len(line) + 1
        if size > LARGEST:
            raise InvalidValue(
                f"the cast would take more than {LARGEST // 1_000_000} MB: make the demo shorter, or its screen smaller"
            )
        lines.append(f"{line}\n")
    return "".join(lines)


def _lines(film: Film) -> Iterator[str]:
    said = most_lines(film)
    header = {"version": 2, "width": film.width, "height": film.height + said, "title": safe(film.title)}
    yield json.dumps(header, ensure_ascii=False)
    painting, begin = Painting(film.width), BEGIN
    for frame in seen_frames(film):
        if changes := begin + painting.change_to([*_screen(frame, film.height), *_captions(frame, film.width, said)]):
            yield _event(frame.at, changes)
        begin = ""
    yield _event(film.seconds, END)  # which also keeps the last frame on the screen until then


def _event(moment: float, written: str) -> str:
    return json.dumps([round(moment, PLACES), "o", written], ensure_ascii=False)


def _screen(frame: Frame, height: int) -> list[Strip]:
    return [*frame.rows, *[Strip([])] * (height - len(frame.rows))]


def _captions(frame: Frame, width: int, lines: int) -> list[Strip]:
    texts = caption_lines(frame.caption, width)
    return [caption_row(text, width) for text in texts + [""] * (lines - len(texts))]
