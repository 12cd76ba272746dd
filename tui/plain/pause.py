"""What ctrl+c does at a prompt: it pauses what runs, or drops what was typed; there is never a traceback."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class Pause:
    """Takes ctrl+c.

    Attributes:
        pressed: Whether it was pressed since ``forget``.
    """

    def __init__(self) -> None:
        self.pressed = False
        self._typing = False

    def forget(self) -> None:
        """Forget that it was pressed."""
        self.pressed = False

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Take ctrl+c meanwhile, unless whoever started the program has it ignored."""
        before = signal.getsignal(signal.SIGINT)
        if before is signal.SIG_IGN:
            yield
            return
        signal.signal(signal.SIGINT, self._take)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def typing(self) -> Iterator[None]:
        """Raise ``KeyboardInterrupt`` meanwhile: nothing runs, and what is typed is dropped."""
        self._typing = True
        try:
            yield
        finally:
            self._typing = False

    def _take(self, number: int, frame: object) -> None:
        self.pressed = True
        if self._typing:
            raise KeyboardInterrupt
