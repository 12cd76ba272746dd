"""Keeps a session on disk while it goes on: its log, what was opened in it, and now and then what its memory holds.

The lines of the log stay in memory too: they can be handed on wherever nothing can be written.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from engine.experiment.option_words import words_of
from engine.quick_dataclass import dataclass
from engine.session.openings import Openings
from engine.session.saved.appending import AppendingFile
from engine.session.saved.folder import LOCK, ROWS, STATES, SessionsFolder
from engine.session.saved.lock import Lock, lock
from engine.session.saved.log import first_line
from engine.session.saved.looks import NOTED, usual_look_lines
from engine.session.saved.openings_file import given_by, write_openings
from engine.session.saved.recorder import Recorder
from engine.session.saved.removing import keep_to_rule, remove_unbegun
from engine.session.saved.timeline_file import write_timeline
from engine.session.session import Session
from engine.session.travel import Travel
from engine.training.commands import Command, Load
from engine.training.state import TrainingState

SECONDS_TO_KEEP = 5.0
"""Seconds of doing after which what memory holds is written at the next pause."""
MOST_SECONDS_TO_KEEP = 30.0
"""Seconds after which it is written in a run too."""


@dataclass(frozen=True)
class Earlier:
    """A session that goes on. Immutable.

    Attributes:
        name: Its name.
        lines: The lines of its log, with their ends.
        seconds: How long it had lasted.
        lock: The lock of its files. None if they may not be written: then a copy goes on, under a name of its own.
    """

    name: str
    lines: bytes
    seconds: float
    lock: Lock | None

    def unlocked(self) -> Earlier:
        """Let go of the lock: return what only a copy goes on with."""
        if self.lock is not None:
            self.lock.release()
        return replace(self, lock=None)


class Saving:
    """Listens to a session and keeps it on disk. Nothing is written before something is done.

    Attributes:
        name: The name of the session; "" if nothing of it is on disk.
        openings: What it began with, and what was opened in it.
        is_begun: Whether something was done.
    """

    def __init__(
        self,
        session: Session,
        openings: Openings,
        folder: SessionsFolder | None,
        about: Mapping[str, Any],
        troubled: Callable[[str], object] = lambda why: None,
        earlier: Earlier | None = None,
        prune: Callable[[SessionsFolder], object] | None = keep_to_rule,
        looks: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """Begin to listen.

        Args:
            session: The session.
            openings: What it began with, and what was opened in it.
            folder: Where it is kept. None if only memory keeps it.
            about: What else the log says of the beginning, such as versions.
            troubled: Is told why the session cannot be kept, in any thread, and "" when it can again.
            earlier: The session on disk that it goes on with; None if nothing has been done in it yet.
            prune: Removes old sessions when there is a new one; None keeps all.
            looks: Returns the lines that say what is looked at; called where the session is not running.
        """
        self.name, self.openings = "", openings
        self._session, self._folder, self._troubled = session, folder, troubled
        self._given, self._earlier = given_by(openings), earlier
        self._prune = prune
        self._recorder = Recorder(
            self._write, seconds=0.0 if earlier is None else earlier.seconds, began=openings.loads[0].setup
        )
        self._file: AppendingFile | None = None
        self._log, self._digest = bytearray(), hashlib.sha256()
        self._note(
            first_line(_beginning(openings.loads[0], about)).encode() + b"\n" if earlier is None else earlier.lines
        )
        self._lock = None if earlier is None else earlier.lock
        self.is_begun = False
        self._looks, self._noted = looks, self._first_looks()
        self._kept_at = time.monotonic()
        session.listener = self

    def so_far(self) -> bytes:
        """Return the lines of the log, ended by what the session has come to."""
        self._note_looks()
        self._recorder.mark()
        return bytes(self._log)

    def _first_looks(self) -> tuple[str, ...]:
        """Return the lines that need not be written: what every session begins with, unless the log says otherwise."""
        says_otherwise = self._earlier is not None and NOTED in self._earlier.lines
        return () if says_otherwise else usual_look_lines(self._session.state)

    def _note_looks(self) -> None:
        """Write what is looked at, if that has changed."""
        if self.is_begun and (looks := self._looks()) != self._noted:
            self._noted = looks
            for line in looks:
                self._recorder.note(line)

    # Listening

    def did(self, said: Command | Travel, before: TrainingState, after: TrainingState, step: int, joins: bool) -> None:
        """Write what was done, see ``Listener.did``."""
        if not self.is_begun:
            self._begin()
        if not isinstance(said, Load):
            self._recorder.did(said, before, after, step, joins)
            if time.monotonic() - self._kept_at >= MOST_SECONDS_TO_KEEP:
                self._recorder.paused()
                self._keep()
            return
        self.openings = Openings((*self.openings.loads, said))
        self._given = given_by(self.openings)
        if self._file is not None and self._folder is not None:
            self._file.do(partial(self._write_openings, self._folder))
        self._recorder.did(said, before, after, step, joins)
        self._keep()

    def refused(self, command: Command, before: TrainingState) -> None:
        """Write what could not be done, see ``Listener.refused``."""
        if self.is_begun:
            self._recorder.refused(command, before)

    def paused(self) -> None:
        """Write the run that has ended, and what memory holds if enough has happened."""
        self._recorder.paused()
        if time.monotonic() - self._kept_at >= SECONDS_TO_KEEP:
            self._note_looks()
            self._keep()

    # Writing

    def _begin(self) -> None:
        """Go on in the files of the session, or make new ones, with the lines so far; if there is a folder."""
        self.is_begun = True
        if self._folder is None:
            return
        if self._earlier is not None and self._earlier.lock is not None:
            self.name = self._earlier.name
        else:
            with suppress(OSError):  # it is tried again
                self._take_name(self._folder)
        self._file = AppendingFile(partial(self._placed, self._folder), self._troubled, bytes(self._log))
        if self._prune is not None and (self._earlier is None or self._earlier.lock is None):
            self._file.do(partial(self._prune, self._folder))

    def _placed(self, folder: SessionsFolder, is_gone: bool) -> Path:
        """Return the path of the log, and make what has to be there before it."""
        goes_on = self._earlier is not None and self._earlier.lock is not None and not is_gone
        if not goes_on or not folder.log(self.name).exists():
            self._take_name(folder)
            write_openings(folder.beside(self.name, ROWS), self.openings)
        return folder.log(self.name)

    def _take_name(self, folder: SessionsFolder) -> None:
        """Lock a name of which there is no log yet: the one that the session has, if that is so."""
        folder.make()
        new = folder.new_names(self.openings.loads[0].start, datetime.now())
        for name in chain([self.name] if self.name else [], new):
            path = folder.beside(name, LOCK)
            if self._lock is None or not self._lock.is_at(path):
                held = lock(path)
                if held is None:  # another window begins a session in the same second
                    continue
                if self._lock is not None:
                    self._lock.release()
                self._lock = held
            if not folder.log(name).exists():
                self.name = name
                return

    def _write(self, line: str) -> None:
        self._note(f"{line}\n".encode())
        if self._file is not None:
            self._file.add(line)

    def _note(self, lines: bytes) -> None:
        self._log += lines
        self._digest.update(lines)

    def _write_openings(self, folder: SessionsFolder) -> None:
        write_openings(folder.beside(self.name, ROWS), self.openings)

    def _keep(self) -> None:
        """Write what memory holds; it says which lines of the log led there, which come to the same without it."""
        if self._file is None or self._folder is None:
            return
        folder, kept, given = self._folder, self._session.kept, self._given
        lines = self._log.count(b"\n")
        about = {"lines": lines, "sha256": self._digest.hexdigest(), "step": self._session.step}
        self._file.do(lambda: write_timeline(folder.beside(self.name, STATES), kept, about, given), holds_lines=False)
        self._kept_at = time.monotonic()

    @property
    def has_lines(self) -> bool:
        """Whether lines of its log are on disk."""
        return self._file is not None and self._file.length > 0

    def wait_for_disk(self, seconds: float) -> bool:
        """Wait until all lines so far are in their file; return whether they are.

        Args:
            seconds: The longest time to wait.
        """
        if self._file is None:
            return False
        written = threading.Event()
        self._file.do(written.set)
        return written.wait(seconds)

    def leave(self) -> None:
        """Write all that is left to write: the learner leaves the session."""
        self._session.listener = None
        if self._file is not None:
            self._note_looks()
            self._recorder.leave()
            self._keep()
            self._file.close()
            if self._folder is not None and self._lock is not None and not self.has_lines:
                remove_unbegun(self._folder, self.name)
        if self._lock is not None:
            self._lock.release()


def _beginning(began: Load, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the first line of a log says."""
    options, rows = [*words_of(began.options)], began.setup.dataset.rows
    return {"start": began.start, "options": options, "rows": rows, "rows_sha256": began.digest, **about}
