"""The widget that shows a list of settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.dialogs.settings.lines import NAME_AT, NAME_WIDTH, about_below, arrow_at, is_value, setting_lines
from tui.dialogs.settings.setting import Setting
from tui.drawing.canvas import Canvas
from tui.panels.inspector.edit_line import EditLine
from tui.panels.panel import StripView


class SettingsView(StripView):
    """Shows as many settings as fit; a click selects one, a click on its arrows changes it; some are typed in its line.

    Attributes:
        settings: All settings.
        selected: The index of the one that the keys change.
        first: The index of the first one in view.
    """

    can_focus = True

    class Clicked(Message):
        """A line was clicked, perhaps on one of its arrows (-1 or 1; 0 for neither) or on its value."""

        def __init__(self, line: int, arrow: int, value: bool) -> None:
            super().__init__()
            self.line, self.arrow, self.value = line, arrow, value

    settings: reactive[Sequence[Setting[Any]]] = reactive((), repaint=False)
    selected: reactive[int] = reactive(0, repaint=False)
    first: reactive[int] = reactive(0, repaint=False)

    def compose(self) -> ComposeResult:
        """Create the field in which a value is typed."""
        yield EditLine()

    @property
    def line(self) -> EditLine:
        """The field in which a value is typed."""
        return self.query_one(EditLine)

    def begin_typing(self, begun: str = "") -> bool:
        """Open the field in the line of the selected setting; return whether that is typed at all.

        Args:
            begun: What was typed already; with "" the field has the present value.
        """
        typing = self.settings[self.selected].typing
        if typing is not None:
            self._place_line()
            self.line.open("", typing.draft, begun=begun)
        return typing is not None

    def _place_line(self) -> None:
        self.line.styles.offset = NAME_WIDTH, self.selected - self.first

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height for all settings, with room for the longest explanation below one of them.

        If there are more settings than lines, the explanations do not matter.
        """
        if len(self.settings) >= container.height:
            return len(self.settings)
        return len(self.settings) + max((len(about_below(setting, width)) for setting in self.settings), default=0)

    @property
    def _below(self) -> int:
        """The number of lines that explain the selected setting below it."""
        if self.selected >= len(self.settings):
            return 0
        return len(about_below(self.settings[self.selected], self.size.width))

    def validate_first(self, first: int) -> int:
        """Leave no empty lines at the end."""
        return max(0, min(first, len(self.settings) + self._below - self.size.height))

    def watch_settings(self) -> None:
        """Draw the new settings with the selected one in view."""
        height = self.styles.height
        if height is not None and height.is_auto:
            self.refresh(layout=True)  # they may need another height
        self.watch_selected()

    def watch_selected(self) -> None:
        """Mark the selected line and bring it into view."""
        if self.selected < self.first:
            self.first = self.selected
        elif self.size.height and self.selected + self._below >= self.first + self.size.height:
            self.first = min(self.selected, self.selected + self._below - self.size.height + 1)
        else:
            self.first = self.first  # validated again, as there may be fewer settings now
        self.redraw()

    def watch_first(self) -> None:
        """Draw the lines that scrolled into view."""
        self.redraw()
        if self.is_mounted:
            self._place_line()

    def on_resize(self) -> None:
        """Keep the selected line in view."""
        self.watch_selected()

    @property
    def selected_cell(self) -> Offset:
        """The cell at which the name of the selected setting begins."""
        return Offset(NAME_AT, max(0, self.selected - self.first))

    def draw(self) -> Sequence[Strip]:
        """Draw the settings in view."""
        canvas = Canvas(*self.size, self.palette)
        end, selected = self.first + self.size.height, self.selected - self.first
        lines_below = self._below if selected >= 0 else 0
        above, below = self.first > 0, end < len(self.settings) + lines_below
        return setting_lines(self.settings[self.first : end], selected, canvas, above, below)

    def on_click(self, event: events.Click) -> None:
        """Report which line was clicked."""
        line, own = self.first + event.y, True
        if line > self.selected >= self.first:
            own = line > self.selected + self._below
            line = line - self._below if own else self.selected
        if line < len(self.settings):
            arrow = arrow_at(self.settings[line], event.x) if own else 0
            self.post_message(self.Clicked(line, arrow, own and not arrow and is_value(event.x)))

    def on_mouse_scroll_down(self) -> None:
        """Scroll down."""
        self.first += 3

    def on_mouse_scroll_up(self) -> None:
        """Scroll up."""
        self.first -= 3
