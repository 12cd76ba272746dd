"""The terminal of a lecture hall: whether a film can be played on it, its colours and its size. Knows no Textual."""

from __future__ import annotations

import os
import sys

from engine.errors import InvalidValue
from tui.terminal.colours import ColourSystem, colour_system
from tui.terminal.streams import is_terminal
from tui.terminal.terminfo import terminfo_of
from tui.terminal.usable import shows_only_lines

STDOUT = 1
INSTEAD = "--cast FILE and --gif FILE need none"
_UNKNOWN_SIZE = (80, 24)
"""Columns and lines of a terminal that does not tell them; most have them at least."""


def colours_here() -> ColourSystem:
    """Return how many colours the terminal shows.

    Raises:
        InvalidValue: There is no terminal that can show a film.
    """
    if sys.platform == "win32":
        raise InvalidValue(f"--play needs a terminal of Linux or macOS; {INSTEAD}")
    missing = [name for name in ("stdin", "stdout") if not is_terminal(getattr(sys, name))]
    if missing:
        are_none = "is none" if len(missing) == 1 else "are none"
        raise InvalidValue(f"--play needs a terminal, and {' and '.join(missing)} {are_none}; {INSTEAD}")
    term = os.environ.get("TERM", "")
    known = terminfo_of(term)
    if not term or shows_only_lines(term, known):
        raise InvalidValue(f"--play needs a terminal that can be told where to write; {INSTEAD}")
    return colour_system(os.environ, known)


def size_here() -> tuple[int, int]:
    """Return the columns and lines of the terminal."""
    try:
        columns, lines = os.get_terminal_size(STDOUT)
    except OSError:  # it is gone, as the next reading tells
        return _UNKNOWN_SIZE
    return (columns, lines) if columns and lines else _UNKNOWN_SIZE
