"""The command palette, for everything by name."""

from __future__ import annotations

from textual import events
from textual.command import CommandPalette
from textual.widgets import Input

LONGEST_NAME = 100
"""Characters; looking for a longer one, such as a page pasted by mistake, would keep everything else waiting."""


class Commands(CommandPalette):
    """Textual's palette, which looks for no more than a name can be."""

    def on_mount(self, event: events.Mount) -> None:
        """Bound the field; look for nothing if it was closed before it came up."""
        if self not in self.app.screen_stack:
            event.prevent_default()
        self.query_one(Input).max_length = LONGEST_NAME

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]  # as Textual's palette has it
        """Leave out a click from beyond the edge, as one that comes when the terminal has been made smaller."""
        if not self.region.contains_point(event.screen_offset):
            event.prevent_default()
