"""One line for a learner who knows no key yet, at each start until something was trained once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from tui.panels.bars.notices import Notice
from tui.terminal.preferences import remember, remembered

if TYPE_CHECKING:
    from tui.workbench.workbench import Workbench

USED = "used"
"""Under which it is remembered that something was trained."""
WELCOME = Notice(
    "start",
    "Press n to see one sample computed step by step, e to train an epoch, ? for all keys",
    shorter=(
        "n shows one sample step by step, e trains an epoch, ? all keys",
        "n steps through, e trains, ? shows all keys",
    ),
)


class FirstStart:
    """Shows the keys that matter on a workbench, until the first key or click."""

    def __init__(self, workbench: Workbench) -> None:
        """Show them, unless it is remembered that the learner has trained something before."""
        self._workbench, self._is_new = workbench, not remembered(USED)
        if self._is_new:
            workbench.tell(WELCOME)

    def note(self, event: events.Event) -> None:
        """Take the line away when a key is pressed or the mouse clicked; remember that something was trained.

        The key that closes messages takes it away by itself: it closes one at a time.
        """
        if not self._is_new or not isinstance(event, events.Key | events.MouseUp):
            return
        if not isinstance(event, events.Key) or event.key != "escape":
            self._workbench.call_later(self._workbench.untell, WELCOME.kind)
        if self._workbench.training.session.step:
            remember(USED, "yes")
            self._is_new = False
