"""Keeps the session of the workbench on disk, and says when that does not work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.experiment.setup import Setup
from engine.session.look import LookAction
from tui.panels.bars.notices import Notice
from tui.running.keep import Keep, KeptSession, not_saved_texts, removed_texts
from tui.terminal.text import safe

if TYPE_CHECKING:
    from engine.session.saved.resume import Resumed
    from tui.workbench.workbench import Workbench


LONGEST = 200


class Keeping:
    """Keeps the session of a workbench, and says under its top line what there is to know about that.

    Attributes:
        kept: The session, kept.
    """

    def __init__(self, workbench: Workbench, keep: Keep, start: Setup | Resumed) -> None:
        """Begin to listen, while the screen is there and nothing new has been done.

        Args:
            workbench: The workbench.
            keep: Where and how the session is kept.
            start: What it begins with, or the session that goes on.
        """
        self._workbench = workbench
        self._in_screen = workbench.training.in_screen()
        self._folder = "" if keep.folder is None else safe(str(keep.folder.path), LONGEST)
        if keep.note:
            text, *shorter = (safe(note, LONGEST) for note in keep.note)
            workbench.tell(Notice("session", text, shorter=tuple(shorter)))
            if workbench.training.session.state.phase:  # which the message line explains instead
                workbench.notify(text, markup=False, timeout=10)
        session = workbench.training.session
        self.kept = KeptSession(session, keep, start, self._troubled, self._removed, self._looks)
        if isinstance(start, Setup):
            return
        copied = () if keep.saves else ("this is a copy that is not saved: glassnet was started with --no-save",)
        for note in (*copied, *start.notes):
            workbench.notify(safe(note, LONGEST), severity="warning", markup=False, timeout=10)
        if start.looks:
            workbench.call_later(look_again, workbench, start.looks)

    def _looks(self) -> tuple[str, ...]:
        """Say what is looked at."""
        from engine.session.saved.looks import look_lines  # late: the first screen does not wait for it

        return look_lines(self._workbench.look, self._workbench.training.session.state)

    def leave(self) -> str:
        """Write what is left to write, see ``KeptSession.leave``."""
        return self.kept.leave()

    def _troubled(self, why: str) -> None:
        """Say under the top line why the session is not kept, from whichever thread."""
        self._in_screen(lambda: self._say(why))

    def _say(self, why: str) -> None:
        if not why:
            self._workbench.untell("saving")
            return
        text, *shorter = not_saved_texts(safe(why, 120), self._folder)
        self._workbench.tell(Notice("saving", text, shorter=tuple(shorter)))

    def _removed(self, removed: int) -> None:
        """Say under the top line that old sessions were removed, from whichever thread."""
        text, *shorter = removed_texts(removed)
        self._in_screen(lambda: self._workbench.tell(Notice("removed", text, shorter=tuple(shorter))))


def look_again(workbench: Workbench, looks: Iterable[LookAction]) -> None:
    """Look at what was looked at when the session was left."""
    for action in looks:
        workbench.look_at(action)
    workbench.set_focus(workbench.query_one(f"#{workbench.look.panel}"))
