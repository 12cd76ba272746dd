"""Opens a session from its files, as it was left."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import DataError, EngineError, TooLarge
from engine.experiment.starts import Options
from engine.quick_dataclass import dataclass
from engine.regular_files import Wanted, content
from engine.session.look import LookAction
from engine.session.openings import Openings
from engine.session.saved.folder import LOCK, ROWS, STATES, Glance, SessionsFolder
from engine.session.saved.living import Life
from engine.session.saved.lock import Lock, lock, other_host
from engine.session.saved.log import MOST_BYTES, Entry, Log, data_of, first_lines, read_log
from engine.session.saved.log_limits import (
    MOST_LINES,
    check_entries,
    check_lines,
    too_many_lines,
    verb_of,
)
from engine.session.saved.looks import looks_in
from engine.session.saved.openings_file import check_belongs, given_by, read_openings
from engine.session.saved.replay import Replay, replay
from engine.session.saved.saving import Earlier
from engine.session.saved.timeline_file import read_timeline
from engine.session.session import Session
from engine.session.timeline import Timeline
from engine.session.verbs.arguments import Opener
from engine.training.commands import Load
from engine.wording import refusal

LOG_FILE = Wanted(
    "a session",
    MOST_BYTES,
    "the log of a session has lines",
    lambda file, size: refusal(
        file, f"{size / 1e6:.0f} MB are too many for a session: at most {MOST_BYTES // 10**6} MB"
    ),
)
LACKS_KERNEL = "NumPy computed what Numba did then, so the last digits can differ"
"""What is said of a session that was lived again with another kernel."""


@dataclass(frozen=True, eq=False)
class Resumed:
    """A session that was opened from its files.

    Attributes:
        session: The session, as it was left; nobody listens to it.
        openings: What was opened in it.
        earlier: The session on disk that it goes on with.
        notes: What could not be restored, and whether this is a copy, in one line each.
        looks: What was looked at when it was left.
    """

    session: Session
    openings: Openings
    earlier: Earlier
    notes: tuple[str, ...] = ()
    looks: tuple[LookAction, ...] = ()

    def glance(self, glance: Glance) -> Glance:
        """Return what a list said of it with what it has come to: a log does not say it after each line."""
        state = self.session.state
        return replace(glance, epochs=state.epoch, data=data_of(state, self.openings.loads[0].setup))


@dataclass(frozen=True, eq=False)
class Saved:
    """A session that was read from its files, and what of its log is left to live again.

    Attributes:
        session: The session, as far as its memory was written.
        openings: What was opened in it.
        log: Its log.
        done: How many lines of the log led to the session.
        samples: About how many samples are trained in the lines that are left.
        work: About how much work that is, see ``work_of``.
        earlier: The session on disk.
        why_copy: Why a copy of the session goes on; "" if it goes on itself.
        large: Whether the learner knows that it is large.
    """

    session: Session
    openings: Openings
    log: Log
    done: int
    samples: int
    work: int
    earlier: Earlier
    why_copy: str = ""
    large: bool = False

    @property
    def left(self) -> tuple[Entry, ...]:
        """The lines that are left to live again."""
        return self.log.entries[self.done :]

    def resumed(self, each: Callable[[Entry], object] = lambda entry: None) -> Resumed:
        """Live again what is left, long runs in parts. What comes before a line that cannot be done goes on as a copy.

        Args:
            each: Is told each line, or part of a run, before it is done. Whatever it raises is passed on.

        Raises:
            TooLarge: A line takes too much.
        """
        life = Life(self.session, large=self.large)
        try:
            again = replay(
                self.session,
                life.parts(self.left),
                opener_of(self.openings, opened_in(self.log.entries[: self.done])),
                each,
            )
        except BaseException:
            if self.earlier.lock is not None:
                self.earlier.lock.release()
            raise
        copied = (f"this is a copy: {self.why_copy}",) * bool(self.why_copy)
        lacking = (LACKS_KERNEL,) * life.lacks_kernel
        notes = (*copied, *lacking, *_notes(self.log, again))
        looks = tuple(looks_in(self.log.entries, again.session.state))
        if again.lines is None:
            return Resumed(again.session, self.openings, self.earlier, notes, looks)
        if self.earlier.lock is not None:  # the damaged log stays as it is
            self.earlier.lock.release()
        good = first_lines(self.earlier.lines, again.lines)
        opened = Openings(self.openings.loads[: 1 + opened_in(self.log.entries[: again.lines - 1])])
        return Resumed(again.session, opened, replace(self.earlier, lines=good, lock=None), notes, looks)


def read_saved(folder: SessionsFolder, name: str, large: bool = False) -> Saved:
    """Read a session from what its memory held, and the lines of its log after that.

    Args:
        folder: Where it is.
        name: Its name.
        large: Whether the learner knows that it is large.

    Raises:
        DataError: It cannot be opened.
        TooLarge: There is much to live again, and nobody said that it is large.
        InvalidValue: The name can be none of a session.
    """
    path = folder.log(name)
    held, why_copy = _locked(folder.beside(name, LOCK)) if path.exists() else (None, "")
    try:
        whole = content(path, LOG_FILE)
        check_lines(path.name, whole, large, is_own=True)
        log = read_log(whole, path.name)
        openings = read_openings(folder.beside(name, ROWS))
        check_belongs(path.name, log, openings, folder.beside(name, ROWS).name)
        states, given = folder.beside(name, STATES), given_by(openings)
        memory = from_memory(lambda: read_timeline(states, given), whole, log)
        earlier = earlier_of(name, whole, log)
        saved = saved_of(path.name, memory, openings, log, earlier, why_copy, large)
    except BaseException:
        if held is not None:
            held.release()
        raise
    if held is not None and log.problem:  # the damaged log stays as it is
        held.release()
        held = None
    return replace(saved, earlier=replace(saved.earlier, lock=held))


def _locked(path: Path) -> tuple[Lock | None, str]:
    """Return the lock of a session, or None and why it cannot be had."""
    try:
        held = lock(path)
    except OSError as error:
        return None, f"the session itself cannot be written: {error.strerror or 'unknown reason'}"
    if held is not None:
        return held, ""
    if host := other_host(path):
        return None, f"the session is open on another computer, {host[:40]}, or was cut off there"
    return None, "the session is open in another window"


def earlier_of(name: str, whole: bytes, log: Log) -> Earlier:
    """Return a session that goes on, without a lock of its files: the lines of its log as far as they are good.

    Args:
        name: Its name.
        whole: The bytes of its log.
        log: The log that was read from them.
    """
    lines = first_lines(whole, 1 + len(log.entries))
    return Earlier(name, lines, log.entries[-1].seconds if log.entries else 0.0, None)


def from_memory(
    read: Callable[[], tuple[Timeline, dict[str, Any]]], whole: bytes, log: Log
) -> tuple[Session, int] | None:
    """Return the session that memory held, and how many lines led there; None if that does not fit the log.

    Args:
        read: Reads the timeline, and what is said about it.
        whole: The bytes of the log.
        log: The log that was read from them.
    """
    try:
        timeline, about = read()
        lines, step = about.get("lines"), about.get("step")
        if type(lines) is not int or type(step) is not int or not 1 <= lines <= len(log.entries) + 1:
            return None
        if hashlib.sha256(first_lines(whole, lines)).hexdigest() != about.get("sha256"):
            return None
        return Session(timeline, step), lines - 1
    except EngineError:
        return None


def saved_of(
    file: str,
    memory: tuple[Session, int] | None,
    openings: Openings,
    log: Log,
    earlier: Earlier,
    why_copy: str = "",
    large: bool = False,
) -> Saved:
    """Return a session that was read, to be lived again from where memory held it, or from its beginning.

    Args:
        file: The name of the file, for messages.
        memory: See ``from_memory``.
        openings: What was opened in it.
        log: Its log.
        earlier: The session on disk.
        why_copy: Why a copy of the session goes on; "" if it goes on itself.
        large: Whether the learner knows that it is large.

    Raises:
        TooLarge: What is left is more than anybody waits for, and nobody said that it is large.
    """
    began = openings.loads[0].setup
    left = log.entries[0 if memory is None else memory[1] :]
    sizes, rows = began.sizes, began.parts.train.rows
    known, opened = 0, 0
    if memory is not None:
        network = memory[0].state.network
        sizes, rows, known = network.sizes, memory[0].state.dataset.rows, network.parameters.size
        opened = opened_in(log.entries[: memory[1]])
    if not large and len(left) > MOST_LINES:
        raise too_many_lines(file, len(left), MOST_LINES)
    try:
        samples, work = check_entries(left, sizes, rows, openings.loads[1 + opened :], large, known)
    except TooLarge as error:
        raise TooLarge(f"{file}: {error.what}") from None
    session, done = memory or (Session(began), 0)
    return Saved(session, openings, log, done, samples, work, earlier, why_copy, large)


def opened_in(entries: Sequence[Entry]) -> int:
    """Return how many data sets were opened in some lines."""
    return sum(not entry.refused and verb_of(str(entry.said)) == "open" for entry in entries)


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
    if problem := again.problem or log.problem:
        notes.append(f"the log is good up to here only: {problem}")
    if again.differences:
        notes.append(difference_text(again))
    return tuple(notes)


def difference_text(again: Replay) -> str:
    """Say in one line that a replay came to something else than was written, from where on and by how much."""
    first = again.differences[0]
    largest = max(again.differences, key=lambda one: one.off)
    if all(one.is_of_last_digits for one in again.differences):
        return (
            f"computed again, the last digits differ from those that were saved, from line {first.line:,} of the log "
            "on: another computer rounds differently"
        )
    return (
        f"computed again, other numbers come out than were saved, from line {first.line:,} of the log on: the MSE is "
        f"{largest.got.mse:.4g} where it was {largest.wanted.mse:.4g}, at line {largest.line:,}"
    )
