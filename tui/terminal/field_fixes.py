"""Fixes for Textual's text fields: see ``textual_fixes.py``, which applies them.

A field holds what was typed or pasted as it is, since a path may consist of any characters, and shows it through the
gate: a visible sign for each character, so that the cursor stands where it seems to stand.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from rich.cells import cell_len, get_character_cell_size
from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.widgets import Input

from tui.terminal.limits import LONGEST_PASTE
from tui.terminal.text import visible

_shown = lru_cache(maxsize=4)(visible)
_value = Input._value


def _visible_value(field: Input) -> Text:
    """Return the text as it is shown.

    Textual 8.2.8 sends control characters that were pasted to the terminal, which obeys them. Tests:
    ``test_fields.py``.
    """
    text: Text = _value.__get__(field)
    if not field.password:
        text.plain = _shown(field.value)
    return text


def _cell_of(field: Input, position: int) -> int:
    """Return the cell in which a character is shown; Textual 8.2.8 counts the cells of what is not shown."""
    return cell_len(_shown(field.value)[:position])


def _cursor_on_screen(field: Input) -> Offset:
    """Return the cell of the screen in which the next character comes.

    Textual 8.2.8 takes the one after it, at the end of a text. Test: ``test_a_field_keeps_it_where_it_types``.
    """
    cell = _cell_of(field, field.cursor_position) - field.scroll_offset.x
    return field.content_region.offset + Offset(cell, 0)


def _index_at(field: Input, cell: int) -> int:
    """Return the index of the character at a cell; Textual 8.2.8 counts the cells of what is not shown."""
    left = cell + field.scroll_offset.x
    for index, sign in enumerate(_shown(field.value)):
        left -= get_character_cell_size(sign)
        if left < 0:
            return index
    return len(field.value)


def _paste(field: Input, event: events.Paste) -> None:
    """Insert as much of the first line of a paste as the field takes, and say what was left out.

    Textual 8.2.8 takes nothing of a paste that is too long, and leaves out lines without a word. Tests:
    ``test_fields.py``.
    """
    event.stop()
    line, *others = re.split(r"[\r\n]+", event.text.strip("\r\n"))
    start, end = sorted(field.selection)
    room = field.max_length - len(field.value) + end - start if field.max_length else LONGEST_PASTE
    taken = line[: min(room, LONGEST_PASTE)]
    field.replace(taken, start, end)
    if len(taken) < len(line):
        field.app.notify(f"the paste was cut after {len(taken):,} characters: the field takes no more")
    elif others:
        field.app.notify("only the first line of the paste was taken")


def _cut(field: Input) -> None:
    """Cut what is selected; Textual 8.2.8 empties the clipboard where nothing is. Tests: ``test_fields.py``."""
    if field.selected_text:
        field.app.copy_to_clipboard(field.selected_text)
        field.delete_selection()


FIELD_FIXES: tuple[tuple[type, str, Any], ...] = (
    (Input, "_value", property(_visible_value)),
    (Input, "_position_to_cell", _cell_of),
    (Input, "_cell_offset_to_index", _index_at),
    (Input, "cursor_screen_offset", property(_cursor_on_screen)),
    (Input, "_on_paste", _paste),
    (Input, "action_cut", _cut),
)
"""The class, the name in it, and what replaces it."""
