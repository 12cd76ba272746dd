"""The base of every panel: it shows lines drawn elsewhere and repaints only the cells that changed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from typing import Literal

from rich.cells import get_character_cell_size
from textual import events
from textual.errors import NoWidget
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.widget import Widget

from engine.errors import InvalidValue
from tui.drawing.canvas import Canvas
from tui.drawing.few_colours import colours_of, palette_for
from tui.drawing.frame import TITLE_AT, Caption, framed
from tui.drawing.palette import Palette, style
from tui.drawing.signs import is_ascii_only
from tui.panels.copied import Copied
from tui.panels.marking import Marked, marked_text, with_marks

Direction = Literal["up", "down", "left", "right"]


class StripView(Widget):
    """A widget that shows a list of strips."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Strip] = []
        self._drawn_for = Size()

    @property
    def palette(self) -> Palette:
        """The colours of the current theme, as far as the terminal shows them."""
        app = self.app
        colours = colours_of(app.console.color_system, app.no_color)
        return palette_for(app.current_theme.dark, colours, is_ascii_only(app))

    @property
    def selected_cell(self) -> Offset:
        """The cell of the widget at which what is selected begins."""
        return Offset(0, 0)

    @abstractmethod
    def draw(self) -> Sequence[Strip]:
        """Return the lines for the current size."""

    def redraw(self) -> None:
        """Draw the lines again and repaint the cells that changed."""
        if not self.is_mounted or not self.size:
            self._drawn_for = Size()  # drawn when it is shown, even if it then has the size it had before
            return
        old = self._lines
        self._draw_lines()
        if len(old) != len(self._lines):
            self.refresh()
            return
        spans = [_difference(before, after) for before, after in zip(old, self._lines, strict=True)]
        changed = [Region(start, y, end - start, 1) for y, (start, end) in enumerate(spans) if end > start]
        if changed:
            self.refresh(*changed)

    def _draw_lines(self) -> None:
        self._lines, self._drawn_for = list(self.draw()), self.size

    def on_mount(self) -> None:
        """Redraw whenever the theme changes."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.redraw())

    def on_resize(self) -> None:
        """Redraw for the new size, unless ``render_line`` has already done so."""
        if self._drawn_for != self.size:
            self._lines = []
            self.redraw()

    def render_line(self, y: int) -> Strip:
        """Return one line; Textual may ask for it at a new size before it sends the resize event."""
        if self._drawn_for != self.size:
            self._draw_lines()
        line = self._lines[y] if y < len(self._lines) else Strip([])
        return line.adjust_cell_length(self.size.width).apply_style(self.rich_style)


class Panel(StripView):
    """A framed panel that can take the focus; dragging the mouse over it marks text, and a click stays a click.

    Attributes:
        key: The key that leads to the panel.
        marked_text: The text marked by dragging the mouse over it; "" if none is.
        title: Text in the upper edge of the frame.
        subtitle: Text in the lower edge of the frame.
        corner: Text at the right end of the upper edge.
    """

    can_focus = True
    key = ""
    title = ""
    subtitle: str | Caption = ""
    corner = ""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pressed: Offset | None = None
        self._down: Offset | None = None
        self._marked: Marked | None = None
        self.marked_text = ""

    @property
    def inner(self) -> Size:
        """The size inside the frame."""
        return Size(max(0, self.size.width - 2), max(0, self.size.height - 2))

    @property
    def title_room(self) -> int:
        """The cells for the title."""
        return max(0, self.inner.width - 6)

    @property
    def selected_cell(self) -> Offset:
        """The cell at which what is selected begins; in a panel that selects nothing, its title."""
        return Offset(TITLE_AT, 0)

    @property
    def canvas(self) -> Canvas:
        """The room inside the frame, with the colours of the theme."""
        return Canvas(*self.inner, self.palette)

    @abstractmethod
    def draw_inside(self) -> Sequence[Strip]:
        """Return the lines inside the frame, and set the titles."""

    def draw(self) -> Sequence[Strip]:
        """Return the lines with the frame around them."""
        inside = self.draw_inside()
        focused = self.has_focus_within  # has_focus is set only after on_focus and on_blur
        canvas = Canvas(*self.size, self.palette)
        lines = framed(inside, self.title, self.subtitle, focused, canvas, self.corner, self.key)
        return lines if self._marked is None else self._with_marks(lines, self._marked)

    def to_copy(self) -> Copied:
        """Return what is selected in the panel, to be copied.

        Raises:
            InvalidValue: There is nothing to copy.
        """
        raise InvalidValue(f"in the {self.id} y copies only what is marked: drag the mouse over it")

    def _with_marks(self, lines: list[Strip], marked: Marked) -> list[Strip]:
        """Mark the text, unless another one has taken its place since the mouse was released."""
        text = marked_text(lines, marked, self.size)
        if text != self.marked_text and self._pressed is None:
            self._marked, self.marked_text = None, ""
            return lines
        self.marked_text = text
        return with_marks(lines, marked, self.size, style(self.palette.selected_text, self.palette.selected))

    def unmark(self) -> None:
        """Mark no text any more."""
        if self._marked is not None:
            self._marked, self.marked_text = None, ""
            self.redraw()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Note where text may begin to be marked."""
        self.unmark()
        self._pressed = None
        with suppress(NoWidget):
            on_child = self.screen.get_widget_at(*event.screen_offset)[0] is not self  # such as the field
            self._pressed = event.offset if event.button == 1 and not on_child else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Mark the text between where the mouse was pressed and where it is."""
        if self._pressed is None:
            return
        if event.button != 1:  # it was released where nobody saw it
            self.on_mouse_up()
        elif self._marked is not None or event.offset != self._pressed:
            self._marked = Marked(self._pressed, event.offset)
            self.redraw()

    def on_mouse_up(self) -> None:
        """Keep what is marked."""
        self._pressed = None

    def _forward_event(self, event: events.Event) -> None:
        """Follow the mouse out of the panel while it is pressed; take no drag for a click."""
        if isinstance(event, events.MouseDown):
            self._down = event.offset
            self.capture_mouse()
        elif isinstance(event, events.MouseUp) or (isinstance(event, events.MouseMove) and not event.button):
            self.release_mouse()
        if not isinstance(event, events.Click) or event.offset == self._down:
            super()._forward_event(event)

    def on_focus(self) -> None:
        """Show in the frame that the panel has the focus."""
        self.redraw()

    def on_blur(self) -> None:
        """Show in the frame that the panel has lost the focus, and mark no text in it."""
        self.unmark()
        self.redraw()

    on_descendant_focus, on_descendant_blur = on_focus, on_blur

    def on_hide(self) -> None:
        """Let go of the mouse."""
        self.release_mouse()
        self.unmark()


def _difference(old: Strip, new: Strip) -> tuple[int, int]:
    """Return the first cell in which two strips differ and the cell after the last; (0, 0) if they are equal."""
    if old == new:
        return 0, 0
    before, after = _characters(old), _characters(new)
    # Wide and combining characters do not take one cell each, so an index into the text is not a cell.
    if len(before) != len(after) or any(get_character_cell_size(character) != 1 for character, _ in before + after):
        return 0, max(old.cell_length, new.cell_length)
    different = [index for index, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    return (different[0], different[-1] + 1) if different else (0, 0)


def _characters(strip: Strip) -> list[tuple[str, object]]:
    return [(character, segment.style) for segment in strip for character in segment.text]
