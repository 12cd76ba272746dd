"""The message line under the top line, and what esc closes."""

import pytest
from textual.widgets import OptionList

from engine.experiment.starts import Options, setup_for
from engine.training.commands import Load
from tests.tui.journeys import learner
from tui.dialogs.notes import NONE, NotesScreen
from tui.panels.bars.notices import Notice

TABLE = "a;b;kind\n1;4;x\n2;3;y\n3;;x\n4;1;y\n"
MISSING = 'homes: line 4, column "b": the value is missing'


@pytest.fixture
def homes(tmp_path):
    """A setup of a file in which a value is missing."""
    (tmp_path / "homes.csv").write_text(TABLE)
    return setup_for(str(tmp_path / "homes.csv"), Options())


@pytest.mark.parametrize("size", [(200, 55), (120, 36), (80, 24), (60, 20)])
async def test_notes_about_a_file_take_a_line_only_while_they_stand_there(homes, size):
    async with learner(homes, size) as user:
        assert user.message.startswith(("! " + MISSING[:30], "! " + MISSING.removeprefix("homes: ")[:30]))
        assert user.notices == []
        panels = user.workbench.query_one("#panels")
        height = panels.size.height
        await user.press("escape")
        assert user.message == ""
        assert panels.size.height == height + 1
        await user.press("s")
        assert user.message == ""


@pytest.mark.parametrize("way", ["key", "mouse", "palette"])
async def test_all_notes_can_be_seen_again(homes, way):
    async with learner(homes) as user:
        if way == "mouse":
            await user.click("#message", "i 2 notes")
        else:
            await user.press("escape")
            await (user.press("i") if way == "key" else user.choose_command("open('notes')"))
        assert isinstance(user.app.screen, NotesScreen)
        notes = user.app.screen.query_one(OptionList)
        listed = [str(notes.get_option_at_index(number).prompt) for number in range(notes.option_count)]
        assert listed == [
            "utf-8, semicolons between the cells, decimal point, names in the header",
            "classification of kind from 2 columns, 3 of 4 rows",
            *user.state.dataset.notes,
        ]
        await user.press("escape")
        assert (user.app.screen, user.message) == (user.workbench, "")


async def test_the_message_follows_the_data_through_undo(homes):
    async with learner() as user:
        assert user.message == ""
        await user.press("i")
        assert str(user.app.screen.query_one(OptionList).get_option_at_index(0).prompt) == NONE
        await user.press("escape")
        user.workbench.do(Load(homes))
        await user.settle()
        assert MISSING in user.message
        await user.press("e", "insert")
        assert MISSING in user.message
        while user.commands:
            await user.press("u")
        assert user.message == ""


async def test_a_click_closes_the_message(homes):
    async with learner(homes) as user:
        await user.click("#message", "esc close")
        assert user.message == ""


async def test_one_message_is_shown_at_a_time(homes):
    async with learner(homes) as user:
        user.workbench.tell(Notice("start", "press n"))
        await user.settle()
        assert "press n" in user.message
        user.workbench.untell("start")
        await user.settle()
        assert MISSING in user.message


async def test_a_message_that_comes_again_is_drawn_again():
    async with learner() as user:
        for text in ("press n", "press e"):
            user.workbench.tell(Notice("start", text))
            await user.settle()
            assert text in user.message
            user.workbench.untell("start")
            await user.settle()
            assert user.message == ""


async def test_esc_closes_the_uppermost_first(homes):
    async with learner(homes) as user:
        user.workbench.notify("a notice")
        await user.settle()
        await user.press("escape")
        assert (user.notices, bool(user.message)) == ([], True)
        await user.press("escape")
        assert user.message == ""
        await user.press("escape")
        assert user.commands == ()


async def test_esc_leaves_the_edit_line_before_the_message(homes):
    async with learner(homes) as user:
        await user.press("enter")
        await user.until(lambda: user.editing, "the field is open")
        await user.press("escape")
        assert (user.editing, bool(user.message)) == (False, True)
