"""The base of every panel: shows lines drawn elsewhere, and repaints only the cells that changed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Literal

from rich.cells import get_character_cell_size
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.drawing.frame import Caption, framed
from tui.drawing.palette import DARK, LIGHT, Palette


class StripView(Widget):
    """A widget that is a list of strips."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Strip] = []
        self._drawn_for = Size()

    @property
    def palette(self) -> Palette:
        """The colours that go with the theme."""
        return DARK if self.app.current_theme.dark else LIGHT

    @abstractmethod
    def draw(self) -> Sequence[Strip]:
        """Return the lines for the present size."""

    def redraw(self) -> None:
        """Draw, and repaint what came out different."""
        if not self.is_mounted or not self.size:
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
        """Draw again in the colours of a new theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.redraw())

    def on_resize(self) -> None:
        """Draw for the new size, if it was not painted before it was told."""
        if self._drawn_for != self.size:
            self._lines = []
            self.redraw()

    def render_line(self, y: int) -> Strip:
        """Hand one line to Textual, which paints a new size before it tells of it."""
        if self._drawn_for != self.size:
            self._draw_lines()
        line = self._lines[y] if y < len(self._lines) else Strip([])
        return line.adjust_cell_length(self.size.width).apply_style(self.rich_style)


class Panel(StripView):
    """A framed panel that can have the keys.

    Attributes:
        title: in the upper edge of its frame.
        subtitle: in the lower edge.
    """

    can_focus = True
    title = ""
    subtitle: str | Caption = ""

    @property
    def inner(self) -> Size:
        """The size inside the frame."""
        return Size(max(0, self.size.width - 2), max(0, self.size.height - 2))

    @abstractmethod
    def draw_inside(self) -> Sequence[Strip]:
        """Return the lines inside the frame, and set the titles."""

    def draw(self) -> Sequence[Strip]:
        """Return the framed lines."""
        inside = self.draw_inside()
        focused = self.has_focus_within  # has_focus is set only after on_focus and on_blur
        return framed(inside, self.title, self.subtitle, focused, *self.size, self.palette)

    def on_focus(self) -> None:
        """Show that it has the keys."""
        self.redraw()

    def on_blur(self) -> None:
        """Show that it has not."""
        self.redraw()

    on_descendant_focus, on_descendant_blur = on_focus, on_blur


def _difference(old: Strip, new: Strip) -> tuple[int, int]:
    """Find the cells in which two strips differ: from, to; the same if they do not."""
    if old == new:
        return 0, 0
    before, after = _cells(old), _cells(new)
    # A wide character takes two cells and an accent none: then it is not known which cells differ.
    if len(before) != len(after) or any(get_character_cell_size(character) != 1 for character, _ in before + after):
        return 0, max(old.cell_length, new.cell_length)
    different = [index for index, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    return (different[0], different[-1] + 1) if different else (0, 0)


def _cells(strip: Strip) -> list[tuple[str, object]]:
    return [(character, segment.style) for segment in strip for character in segment.text]


Direction = Literal["up", "down", "left", "right"]
