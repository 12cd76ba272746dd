"""The line for a learner who knows no key: when it stands there, and when it is gone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from engine.experiment.starts import Options, setup_for
from tests.tui.journeys import Learner
from tui.app import GlassnetApp
from tui.dialogs.keys import KeysScreen
from tui.terminal.preferences import remember, remembered
from tui.workbench.first_start import USED, WELCOME


@asynccontextmanager
async def start(setup="level2", size=(120, 36)) -> AsyncIterator[Learner]:
    """Start as the command does."""
    app = GlassnetApp(setup_for(setup, Options()))
    app.welcome()
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Learner(app, pilot)


@pytest.mark.parametrize(("size", "wording"), [((200, 55), 0), ((120, 36), 0), ((80, 24), 1), ((60, 20), 2)])
async def test_it_says_the_keys_that_matter_and_is_never_cut(size, wording):
    async with start(size=size) as user:
        assert user.message.startswith(f"▸ {(WELCOME.text, *WELCOME.shorter)[wording]} ")
        for key in ("n", "e", "?"):
            assert f" {key} " in user.message.replace("Press", "▸")


@pytest.mark.parametrize("key", ["x", "down", "c", "u", "escape", "tab", "T"])
async def test_the_first_key_takes_it_away_and_it_comes_back_at_the_next_start(key):
    async with start() as user:
        await user.press(key)
        assert user.message == ""
    async with start() as user:
        assert user.message


async def test_the_first_click_takes_it_away():
    async with start() as user:
        await user.click("#inspector", "chain")
        assert user.message == ""
        assert remembered(USED) == ""


@pytest.mark.parametrize(("key", "then"), [("n", "forward pass begins"), ("e", ""), ("s", "")])
async def test_its_keys_do_what_it_says(key, then):
    async with start() as user:
        await user.press(key)
        assert len(user.commands) == 1
        assert (then in user.message) if then else not user.message


async def test_all_keys_open_over_it():
    async with start() as user:
        await user.press("question_mark")
        assert isinstance(user.app.screen, KeysScreen)
        await user.press("escape")
        assert user.message == ""


async def test_who_has_trained_before_does_not_see_it_again():
    async with start() as user:
        await user.press("e", "down")
        assert remembered(USED)
    async with start() as user:
        assert user.message == ""


async def test_looking_alone_is_no_use_yet():
    remember("theme", "light")
    async with start() as user:
        assert user.message
        await user.press("c", "4", "down", "q")
    assert remembered(USED) == ""
    assert remembered("theme") == "light"


@pytest.mark.parametrize("key", ["escape", "c"])
async def test_it_comes_before_notes_about_the_data_and_leaves_them(key, tmp_path):
    (tmp_path / "homes.csv").write_text("a;b;kind\n1;4;x\n2;3;y\n3;;x\n4;1;y\n")
    async with start(str(tmp_path / "homes.csv")) as user:
        assert user.message.startswith("▸ Press n")
        await user.press(key)
        assert user.message.startswith("! homes: line 4")
