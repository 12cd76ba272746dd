"""Keeping a session on disk: where and how, and what begins to write when something is done for the first time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from engine.experiment.setup import Setup
from engine.experiment.starts import Options
from engine.quick_dataclass import dataclass
from engine.session.session import Session
from engine.session.travel import Travel
from engine.training.commands import Command, Load
from engine.training.state import TrainingState
from engine.wording import count

if TYPE_CHECKING:
    from engine.session.saved.folder import SessionsFolder
    from engine.session.saved.resume import Resumed
    from engine.session.saved.saving import Saving


@dataclass(frozen=True)
class Keep:
    """Where and how sessions are kept. Immutable.

    Attributes:
        folder: The folder. None if there is none.
        about: Returns what a log says of the program and the machine; looking it up takes a while.
        start: What a new session begins with.
        options: Its options.
        note: What to say about the session that goes on, in wordings of several lengths; empty if nothing.
        keeps_all: Whether no session is removed, however many and however old they are.
        saves: Whether sessions are written there; others can be opened from there all the same, as copies.
    """

    folder: SessionsFolder | None
    about: Callable[[], Mapping[str, Any]]
    start: str
    options: Options
    note: tuple[str, ...] = ()
    keeps_all: bool = False
    saves: bool = True


class KeptSession:
    """Listens to a session and keeps it, on disk or in memory. What does so is loaded when something is done."""

    def __init__(
        self,
        session: Session,
        keep: Keep,
        start: Setup | Resumed,
        troubled: Callable[[str], object],
        removed: Callable[[int], object],
        looks: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """Begin to listen; nothing new has been done yet.

        Args:
            session: The session.
            keep: Where and how it is kept.
            start: What it begins with, or the session that goes on.
            troubled: Is told why the session cannot be kept, in any thread, and "" when it can again.
            removed: Is told how many old sessions were removed, in any thread, the first time in this folder.
            looks: Returns the lines that say what is looked at.
        """
        self._session, self._keep, self._start = session, keep, start
        self._removed, self._looks = removed, looks
        self._tell_trouble, self._trouble = troubled, ""
        self._saving: Saving | None = None
        session.listener = self
        if not isinstance(start, Setup):
            if not keep.saves:
                self._start = replace(start, earlier=start.earlier.unlocked())
            self._saving = self._begun()

    @property
    def saving(self) -> Saving:
        """What keeps the session."""
        if self._saving is None:
            self._saving = self._begun()
        return self._saving

    @property
    def is_unsaved(self) -> bool:
        """Whether something was done that is nowhere on disk."""
        lacks_disk = bool(self._trouble) or not self._keep.saves or self._keep.folder is None
        return self._saving is not None and self._saving.is_begun and lacks_disk

    @property
    def folder(self) -> SessionsFolder | None:
        """Where other sessions are."""
        return self._keep.folder

    @property
    def name(self) -> str:
        """The name of the session in its folder; "" if it is not there."""
        earlier = None if isinstance(self._start, Setup) else self._start.earlier
        name = "" if self._saving is None else self._saving.name
        return name or ("" if earlier is None or earlier.lock is None else earlier.name)

    def _troubled(self, why: str) -> None:
        self._trouble = why
        self._tell_trouble(why)

    def _begun(self) -> Saving:
        from engine.session.openings import Openings
        from engine.session.saved.removing import keep_to_rule
        from engine.session.saved.saving import Saving

        keep, start = self._keep, self._start
        if isinstance(start, Setup):
            openings, earlier = Openings((Load(start, keep.start, keep.options),)), None
        else:
            openings, earlier = start.openings, start.earlier
        prune = None if keep.keeps_all else partial(keep_to_rule, told=self._removed)
        folder = keep.folder if keep.saves else None
        return Saving(self._session, openings, folder, keep.about(), self._troubled, earlier, prune, self._looks)

    def did(self, said: Command | Travel, before: TrainingState, after: TrainingState, step: int, joins: bool) -> None:
        """Begin to write with the first thing done, see ``Listener.did``."""
        self.saving.did(said, before, after, step, joins)

    def refused(self, command: Command, before: TrainingState) -> None:
        """Nothing is written before something was done."""

    def paused(self) -> None:
        """Nothing has run yet."""

    def leave(self) -> str:
        """Write what is left to write, once; say what of it cannot be written, "" if all can."""
        saving, self._saving = self._saving, None
        self._session.listener = None
        if saving is None:
            return ""
        saving.leave()
        return lost_text(self._trouble, saving.name if saving.has_lines else "") if self._trouble else ""


def not_saved_texts(why: str, folder: str) -> tuple[str, ...]:
    """Say that a session is not kept any more, in wordings of several lengths."""
    return (
        f"this session is not saved in {folder}: {why}; it goes on in memory",
        f"this session is not saved: {why}; it goes on in memory",
        f"not saved: {why[:60]}",
    )


def lost_text(why: str, name: str) -> str:
    """Say that a session was left that could not be written to its end; ``name`` is "" if nothing of it was written."""
    if not name:
        return f"this session was not saved: {why}"
    return f"the end of this session was not saved: {why}; {name} has what was done before"


def removed_texts(removed: int) -> tuple[str, ...]:
    """Say that old sessions were removed and by which rule, in wordings of several lengths."""
    from engine.session.saved.removing import MOST_DAYS, MOST_SESSIONS

    gone = f"removed {count(removed, 'old session')}"
    return (
        f"{gone}: the newest {MOST_SESSIONS} are kept, for {MOST_DAYS} days; --keep removes none",
        f"{gone}; --keep removes none",
    )
