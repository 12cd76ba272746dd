"""A log on disk that lines are added to: written at once by a thread of its own, and on the disk within 0.2 s."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

from engine.errors import DataError

SECONDS_TO_DISK = 0.2
"""So much is lost at most when the power fails."""
SECONDS_TO_RETRY = 2.0
MOST_WAITING = 20_000_000
"""Bytes that wait for a disk that is full; beyond it nothing more is kept."""
PRIVATE = 0o600
Task = Callable[[], object]


class AppendingFile:
    """A file to which lines are added; whoever adds one never waits for the disk.

    What cannot be written, as on a full disk, is kept and tried again: the file never has a hole.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, troubled: Callable[[str], object] = lambda why: None) -> None:
        """Create the file, or go on behind the last whole line of one that is there.

        Args:
            path: The file.
            troubled: Is told, in the thread that writes, why lines cannot be written, and "" when they can again.

        Raises:
            OSError: The file cannot be opened.
        """
        self.path = path
        self._troubled, self._trouble = troubled, ""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), PRIVATE)
        self._end = _after_last_line(self._file)
        self._waiting: deque[bytes | Task] = deque()
        self._bytes = 0  # that wait
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._unsynced_since: float | None = None
        self._thread = threading.Thread(target=self._write_until_closed, name="log", daemon=True)
        self._thread.start()

    def add(self, line: str) -> None:
        """Add a line, without its end."""
        content = f"{line}\n".encode()
        with self._changed:
            if self._bytes < MOST_WAITING:
                self._bytes += len(content)
                self._put(content)

    def do(self, task: Task) -> None:
        """Have another file written once the lines before are, and before those after it.

        Args:
            task: Writes it; a DataError or OSError says that it cannot be written now.
        """
        with self._changed:
            self._put(task)

    def _put(self, content: bytes | Task) -> None:
        self._waiting.append(content)
        self._changed.notify()

    def close(self) -> None:
        """Write what waits, if it can be written, and close the file."""
        with self._changed:
            self._closing.set()
            self._changed.notify()
        self._thread.join()

    def _write_until_closed(self) -> None:
        closing = False
        while not closing:
            closing = self._closing.is_set()
            next_one = self._next(wait=not closing)
            if next_one is not None:
                closing = False  # there may be more
                done = self._write(next_one) if isinstance(next_one, bytes) else self._done(next_one)
                if not done:
                    if self._closing.is_set():
                        break
                    self._closing.wait(SECONDS_TO_RETRY)
                    continue
                self._take(next_one)
            if closing or self._left_to_sync() == 0.0:
                self._sync()
        os.close(self._file)

    def _next(self, wait: bool) -> bytes | Task | None:
        """Return the lines that wait to be written, or a task; wait for some, or until it is time to close or sync."""
        with self._changed:
            if wait and not self._waiting and not self._closing.is_set():
                self._changed.wait(self._left_to_sync())
            if not self._waiting or not isinstance(self._waiting[0], bytes):
                return self._waiting[0] if self._waiting else None
            return b"".join(takewhile(lambda one: isinstance(one, bytes), self._waiting))  # type: ignore[arg-type]

    def _take(self, done: bytes | Task) -> None:
        """Take what has been written from what waits."""
        with self._changed:
            if not isinstance(done, bytes):
                self._waiting.popleft()
                return
            self._bytes -= len(done)
            left = len(done)
            while left:
                one = self._waiting.popleft()
                assert isinstance(one, bytes)
                left -= len(one)
        if self._unsynced_since is None:
            self._unsynced_since = time.monotonic()

    def _done(self, task: Task) -> bool:
        """Do a task; return False if it cannot be done now."""
        try:
            task()
        except (DataError, OSError) as error:
            self._say(str(error))
            return False
        self._say("")
        return True

    def _left_to_sync(self) -> float | None:
        """Return the seconds until lines must be on the disk; None if all are."""
        if self._unsynced_since is None:
            return None
        return max(0.0, self._unsynced_since + SECONDS_TO_DISK - time.monotonic())

    def _write(self, lines: bytes) -> bool:
        """Write lines; if that fails, take back what was written of them, and return False."""
        written = 0
        try:
            os.lseek(self._file, self._end, os.SEEK_SET)
            while written < len(lines):
                written += os.write(self._file, lines[written:])
        except OSError as error:
            self._take_back()
            self._say(error.strerror or "unknown reason")
            return False
        self._end += written
        self._say("")
        return True

    def _take_back(self) -> None:
        try:
            os.ftruncate(self._file, self._end)
        except OSError as error:  # a torn line is cut off when the file is read
            self._say(error.strerror or "unknown reason")

    def _sync(self) -> None:
        self._unsynced_since = None
        try:
            getattr(os, "fdatasync", os.fsync)(self._file)
        except OSError as error:
            self._say(error.strerror or "unknown reason")

    def _say(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
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
