"""Fixes for bugs of Textual that a key or a click at a bad moment would run into.

Each says which version of Textual it was seen in, what goes wrong, and which test shows it. After an update of Textual,
take a fix out of ``FIXES``: if its test passes, delete it.
"""

from __future__ import annotations

import sys
from typing import Any, Literal

from textual import events
from textual.await_complete import AwaitComplete
from textual.content import Content
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import OptionList

from tui.terminal.field_fixes import FIELD_FIXES

SOON = 0.001
"""The shortest delay of a timer, in seconds."""
_dismiss, _set_timer = Screen.dismiss, MessagePump.set_timer
_pop_result_callback = Screen._pop_result_callback
_move_page, _on_click = OptionList._move_page, OptionList._on_click
_wrap = Content._wrap_and_format


def apply_textual_fixes() -> None:
    """Replace the methods of Textual in ``FIXES``; calling it again changes nothing."""
    for owner, name, replacement in FIXES:
        setattr(owner, name, replacement)
    if sys.platform != "win32":
        from tui.terminal.driver_fixes import DRIVER_FIXES

        for place, name, replacement in DRIVER_FIXES:
            setattr(place, name, replacement)


def _dismiss_this_screen(screen: Screen[Any], result: object = None) -> AwaitComplete:
    """Dismiss this very screen, and only once.

    Textual 8.2.8 pops whatever screen is on top. On a second escape, or a double click on an option, that is the
    workbench, and the app ends. Test: ``test_a_dialog_is_dismissed_once``.
    """
    if screen not in screen.app.screen_stack:
        return AwaitComplete()
    while screen.app.screen is not screen:  # such as the palette, opened over a dialog that has just read its file
        screen.app.pop_screen()
    return _dismiss(screen, result)


def _pop_result_callback_if_any(screen: Screen[Any]) -> None:
    """Forget who waits for the result of a screen that is replaced, if anybody does.

    Textual 8.2.8 raises IndexError where it is the very first screen, which nobody has pushed. Test:
    ``test_the_first_screen_can_be_replaced``.
    """
    if screen._result_callbacks:
        _pop_result_callback(screen)


def _move_page_if_laid_out(options: OptionList, direction: Literal[-1, 1]) -> None:
    """Ignore page up and page down while a list has no lines yet, or no room for any.

    Textual 8.2.8 raises KeyError. Test: ``test_page_down_in_a_list_without_lines``.
    """
    if (options.highlighted or 0) in options._index_to_line:
        _move_page(options, direction)


async def _click_on_an_option_that_exists(options: OptionList, event: events.Click) -> None:
    """Ignore a click on a line of a list that has become shorter meanwhile, as the palette's does.

    Textual 8.2.8 raises IndexError. Test: ``test_a_click_on_a_line_that_has_gone_chooses_nothing``.
    """
    if event.style.meta.get("option", -1) < options.option_count:
        await _on_click(options, event)


def _set_timer_in_the_future(node: MessagePump, delay: float, *args: Any, **options: Any) -> Timer:
    """Give every timer a positive delay.

    Textual 8.2.8 divides by a delay of 0 and never leaves the loop of a negative one; the delay is that of a notice
    that is shown later than it was to go. Test: ``test_a_timer_without_delay_fires_at_once``.
    """
    return _set_timer(node, max(delay, SOON), *args, **options)


def _wrap_into_a_cell_at_least(content: Content, width: int, *args: Any, **options: Any) -> list[Any]:
    """Wrap text into lines of one cell where nothing is left for it.

    Textual 8.2.8 raises ValueError: the palette does so in a terminal of 4 columns. Test:
    ``test_the_palette_in_a_terminal_of_few_columns``.
    """
    return _wrap(content, max(width, 1 + 2 * options.get("line_pad", 0)), *args, **options)


FIXES: tuple[tuple[type, str, Any], ...] = (
    *FIELD_FIXES,
    (Screen, "dismiss", _dismiss_this_screen),
    (Screen, "_pop_result_callback", _pop_result_callback_if_any),
    (OptionList, "_move_page", _move_page_if_laid_out),
    (OptionList, "_on_click", _click_on_an_option_that_exists),
    (MessagePump, "set_timer", _set_timer_in_the_future),
    (Content, "_wrap_and_format", _wrap_into_a_cell_at_least),
)
"""The class, the name in it, and what replaces it."""
