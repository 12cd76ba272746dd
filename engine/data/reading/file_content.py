"""Read the bytes of a CSV file."""

import math
import os
import sys
from dataclasses import replace
from functools import partial

from engine import regular_files
from engine.data.options import MAX_BYTES, MAX_ROWS, MOST_ROWS, ReadOptions, raise_limit
from engine.errors import WrongOption
from engine.wording import file_name, refusal

_NEEDED = "a header line and rows of data are needed"


def file_content(path: str | os.PathLike[str], options: ReadOptions) -> tuple[bytes, int]:
    """Read a regular file; refuse anything else (a FIFO, a device, a terminal) without blocking on it.

    Args:
        path: The file, or a symbolic link to it.
        options: Its row limit says how many bytes are read at most.

    Returns:
        The bytes, and the size of the file: with a row limit, only the beginning of a larger file is read.

    Raises:
        DataError: The file cannot be read, is not a regular file, is empty or too large.
    """
    max_bytes = options.max_bytes
    wanted = regular_files.Wanted("a CSV file", max_bytes, _NEEDED, partial(too_large, max_bytes=max_bytes))
    if options.max_rows is None:
        data = regular_files.content(path, wanted)
        return data, len(data)
    with regular_files.opened(path, replace(wanted, most_bytes=sys.maxsize)) as stream:
        data = stream.read(max_bytes) or b""  # None if a file that claims to be regular has no data yet
        size = os.fstat(stream.fileno()).st_size
    if not data:
        raise empty(file_name(path))
    return data, size


def too_large(file: str, size: int, max_bytes: int) -> Exception:
    """Return the error for a file that is too large; it names the limit to set, if there is one that would do."""
    what = f"larger than {max_bytes // 1_000_000:,} MB"
    needed = math.ceil(size * MAX_ROWS / MAX_BYTES / 10_000) * 10_000
    if needed > MOST_ROWS:
        return refusal(file, what)
    return WrongOption(str(refusal(file, f"{what}; {raise_limit(needed)}")), "max_rows")


def empty(file: str) -> Exception:
    """Return the error for an empty file."""
    return refusal(file, f"the file is empty; {_NEEDED}")
