"""The inspector panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from engine.names import Place
from engine.state import TrainingState
from tui.renderables.inspector import inspector_lines
from tui.widgets.edit_line import EditLine
from tui.widgets.list_panel import ListPanel

ROOM_FOR_BLANKS = 14
"""Lines; a lower panel has none between its sections."""


class Inspector(ListPanel):
    """Shows the arithmetic of what is selected; holds the field in which it is edited."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll_by(-1)", "back", show=False),
        Binding("pagedown", "scroll_by(1)", "on", show=False),
    ]
    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    selected: reactive[Place | None] = reactive(None, repaint=False)
    title = "Inspector"
    _content: Sequence[Strip] = ()

    def compose(self) -> ComposeResult:
        """Make the field."""
        yield EditLine()

    def watch_state(self) -> None:
        """Draw the new numbers."""
        self.redraw()

    def watch_selected(self) -> None:
        """Draw what is selected now, from its top."""
        self.first = 0
        self.redraw()

    def count(self) -> int:
        """How many lines there are to show."""
        return len(self._content)

    def draw_inside(self) -> Sequence[Strip]:
        """Draw the part in sight, and say how much more there is."""
        if self.state is None or self.selected is None:
            return []
        spaced = self.inner.height >= ROOM_FOR_BLANKS
        self._content = inspector_lines(self.state, self.selected, self.inner.width, spaced, self.palette)
        first = self.validate_first(self.first)
        below = len(self._content) - first - self.inner.height
        self.subtitle = f"↓ {below} more line{'s' * (below != 1)}" if below > 0 else ""
        return self._content[first:]

    def action_scroll_by(self, pages: int) -> None:
        """Show the next or the former part."""
        self.first += pages * max(1, self.visible - 1)
