"""The command palette, for everything by name."""

from __future__ import annotations

from textual.command import CommandPalette
from textual.widgets import Input

LONGEST_NAME = 100
"""Characters; looking for a longer one, such as a page pasted by mistake, would keep everything else waiting."""


class Commands(CommandPalette):
    """Textual's palette, which looks for no more than a name can be."""

    def on_mount(self) -> None:
        """Bound the field."""
        self.query_one(Input).max_length = LONGEST_NAME
