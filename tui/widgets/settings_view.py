"""A list of settings, one chosen, each with arrows to change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.renderables.settings import arrow_at, setting_lines
from tui.setting import Setting
from tui.widgets.strip_view import StripView


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
        """Want a line for each setting."""
        return len(self.settings)

    def validate_first(self, first: int) -> int:
        """Keep the list filled to its end."""
        return max(0, min(first, len(self.settings) - self.size.height))

    def watch_settings(self) -> None:
        """Draw the new settings, the chosen one in sight."""
        self.watch_chosen()

    def watch_chosen(self) -> None:
        """Mark another line, and bring it into sight."""
        if self.chosen < self.first:
            self.first = self.chosen
        elif self.size.height and self.chosen >= self.first + self.size.height:
            self.first = self.chosen - self.size.height + 1
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
        end = self.first + self.size.height
        above, below = self.first > 0, end < len(self.settings)
        shown = self.settings[self.first : end]
        return setting_lines(shown, self.chosen - self.first, self.size.width, self.palette, above, below)

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        line = self.first + event.y
        if line < len(self.settings):
            self.post_message(self.Clicked(line, arrow_at(self.settings[line], event.x)))

    def on_mouse_scroll_down(self) -> None:
        """Show what comes after."""
        self.first += 3

    def on_mouse_scroll_up(self) -> None:
        """Show what comes before."""
        self.first -= 3
