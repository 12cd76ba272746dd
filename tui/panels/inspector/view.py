"""The inspector panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from engine import wording
from engine.network.quantities import Quantity
from engine.session.look import Follow, Look
from engine.training.state import TrainingState
from tui.panels.inspector.edit_line import EditLine
from tui.panels.inspector.link import Link
from tui.panels.inspector.sheet import Sheet, sheet
from tui.panels.list_panel import ListPanel
from tui.panels.messages import Looked


def _explained(look: Look) -> tuple[object, ...]:
    """Return what the sheet depends on: of other changes it stays the same."""
    return (look.topic, look.focus, look.digits, look.largest_first, look.most_terms, look.check)


class Inspector(ListPanel):
    """Shows where numbers come from; holds the field in which they are edited.

    With the keys, a cursor goes from factor to factor of the formulas, and ``enter`` to where that one comes from.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "halt(-1)", "the factor before", show=False),
        Binding("down,right", "halt(1)", "the next factor", show=False),
        Binding("enter", "follow", "where the factor comes from", show=False),
        Binding("pageup", "scroll_by(-1)", "a page back", show=False),
        Binding("pagedown", "scroll_by(1)", "a page on", show=False),
        Binding("home", "show_end(0)", "the top", show=False),
        Binding("end", "show_end(1)", "the bottom", show=False),
    ]
    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    look: reactive[Look] = reactive(Look(), repaint=False)
    cursor: reactive[int] = reactive(0, repaint=False)
    title = "Inspector"
    _sheet: Sheet | None = None

    def compose(self) -> ComposeResult:
        """Make the field."""
        yield EditLine()

    def watch_state(self) -> None:
        """Draw the new numbers."""
        self.redraw()

    def watch_look(self, old: Look, new: Look) -> None:
        """Draw what is explained now; begin another topic at the number the learner came for, or where they left it."""
        moved = (old.topic, old.focus) != (new.topic, new.focus)
        if moved:
            self.set_reactive(Inspector.first, 0)
            self.set_reactive(Inspector.cursor, 0)
        if _explained(old) != _explained(new):
            self.redraw()
        if not moved or self._sheet is None:
            return
        left = old.back[-1] if old.back else None
        if left is not None and (new.topic, new.focus, new.back) == (left.topic, left.focus, old.back[:-1]):
            self.first, self.cursor = left.first_line, min(left.cursor, max(0, len(self._stops) - 1))
        elif new.focus is not None:
            line = self._sheet.focus_line
            self.first = max(0, line - 1)
            self.cursor = next((i for i, link in enumerate(self._stops) if link.line >= line), 0)

    def watch_cursor(self) -> None:
        """Mark another factor."""
        self.redraw()

    def count(self) -> int:
        """How many lines there are to show."""
        return len(self._sheet.rows) if self._sheet else 0

    def draw_inside(self) -> Sequence[Strip]:
        """Draw the part in sight, and say how much more there is."""
        if self.state is None:
            return []
        self._sheet = sheet(self.state, self.look, *self.inner, self.palette)
        first = self.validate_first(self.first)
        below = self.count() - first - self.inner.height
        above = f"↑ {first}" if first else ""
        more = f"↓ {wording.count(below, 'more line')}" if below > 0 else ""
        self.subtitle = " · ".join(filter(None, (above, more)))
        marked = self.cursor if self.screen.focused is self else None
        return self._sheet.strips(first, *self.inner, marked, self.palette)

    def on_click(self, event: events.Click) -> None:
        """Go to where the number under the mouse comes from."""
        line, column = event.y - 1 + self.validate_first(self.first), event.x - 1
        for link in self._sheet.links if self._sheet else ():
            if link.line == line and link.start <= column < link.end:
                stops = self._stops
                self._follow(link.quantity, stops.index(link) if link in stops else self.cursor)
                return

    def action_scroll_by(self, pages: int) -> None:
        """Show the next or the former part."""
        self.first += pages * max(1, self.capacity - 1)

    def action_show_end(self, last: int) -> None:
        """Show the first or the last part."""
        self.first = self.count() if last else 0

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
            self._follow(self._stops[self.cursor].quantity, self.cursor)

    def _follow(self, quantity: Quantity, cursor: int) -> None:
        """Ask where a number comes from."""
        self.post_message(Looked(Follow(quantity, cursor, self.first)))

    @property
    def _stops(self) -> tuple[Link, ...]:
        return self._sheet.stops if self._sheet else ()
