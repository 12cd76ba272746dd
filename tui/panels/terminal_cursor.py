"""Where the terminal's own cursor stands: on what is selected, so that magnifiers and braille displays follow it."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input, OptionList

from tui.panels.panel import StripView


def cursor_of(focused: Widget) -> Offset:
    """Return the cell of the screen where what is selected in the focused widget is drawn.

    A field keeps the cursor where it types; a widget that has nothing selected gets it in its first cell.
    """
    if isinstance(focused, Input):
        return focused.cursor_screen_offset
    return focused.content_region.offset + _within(focused)


def _within(focused: Widget) -> Offset:
    match focused:
        case StripView():
            return focused.selected_cell
        case OptionList() if focused.highlighted is not None:
            line = focused._index_to_line.get(focused.highlighted, 0)
            return Offset(0, line) - focused.scroll_offset
        case _:
            return Offset(0, 0)
