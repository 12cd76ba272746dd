"""Another session in the place of the one that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from engine.session.saved.resume import Resumed
    from tui.dialogs.saved_sessions import Going
    from tui.workbench.workbench import Workbench

GONE = "What you did here is not saved and would be gone. ctrl+s saves it as a file."


class SessionOpened(Message):
    """Another session goes on, in a workbench of its own: nothing of this one is left on the screen.

    Attributes:
        start: The other session.
        note: What to say about it, in wordings of several lengths.
    """

    def __init__(self, start: Resumed, note: tuple[str, ...]) -> None:
        super().__init__()
        self.start, self.note = start, note


def go_on_with(workbench: Workbench, going: Going) -> None:
    """Leave the session that is open for another one; ask before if that would lose it."""
    from tui.dialogs.confirm import Confirm

    kept = None if workbench.keeping is None else workbench.keeping.kept
    back = "; d lists the one before" if kept is not None and kept.saving.is_begun and not kept.is_unsaved else ""
    opened = SessionOpened(going.start, (f"{going.about}{back}", f"{going.short}{back}", going.about, going.short))

    def answered(agreed: bool | None) -> None:
        if agreed:
            workbench.post_message(opened)
        else:
            going.start.earlier.unlocked()

    if kept is not None and kept.is_unsaved:
        workbench.app.push_screen(Confirm("Another session", GONE, "open the other one", "stay here"), answered)
    else:
        answered(True)
