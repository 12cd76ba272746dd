"""Graceful shutdown: on a signal, or when the terminal is gone."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import os
import queue
import select
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if sys.platform != "win32":  # where the console ends its programs
    import termios

if TYPE_CHECKING:
    from textual.app import App

SIGNALS = ("SIGHUP", "SIGINT", "SIGTERM")
STDIN, TEXTUAL_OUTPUT = 0, 2
POLL_EVERY = 0.5
"""Seconds between two looks at whether the terminal is still there."""
GRACE = 1.2
"""Seconds that a graceful shutdown may take before the process is ended, without those in which one of its threads
waited for a processor: the app waits for those that read the keys and write to the terminal."""
RESTORING = 0.2
"""Seconds that the last resort may take to restore the terminal, likewise."""
MOST_GRACE = 10.0
"""Seconds that each of them may take at most, however busy the machine is."""
SAVING = 10.0
"""Seconds that are left to write the session once the terminal is restored."""
RESTORE = b"\x18\x1b[?2026l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h" + b"".join(
    b"\x1b[?%dl" % mode for mode in (1000, 1003, 1004, 1006, 1015, 2004)
)
"""Cancels an unfinished sequence, and resets every mode that Textual has set."""


class ShutdownHandler:
    """Exits an app gracefully when a signal tells it to, or when its terminal has gone.

    Textual handles neither SIGHUP nor SIGTERM, and with its terminal gone it spins for ever.
    """

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._restoring = threading.Lock()  # the app and the last resort never restore the terminal at the same time
        self._restored = False
        self._told: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._modes: Any = None
        if sys.platform != "win32" and os.isatty(STDIN):
            self._modes = termios.tcgetattr(STDIN)

    def install(self) -> None:
        """Install the signal handlers and begin to watch the terminal; call it in the app's event loop."""
        if self._app.is_headless:
            return
        self._loop, self._in_app = asyncio.get_running_loop(), contextvars.copy_context()
        threading.Thread(target=self._exit_at_last, name="last resort", daemon=True).start()
        for name in SIGNALS:
            if hasattr(signal, name):
                # Not loop.add_signal_handler: the loop stands still once a terminal that takes no output has filled
                # Textual's queue.
                signal.signal(getattr(signal, name), lambda number, _: self._exit(128 + number))
        if sys.platform != "win32":
            threading.Thread(target=self._watch_terminal, name="hang-up watch", daemon=True).start()

    def _watch_terminal(self) -> None:
        """Exit when the other side of the terminal is closed: SIGHUP may be ignored, as under nohup."""
        poll = select.poll()
        poll.register(STDIN, 0)  # hang-up and error are always reported
        while not poll.poll(POLL_EVERY * 1000):
            pass
        self._exit(128 + signal.SIGHUP)

    def _exit(self, code: int) -> None:
        """Exit with a code; a signal handler calls it, so that it takes no lock that the main thread may hold."""
        self._told.put(code)
        with contextlib.suppress(RuntimeError):  # the loop is closed: the app is exiting already
            self._loop.call_soon_threadsafe(self._app.exit, None, code, context=self._in_app)

    def _exit_at_last(self) -> None:
        """Wait until the app is told to exit; end the process if it does not do so in time.

        It does not when the terminal takes no output.
        """
        code = self._told.get()
        grace = _Grace(GRACE)
        while not grace.is_over:
            time.sleep(0.05)
        with self._restoring:
            if not self._restored:
                with contextlib.suppress(Exception):  # restore as much as can be
                    self._restore()
                os._exit(code)
        time.sleep(SAVING)
        os._exit(code)

    def terminal_restored(self) -> None:
        """Note that the app has restored the terminal; wait if the last resort is just doing so."""
        with self._restoring:
            self._restored = True

    def _restore(self) -> None:
        """Reset the terminal, ahead of all output that it has not taken yet, and let the app write nothing after it."""
        if sys.platform == "win32":
            return
        termios.tcsetattr(STDIN, termios.TCSANOW, self._modes)
        terminal = os.open(os.ttyname(STDIN), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        os.dup2(os.open(os.devnull, os.O_WRONLY), TEXTUAL_OUTPUT)
        grace = _Grace(RESTORING)
        while not grace.is_over:
            termios.tcflush(terminal, termios.TCOFLUSH)
            with contextlib.suppress(BlockingIOError):  # the write that was under way has filled it, or has its lock
                if os.write(terminal, RESTORE) == len(RESTORE):
                    return
            time.sleep(0.01)


class _Grace:
    """Time that something may take, without the time in which one of the threads waited for a processor."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._began, self._before = seconds, time.monotonic(), held_up(os.getpid())

    @property
    def is_over(self) -> bool:
        """Whether it has passed, or ``MOST_GRACE`` by the clock."""
        passed = time.monotonic() - self._began
        now = held_up(os.getpid())
        waited = sum(seconds - self._before.get(thread, 0.0) for thread, seconds in now.items())
        return passed > MOST_GRACE or passed - waited > self._seconds


def held_up(process: int) -> dict[str, float]:
    """Return for how many seconds each thread of a process waited for a processor.

    A process or thread that ends meanwhile is left out, as is everything where nobody counts them.
    """
    found = {}
    with contextlib.suppress(OSError):  # the process has ended, or there is no /proc
        for thread in Path(f"/proc/{process}/task").iterdir():
            with contextlib.suppress(OSError, ValueError, IndexError):  # the thread has just ended
                found[thread.name] = int((thread / "schedstat").read_text("ascii").split()[1]) / 1e9
    return found
