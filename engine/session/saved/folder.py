"""The folder in which sessions are kept, and what is there at a glance."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import DataError, InvalidValue
from engine.quick_dataclass import dataclass
from engine.wording import quoted

if TYPE_CHECKING:
    from engine.session.saved.log import At, Entry, Mark

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
_NO_NAME = re.compile(r"[^A-Za-z0-9]+", re.ASCII)
LOG, ROWS, STATES, LOCK = ".log", ".rows.npz", ".npz", ".lock"
"""The ends of the files of a session: its lines, what was opened in it, what its memory held, and who writes it."""
_LONGEST_START = 30
TAIL = 20_000
"""Bytes at the end of a log in which its last mark is looked for."""


@dataclass(frozen=True)
class Glance:
    """What a list says of a session. Immutable.

    Attributes:
        name: Its name.
        start: What it began with.
        left: When something was last done in it, in seconds since 1970.
        was_left: Whether it was left by the learner; otherwise it was cut off.
        size: The bytes of its files.
        samples: How many samples it has trained. None if no mark says it.
        epochs: How many epochs that is. None likewise.
        mse: The MSE over its training rows. None likewise.
        problem: Why it cannot be opened, as far as its first line tells; "" if that can be read.
        data: What it has come to, if that is another data set than it began with; else "".
    """

    name: str
    start: str
    left: float
    was_left: bool
    size: int
    samples: int | None = None
    epochs: int | None = None
    mse: float | None = None
    problem: str = ""
    data: str = ""

    @property
    def trains(self) -> str:
        """What is trained in it, without the folders of a file."""
        return self.data or self.start.rsplit("/", 1)[-1]

    @property
    def ended(self) -> str:
        """How it ended, in words."""
        return "as you left it" if self.was_left else "as it was cut off"

    @property
    def epochs_text(self) -> str:
        """How far it was, in words; "" if no mark says it."""
        return "" if self.epochs is None else f"epoch {self.epochs:,}"


@dataclass(frozen=True)
class SessionsFolder:
    """A folder of sessions; it need not be there yet. Immutable.

    Attributes:
        path: The folder.
    """

    path: Path

    def log(self, name: str) -> Path:
        """Return the path of a session's log."""
        return self.path / f"{check_name(name)}{LOG}"

    def beside(self, name: str, end: str) -> Path:
        """Return the path of another file of a session."""
        return self.path / f"{check_name(name)}{end}"

    def make(self) -> None:
        """Make the folder, for its owner alone.

        Raises:
            OSError: It cannot be made.
        """
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def new_names(self, start: str, now: datetime) -> Iterator[str]:
        """Yield names that no session has yet: what it begins with, and when."""
        stem = stem_of(Path(start).stem if "/" in start else start)
        for number in count(1):
            name = f"{stem}-{now:%Y%m%d-%H%M%S}" + (f"-{number}" if number > 1 else "")
            if not self.log(name).exists():
                yield name

    def names(self) -> tuple[str, ...]:
        """Return the names of the sessions, the one in which something was done last first."""
        return tuple(name for name, _ in self.found())

    def found(self) -> tuple[tuple[str, float], ...]:
        """Return the names, and when something was last done in each, in seconds since 1970; the last first.

        A session that was cut off before a line of it was written is none.
        """
        found = []
        with contextlib.suppress(OSError), os.scandir(self.path) as entries:
            for entry in entries:
                if not entry.name.endswith(LOG) or not _NAME.fullmatch(name := entry.name.removesuffix(LOG)):
                    continue
                with contextlib.suppress(OSError):  # it has just been removed
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(status.st_mode) and (status.st_size or self.beside(name, STATES).exists()):
                        found.append((status.st_mtime, name))
        return tuple((name, done) for done, name in sorted(found, reverse=True))

    def glance(self, name: str) -> Glance:
        """Return what a list says of a session, without reading its whole log, or its rows.

        Raises:
            OSError: It is not there any more.
        """
        from engine.session.saved.log import LEFT, read_beginning  # late: a start without a session reads none

        path = f"{self.path / check_name(name)}"
        with Path(f"{path}{LOG}").open("rb") as stream:
            status = os.fstat(stream.fileno())
            first = stream.readline(TAIL * 10)
            stream.seek(max(0, status.st_size - TAIL))
            tail = stream.read()
        size = status.st_size + sum(_size(f"{path}{end}") for end in (ROWS, STATES, LOCK))
        try:
            beginning = read_beginning(first, f"{name}{LOG}")
        except DataError as error:
            return Glance(name, "", status.st_mtime, False, size, problem=str(error))
        last, mark, at = _last(tail)
        start, rows = beginning.get("start"), beginning.get("rows")
        glance = Glance(
            name,
            start if isinstance(start, str) else "",
            status.st_mtime,
            was_left=last is not None and last.said == LEFT,
            size=size,
        )
        if mark is None:
            return glance
        glance = replace(glance, samples=mark.samples, mse=mark.mse)
        if at is not None:
            return replace(glance, epochs=at.epoch, data=at.data)
        return replace(glance, epochs=mark.samples // rows if isinstance(rows, int) and rows > 0 else None)

    def glances(self, only: str = "") -> Iterator[Glance]:
        """Yield what a list says of each session, the newest first.

        Args:
            only: The name of the only one that is wanted; "" means all.
        """
        for name in self.names():
            if only in ("", name):
                with contextlib.suppress(OSError):
                    yield self.glance(name)


def _size(path: str) -> int:
    """Return the bytes of a file; 0 if it is not there."""
    try:
        return os.stat(path).st_size  # noqa: PTH116, a list of thousands looks at each of their files
    except OSError:
        return 0


def _last(tail: bytes) -> tuple[Entry | None, Mark | None, At | None]:
    """Return the last line of a log, its last mark, and what stands before that; what is further up is not read."""
    from engine.session.saved.log import Mark, at_in, read_entries

    *lines, _ = tail.split(b"\n")[1:] or [b""]
    last: Entry | None = None
    mark: Mark | None = None
    for number, line in enumerate(reversed(lines)):
        entry = next(iter(read_entries([line], 1)[0]), None)
        if not number:
            last = entry
        if mark is not None:
            return last, mark, None if entry is None else at_in(entry.said)
        if entry is not None and isinstance(entry.said, Mark):
            mark = entry.said
    return last, mark, None


def stem_of(text: str) -> str:
    """Return the beginning of a name for a file about something."""
    return _NO_NAME.sub("-", text)[:_LONGEST_START].strip("-") or "session"


def check_name(name: str) -> str:
    """Return the name of a session, checked: it is no path.

    Raises:
        InvalidValue: It cannot be one.
    """
    if not _NAME.fullmatch(name):
        raise InvalidValue(f"{quoted(name)} cannot name a session: letters, digits and . _ - only, at most 80")
    return name
