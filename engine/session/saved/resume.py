"""Opens a session from its files, as it was left."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import DataError, EngineError
from engine.experiment.starts import Options
from engine.regular_files import Wanted, content
from engine.session.openings import Openings
from engine.session.saved.folder import LOCK, ROWS, STATES, SessionsFolder
from engine.session.saved.lock import lock
from engine.session.saved.log import MOST_BYTES, Entry, Log, Mark, read_log
from engine.session.saved.openings_file import given_by, read_openings
from engine.session.saved.replay import Replay, replay
from engine.session.saved.saving import Earlier
from engine.session.saved.timeline_file import read_timeline
from engine.session.session import Session
from engine.session.verbs.arguments import Opener
from engine.training.commands import Load
from engine.wording import count, refusal

LOG_FILE = Wanted(
    "a session",
    MOST_BYTES,
    "the log of a session has lines",
    lambda file, size: refusal(
        file, f"{size / 1e6:.0f} MB are too many for a session: at most {MOST_BYTES // 10**6} MB"
    ),
)


@dataclass(frozen=True, eq=False)
class Resumed:
    """A session that was opened from its files.

    Attributes:
        session: The session, as it was left; nobody listens to it.
        openings: What was opened in it.
        earlier: The session on disk that it goes on with.
        notes: What could not be restored, and whether this is a copy, in one line each.
    """

    session: Session
    openings: Openings
    earlier: Earlier
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Saved:
    """A session that was read from its files, and what of its log is left to live again.

    Attributes:
        session: The session, as far as its memory was written.
        openings: What was opened in it.
        log: Its log.
        done: How many lines of the log led to the session.
        earlier: The session on disk.
        is_copy: Whether another window has the session.
    """

    session: Session
    openings: Openings
    log: Log
    done: int
    earlier: Earlier
    is_copy: bool

    @property
    def left(self) -> tuple[Entry, ...]:
        """The lines that are left to live again."""
        return self.log.entries[self.done :]

    def resumed(self, each: Callable[[Entry], object] = lambda entry: None) -> Resumed:
        """Live again what is left.

        Args:
            each: Is told each line before it is done. Whatever it raises is passed on.

        Raises:
            DataError: A line cannot be done.
        """
        lines = self.log.entries[: self.done]
        opened = sum(not entry.refused and str(entry.said).startswith("open ") for entry in lines)
        try:
            again = replay(self.session, self.left, opener_of(self.openings, opened), each)
        except BaseException:
            if self.earlier.lock is not None:
                self.earlier.lock.release()
            raise
        copied = ("this is a copy: the session is open in another window",) * self.is_copy
        return Resumed(again.session, self.openings, self.earlier, (*copied, *_notes(self.log, again)))


def read_saved(folder: SessionsFolder, name: str) -> Saved:
    """Read a session from what its memory held, and the lines of its log after that.

    Args:
        folder: Where it is.
        name: Its name.

    Raises:
        DataError: It cannot be opened.
        InvalidValue: The name can be none of a session.
    """
    path = folder.log(name)
    try:
        held = lock(folder.beside(name, LOCK)) if path.exists() else None
    except OSError:  # nothing can be written here
        held = None
    try:
        whole = content(path, LOG_FILE)
        log = read_log(whole, path.name)
        openings = read_openings(folder.beside(name, ROWS))
        session, done = _from_memory(folder, name, whole, openings, log)
    except BaseException:
        if held is not None:
            held.release()
        raise
    lines = b"".join(line + b"\n" for line in whole.split(b"\n")[: 1 + len(log.entries)])
    seconds = log.entries[-1].seconds if log.entries else 0.0
    is_copy = held is None
    if held is not None and log.problem:  # the damaged log stays as it is
        held.release()
        held = None
    return Saved(session, openings, log, done, Earlier(name, lines, seconds, held), is_copy)


def _from_memory(folder: SessionsFolder, name: str, whole: bytes, openings: Openings, log: Log) -> tuple[Session, int]:
    """Return the session that memory held, and how many lines led there; the beginning if that does not fit the log."""
    try:
        timeline, about = read_timeline(folder.beside(name, STATES), given_by(openings))
        lines, step = about.get("lines"), about.get("step")
        if not isinstance(lines, int) or not isinstance(step, int) or not 1 <= lines <= len(log.entries) + 1:
            raise DataError("it belongs to another log")
        written = b"".join(line + b"\n" for line in whole.split(b"\n")[:lines])
        if hashlib.sha256(written).hexdigest() != about.get("sha256"):
            raise DataError("it belongs to another log")
        session = Session(timeline, step)
    except EngineError:
        return Session(openings.loads[0].setup), 0
    return session, lines - 1


def opener_of(openings: Openings, done: int) -> Opener:
    """Return what opens the data that a log names, from a file of openings: never from a path.

    Args:
        openings: The openings.
        done: How many of them are done, the beginning not counted.
    """
    left = iter(openings.loads[1 + done :])

    def opened(start: str, options: Options) -> Load:
        load = next(left, None)
        if load is None or load.start != start:
            raise DataError(f"the rows of {start[:40]!r} are not among those that were saved")
        return load

    return opened


def _notes(log: Log, again: Replay) -> tuple[str, ...]:
    notes = []
    if log.problem:
        notes.append(f"the log is good up to here only: {log.problem}")
    if again.differences:
        notes.append(difference_text(again))
    return tuple(notes)


def difference_text(again: Replay) -> str:
    """Say in one line where a replay came to something else than was written, and how far it is off."""
    first = again.differences[0]
    largest = max(again.differences, key=lambda one: _off(one.wanted, one.got))
    off = _off(largest.wanted, largest.got)
    how = f"the MSE is off by up to {off:.2g}, at line {largest.line:,}" if off else "only in the last bits"
    return (
        f"line {first.line:,} is the first of {count(len(again.differences), 'place')} of {again.marks:,} where "
        f"other numbers come out, as on another processor: {how}"
    )


def _off(wanted: Mark, got: Mark) -> float:
    off = abs(wanted.mse - got.mse)
    return off if off == off else float("inf")
