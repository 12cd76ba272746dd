"""A terminal at the far end of a slow line, which answers questions when they have come through."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Sequence
from typing import Any

from tests.tui.pseudo_terminal import Terminal

QUESTION = b"\x1b[6n"
"""Where is the cursor?"""
PIECE = 512
"""The most bytes that come through at once."""
LONGEST_BURST = 0.02
"""Seconds' worth of bytes that a line carries at once after a rest."""


class SlowTerminal(Terminal):
    """A pseudo-terminal whose output arrives at a limited rate.

    Attributes:
        rate: Bytes a second. 0 means that the line is cut for the time being.
        answers: Whether it answers questions.
    """

    def __init__(self, command: Sequence[str], rate: int, answers: bool = True, **more: Any) -> None:
        """Start a program.

        Args:
            command: Its name and arguments.
            rate: See the class.
            answers: See the class.
            more: See ``Terminal``.
        """
        super().__init__(command, **more)
        self.rate, self.answers = rate, answers
        self._free_at = time.monotonic()
        self.screen.write_process_input = self._answer

    def _answer(self, text: str) -> None:
        if self.answers:
            os.write(self.master, text.encode())

    def read(self, seconds: float) -> bytes:
        """Wait up to some seconds for what comes through; show and return it."""
        if not self.rate:
            time.sleep(seconds)
            return b""
        now = time.monotonic()
        self._free_at = max(self._free_at, now - LONGEST_BURST)
        if (until_free := self._free_at - now) > 0:
            time.sleep(min(seconds, until_free))
            if until_free > seconds:
                return b""
        written = self._take(seconds)
        self._free_at += len(written) / self.rate
        return written

    def ends(self) -> float:
        """Wait until the program has ended and all that it wrote has come through; return the seconds it took."""
        took = super().ends()
        while self._take(0):
            pass
        return took

    def _take(self, seconds: float) -> bytes:
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            written = os.read(self.master, PIECE)
        except OSError:
            return b""
        self.show(written)
        return written

    @property
    def questions(self) -> int:
        """The questions that have come through: one behind each picture."""
        return self.output.count(QUESTION)
