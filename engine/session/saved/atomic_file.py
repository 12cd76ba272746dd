"""Replacing a file as a whole: whenever the process or the machine stops, there is the old one or the new one."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from engine.wording import file_name, refusal

PRIVATE, SHARED = 0o600, 0o666
"""Who may read a file: its owner alone; or all whom the mask of the process lets."""
_PARTIAL = ".part"
_PARTIAL_NAME = re.compile(r"\.(.+)\.[0-9a-f]{16}\.part", re.DOTALL)
_NO_SYNC = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)
"""What file systems answer that cannot say when something is on the disk."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def replace_file(path: Path, write: Callable[[BinaryIO], None], mode: int = PRIVATE) -> None:
    """Write a file beside another, and put it in that one's place once it is on the disk.

    What an earlier process was writing when it was killed is removed: one process at a time writes a file.

    Args:
        path: The file. Its folder must be there.
        write: Writes the content.
        mode: Who may read it; the usual mask of the process is taken from it.

    Raises:
        DataError: It cannot be written; what was there is still there.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(8)}{_PARTIAL}")
    try:
        for left in os.listdir(path.parent):  # noqa: PTH208, there may be thousands of other files
            if name_of_partial(left) == path.name:
                path.with_name(left).unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(new, _NEW, mode), "wb") as stream:
                write(stream)
                stream.flush()
                sync(stream.fileno())
            new.replace(path)
        except BaseException:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise refusal(file_name(path), f"cannot be written: {error.strerror or 'unknown reason'}") from None
    _sync_folder(path.parent)


def replace_content(path: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Put these bytes in the place of a file, see ``replace_file``.

    Raises:
        DataError: They cannot be written; what was there is still there.
    """

    def write(stream: BinaryIO) -> None:
        stream.write(content)

    replace_file(path, write, mode)


def sync(file: int) -> None:
    """Wait until what was written to a file is on the disk, where the file system knows that.

    Raises:
        OSError: It cannot be put there.
    """
    try:
        getattr(os, "fdatasync", os.fsync)(file)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def name_of_partial(name: str) -> str:
    """Return for which file this was to be the new one, by its name; "" if it is something else."""
    found = _PARTIAL_NAME.fullmatch(name) if name.endswith(_PARTIAL) else None
    return found[1] if found else ""


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where folders can be synchronised."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(number)
        finally:
            os.close(number)
