"""Removing sessions from their folder: those of these names, those that are old, and those that are one too many."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.session.saved.atomic_file import left_behind
from engine.session.saved.folder import LOCK, LOG, ROWS, STATES, SessionsFolder
from engine.session.saved.lock import PRIVATE, lock

MOST_SESSIONS = 50
MOST_DAYS = 90
"""The newest sessions are kept, so many, and those in which something was done in so many days."""
DAY = 86_400.0
RULE_SAID = ".rule-said"
"""A file in the folder once the learner was told that the rule has removed sessions."""
_FILES = (STATES, ROWS, LOG)
"""The ends of the files of a session. The log is removed last: until then it is listed."""


@dataclass(frozen=True)
class Removed:
    """What was removed. Immutable.

    Attributes:
        names: The names of the sessions.
        size: The bytes of their files.
        in_use: The sessions that another process has: they stay.
    """

    names: tuple[str, ...]
    size: int
    in_use: tuple[str, ...] = ()


def remove(folder: SessionsFolder, names: Iterable[str]) -> Removed:
    """Remove sessions, but for those that another process has; other files of the folder are left alone.

    Args:
        folder: Where they are.
        names: Their names.

    Raises:
        OSError: One cannot be removed; those before it are.
    """
    removed, in_use, size = list[str](), list[str](), 0
    for name in names:
        held = lock(folder.beside(name, LOCK))
        if held is None:
            in_use.append(name)
            continue
        try:
            size += _remove_files(folder, name)
            removed.append(name)
        finally:
            held.release()
    return Removed(tuple(removed), size, tuple(in_use))


def _remove_files(folder: SessionsFolder, name: str) -> int:
    """Remove the files of a session, whose lock is held; return their bytes."""
    size = 0
    for end in _FILES:
        path = folder.beside(name, end)
        for file in (*left_behind(path), path):
            with contextlib.suppress(FileNotFoundError):
                file_size = file.lstat().st_size
                file.unlink()
                size += file_size
    return size


def older(folder: SessionsFolder, seconds: float) -> tuple[str, ...]:
    """Return the sessions in which nothing was done for so long, the newest first."""
    limit = time.time() - seconds
    return tuple(name for name, done in folder.found() if done < limit)


def keep_to_rule(folder: SessionsFolder, told: Callable[[int], object] = lambda removed: None) -> None:
    """Remove the sessions that are too old or one too many, as far as that is possible: nothing waits for it.

    Args:
        folder: Where they are.
        told: Is told how many were removed, the first time in this folder.
    """
    too_many, removed = folder.names()[MOST_SESSIONS:], 0
    for name in dict.fromkeys((*too_many, *older(folder, MOST_DAYS * DAY))):
        with contextlib.suppress(OSError):
            removed += len(remove(folder, (name,)).names)
    if removed and _is_first_time(folder):
        told(removed)


def _is_first_time(folder: SessionsFolder) -> bool:
    """Return whether this was never asked of the folder before."""
    try:
        os.close(os.open(folder.path / RULE_SAID, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    except OSError:
        return False
    return True
