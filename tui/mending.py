"""What is mended in Textual itself, where a key at a bad moment would end the program."""

from __future__ import annotations

from textual.widgets import OptionList

_move_page = OptionList._move_page


def mend() -> None:
    """Mend Textual; calling it again changes nothing."""
    OptionList._move_page = _move_page_where_lines_are_known


def _move_page_where_lines_are_known(options: OptionList, direction: int) -> None:
    """Stay in place while a list has no lines: it has just been opened, or the terminal has no room for it."""
    if (options.highlighted or 0) in options._index_to_line:
        _move_page(options, direction)
