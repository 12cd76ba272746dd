"""A list of settings, one chosen, each with arrows to change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.dialogs.settings.lines import arrow_at, setting_lines, told_below
from tui.dialogs.settings.setting import Setting
from tui.panels.panel import StripView


class SettingsView(StripView):
    """Shows the settings there is room for; a click chooses one, a click on its arrows changes it.

    Attributes:
        settings: all of them.
        chosen: the one that the keys change.
        first: the first in sight.
    """

    can_focus = True

    class Clicked(Message):
        """A line was clicked: which, and on which of its arrows (-1, 1, 0 for none)."""

        def __init__(self, line: int, arrow: int) -> None:
            super().__init__()
            self.line, self.arrow = line, arrow

    settings: reactive[Sequence[Setting[Any]]] = reactive((), repaint=False, layout=True)
    chosen: reactive[int] = reactive(0, repaint=False)
    first: reactive[int] = reactive(0, repaint=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Want a line for each setting, and those that any of them may take below."""
        return len(self.settings) + max((len(told_below(setting, width)) for setting in self.settings), default=0)

    @property
    def _below(self) -> int:
        """How many lines there are below the chosen setting's own."""
        return len(told_below(self.settings[self.chosen], self.size.width)) if self.chosen < len(self.settings) else 0

    def validate_first(self, first: int) -> int:
        """Keep the list filled to its end."""
        return max(0, min(first, len(self.settings) + self._below - self.size.height))

    def watch_settings(self) -> None:
        """Draw the new settings, the chosen one in sight."""
        self.watch_chosen()

    def watch_chosen(self) -> None:
        """Mark another line, and bring it into sight."""
        if self.chosen < self.first:
            self.first = self.chosen
        elif self.size.height and self.chosen + self._below >= self.first + self.size.height:
            self.first = min(self.chosen, self.chosen + self._below - self.size.height + 1)
        else:
            self.first = self.first  # there may be fewer settings now
        self.redraw()

    def watch_first(self) -> None:
        """Show the other part."""
        self.redraw()

    def on_resize(self) -> None:
        """Keep the chosen line in sight."""
        self.watch_chosen()

    def draw(self) -> Sequence[Strip]:
        """Draw the settings in sight."""
        end, chosen = self.first + self.size.height, self.chosen - self.first
        told = self._below if chosen >= 0 else 0
        above, below = self.first > 0, end < len(self.settings) + told
        return setting_lines(self.settings[self.first : end], chosen, *self.size, self.palette, above, below)

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        line, own = self.first + event.y, True
        if line > self.chosen >= self.first:
            own = line > self.chosen + self._below
            line = line - self._below if own else self.chosen
        if line < len(self.settings):
            self.post_message(self.Clicked(line, arrow_at(self.settings[line], event.x) if own else 0))

    def on_mouse_scroll_down(self) -> None:
        """Show what comes after."""
        self.first += 3

    def on_mouse_scroll_up(self) -> None:
        """Show what comes before."""
        self.first -= 3
