"""A worked example opened as data of one's own: by its path, and out of a folder."""

from pathlib import Path

import pytest
from textual.widgets import Input, Label, OptionList

from engine.session.look import names_weights
from tests.tui.journeys import Learner, learner
from tui.dialogs.open_data import OpenData
from tui.dialogs.pick_file import PickFile

EXAMPLE = """\
name = "[@click=app.quit]\\u001b[2J"
layers = [1, 1]
rate = 0.5
inputs = ["[/] \\u202e\\u001b]0;x\\u0007"]
rows = [[[2], [1]]]
[weights]
w1 = 0.25
[biases]
b_o1 = 0.5
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the learner started glassnet."""
    (tmp_path / "mine.toml").write_text(EXAMPLE)
    (tmp_path / "wrong.toml").write_text(EXAMPLE.replace("w1", "w2"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def assert_opened(user: Learner) -> None:
    await user.until(lambda: user.state.setup.sizes == (1, 1), "the worked example")
    await user.settle()
    assert user.state.network.parameters.tolist() == [0.25, 0.5]
    assert names_weights(user.workbench.look, user.state)
    lines = [strip.text for strip in user.app.screen._compositor.render_strips()]
    assert "w1" in "\n".join(lines)
    assert all(line.isprintable() for line in lines)
    await user.press("s", "r")
    assert user.state.network.parameters.tolist() == [0.25, 0.5]
    await user.press("u", "u", "u")
    assert user.state.setup.name == "level2"


async def typed(user: Learner, path: str) -> OpenData:
    """Open the dialog and type a path."""
    await user.press("d")
    screen = user.app.screen
    assert isinstance(screen, OpenData)
    screen.query_one(Input).value = path
    screen.query_one(Input).focus()
    await user.press("enter")
    return screen


async def test_by_its_path(folder: Path) -> None:
    async with learner() as user:
        await typed(user, "mine.toml")
        await assert_opened(user)


async def test_out_of_a_folder(folder: Path) -> None:
    async with learner() as user:
        await user.press("d", "enter")
        await user.until(lambda: isinstance(user.app.screen, PickFile) and user.app.screen.query(OptionList), "files")
        listing = user.app.screen.query_one(OptionList)
        await user.until(lambda: listing.option_count > 2, "what is in the folder")
        names = [str(listing.get_option_at_index(n).prompt).split()[0] for n in range(listing.option_count)]
        assert {"mine.toml", "wrong.toml"} < set(names)
        listing.highlighted = names.index("mine.toml")
        await user.press("enter")
        await assert_opened(user)


async def test_a_mistake_is_said_and_nothing_is_lost(folder: Path) -> None:
    async with learner() as user:
        screen = await typed(user, "wrong.toml")
        wrong = screen.query_one(".wrong", Label)
        await user.until(lambda: str(wrong.render()), "an answer")
        assert str(wrong.render()) == 'wrong.toml, line 7: weights: unknown name "w2": did you mean w1?'
        await user.press("escape")
        assert (user.state.setup.name, user.commands) == ("level2", ())
