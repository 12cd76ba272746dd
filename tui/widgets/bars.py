"""The top line and the footer."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from engine.state import TrainingState
from tui.messages import ActionRequested
from tui.renderables.keybar import KeyHint, key_bar
from tui.renderables.status import Activity, status_line
from tui.widgets.strip_view import StripView


class StatusBar(StripView):
    """The top line."""

    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    activity: reactive[Activity] = reactive(Activity(), repaint=False)

    def watch_state(self) -> None:
        """Draw the new state."""
        self.redraw()

    def watch_activity(self) -> None:
        """Draw what it is doing now."""
        self.redraw()

    def draw(self) -> Sequence[Strip]:
        """Draw the line."""
        return [status_line(self.state, self.activity, self.size.width, self.palette)] if self.state else []


class KeyBar(StripView):
    """The footer; a click on a key does what the key does."""

    hints: reactive[tuple[KeyHint, ...]] = reactive((), repaint=False)
    _spots: Sequence[tuple[Region, str]] = ()

    def watch_hints(self) -> None:
        """Draw the keys that matter now."""
        self.redraw()

    def draw(self) -> Sequence[Strip]:
        """Draw the keys there is room for."""
        line, self._spots = key_bar(self.hints, self.size.width, self.palette)
        return [line]

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        for region, action in self._spots:
            if region.contains(event.x, event.y):
                self.post_message(ActionRequested(action))
