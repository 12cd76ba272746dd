"""The lock of a session on disk: one process writes, and the lock of a process that is gone is taken over."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PRIVATE = 0o600
MOST_BYTES = 300
_REFUSED = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
"""What file systems without locks answer, such as some network homes."""


class Lock:
    """The lock of a session, held until it is let go or the process ends.

    Where the file system has locks the kernel frees them with the process. Elsewhere the file itself is the lock: it is
    made by one process alone, and one that a process of this machine left behind is taken over.
    """

    def __init__(self, path: Path, file: int | None) -> None:
        self._path, self._file = path, file

    def release(self) -> None:
        """Let go of the lock."""
        with contextlib.suppress(OSError):  # in a folder that has become read-only the lock ends with the process
            self._path.unlink(missing_ok=True)
        if self._file is not None:
            os.close(self._file)
            self._file = None


def lock(path: Path) -> Lock | None:
    """Take a lock; None if another process has it.

    Raises:
        OSError: The file of the lock cannot be made.
    """
    if fcntl is None:
        return _lock_by_making(path)
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return None
        except OSError as error:
            os.close(file)
            if error.errno not in _REFUSED:
                raise
            return _lock_by_making(path)
        if _is_still_there(path, file):
            os.ftruncate(file, 0)
            os.write(file, _here())
            return Lock(path, file)
        os.close(file)  # the process that had it removed the file meanwhile


def _is_still_there(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _lock_by_making(path: Path) -> Lock | None:
    for _ in range(2):
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        except FileExistsError:
            if not _is_left_behind(path):
                return None
            path.unlink(missing_ok=True)
            continue
        os.write(file, _here())
        os.close(file)
        return Lock(path, None)
    return None


def _here() -> bytes:
    return f"{socket.gethostname()} {os.getpid()}\n".encode()


def _is_left_behind(path: Path) -> bool:
    """Return whether a process of this machine that is gone has made the lock."""
    try:
        with path.open("rb") as stream:
            host, pid = stream.read(MOST_BYTES).decode().split()
        if host != socket.gethostname():
            return False
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError, OverflowError):
        return False
    return False
