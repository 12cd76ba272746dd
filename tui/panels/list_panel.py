"""The base of panels that show a long list: which part of it is in view."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.reactive import reactive

from tui.panels.messages import NothingDone
from tui.panels.panel import Panel

WHEEL_STEP = 3


class ListPanel(Panel):
    """A panel that shows part of a long list; the mouse wheel scrolls it.

    Attributes:
        first: The first item in view.
        headings: Lines above the items.
    """

    first: reactive[int] = reactive(0, repaint=False)
    headings = 0

    @property
    def capacity(self) -> int:
        """How many items fit into the panel, at least 1."""
        return max(1, self.inner.height - self.headings)

    def count(self) -> int:
        """Return the number of items."""
        return 0

    def on_resize(self) -> None:
        """Clamp ``first`` again: while the panel was hidden it had no size to clamp it by."""
        self.first = self.first

    def validate_first(self, first: int) -> int:
        """Clamp ``first`` so that the list fills the panel to its end."""
        return max(0, min(first, self.count() - self.capacity))

    def watch_first(self) -> None:
        """Show the other part."""
        self.redraw()

    def reveal(self, item: int) -> None:
        """Scroll as little as needed to bring an item into view."""
        if item < self.first:
            self.first = item
        elif item >= self.first + self.capacity:
            self.first = item - self.capacity + 1

    def cell_of(self, item: int) -> Offset:
        """Return the cell at which an item is drawn; the nearest one in view if it is not."""
        line = max(0, min(item - self.first, self.capacity - 1))
        return Offset(1, 1 + self.headings + line)

    def scroll_by_key(self, first: int) -> None:
        """Scroll to an item; tell why if that is where the list is already."""
        before, self.first = self.first, first
        if self.first == before:
            whole = self.count() <= self.capacity
            why = "all lines are in sight" if whole else "this is the top" if not before else "this is the bottom"
            self.post_message(NothingDone(why))

    def item_at(self, event: events.Click) -> int | None:
        """Return the item under the mouse; None if there is none."""
        item = self.first + event.y - 1 - self.headings
        return item if self.first <= item < min(self.count(), self.first + self.capacity) else None

    def on_mouse_scroll_down(self) -> None:
        """Scroll down."""
        self.first += WHEEL_STEP

    def on_mouse_scroll_up(self) -> None:
        """Scroll up."""
        self.first -= WHEEL_STEP
