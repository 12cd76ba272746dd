"""A log on disk that lines are added to: written at once by a thread of its own, and on the disk within 0.2 s."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

from engine.errors import DataError
from engine.quick_dataclass import dataclass
from engine.session.saved.atomic_file import PRIVATE, sync
from engine.session.saved.beside import Beside

SECONDS_TO_DISK = 0.2
"""So much is lost at most when the power fails."""
SECONDS_TO_RETRY = 2.0
MOST_WAITING = 20_000_000
"""Bytes that wait for a disk that is full; beyond it nothing more is kept."""
TOO_MUCH_WAITS = "too much has waited for a full disk"
_HOW = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, eq=False)
class _Task:
    act: Callable[[], object]
    holds_lines: bool


class AppendingFile:
    """A file to which lines are added; whoever adds one never waits for the disk.

    What cannot be written, as on a full disk, is kept and tried again: the file never has a hole. A file that has been
    removed meanwhile is written again.

    Attributes:
        length: How many bytes it has: whole lines.
    """

    def __init__(
        self, place: Callable[[bool], Path], troubled: Callable[[str], object] = lambda why: None, begin: bytes = b""
    ) -> None:
        """Begin to write.

        Args:
            place: Returns the path of the file, and makes what has to be there before it; in the thread that writes. It
                is told whether the file is gone that was written so far. A DataError or OSError says that this cannot
                be done now.
            troubled: Is told, in that thread, why lines cannot be written, and "" when they can again.
            begin: The lines with which a file begins that is not there yet; behind those of one that is it goes on.
        """
        self.length = 0
        self._place, self._troubled, self._begin = place, troubled, begin
        self._path, self._file, self._is_gone = Path(), -1, False
        self._trouble, self._is_cut = "", False
        self._beside = Beside()
        self._waiting: deque[bytes | _Task] = deque()
        self._bytes = 0  # that wait
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._unsynced: list[bytes] = []
        self._unsynced_since, self._syncs_at_once = 0.0, False
        self._thread = threading.Thread(target=self._write_until_closed, name="log", daemon=True)
        self._thread.start()

    def add(self, line: str) -> None:
        """Add a line, without its end."""
        content = f"{line}\n".encode()
        with self._changed:
            # Nothing follows what is left out.
            self._is_cut = self._is_cut or (bool(self._trouble) and self._bytes >= MOST_WAITING)
            if not self._is_cut:
                self._bytes += len(content)
                self._put(content)

    def do(self, act: Callable[[], object], holds_lines: bool = True) -> None:
        """Have another file written once the lines before are.

        Args:
            act: Writes it; a DataError or OSError says that it cannot be written now.
            holds_lines: Whether the lines after it mean nothing without it, and wait until it can be written. Otherwise
                nothing waits for it, it is tried once, and only the newest of those that wait is.
        """
        with self._changed:
            if not holds_lines:
                self._waiting = deque(one for one in self._waiting if isinstance(one, bytes) or one.holds_lines)
            self._put(_Task(act, holds_lines))

    def _put(self, content: bytes | _Task) -> None:
        self._waiting.append(content)
        self._changed.notify()

    def close(self) -> None:
        """Write what waits, if it can be written, and close the file."""
        with self._changed:
            self._closing.set()
            self._changed.notify()
        self._thread.join()
        self._beside.finish()

    # In the thread that writes

    def _write_until_closed(self) -> None:
        while True:
            is_closing, next_one = self._closing.is_set(), self._next()
            try:
                self._do(next_one)
                if self._left_to_sync() == 0.0:
                    self._sync()
            except (DataError, OSError) as error:
                self._say(error.strerror or "unknown reason" if isinstance(error, OSError) else str(error))
                if is_closing:
                    break
                self._closing.wait(SECONDS_TO_RETRY)
            else:
                if next_one is not None:
                    self._say("")
                elif is_closing:
                    break
        if self._file >= 0:
            with suppress(OSError):
                self._sync()
            os.close(self._file)

    def _next(self) -> bytes | _Task | None:
        """Return the lines that wait to be written, or a task; wait for some, or until it is time to close or sync."""
        with self._changed:
            if not self._waiting and not self._closing.is_set():
                self._changed.wait(self._left_to_sync())
            if not self._waiting or not isinstance(self._waiting[0], bytes):
                return self._waiting[0] if self._waiting else None
            return b"".join(takewhile(lambda one: isinstance(one, bytes), self._waiting))  # type: ignore[arg-type]

    def _do(self, next_one: bytes | _Task | None) -> None:
        """Write lines or do a task, if there is a file; otherwise open it.

        Raises:
            DataError: It cannot be done now.
            OSError: Likewise.
        """
        if next_one is None:
            return
        if self._file < 0:
            self._open()
        elif isinstance(next_one, bytes):
            self._write(next_one)
        else:
            if next_one.holds_lines:
                next_one.act()
            else:
                self._beside.do(next_one.act)
            with self._changed:
                if self._waiting and self._waiting[0] is next_one:  # no newer one has come instead
                    self._waiting.popleft()

    def _open(self) -> None:
        self._path = self._place(self._is_gone)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | _HOW, PRIVATE)
        self.length = _after_last_line(self._file)
        if not self.length and self._begin:
            self._put_first(self._begin)
        self._begin, self._is_gone = b"", False

    def _put_first(self, lines: bytes) -> None:
        with self._changed:
            self._waiting.appendleft(lines)
            self._bytes += len(lines)

    def _write(self, lines: bytes) -> None:
        """Write lines; if the rest cannot be written, those that are whole stay."""
        if not self._is_there():
            self._give_up()
            return
        written, whole = 0, 0
        try:
            os.lseek(self._file, self.length, os.SEEK_SET)
            while written < len(lines):
                written += os.write(self._file, memoryview(lines)[written:])
        finally:
            whole = lines.rfind(b"\n", 0, written) + 1
            self._written(lines[:whole])
            if whole < written:
                with suppress(OSError):  # a torn line is cut off when the file is read
                    os.ftruncate(self._file, self.length)
        if self._syncs_at_once:
            self._sync()

    def _is_there(self) -> bool:
        try:
            return os.path.samestat(self._path.lstat(), os.fstat(self._file))
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _give_up(self) -> None:
        """Leave a file that has been removed: another one begins with what it held."""
        os.lseek(self._file, 0, os.SEEK_SET)
        held, left = [], self.length
        while left and (block := os.read(self._file, left)):
            held.append(block)
            left -= len(block)
        os.close(self._file)
        self._file, self._begin, self._is_gone = -1, b"".join(held), True
        self._unsynced.clear()

    def _written(self, lines: bytes) -> None:
        """Take what has been written from what waits."""
        if not lines:
            return
        if not self._unsynced:
            self._unsynced_since = time.monotonic()
        self._unsynced.append(lines)
        self.length += len(lines)
        left = len(lines)
        with self._changed:
            self._bytes -= left
            while left:
                one = self._waiting.popleft()
                assert isinstance(one, bytes)
                if len(one) > left:
                    self._waiting.appendleft(one[left:])
                left -= min(left, len(one))

    def _left_to_sync(self) -> float | None:
        """Return the seconds until lines must be on the disk; None if all are."""
        if not self._unsynced:
            return None
        return max(0.0, self._unsynced_since + SECONDS_TO_DISK - time.monotonic())

    def _sync(self) -> None:
        """Have what was written on the disk; what could not be put there, as on some that are full, waits again."""
        lines = b"".join(self._unsynced)
        self._unsynced.clear()
        try:
            sync(self._file)
        except OSError:
            self.length -= len(lines)
            self._put_first(lines)
            self._syncs_at_once = True
            raise
        self._syncs_at_once = False

    def _say(self, trouble: str) -> None:
        if self._is_cut:
            trouble = TOO_MUCH_WAITS
        before, self._trouble = self._trouble, trouble  # before it is told: whoever hears of it may add lines at once
        if bool(trouble) != bool(before):
            self._troubled(trouble)


def _after_last_line(file: int) -> int:
    """Cut off a torn last line; return the length of the rest."""
    end = os.fstat(file).st_size
    at, block = end, 65_536
    while at > 0:
        begin = max(0, at - block)
        os.lseek(file, begin, os.SEEK_SET)
        found = os.read(file, at - begin).rfind(b"\n")
        if found >= 0:
            at = begin + found + 1
            break
        at = begin
    if at < end:
        os.ftruncate(file, at)
    return at
