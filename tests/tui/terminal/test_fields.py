"""What is typed or pasted into a field: held as it is, shown through the gate, cut where the field ends."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.geometry import Offset
from textual.widgets import Input

from engine.network.places import Weight
from tests.tui.journeys import learner
from tests.tui.terminal.endings import assert_ended, assert_restored
from tui.dialogs.import_file import ImportFile
from tui.dialogs.open_data import MOST_TYPED as LONGEST_PATH
from tui.panels.inspector.edit_line import MOST_TYPED
from tui.terminal.limits import LONGEST_PASTE
from tui.terminal.text import safe, visible
from tui.workbench.command_palette import LONGEST_NAME

FIELDS = {"\r": "w7 = ", "l": "α = ", "g": "go to step", "d\t": "Open data", "d": "Open data", "\x10": "Search for"}
"""The keys that open each field, and what is to be seen then."""
NASTY = "q\x9d0;q\x9c\x1b]0;q\x07\x1b[31m\x1b[2J\x9b1m\x08\u202e\u200b\ue000"
SHOWN = "0;q�␛]0;q␇␛[31m␛[2J�1m␈··�"
RAW = ("\x9d", "\x9c", "\x9b", "\x1b]0", "\x1b[31m", "\x1b[2J", "\x08", "\u202e", "\u200b", "\ue000")
LIMITS = {"l": MOST_TYPED, "g": MOST_TYPED, "ctrl+p": LONGEST_NAME, "d": LONGEST_PATH}


async def paste(user, text):
    """Paste a text into the field that has the focus, as a terminal would."""
    user.app.post_message(events.Paste(text))
    await user.settle()


async def open_field(user, key):
    """Open a field by its key and return it."""
    await user.press(key)
    await user.until(lambda: user.app.screen.query(Input), "the field")
    field = user.app.screen.query(Input).first()
    field.focus()
    await user.settle()
    field.clear()
    return field


@pytest.mark.parametrize("keys", FIELDS)
def test_nothing_pasted_reaches_the_terminal_raw(open_on, keys):
    terminal = open_on(size=(200, 55))
    terminal.write(keys[0])
    terminal.shows(FIELDS[keys])
    seen = len(terminal.output)
    terminal.write(f"{keys[1:]}\x1b[200~{NASTY}\x1b[201~")
    terminal.shows(SHOWN)
    terminal.write("\x1b[D\x1b[D\x1b[1;2H\x7f\r")
    terminal.until(lambda: "q�0;q" not in terminal.text or "not" in terminal.text or "no such file" in terminal.text)
    for raw in RAW:
        assert raw.encode() not in terminal.output[seen:]
    terminal.write("\x11")
    assert_ended(terminal, 0)
    assert_restored(terminal)


@pytest.mark.parametrize("keys", [keys for keys in FIELDS if keys != "d"])
def test_a_paste_does_not_overtake_the_key_before_it(open_on, keys):
    terminal = open_on()
    terminal.write(f"{keys}\x1b[200~777\x1b[201~")
    terminal.shows("777")


@pytest.mark.parametrize("keys", ["", *FIELDS])
def test_a_huge_paste_of_colours_is_no_key(open_on, keys):
    terminal = open_on(running=True)
    if keys:
        terminal.write(keys[0])
        terminal.shows(FIELDS[keys])
        terminal.write(keys[1:])
    terminal.write("\x1b[200~" + "\x1b[31mq\x1b[0m" * 10_000 + "\x1b[201~\x11")
    assert_ended(terminal, 0)
    assert_restored(terminal)


@pytest.mark.parametrize(("key", "limit"), LIMITS.items())
async def test_a_paste_is_cut_with_one_line_that_says_so(key, limit):
    async with learner() as user:
        field = await open_field(user, key)
        await paste(user, "1" * (LONGEST_PASTE + 1))
        assert field.value == "1" * limit
        assert user.notices == [f" the paste was cut after {limit:,} characters: the field takes no more"]


async def test_a_field_without_a_limit_has_one():
    async with learner() as user:
        field = await open_field(user, "l")
        field.max_length = 0
        await paste(user, "1" * (LONGEST_PASTE + 1))
        assert field.value == "1" * LONGEST_PASTE


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("0.5", "0.5", []),
        ("\r\n0.5\n", "0.5", []),
        ("0.5\r\n0.6\n", "0.5", [" only the first line of the paste was taken"]),
        ("\n", "", []),
    ],
)
async def test_the_first_line_of_a_paste_is_taken(text, value, said):
    async with learner() as user:
        field = await open_field(user, "l")
        await paste(user, text)
        assert field.value == value
        assert user.notices == said


async def test_what_is_pasted_replaces_what_is_selected():
    async with learner() as user:
        field = await open_field(user, "l")
        field.value = "0.25"
        field.selection = (2, 4)
        await paste(user, "5")
        assert field.value == "0.5"
        await user.press("enter")
        assert user.state.method.learning_rate == 0.5


async def test_pasted_control_characters_are_no_number():
    async with learner() as user:
        before = user.value(Weight(1, 0, 0))
        await user.press("enter")
        await user.until(lambda: user.editing, "the field is open")
        await paste(user, "\x9d0.5\x9c")
        await user.press("enter")
        assert "0.5" in user.wrong
        assert "not a number" in user.wrong
        assert user.value(Weight(1, 0, 0)) == before


@pytest.mark.parametrize(
    "name", ["a\x1b[31mb\x9d.csv", "👨‍👩‍👧 \u202efdp.csv", "e\u0301\u0301\u0301\u0301.csv", "体重 ½\t.csv"]
)
async def test_a_path_may_consist_of_any_characters(tmp_path, name):
    (tmp_path / name).write_text("a,b\n1,2\n3,4\n")
    async with learner() as user:
        field = await open_field(user, "d")
        await paste(user, str(tmp_path / name))
        shown = field.render_line(0).text
        assert visible(name)[-6:] in shown
        assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf")]
        await user.press("enter")
        await user.until(lambda: isinstance(user.app.screen, ImportFile) and user.app.focused, "the file is found")


async def test_the_cursor_stands_where_it_seems_to_stand():
    async with learner() as user:
        field = await open_field(user, "d")
        text = "a\x1b\u200b界e\u0301\tz"
        await paste(user, text)
        for position, cell in enumerate([0, 1, 2, 3, 5, 6, 6, 7, 8]):
            field.cursor_position = position
            assert field.cursor_screen_offset - field.content_region.offset == Offset(cell, 0)
        for cell, position in enumerate([0, 1, 2, 3, 3, 4, 6, 7, 8, 8]):
            await user.pilot.click(field, offset=field.content_region.offset - field.region.offset + Offset(cell, 0))
            assert field.cursor_position == position


@given(st.text(st.characters(categories=None), max_size=60))
def test_a_sign_for_each_character(text):
    shown = visible(text)
    assert len(shown) == len(text)
    assert shown == safe(text, cell_len(shown))
    assert all(visible(text[:end]) == shown[:end] for end in range(len(text)))


async def test_cutting_nothing_leaves_the_clipboard_as_it_is():
    async with learner() as user:
        user.app.copy_to_clipboard("kept")
        field = await open_field(user, "l")
        field.value = "0.25"
        field.cursor_position = 4
        await user.press("ctrl+x")
        assert (user.app.clipboard, field.value) == ("kept", "0.25")
        field.selection = (2, 4)
        await user.press("ctrl+x")
        assert (user.app.clipboard, field.value) == ("25", "0.")
