"""A program on a pseudo-terminal: what it writes, when, and what its screen shows."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import pyte

from tests.patience import Patience
from tests.tui.shell import ROOT


class Terminal:
    """A pseudo-terminal, its screen, and a program that runs on it in a session of its own.

    Attributes:
        process: The program.
        output: All that it has written, as far as it has been read.
        screen: What that output looks like.
    """

    def __init__(
        self,
        command: Sequence[str],
        size: tuple[int, int] = (120, 36),
        ignoring: signal.Signals | None = None,
        **environment: str | None,
    ) -> None:
        """Start a program.

        Args:
            command: Its name and arguments.
            size: Columns and lines of the terminal.
            ignoring: A signal that is ignored from the start, as under nohup.
            environment: Variables to set; None removes one.
        """
        self.master, slave = os.openpty()
        self.resize(*size)
        variables = {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | environment
        known = {name: value for name, value in (dict(os.environ) | variables).items() if value is not None}

        def begin() -> None:
            os.login_tty(slave)
            for one in (signal.SIGINT, signal.SIGHUP):  # which are ignored where the tests run in the background
                signal.signal(one, signal.SIG_DFL)
            if ignoring is not None:
                signal.signal(ignoring, signal.SIG_IGN)

        self.process = subprocess.Popen(
            command, cwd=ROOT, env=known, preexec_fn=begin, close_fds=True, pass_fds=[slave]
        )
        os.close(slave)
        self.output = bytearray()
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pid in session_of(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.close()

    def close(self) -> None:
        """Close the terminal under the program."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def resize(self, columns: int, lines: int) -> None:
        """Resize the terminal, which signals the program."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        if hasattr(self, "screen"):
            self.screen.resize(lines, columns)

    def write(self, keys: str | bytes) -> None:
        """Type; read what the program writes meanwhile, or both would block.

        Raises:
            AssertionError: Patience is over, as the program reads nothing.
        """
        left = keys.encode() if isinstance(keys, str) else keys
        patience = None
        while left:
            if select.select([], [self.master], [], 0.01)[1]:
                left, patience = left[os.write(self.master, left[:512]) :], None
            else:
                patience = patience or self._patience()
                assert not patience.is_over, f"{len(left)} bytes not taken in {patience.seconds:.0f} s{self._seen}"
            self.read(0)

    def read(self, seconds: float) -> bytes:
        """Wait up to some seconds for output; show and return it."""
        if self.master < 0:
            time.sleep(min(seconds, 0.01))
            return b""
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            written = os.read(self.master, 1 << 16)
        except OSError:  # Linux's way to say that the other side is closed
            return b""
        self.show(written)
        return written

    def show(self, written: bytes) -> None:
        """Show output on the screen."""
        self.output += written
        self._stream.feed(written)

    def record(self, seconds: float) -> list[tuple[float, bytes]]:
        """Return what is written within some seconds, each piece with its time of arrival.

        The output must be passed to ``show``: drawing it here would delay the times.
        """
        pieces, end = [], time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self.master], [], [], left)[0]:
                pieces.append((time.perf_counter(), os.read(self.master, 1 << 16)))
        return pieces

    def until(self, happened: Callable[[], object]) -> float:
        """Read until a condition is true; return the seconds it took.

        Raises:
            AssertionError: Patience is over.
        """
        patience = self._patience()
        while not happened():
            assert not patience.is_over, f"not in {patience.seconds:.0f} s{self._seen}"
            self.read(0.02)
        return patience.seconds

    def shows(self, *texts: str) -> None:
        """Wait until the screen shows all these texts."""
        self.until(lambda: all(text in self.text for text in texts))

    def ends(self) -> float:
        """Wait until the program has ended; return the seconds it took."""
        took = self.until(lambda: self.process.poll() is not None)
        while self.read(0):  # its last output
            pass
        return took

    def _patience(self) -> Patience:
        return Patience(lambda: [os.getpid(), *session_of(self.process.pid)])

    @property
    def _seen(self) -> str:
        """What there is to say of a program that does not do what is waited for."""
        states = "".join(state_of(pid) for pid in session_of(self.process.pid))
        return f" (states {states!r}). On the screen:\n{self.text}"

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(self.screen.display)


def session_of(leader: int) -> list[int]:
    """Return the living processes of a session."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if _fields(pid)[3] == str(leader) and _fields(pid)[0] != "Z"]


def state_of(pid: int) -> str:
    """Return the state of a process: "R" running, "S" sleeping, "T" stopped …; "" if it has ended."""
    return _fields(pid)[0]


def processor_seconds(pid: int) -> float:
    """Return for how many seconds a living process has used a processor."""
    return sum(map(int, _fields(pid)[11:13])) / os.sysconf("SC_CLK_TCK")


def _fields(pid: int) -> list[str]:
    """Return the fields of ``/proc/PID/stat`` after the name, which may contain anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return [""] * 50
