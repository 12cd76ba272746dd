"""The command palette, for everything by name."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from rich.text import Text
from textual import events
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.widgets import Input

from tui.workbench.palette_commands import entries_for
from tui.workbench.palette_search import found

LONGEST_NAME = 100
"""Characters of a search. A longer text, such as a page pasted by mistake, would block the screen."""


class Everything(Provider):
    """Gives the palette its entries."""

    _chosen = False

    async def discover(self) -> Hits:
        """Give all entries, while nothing is typed."""
        for entry in entries_for(self.app):
            yield DiscoveryHit(entry.name, self._once(entry.do), help=entry.about)

    async def search(self, query: str) -> Hits:
        """Give the entries that a search finds, with the words typed underlined."""
        parts = [re.escape(word) for word in query.split()]
        for rating, entry in found(query, entries_for(self.app)):
            name = Text(entry.name)
            name.highlight_regex(re.compile("|".join(parts), re.IGNORECASE), "underline")
            yield Hit(rating, name, self._once(entry.do), text=entry.name, help=entry.about)

    def _once(self, do: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
        """Let only the first entry chosen do something: enter may be pressed again before the palette has closed."""

        async def chosen() -> None:
            if not self._chosen:
                self._chosen = True
                await do()

        return chosen


class Commands(CommandPalette):
    """Textual's palette with a limit on the length of the search."""

    def __init__(self, search: str = "") -> None:
        super().__init__([Everything])
        self._search = search

    def on_mount(self, event: events.Mount) -> None:
        """Limit the field and type into it. Skip the search if the palette was closed before it was mounted."""
        if self not in self.app.screen_stack:
            event.prevent_default()
        self.query_one(SearchIcon).icon = "›"  # the usual one is an emoji, which many terminals over SSH have not
        field = self.query_one(Input)
        field.max_length = LONGEST_NAME
        field.insert_text_at_cursor(self._search)

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]  # as Textual's palette has it
        """Ignore clicks outside the screen, which arrive when the terminal was made smaller."""
        if not self.region.contains_point(event.screen_offset):
            event.prevent_default()
