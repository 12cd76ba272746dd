"""What the panels that show a long list have in common: which part of it is in sight."""

from __future__ import annotations

from textual import events
from textual.reactive import reactive

from tui.panels.panel import Panel


class ListPanel(Panel):
    """A panel that shows some lines of a long list; the wheel moves through it."""

    first: reactive[int] = reactive(0, repaint=False)
    headings = 0

    @property
    def capacity(self) -> int:
        """How many items there is room for."""
        return max(1, self.inner.height - self.headings)

    def count(self) -> int:
        """How many items there are."""
        return 0

    def on_resize(self) -> None:
        """Keep the list filled to its end, also one that was hidden and had no size."""
        self.first = self.first

    def validate_first(self, first: int) -> int:
        """Keep the list filled to its end."""
        return max(0, min(first, self.count() - self.capacity))

    def watch_first(self) -> None:
        """Show the other part."""
        self.redraw()

    def reveal(self, item: int) -> None:
        """Move as little as needed to bring an item into sight."""
        if item < self.first:
            self.first = item
        elif item >= self.first + self.capacity:
            self.first = item - self.capacity + 1

    def item_at(self, event: events.Click) -> int | None:
        """Return the item under the mouse."""
        item = self.first + event.y - 1 - self.headings
        return item if self.first <= item < min(self.count(), self.first + self.capacity) else None

    def on_mouse_scroll_down(self) -> None:
        """Move on."""
        self.first += 3

    def on_mouse_scroll_up(self) -> None:
        """Move back."""
        self.first -= 3
