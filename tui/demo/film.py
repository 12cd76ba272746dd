"""A film of the screen: what a demo's script has made, as pictures with their times."""

from __future__ import annotations

from textual.strip import Strip

from engine.quick_dataclass import dataclass

PLACES = 3
"""Decimals of a second that count."""


@dataclass(frozen=True, eq=False)
class Frame:
    """The screen at a moment of a demo. Immutable.

    Attributes:
        at: Seconds since the beginning.
        rows: The lines of the screen.
        caption: What is said under the screen; "" for nothing.
        line: The number of the script's line that is being done.
    """

    at: float
    rows: tuple[Strip, ...]
    caption: str
    line: int


@dataclass(frozen=True, eq=False)
class Film:
    """The frames of a demo. Immutable.

    Attributes:
        title: What it is called.
        width: Columns of the largest screen in it.
        height: Lines of the largest screen in it.
        frames: In the order of their times, at least one.
        seconds: How long it is in all, at least until the last frame.
    """

    title: str
    width: int
    height: int
    frames: tuple[Frame, ...]
    seconds: float


def seen_frames(film: Film) -> tuple[Frame, ...]:
    """Return the frames that are seen: of several of the same millisecond the last."""
    return tuple({round(frame.at, PLACES): frame for frame in film.frames}.values())
