"""The lock of a session on disk: one process writes, and the lock of a process that is gone is taken over."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import socket
import stat
from pathlib import Path

from engine.session.saved.atomic_file import PRIVATE

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MOST_BYTES = 300
_REFUSED = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
"""What file systems without locks answer, such as some network homes."""
_NO_LINKS = (*_REFUSED, errno.EPERM)
_HOW = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Lock:
    """The lock of a session, held until it is let go or the process ends.

    Where the file system has locks the kernel frees them with the process. Elsewhere the file itself is the lock: it is
    made by one process alone, and one that a process of this machine left behind is taken over.
    """

    def __init__(self, path: Path, file: int | None) -> None:
        self._path, self._file = path, file

    def is_at(self, path: Path) -> bool:
        """Return whether this is the lock of that path, and its file has not been removed or replaced meanwhile."""
        if path != self._path:
            return False
        if self._file is not None:
            return _is_still_there(path, self._file)
        try:
            return _content(path) == _here()
        except OSError:
            return False

    def release(self) -> None:
        """Let go of the lock."""
        with contextlib.suppress(OSError):  # in a folder that has become read-only the lock ends with the process
            if self.is_at(self._path):
                self._path.unlink(missing_ok=True)
        if self._file is not None:
            os.close(self._file)
            self._file = None


def lock(path: Path, any_host: bool = False) -> Lock | None:
    """Take a lock; None if another process has it.

    Args:
        path: The file of the lock.
        any_host: Whether it is taken over too where another machine has left it, of which nobody here knows whether it
            goes on: not every network home shows the locks of other machines.

    Raises:
        OSError: The file of the lock cannot be made.
    """
    if fcntl is None:
        return _lock_by_making(path)
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | _HOW, PRIVATE)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not _is_still_there(path, file):
                os.close(file)  # the process that had it removed the file meanwhile
                continue
        except BlockingIOError:
            os.close(file)
            return None
        except OSError as error:
            _remove_empty(path, file)
            if error.errno not in _REFUSED:
                raise
            return _lock_by_making(path)
        if not any_host and other_host(path):
            os.close(file)
            return None
        _sign(file)
        return Lock(path, file)


def _is_still_there(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(file))
    except (FileNotFoundError, NotADirectoryError):
        return False


def _sign(file: int) -> None:
    """Write who has a lock, unless the file is something else; on a full disk the lock holds without it."""
    with contextlib.suppress(OSError):
        status = os.fstat(file)
        if stat.S_ISREG(status.st_mode) and status.st_size <= MOST_BYTES and status.st_nlink == 1:
            if status.st_size:  # ext4 writes a file that was cut to nothing to the disk at once: 3 ms a lock
                os.ftruncate(file, 0)
            os.pwrite(file, _here(), 0)


def _remove_empty(path: Path, file: int) -> None:
    """Close the file of a lock that could not be taken; remove it if this has made it."""
    with contextlib.suppress(OSError):
        if not os.fstat(file).st_size and _is_still_there(path, file):
            path.unlink()
    os.close(file)


def _lock_by_making(path: Path) -> Lock | None:
    for _ in range(2):
        try:
            _make(path)
        except FileExistsError:
            if not _is_left_behind(path):
                return None
            path.unlink(missing_ok=True)
            continue
        return Lock(path, None)
    return None


def _make(path: Path) -> None:
    """Make the file of a lock with all that stands in it, at once.

    Raises:
        FileExistsError: It is there.
        OSError: It cannot be made.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_new(new)
        try:
            os.link(new, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _write_new(path)
    finally:
        new.unlink(missing_ok=True)


def _write_new(path: Path) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    try:
        os.write(file, _here())
    except OSError:
        path.unlink()
        raise
    finally:
        os.close(file)


def _here() -> bytes:
    return f"{socket.gethostname()} {os.getpid()}\n".encode()


def _is_left_behind(path: Path) -> bool:
    """Return whether a process of this machine that is gone has made the lock."""
    try:
        host, pid = _content(path).decode().split()
        if host != socket.gethostname():
            return False
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError, OverflowError):
        return False
    return False


def _content(path: Path) -> bytes:
    """Return how a file begins; nothing waits for one that is not regular."""
    file = os.open(path, os.O_RDONLY | _HOW)
    try:
        return os.read(file, MOST_BYTES)
    finally:
        os.close(file)


def other_host(path: Path) -> str:
    """Return the machine whose lock this is, if it is another one's; "" if not."""
    try:
        words = _content(path).decode().split()
    except (OSError, ValueError):
        return ""
    return words[0] if len(words) == 2 and words[1].isdecimal() and words[0] != socket.gethostname() else ""
