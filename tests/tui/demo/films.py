"""Films for the tests: of the workbench, and of a few words."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from engine.experiment.starts import setup_for
from tui.app import GlassnetApp
from tui.demo.film import Film, Frame
from tui.drawing.screen_pictures.screen import rows_of as screen_rows


async def film_of(keys: Sequence[str], size: tuple[int, int] = (120, 36), start: str = "level2") -> Film:
    """Return a film of the workbench, one frame a second: after each key, which is what is said."""
    for name in ("TEXTUAL_THEME", "NO_COLOR"):
        os.environ.pop(name, None)
    os.environ["COLORTERM"] = "truecolor"
    frames = []
    app = GlassnetApp(setup_for(start))
    async with app.run_test(size=size) as pilot:
        for line, key in enumerate(["", *keys]):
            if key:
                await pilot.press(key)
            await pilot.pause()
            frames.append(Frame(float(line), screen_rows(app), f"The key {key} was pressed." if key else "", line))
    return Film("the workbench", *size, tuple(frames), float(len(keys) + 1))


def rows_of(*texts: str, width: int = 20, height: int = 4) -> tuple[Strip, ...]:
    """Return a screen of lines of text."""
    lines = [*texts, *[""] * (height - len(texts))]
    return tuple(Strip([Segment(text)]).adjust_cell_length(width) for text in lines)


def film_of_words(*said: str, width: int = 20, height: int = 4, each: float = 1.0) -> Film:
    """Return a film that shows "frame 1", "frame 2" …, each for some seconds, with these captions."""
    frames = tuple(
        Frame(number * each, rows_of(f"frame {number + 1}", width=width, height=height), caption, number + 1)
        for number, caption in enumerate(said)
    )
    return Film("words", width, height, frames, len(said) * each)
