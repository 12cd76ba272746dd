"""What signals do at a prompt: ctrl+c pauses what runs, or drops what was typed; others leave. Never a traceback."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

LEAVING = ("SIGHUP", "SIGTERM")


class Pause:
    """Takes signals.

    Attributes:
        pressed: Whether ctrl+c was pressed since ``forget``, or is to leave.
        leaving: The number of the signal that told to leave; 0 if none did.
    """

    def __init__(self) -> None:
        self.pressed = False
        self.leaving = 0
        self._typing = False

    def forget(self) -> None:
        """Forget that ctrl+c was pressed."""
        self.pressed = bool(self.leaving)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Take signals meanwhile, unless whoever started the program has them ignored."""
        named = [getattr(signal, name) for name in LEAVING if hasattr(signal, name)]
        takers = {signal.SIGINT: self._take, **dict.fromkeys(named, self._leave)}
        before = {number: signal.getsignal(number) for number in takers}
        taken = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
        for number in taken:
            signal.signal(number, takers[number])
        try:
            yield
        finally:
            for number in taken:
                signal.signal(number, before[number])

    @contextmanager
    def typing(self) -> Iterator[None]:
        """Raise ``KeyboardInterrupt`` on a signal meanwhile: nothing runs, and what is typed is dropped."""
        self._typing = True
        try:
            if self.leaving:
                raise KeyboardInterrupt
            yield
        finally:
            self._typing = False

    def _take(self, number: int, frame: object) -> None:
        self.pressed = True
        if self._typing:
            raise KeyboardInterrupt

    def _leave(self, number: int, frame: object) -> None:
        self.leaving = number
        self._take(number, frame)
