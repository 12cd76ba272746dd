"""Ending when the terminal is gone. Textual notices neither a hang-up nor a request to end."""

from __future__ import annotations

import asyncio
import contextlib
import select
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

SIGNALS = ("SIGHUP", "SIGTERM")
EVERY = 0.5
"""Seconds between two looks at whether the terminal is still there."""


class Lifeline:
    """Ends an application in good order when it is told to, or when nobody can see it any more."""

    def __init__(self, app: App[None]) -> None:
        self._app = app

    def watch(self) -> None:
        """Begin; to be called in the application's event loop."""
        if self._app.is_headless:
            return
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            if hasattr(signal, name):
                with contextlib.suppress(NotImplementedError):  # Windows has its own way to end a console's programs
                    loop.add_signal_handler(getattr(signal, name), self._end, 128 + getattr(signal, name))
        if hasattr(select, "poll"):
            self._app.set_interval(EVERY, self._look)

    def _look(self) -> None:
        """End if the other side of the terminal was closed: its signal may be ignored, as under nohup."""
        poll = select.poll()
        poll.register(sys.__stdin__.fileno(), 0)  # hang-up and error are told unasked
        if poll.poll(0):
            self._end(128 + signal.SIGHUP)

    def _end(self, code: int) -> None:
        self._app.exit(return_code=code)
