"""Removing sessions from their folder: those of these names, those that are old, and those that are one too many."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from engine.quick_dataclass import dataclass
from engine.session.saved.atomic_file import PRIVATE, name_of_partial
from engine.session.saved.folder import LOCK, LOG, ROWS, STATES, SessionsFolder
from engine.session.saved.lock import lock

MOST_SESSIONS = 50
MOST_DAYS = 90
"""The newest sessions are kept, so many, and those in which something was done in so many days."""
AT_ONCE = 100
"""So many are removed when a session begins, the oldest: the lines of that one wait meanwhile."""
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


def remove(folder: SessionsFolder, names: Iterable[str], any_host: bool = True) -> Removed:
    """Remove sessions, but for those that another process has; other files of the folder are left alone.

    Args:
        folder: Where they are.
        names: Their names.
        any_host: Whether those that another machine has left locked are removed too.

    Raises:
        OSError: One cannot be removed; the others are.
    """
    removed, in_use, size = list[str](), list[str](), 0
    left, trouble = _left_behind(folder), None
    for name in names:
        try:
            held = lock(folder.beside(name, LOCK), any_host)
            if held is None:
                in_use.append(name)
                continue
            try:
                size += _remove_files(folder, name, left)
                removed.append(name)
            finally:
                held.release()
        except OSError as error:
            trouble = trouble or error
    if trouble is not None:
        raise trouble
    return Removed(tuple(removed), size, tuple(in_use))


def _left_behind(folder: SessionsFolder) -> dict[str, list[Path]]:
    """Return what processes that were killed have left of new files, by the name of the file."""
    left: dict[str, list[Path]] = {}
    with contextlib.suppress(FileNotFoundError):
        for file in os.listdir(folder.path):  # noqa: PTH208, of thousands only few become paths
            if name := name_of_partial(file):
                left.setdefault(name, []).append(folder.path / file)
    return left


def _remove_files(folder: SessionsFolder, name: str, left: dict[str, list[Path]]) -> int:
    """Remove the files of a session, whose lock is held; return their bytes."""
    size = 0
    for end in _FILES:
        path = folder.beside(name, end)
        for file in (*left.get(path.name, ()), path):
            with contextlib.suppress(FileNotFoundError):
                file_size = file.lstat().st_size
                file.unlink()
                size += file_size
    return size


def remove_unbegun(folder: SessionsFolder, name: str) -> None:
    """Remove the files of a session, whose lock is held, if no line of its log could be written."""
    log = folder.log(name)
    with contextlib.suppress(OSError):
        if not log.exists() or not log.stat().st_size:
            _remove_files(folder, name, {})


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
    limit, removed = time.time() - MOST_DAYS * DAY, 0
    names = [name for number, (name, done) in enumerate(folder.found()) if number >= MOST_SESSIONS or done < limit]
    if names:
        with contextlib.suppress(OSError):
            removed = len(remove(folder, names[-AT_ONCE:], any_host=False).names)
    if removed and _is_first_time(folder):
        told(removed)


def _is_first_time(folder: SessionsFolder) -> bool:
    """Return whether this was never asked of the folder before."""
    try:
        os.close(os.open(folder.path / RULE_SAID, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    except OSError:
        return False
    return True
