"""Opening files from outside: regular files only, no larger than allowed, and never blocking."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from engine.quick_dataclass import dataclass
from engine.wording import file_name, refusal


@dataclass(frozen=True)
class Wanted:
    """What a file has to be.

    Attributes:
        kind: What it is, such as "a CSV file".
        most_bytes: The largest size that is read.
        empty: What an empty file lacks.
        too_large: Makes the refusal of a larger file from its name and size.
    """

    kind: str
    most_bytes: int
    empty: str
    too_large: Callable[[str, int], Exception]


@contextmanager
def opened(path: str | os.PathLike[str], wanted: Wanted) -> Iterator[BinaryIO]:
    """Open a regular file; refuse anything else (a FIFO, a device, a terminal) without blocking on it.

    Args:
        path: The file, or a symbolic link to it.
        wanted: What it has to be.

    Raises:
        DataError: The file cannot be read, is not a regular file, is empty or too large.
    """
    file = file_name(path)
    try:
        # Checked before opening, since opening can block or have effects; and after, since the path may have changed.
        _check(file, _status(file, path), wanted)
        with open(path, "rb", opener=_open_without_waiting) as stream:
            _check(file, os.fstat(stream.fileno()), wanted)
            yield stream
    except OSError as error:
        raise refusal(file, f"cannot be read: {error.strerror or 'unknown reason'}") from None


def content(path: str | os.PathLike[str], wanted: Wanted) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        DataError: See ``opened``.
    """
    file = file_name(path)
    with opened(path, wanted) as stream:
        data = stream.read(wanted.most_bytes + 1) or b""  # None if a file that claims to be regular has no data yet
    if len(data) > wanted.most_bytes:
        raise wanted.too_large(file, len(data))
    if not data:
        raise refusal(file, f"the file is empty; {wanted.empty}")
    return data


def _status(file: str, path: str | os.PathLike[str]) -> os.stat_result:
    try:
        return os.stat(path)  # noqa: PTH116 (Path.stat is no clearer for a str)
    except ValueError:  # a NUL character in the path
        raise refusal(file, "is not a valid file name") from None


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # Windows has no O_NONBLOCK


def _check(file: str, status: os.stat_result, wanted: Wanted) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise refusal(file, f"is a directory, not {wanted.kind}")
    if not stat.S_ISREG(status.st_mode):
        raise refusal(file, "is not a regular file")
    if status.st_size == 0:  # also true of files in /proc, some of which block or have effects when read
        raise refusal(file, f"the file is empty; {wanted.empty}")
    if status.st_size > wanted.most_bytes:
        raise wanted.too_large(file, status.st_size)
