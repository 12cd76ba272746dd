"""What Textual leaves undone about a terminal: ending when told to or when it is gone, and outliving stray bytes."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import contextvars
import functools
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.drivers._writer_thread import WriterThread

try:
    import termios

    from textual.drivers import linux_driver
except ImportError:  # Windows, where the console ends its programs
    linux_driver = None
else:
    _suspend = linux_driver.LinuxDriver._sigtstp_application
    _resume = linux_driver.LinuxDriver._sigcont_application

if TYPE_CHECKING:
    from textual.app import App
    from textual.drivers.linux_driver import LinuxDriver

SIGNALS = ("SIGHUP", "SIGINT", "SIGTERM")
STDIN = 0
LOOK_EVERY = 0.5
"""Seconds between two looks at whether the terminal is still there."""
PATIENCE = 1.2
"""Seconds that an end in good order may take."""
RESTORE = b"\x18\x1b[?2026l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h" + b"".join(
    b"\x1b[?%dl" % mode for mode in (1000, 1003, 1004, 1006, 1015, 2004)
)
"""Cuts short what is being written, and takes back what Textual has set."""
RESTORE_TRIES = 20
WAKE_TRIES = 10
_waking = threading.Lock()


class Lifeline:
    """Ends an application in good order when it is told to, or when nobody can see it any more."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._last_word = threading.Lock()  # of those who give the terminal back, the last finishes what it does
        self._given_back = False
        if linux_driver is not None:
            linux_driver.getincrementaldecoder = _forgiving_decoder
            linux_driver.WriterThread = _Writer
            linux_driver.LinuxDriver._sigtstp_application = _sleep_and_wake
            linux_driver.LinuxDriver._sigcont_application = _wake
            self._modes = termios.tcgetattr(STDIN) if os.isatty(STDIN) else None

    def watch(self) -> None:
        """Begin; to be called in the application's event loop."""
        if self._app.is_headless:
            return
        self._loop, self._in_app = asyncio.get_running_loop(), contextvars.copy_context()
        for name in SIGNALS:
            if hasattr(signal, name):
                # Not by the loop, which stands still once a terminal that takes no output has filled Textual's queue.
                signal.signal(getattr(signal, name), lambda number, _: self._end(128 + number))
        if linux_driver is not None:
            self._app.bind("ctrl+z", "suspend_process", show=False)
            threading.Thread(target=self._look, name="lifeline", daemon=True).start()

    def _look(self) -> None:
        """End when the other side of the terminal was closed: its signal may be ignored, as under nohup."""
        poll = select.poll()
        poll.register(STDIN, 0)  # hang-up and error are told unasked
        while not poll.poll(LOOK_EVERY * 1000):
            pass
        self._end(128 + signal.SIGHUP)

    def _end(self, code: int) -> None:
        threading.Thread(target=self._end_at_last, args=(code,), name="last end", daemon=True).start()
        with contextlib.suppress(RuntimeError):  # the loop is closed: it is ending already
            self._loop.call_soon_threadsafe(self._app.exit, None, code, context=self._in_app)

    def _end_at_last(self, code: int) -> None:
        """End if no end in good order has come about, as where the terminal takes no output."""
        time.sleep(PATIENCE)
        with self._last_word:
            if not self._given_back:
                with contextlib.suppress(Exception):  # restore what can be
                    termios.tcsetattr(STDIN, termios.TCSANOW, self._modes)
                    self._restore(os.open(os.ttyname(STDIN), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK))
            os._exit(code)

    def let_go(self) -> None:
        """Take note that the application has given the terminal back; wait for what is doing so in its place."""
        with self._last_word:
            self._given_back = True

    def _restore(self, terminal: int) -> None:
        """Take back what was set, ahead of all that the terminal has not taken yet."""
        for _ in range(RESTORE_TRIES):
            termios.tcflush(terminal, termios.TCOFLUSH)
            with contextlib.suppress(BlockingIOError):  # what Textual writes meanwhile has filled it again
                if os.write(terminal, RESTORE) == len(RESTORE):
                    return
            time.sleep(0.01)


class _Writer(WriterThread):
    """Survives the terminal: a thread that is gone takes nothing from its queue, and who fills it waits for ever."""

    def run(self) -> None:
        try:
            super().run()
        except OSError:
            while self._queue.get() is not None:
                pass


def _sleep_and_wake(driver: LinuxDriver, *_: object) -> None:
    """Give the terminal back, stop, and take it again.

    Textual takes it again when it hears SIGCONT. Linux may hand that to a thread that was not yet asleep, and Python
    does not tell the main thread then; but that one knows that it was woken.
    """
    _suspend(driver)
    _wake(driver)


def _wake(driver: LinuxDriver, *_: object) -> None:
    """Take the terminal again, unless that is done or under way: done twice, two threads would read the keys.

    In the background it cannot be taken, and Textual stops again; once more, then, when it goes on.
    """
    if _waking.acquire(blocking=False):
        try:
            for _ in range(WAKE_TRIES):
                if driver._must_signal_resume:
                    _resume(driver)
        finally:
            _waking.release()


def _forgiving_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """Let Textual survive bytes that are not UTF-8, such as the é of a terminal set to Latin-1."""
    return functools.partial(codecs.getincrementaldecoder(encoding), "replace")
