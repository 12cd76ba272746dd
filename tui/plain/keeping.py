"""Keeps the session of the twin on disk. What there is to know about that waits until lines can be written."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from engine.experiment.setup import Setup
from engine.session.session import Session
from tui.running.keep import Keep, KeptSession, not_saved_texts, removed_texts
from tui.terminal.text import safe

if TYPE_CHECKING:
    from engine.session.saved.resume import Resumed

LONGEST = 200
SAVED_AGAIN = "this session is saved again, with all that was done meanwhile"


class Keeping:
    """Keeps a session, or does nothing if it is not to be kept."""

    def __init__(self, session: Session, keep: Keep | None, start: Setup | Resumed) -> None:
        """Begin to listen; nothing new has been done yet.

        Args:
            session: The session.
            keep: Where and how it is kept; None if it is not.
            start: What it begins with, or the session that goes on.
        """
        self._news = SimpleQueue[str]()
        self._is_troubled = self._is_left = False
        self._folder = "" if keep is None or keep.folder is None else safe(str(keep.folder.path), LONGEST)
        self._kept = None if keep is None else KeptSession(session, keep, start, self._troubled, self._removed)

    def news(self) -> Iterator[str]:
        """Yield what was not told yet."""
        while True:
            try:
                yield self._news.get_nowait()
            except Empty:
                return

    def leave(self) -> None:
        """Write what is left to write."""
        self._is_left = True
        if self._kept is not None and (lost := self._kept.leave()):
            self._news.put(safe(lost, LONGEST))

    def _troubled(self, why: str) -> None:
        """Note that the session cannot be kept, or can again, in whichever thread; why may change meanwhile."""
        if bool(why) != self._is_troubled and not self._is_left:  # then what was lost is said instead
            self._is_troubled = bool(why)
            self._news.put(not_saved_texts(safe(why, LONGEST), self._folder)[0] if why else SAVED_AGAIN)

    def _removed(self, removed: int) -> None:
        self._news.put(removed_texts(removed)[0])
