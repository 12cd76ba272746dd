"""What the workbench says: messages under its top line, and notices in the corner."""

from __future__ import annotations

from textual import on
from textual.binding import Binding
from textual.reactive import reactive
from textual.screen import Screen

from tui.panels.bars.notices import Notice, dismissed, posted
from tui.panels.key import written
from tui.panels.messages import NothingDone
from tui.panels.panel import Panel
from tui.terminal.text import safe


class TellingScreen(Screen[None]):
    """A screen that tells the learner things.

    Attributes:
        notices: What the message line shows, one after the other.
    """

    notices: reactive[tuple[Notice, ...]] = reactive((), repaint=False)

    def tell(self, notice: Notice) -> None:
        """Show a message under the top line until it is closed."""
        self.notices = posted(self.notices, notice)

    def untell(self, kind: str) -> None:
        """Take the message of a kind away."""
        self.notices = dismissed(self.notices, kind)

    def action_close_over(self) -> None:
        """Close what lies over the panels: the notices in the corner, else the message line."""
        if self.query("Toast"):
            self.app.clear_notifications()
        else:
            self.notices = self.notices[1:]

    def say_why(self, why: str) -> None:
        """Tell the learner in one short line why a key did nothing, or nothing that can be seen."""
        self.notify(safe(why, 100), markup=False, timeout=4)

    def explain_key(self, key: str) -> None:
        """Say where a key works that does nothing here, or that it is none."""
        for panel in self.query("Panel"):
            if isinstance(panel, Panel) and any(
                isinstance(own, Binding) and key in own.key.split(",") for own in panel.BINDINGS
            ):
                self.say_why(f"{written(key)} works in the {panel.id}: {panel.key} goes there")
                return
        if len(key) == 1:
            self.say_why(f"{key} does nothing: ? lists all keys")

    @on(NothingDone)
    def _explain_nothing(self, message: NothingDone) -> None:
        self.say_why(message.why)
