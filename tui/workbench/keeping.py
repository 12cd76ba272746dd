"""Keeps the session of the workbench on disk, and says when that does not work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.experiment.setup import Setup
from engine.experiment.starts import Options
from engine.session.saved.folder import SessionsFolder
from engine.session.travel import Travel
from engine.training.commands import Command, Load
from engine.training.state import TrainingState
from tui.panels.bars.notices import Notice
from tui.terminal.text import safe

if TYPE_CHECKING:
    from engine.session.saved.resume import Resumed
    from engine.session.saved.saving import Saving
    from tui.workbench.workbench import Workbench


LONGEST = 200


@dataclass(frozen=True)
class Keep:
    """Where and how sessions are kept. Immutable.

    Attributes:
        folder: The folder.
        about: Returns what a log says of the program and the machine; looking it up takes a while.
        start: What a new session begins with.
        options: Its options.
        note: What to say about the session that goes on, in wordings of several lengths; empty if nothing.
    """

    folder: SessionsFolder
    about: Callable[[], Mapping[str, Any]]
    start: str
    options: Options
    note: tuple[str, ...] = ()


class Keeping:
    """Listens to the session of a workbench. What writes it is loaded when something is done for the first time."""

    def __init__(self, workbench: Workbench, keep: Keep, start: Setup | Resumed) -> None:
        """Begin to listen, while the screen is there and nothing new has been done.

        Args:
            workbench: The workbench.
            keep: Where and how the session is kept.
            start: What it begins with, or the session that goes on.
        """
        self._workbench, self._keep, self._start = workbench, keep, start
        self._in_screen = workbench.training.in_screen()
        self._saving: Saving | None = None
        workbench.training.session.listener = self
        if keep.note:
            text, *shorter = (safe(note, LONGEST) for note in keep.note)
            workbench.tell(Notice("session", text, shorter=tuple(shorter)))
            if workbench.training.session.state.phase:  # which the message line explains instead
                workbench.notify(text, markup=False, timeout=10)
        if isinstance(start, Setup):
            return
        self._saving = self._begun()
        for note in start.notes:
            workbench.notify(safe(note, LONGEST), severity="warning", markup=False, timeout=10)

    def _begun(self) -> Saving:
        from engine.session.openings import Openings
        from engine.session.saved.saving import Saving

        session, keep, start = self._workbench.training.session, self._keep, self._start
        if isinstance(start, Setup):
            openings, earlier = Openings((Load(start, keep.start, keep.options),)), None
        else:
            openings, earlier = start.openings, start.earlier
        return Saving(session, openings, keep.folder, keep.about(), self._troubled, earlier)

    def did(self, said: Command | Travel, before: TrainingState, after: TrainingState, step: int, joins: bool) -> None:
        """Begin to write with the first thing done, see ``Listener.did``."""
        self._saving = self._begun()
        self._saving.did(said, before, after, step, joins)

    def refused(self, command: Command, before: TrainingState) -> None:
        """Nothing is written before something was done."""

    def paused(self) -> None:
        """Nothing has run yet."""

    def leave(self) -> None:
        """Write what is left to write."""
        if self._saving is not None:
            self._saving.leave()

    def _troubled(self, why: str) -> None:
        """Say under the top line why the session is not kept, from whichever thread."""
        self._in_screen(lambda: self._say(why))

    def _say(self, why: str) -> None:
        if not why:
            self._workbench.untell("saving")
            return
        text = f"this session is not saved: {safe(why, 120)}; it goes on in memory"
        self._workbench.tell(Notice("saving", text, shorter=(f"not saved: {safe(why, 60)}",)))
