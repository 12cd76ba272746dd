"""Plays a film on the terminal, for a lecture hall: at its own pace, or step by step."""

from __future__ import annotations

import codecs
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from textual.constants import ESCAPE_DELAY
from textual.events import Key
from textual.message import Message

from engine.errors import InvalidValue
from tui.demo.film import Film
from tui.demo.hall import colours_here, size_here
from tui.demo.painting import BEGIN, Painting
from tui.demo.playhead import Playhead
from tui.demo.projection import Projection
from tui.demo.taken_terminal import TakenTerminal, TerminalGone, taken_terminal
from tui.drawing.wrapping import word_lines
from tui.terminal.input_parser import PATIENCE, TerminalParser
from tui.terminal.streams import flush

HUNG_UP = 1
"""The number of the signal."""
ENDING = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM")
KEYS: dict[str, Callable[[Playhead], None]] = {
    "space": Playhead.pause_or_go_on,
    "right": Playhead.next_step,
    "left": Playhead.previous_step,
    "pagedown": Playhead.next_step,  # page down and up are the keys of a presenter
    "pageup": Playhead.previous_step,
    "home": Playhead.to_beginning,
    "end": Playhead.to_end,
}
"""What keys do."""
LEAVE = ("q", "escape", "ctrl+c")
"""Keys that end it; ctrl+c usually sends a signal instead."""


def play(film: Film) -> int:
    """Play a film on the terminal until a key leaves it, and return the exit code.

    Returns:
        0, or 128 plus the number of the signal that ended it.

    Raises:
        InvalidValue: There is no terminal that can show it, or too small a one.
    """
    colours = colours_here()
    projection = Projection(film, colours, "NO_COLOR" in os.environ)
    if missing := _missing(projection):
        raise InvalidValue(missing)
    flush()
    with taken_terminal(sys.stdout.encoding) as terminal:
        return _Show(Playhead(film), projection, COLOR_SYSTEMS[colours], terminal).run()


def _missing(projection: Projection) -> str:
    """Return what the terminal's size lacks, in one line; "" if nothing."""
    columns, lines = size_here()
    if columns >= projection.width and lines >= projection.height:
        return ""
    return (
        f"the demo takes {projection.width} × {projection.height}, the terminal has {columns} × {lines}: "
        "enlarge it, or choose a smaller font"
    )


class _Show:
    """A film that is being played."""

    def __init__(
        self, playhead: Playhead, projection: Projection, colours: ColorSystem, terminal: TakenTerminal
    ) -> None:
        self._playhead, self._projection, self._terminal = playhead, projection, terminal
        self._colours, self._painting = colours, Painting(projection.width, colours)
        self._is_as_it_was, self._missing = False, ""
        self._parser, self._decoder = TerminalParser(), codecs.getincrementaldecoder("utf-8")("replace")
        self._now = self._heard = time.monotonic()
        self._code: int | None = None

    def run(self) -> int:
        """Play until it is left, and return the exit code."""
        try:
            while self._code is None:
                self._paint()
                typed, told = self._terminal.wait(self._patience())
                self._heed(told)  # before time passes: none does while this process is stopped
                self._let_time_pass()
                self._take(self._parser.feed(self._decoder.decode(typed)) if typed else self._parser.tick())
                self._heard = self._now if typed else self._heard
        except TerminalGone:
            return 128 + HUNG_UP
        return self._code

    def _patience(self) -> float | None:
        """Return for how long to wait for keys at most: what may be the beginning of one may also be one of its own."""
        seconds = self._playhead.seconds_to_next
        if self._now - self._heard > PATIENCE:
            return seconds
        return ESCAPE_DELAY if seconds is None else min(seconds, ESCAPE_DELAY)

    def _let_time_pass(self) -> None:
        before, self._now = self._now, time.monotonic()
        self._playhead.let_pass(self._now - before)

    def _heed(self, told: list[str]) -> None:
        """Do what signals tell, in their order."""
        for name in told:
            if name in ENDING:
                self._code = 128 + getattr(signal, name)
                return
        stops = [name for name in told if name in ("SIGTSTP", "SIGCONT")]
        if stops:
            self._playhead.paused = True
        if stops[-1:] == ["SIGTSTP"]:  # else it has been taken back
            self._terminal.stop()
        elif stops:
            self._terminal.take()
        self._is_as_it_was = self._is_as_it_was and not told

    def _take(self, events: Iterable[Message]) -> None:
        """Do what keys tell; while the terminal is too small they can only leave."""
        for key in [event.key for event in events if isinstance(event, Key)]:
            if key in LEAVE:
                self._code = 0
            elif key in KEYS and not self._missing:
                KEYS[key](self._playhead)

    def _paint(self) -> None:
        """Paint what is to be seen now, unless the terminal has not taken yet what was to be seen before."""
        if not self._terminal.is_written:
            return
        if not self._is_as_it_was:
            self._is_as_it_was, self._missing = True, _missing(self._projection)
            self._painting = Painting(self._projection.width, self._colours)
            self._terminal.write(BEGIN)
            if self._missing:
                self._playhead.paused = True
                self._terminal.write("\x1b[H" + "\r\n".join(_fitting(f"{self._missing} · q leaves")))
        if not self._missing:
            self._terminal.write(self._painting.change_to(self._projection.rows(self._playhead)))


def _fitting(text: str) -> list[str]:
    """Break a text into lines for the terminal, as many as it has."""
    columns, lines = size_here()
    return word_lines(text, columns)[:lines]
