"""Read the bytes of a file: regular files only, no more than allowed, and never blocking."""

import math
import os
import stat

from engine.data.options import MAX_BYTES, MAX_ROWS, MOST_ROWS, raise_limit
from engine.errors import WrongOption
from engine.wording import file_name, refusal


def file_content(path: str | os.PathLike[str], max_bytes: int) -> bytes:
    """Return the bytes of a regular file; refuse anything else (a FIFO, a device, a terminal) without blocking on it.

    Args:
        path: The file, or a symbolic link to it.
        max_bytes: The largest size that is read.

    Raises:
        DataError: The file cannot be read, is not a regular file, is empty or too large.
    """
    file = file_name(path)
    try:
        # Checked before opening, since opening can block or have effects; and after, since the path may have changed.
        _check(file, os.stat(path), max_bytes)  # noqa: PTH116 (Path.stat is no clearer for a str)
        with open(path, "rb", opener=_open_without_waiting) as stream:
            _check(file, os.fstat(stream.fileno()), max_bytes)
            data = stream.read(max_bytes + 1) or b""  # None if a file that claims to be regular has no data yet
    except OSError as error:
        raise refusal(file, f"cannot be read: {error.strerror or 'unknown reason'}") from None
    except ValueError:  # a NUL character in the path
        raise refusal(file, "is not a valid file name") from None
    if len(data) > max_bytes:
        raise too_large(file, len(data), max_bytes)
    if not data:
        raise empty(file)
    return data


def too_large(file: str, size: int, max_bytes: int) -> Exception:
    """Return the error for a file that is too large; it names the limit to set, if there is one that would do."""
    what = f"larger than {max_bytes // 1_000_000:,} MB"
    needed = math.ceil(size * MAX_ROWS / MAX_BYTES / 10_000) * 10_000
    if needed > MOST_ROWS:
        return refusal(file, what)
    return WrongOption(str(refusal(file, f"{what}; {raise_limit(needed)}")), "max_rows")


def empty(file: str) -> Exception:
    """Return the error for an empty file."""
    return refusal(file, "the file is empty; a header line and rows of data are needed")


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # Windows has no O_NONBLOCK


def _check(file: str, status: os.stat_result, max_bytes: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise refusal(file, "is a directory, not a CSV file")
    if not stat.S_ISREG(status.st_mode):
        raise refusal(file, "is not a regular file")
    if status.st_size == 0:  # also true of files in /proc, some of which block or have effects when read
        raise empty(file)
    if status.st_size > max_bytes:
        raise too_large(file, status.st_size, max_bytes)
