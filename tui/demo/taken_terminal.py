"""A terminal that is taken to show a film on it, and given back however that ends. Nothing here waits for it to write.

Read ``taken_terminal`` first.
"""

from __future__ import annotations

import errno
import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tui.demo.painting import BEGIN, END
from tui.terminal.job_control import has_shell_above

if sys.platform != "win32":  # whose console has no such modes
    import termios

STDIN, STDOUT = 0, 1
SIGNALS = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGTSTP", "SIGCONT", "SIGWINCH")
_TAKE = f"\x1b[?1049h{BEGIN}".encode()
_GIVE_BACK = f"\x1b[2J{END}\x1b[?1049l\x1b[?25h".encode()
_CANCEL = b"\x18"
"""Ends a sequence of which only the beginning was written."""
_GRACE = 0.3
"""Seconds that a terminal has for taking what is left to write."""
_TRIES = 10


class TerminalGone(Exception):
    """The other side of the terminal is closed."""


class TakenTerminal:
    """The terminal of this process: see ``taken_terminal``."""

    def __init__(self, output: int, signals: int, modes: list[Any], encoding: str) -> None:
        """Take the terminal.

        Args:
            output: Where to write; a write that would wait fails.
            signals: Where the number of each signal can be read.
            modes: Those of the terminal before.
            encoding: That of the terminal.
        """
        self._output, self._signals, self._modes, self._encoding = output, signals, modes, encoding
        self._unwritten = b""
        self.take()

    @property
    def is_written(self) -> bool:
        """Whether the terminal has taken all that was written."""
        return not self._unwritten

    def write(self, text: str) -> None:
        """Write, as soon as the terminal takes it: while ``wait`` waits."""
        self._unwritten += text.encode(self._encoding, "replace")

    def wait(self, seconds: float | None) -> tuple[bytes, list[str]]:
        """Wait until something is typed, a signal comes, or all is written.

        Args:
            seconds: How long at most; None for as long as it takes.

        Returns:
            What was typed, and the names of the signals.

        Raises:
            TerminalGone: The terminal is gone.
        """
        ready, writable, _ = select.select(
            [STDIN, self._signals], [self._output] if self._unwritten else [], [], seconds
        )
        told = os.read(self._signals, 512) if self._signals in ready else b""
        typed = b""
        try:
            if STDIN in ready:
                typed = os.read(STDIN, 4096)
                if not typed:
                    raise TerminalGone
            if writable:
                self._write_some()
        except OSError:
            raise TerminalGone from None
        return typed, [signal.Signals(number).name for number in told]

    def stop(self) -> None:
        """Give the terminal back and stop until the shell lets this process go on, if there is one that would."""
        if has_shell_above():
            self.give_back()
            signal.raise_signal(signal.SIGSTOP)
            self.take()

    def take(self) -> None:
        """Take the terminal, for the first time or after a stop."""
        modes = [*self._modes]
        modes[0] &= ~termios.IXON  # ctrl+s would hold a film for good
        # Not ISIG: ctrl+c and ctrl+z send their signals to all that the shell has started with this process.
        modes[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
        self._set(modes)
        self._unwritten = (_CANCEL if self._unwritten else b"") + _TAKE

    def give_back(self) -> None:
        """Give the terminal back; what it does not take in time is not written."""
        with suppress(OSError):
            self._write_within(_GRACE)
            if self._unwritten:
                self._unwritten = _CANCEL
                with suppress(termios.error):
                    termios.tcflush(self._output, termios.TCOFLUSH)
            self._unwritten += _GIVE_BACK
            self._write_within(_GRACE)
        self._set(self._modes)

    def _write_some(self) -> None:
        with suppress(BlockingIOError):
            self._unwritten = self._unwritten[os.write(self._output, self._unwritten[:4096]) :]

    def _write_within(self, seconds: float) -> None:
        end, left = time.monotonic() + seconds, seconds
        while self._unwritten and left:
            left = max(end - time.monotonic(), 0.0)  # after the end it is tried once more: a busy machine may come late
            if select.select([], [self._output], [], left)[1]:
                self._write_some()

    def _set(self, modes: list[Any]) -> None:
        """Set the modes of the terminal; in the background this stops the process until it is in the foreground."""
        for _ in range(_TRIES):
            try:
                termios.tcsetattr(STDIN, termios.TCSANOW, modes)
            except termios.error as error:
                if error.args[0] == errno.EINTR:
                    continue
            return


@contextmanager
def taken_terminal(encoding: str) -> Iterator[TakenTerminal]:
    """Take the terminal of stdin and stdout, and give it back at the end, whatever happens meanwhile.

    Keys are read as they are typed. Signals only tell their numbers, to ``wait``.

    Args:
        encoding: That of the terminal.
    """
    modes = termios.tcgetattr(STDIN)
    output = _opened()
    signals, tell = os.pipe()
    for end in (output, signals, tell):
        os.set_blocking(end, False)
    told_before = signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    before = {number: signal.signal(number, _note) for name in SIGNALS if (number := getattr(signal, name, None))}
    try:
        terminal = TakenTerminal(output, signals, modes, encoding)
        try:
            yield terminal
        finally:
            terminal.give_back()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(told_before)
        for end in (output, signals, tell):
            os.close(end)


def _opened() -> int:
    """Open the terminal of stdout anew, so that only here a write does not wait: the shell has the same stdout."""
    try:
        name = os.ttyname(STDOUT)
    except OSError:  # as in some containers
        name = "/dev/tty"
    return os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)


def _note(number: int, frame: object) -> None:
    """Do nothing: the number is already in the pipe."""
