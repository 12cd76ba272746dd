"""The inspector panel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.reactive import reactive
from textual.strip import Strip

from engine import wording
from engine.network.quantities import Quantity
from engine.session.look import Follow, Look
from engine.training.state import TrainingState
from tui.panels.copied import Copied
from tui.panels.inspector.edit_line import EditLine
from tui.panels.inspector.explained import explained
from tui.panels.inspector.link import Link
from tui.panels.inspector.sheet import Sheet, sheet
from tui.panels.list_panel import ListPanel
from tui.panels.messages import Looked, NothingDone


class Inspector(ListPanel):
    """Shows where numbers come from; holds the line in which they are edited.

    A cursor moves from factor to factor of the formulas, and ``enter`` follows the factor to its own explanation.
    """

    key = "2"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "halt(-1)", "previous factor", show=False),
        Binding("down,right", "halt(1)", "next factor", show=False),
        Binding("enter", "follow", "show where the factor comes from", show=False),
        Binding("pageup", "scroll_by(-1)", "a page back", show=False),
        Binding("pagedown", "scroll_by(1)", "a page on", show=False),
        Binding("home", "show_end(0)", "the top", show=False),
        Binding("end", "show_end(1)", "the bottom", show=False),
    ]
    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    look: reactive[Look] = reactive(Look(), repaint=False)
    cursor: reactive[int] = reactive(0, repaint=False)
    title = "Inspector"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        # The panel is drawn again with every move of the cursor; caches of its own end with it.
        self._explained = lru_cache(maxsize=4)(explained)
        self._laid_out = lru_cache(maxsize=4)(sheet)
        self._sheet: Sheet | None = None

    def compose(self) -> ComposeResult:
        """Create the edit line."""
        yield EditLine()

    def watch_state(self) -> None:
        """Draw the new numbers."""
        self.redraw()

    def watch_look(self, old: Look, new: Look) -> None:
        """Draw what is explained now, from the number in focus on, or from where the learner left a topic."""
        moved = (old.topic, old.focus) != (new.topic, new.focus)
        if moved:
            self.set_reactive(Inspector.first, 0)
            self.set_reactive(Inspector.cursor, 0)
        if _reading(old) != _reading(new):
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
        """Return the number of lines."""
        return len(self._sheet.lines) if self._sheet else 0

    @property
    def selected_cell(self) -> Offset:
        """The cell at which the factor at the cursor begins; the first line if none is in view."""
        if self.cursor < len(self._stops):
            stop = self._stops[self.cursor]
            if self.first <= stop.line < self.first + self.capacity:
                return self.cell_of(stop.line) + Offset(stop.start, 0)
        return self.cell_of(self.first)

    def draw_inside(self) -> Sequence[Strip]:
        """Draw the lines in view, and say how many there are above and below."""
        if self.state is None:
            return []
        about = self._explained(self.state, self.look.topic)
        self._sheet = self._laid_out(self.state, _reading(self.look), about, self.canvas)
        first = self.validate_first(self.first)
        below = self.count() - first - self.inner.height
        above = f"↑ {first}" if first else ""
        more = f"↓ {wording.count(below, 'more line')}" if below > 0 else ""
        self.subtitle = " · ".join(filter(None, (above, more)))
        marked = self.cursor if self.screen.focused is self else None
        return self._sheet.strips(first, self.canvas, marked)

    def to_copy(self) -> Copied:
        """Return the whole sheet."""
        from tui.panels.inspector.copied_sheet import copied_sheet  # not for the first screen

        if self.state is None:
            return super().to_copy()
        about = self._explained(self.state, self.look.topic)
        return copied_sheet(self.state, _reading(self.look), about, self.palette)

    def on_click(self, event: events.Click) -> None:
        """Follow the number under the mouse."""
        line, column = event.y - 1 + self.validate_first(self.first), event.x - 1
        for link in self._sheet.links if self._sheet else ():
            if link.line == line and link.start <= column < link.end:
                stops = self._stops
                self._follow(link.quantity, stops.index(link) if link in stops else self.cursor)
                return

    def action_scroll_by(self, pages: int) -> None:
        """Scroll by pages, back if negative."""
        self.scroll_by_key(self.first + pages * max(1, self.capacity - 1))

    def action_show_end(self, last: int) -> None:
        """Scroll to the bottom (1) or the top (0)."""
        self.scroll_by_key(self.count() if last else 0)

    def action_halt(self, by: int) -> None:
        """Move the cursor to another factor and bring it into view; beyond the last factor, scroll."""
        stops = self._stops
        target = self.cursor + by
        if not 0 <= target < len(stops):
            self.scroll_by_key(self.first + by)
            return
        self.cursor = target
        self.reveal(stops[target].line)

    def action_follow(self) -> None:
        """Follow the factor at the cursor to its explanation."""
        if self.cursor < len(self._stops):
            self._follow(self._stops[self.cursor].quantity, self.cursor)
        else:
            self.post_message(NothingDone("no number here comes from another one"))

    def _follow(self, quantity: Quantity, cursor: int) -> None:
        self.post_message(Looked(Follow(quantity, cursor, self.first)))

    @property
    def _stops(self) -> tuple[Link, ...]:
        return self._sheet.stops if self._sheet else ()


def _reading(look: Look) -> Look:
    """Return a look with only what the sheet depends on, so that other changes do not lay it out again."""
    return Look(
        topic=look.topic,
        focus=look.focus,
        digits=look.digits,
        largest_first=look.largest_first,
        most_terms=look.most_terms,
        check=look.check,
    )
