"""What the terminfo database knows of a terminal."""

from __future__ import annotations

from engine.quick_dataclass import dataclass

SCREEN = 2
"""Textual draws on stderr."""
TRUE_COLOURS = 1 << 24


@dataclass(frozen=True)
class Terminfo:
    """What is known of a terminal. Immutable.

    Attributes:
        colours: How many colours it shows.
        places_text: Whether it can be told where to write.
    """

    colours: int
    places_text: bool


def terminfo_of(term: str) -> Terminfo | None:
    """Look a terminal up by the name in TERM; None if nobody knows it. A process can ask for one terminal only."""
    try:
        import curses
    except ImportError:  # some Pythons come without it
        return None
    try:
        curses.setupterm(term, SCREEN)
    except (curses.error, ValueError):
        return None
    true = any(curses.tigetflag(name) == 1 for name in ("Tc", "RGB")) or curses.tigetnum("RGB") > 0
    colours = TRUE_COLOURS if true or curses.tigetstr("RGB") else max(curses.tigetnum("colors"), 0)
    return Terminfo(colours, bool(curses.tigetstr("cup")))
