"""What is mended in Textual itself, where a key at a bad moment would end the program or stop it for good."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.await_complete import AwaitComplete
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import OptionList

SOON = 0.001
"""Seconds."""
_dismiss, _set_timer = Screen.dismiss, MessagePump.set_timer
_move_page, _on_click = OptionList._move_page, OptionList._on_click


def mend() -> None:
    """Mend Textual; calling it again changes nothing."""
    Screen.dismiss = _dismiss_itself
    OptionList._move_page = _move_page_where_lines_are_known
    OptionList._on_click = _take_click_on_what_is_there
    MessagePump.set_timer = _set_timer_to_come


def _dismiss_itself(screen: Screen[object], result: object = None) -> AwaitComplete:
    """Dismiss this very screen, once.

    Textual takes away the topmost, whichever that is: on a second escape, or a double click on a choice, the workbench.
    """
    if screen not in screen.app.screen_stack:
        return AwaitComplete.nothing()
    while screen.app.screen is not screen:  # the palette, opened over a dialog that has just read its file
        screen.app.pop_screen()
    return _dismiss(screen, result)


def _move_page_where_lines_are_known(options: OptionList, direction: int) -> None:
    """Stay in place while a list has no lines: it has just been opened, or the terminal has no room for it."""
    if (options.highlighted or 0) in options._index_to_line:
        _move_page(options, direction)


async def _take_click_on_what_is_there(options: OptionList, event: events.Click) -> None:
    """Let a click be that was on a line of a list which has become shorter meanwhile, as the palette's does."""
    if event.style.meta.get("option", -1) < options.option_count:
        await _on_click(options, event)


def _set_timer_to_come(node: MessagePump, delay: float, *what: Any, **more: Any) -> Timer:
    """Count down from more than nothing: Textual never comes to the end of a time that is over, nor to anything else.

    Such is the time of a notice that is shown later than it was to go.
    """
    return _set_timer(node, max(delay, SOON), *what, **more)
