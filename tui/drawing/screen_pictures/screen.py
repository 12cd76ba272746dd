"""The rows that a screen shows now."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from textual._context import visible_screen_stack
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip


def rows_of(app: App[Any], screen: Screen[Any] | None = None) -> tuple[Strip, ...]:
    """Return the rows of a screen as the terminal shows them, with what shines through from the screens below.

    What was to be painted is still to be painted afterwards.

    Args:
        app: The app, which runs.
        screen: One of its screens; None for the one that is on top.
    """
    shown = app.screen if screen is None else screen
    stack = app.screen_stack
    below = visible_screen_stack.set(stack[: stack.index(shown)])
    try:
        return tuple(map(_without_actions, shown._compositor.render_strips()))
    finally:
        visible_screen_stack.reset(below)


def _without_actions(row: Strip) -> Strip:
    """Return a row in the fewest runs: without what a click does, which no picture shows."""
    runs = [Segment(text, style and style.clear_meta_and_links()) for text, style, _ in row]
    return Strip(Segment.simplify(runs), row.cell_length)
