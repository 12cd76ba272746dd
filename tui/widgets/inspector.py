"""The inspector panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from engine.state import TrainingState
from tui.messages import QuantityFollowed
from tui.renderables.inspector import Link, Reading, Sheet, sheet
from tui.widgets.edit_line import EditLine
from tui.widgets.list_panel import ListPanel

ROOM_FOR_BLANKS = 14
"""Lines; a lower panel has none between its sections."""


class Inspector(ListPanel):
    """Shows where numbers come from; holds the field in which they are edited.

    With the keys, a cursor goes from factor to factor of the formulas, and ``enter`` to where that one comes from.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "halt(-1)", "the factor before", show=False),
        Binding("down,right", "halt(1)", "the next factor", show=False),
        Binding("enter", "follow", "where the factor comes from", show=False),
        Binding("pageup", "scroll_by(-1)", "back", show=False),
        Binding("pagedown", "scroll_by(1)", "on", show=False),
    ]
    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    reading: reactive[Reading | None] = reactive(None, repaint=False)
    cursor: reactive[int] = reactive(0, repaint=False)
    title = "Inspector"
    _sheet: Sheet | None = None

    def compose(self) -> ComposeResult:
        """Make the field."""
        yield EditLine()

    def watch_state(self) -> None:
        """Draw the new numbers."""
        self.redraw()

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        """Draw what it is about now; on another topic, from where the number is that one came for."""
        moved = old is None or new is None or (old.topic, old.focus) != (new.topic, new.focus)
        if moved:
            self.set_reactive(Inspector.first, 0)
            self.set_reactive(Inspector.cursor, 0)
        self.redraw()
        if moved and self._sheet is not None and new is not None and new.focus is not None:
            line = self._sheet.focus_line
            self.first = max(0, line - 1)
            self.cursor = next((i for i, link in enumerate(self._sheet.stops) if link.line >= line), 0)

    def watch_cursor(self) -> None:
        """Mark another factor."""
        self.redraw()

    def count(self) -> int:
        """How many lines there are to show."""
        return len(self._sheet.rows) if self._sheet else 0

    def draw_inside(self) -> Sequence[Strip]:
        """Draw the part in sight, and say how much more there is."""
        if self.state is None or self.reading is None:
            return []
        spaced = self.inner.height >= ROOM_FOR_BLANKS
        self._sheet = sheet(self.state, self.reading, self.inner.width, spaced, self.palette)
        first = self.validate_first(self.first)
        below = self.count() - first - self.inner.height
        self.subtitle = f"↓ {below} more line{'s' * (below != 1)}" if below > 0 else ""
        marked = self.cursor if self.screen.focused is self else None
        return self._sheet.strips(first, *self.inner, marked, self.palette)

    def on_click(self, event: events.Click) -> None:
        """Go to where the number under the mouse comes from."""
        line, column = event.y - 1 + self.validate_first(self.first), event.x - 1
        for link in self._sheet.links if self._sheet else ():
            if link.line == line and link.start <= column < link.end:
                self.post_message(QuantityFollowed(link.quantity))
                return

    def action_scroll_by(self, pages: int) -> None:
        """Show the next or the former part."""
        self.first += pages * max(1, self.visible - 1)

    def action_halt(self, by: int) -> None:
        """Move the cursor to another factor, and it into sight; past the last, show what follows."""
        stops = self._stops
        target = self.cursor + by
        if not 0 <= target < len(stops):
            self.first += by
            return
        self.cursor = target
        self.reveal(stops[target].line)

    def action_follow(self) -> None:
        """Go to where the factor at the cursor comes from."""
        if self.cursor < len(self._stops):
            self.post_message(QuantityFollowed(self._stops[self.cursor].quantity))

    @property
    def _stops(self) -> tuple[Link, ...]:
        return self._sheet.stops if self._sheet else ()
