"""What signals do at a prompt: ctrl+c pauses what runs, or drops what was typed; others leave. Never a traceback."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LEAVING = ("SIGHUP", "SIGTERM")
HUNG_UP = 1
"""The number of SIGHUP, which Windows has not."""
SENT_AGAIN = 0.05
"""Seconds after which a signal to leave that was not taken is sent again."""


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

    def hang_up(self) -> None:
        """Leave as on SIGHUP: the terminal has gone. The signal may come later, or be ignored."""
        self.leaving = self.leaving or HUNG_UP

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
            with self._watched({*named} & {*taken}):
                yield
        finally:
            for number in taken:
                signal.signal(number, before[number])

    @contextmanager
    def _watched(self, numbers: set[signal.Signals]) -> Iterator[None]:
        """Send signals to leave again until they are taken.

        One may come when the program is about to wait for a line, but does not wait yet. Nothing would wake it then.
        """
        if sys.platform == "win32":
            yield
            return
        told, tell = os.pipe()
        os.set_blocking(tell, False)
        before = signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
        watch = threading.Thread(target=self._send_again, args=(told, numbers), name="signals", daemon=True)
        watch.start()
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            os.close(tell)
            watch.join()  # whose signals would end the program once they are not taken any more

    def _send_again(self, told: int, numbers: set[signal.Signals]) -> None:
        with open(told, "rb", buffering=0) as signals:
            while came := signals.read(1):
                while came[0] in numbers:
                    time.sleep(SENT_AGAIN)
                    if self.leaving:
                        break
                    signal.pthread_kill(threading.main_thread().ident or 0, came[0])

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
