"""What is mended in Textual itself, where a key at a bad moment would end the program."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import Screen
from textual.widgets import OptionList

_dismiss, _move_page = Screen.dismiss, OptionList._move_page


def mend() -> None:
    """Mend Textual; calling it again changes nothing."""
    Screen.dismiss = _dismiss_itself
    OptionList._move_page = _move_page_where_lines_are_known


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
