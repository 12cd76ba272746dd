"""Typing finds an entry in every list of a dialog."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import OptionList

from engine.network.places import Weight
from engine.session.look import ShowCheck
from tests.tui.journeys import Learner, learner
from tui.dialogs.finding_list import find
from tui.dialogs.open_data import OpenData
from tui.dialogs.pick_file import PickFile

NAMES = ["plain.csv", "Homes 2020.csv", "my homes.csv", "other/", "oh homes.csv"]


@pytest.mark.parametrize(
    ("text", "first", "found"),
    [
        ("homes", 0, 1),
        ("HOMES", 2, 1),
        ("my", 0, 2),
        ("csv", 0, 0),
        ("o", 0, 3),
        ("o", 4, 4),
        ("2020", 0, 1),
        ("x", 0, None),
    ],
)
def test_the_best_match_is_found(text, first, found):
    assert find(text, NAMES, first) == found


@given(st.text(max_size=5), st.lists(st.text(max_size=8), max_size=8), st.integers(0, 8))
def test_what_is_found_contains_what_was_typed(text, names, first):
    found = find(text, names, min(first, len(names)))
    if found is not None:
        assert text.casefold() in " ".join(names[found].casefold().split())


def highlighted(user: Learner) -> str:
    listing = user.app.screen.query_one(OptionList)
    return " ".join(str(listing.get_option_at_index(listing.highlighted).prompt).split())


def edge(user: Learner) -> str:
    return str(user.app.screen.query_one(".dialog").border_subtitle)


async def test_keys_are_found_by_what_they_do():
    async with learner() as user:
        await user.press("question_mark", *"reset")
        assert highlighted(user) == "r reset to the same starting weights, or to those that ctrl+p has made so"
        assert edge(user).startswith("find: reset · ")
        await user.press("down", "up")
        assert not edge(user).startswith("find")
        await user.press("u")
        assert highlighted(user).startswith("u ")
        await user.press("ñ")
        assert edge(user) == "uñ finds nothing"
        await user.press("q")
        assert user.app.screen is user.workbench


async def test_a_letter_that_finds_nothing_more_begins_afresh():
    async with learner() as user:
        await user.press("question_mark", "u")
        assert highlighted(user).startswith("u ")
        await user.press("u")
        assert highlighted(user).startswith("U ")
        await user.press("backspace")
        assert not edge(user).startswith("find")


async def test_data_are_found_by_the_beginning_of_their_name():
    async with learner() as user:
        await user.press("d", *"ir")
        assert highlighted(user).startswith("iris")
        await user.press("enter")
        await user.until(lambda: user.commands, "the data")
        assert user.state.setup.name == "iris"
        await user.press("d", "m", "down", "up", "enter")
        await user.until(lambda: len(user.commands) == 2, "the data")
        assert user.state.setup.name.startswith("m")


async def test_an_existing_file_goes_before_an_entry_of_that_name(tmp_path, monkeypatch):
    (tmp_path / "ir").mkdir()
    monkeypatch.chdir(tmp_path)
    async with learner() as user:
        await user.press("d", *"ir", "enter")
        await user.until(lambda: isinstance(user.app.screen, PickFile), "the folder")
        await user.press("escape")
        await user.until(lambda: isinstance(user.app.screen, OpenData), "the data")


async def test_files_are_found_by_name(tmp_path, monkeypatch):
    for name in ("alpha.csv", "beta one.csv", "quit.csv"):
        (tmp_path / name).write_text("x,y\n1,2\n")
    monkeypatch.chdir(tmp_path)
    async with learner() as user:
        await user.press("d", "enter")
        await user.until(lambda: isinstance(user.app.screen, PickFile), "the folder")
        listing = user.app.screen.query_one(OptionList)
        await user.until(lambda: listing.highlighted is not None, "the files")
        assert highlighted(user).startswith("alpha")
        await user.press(*"beta")
        assert highlighted(user).startswith("beta one.csv")
        await user.press("space", *"one", "backspace")
        assert highlighted(user).startswith("beta one.csv")
        assert edge(user).startswith("find: beta on")
        await user.press("down", "q")
        assert isinstance(user.app.screen, OpenData)


async def test_weights_are_found_among_the_checks():
    async with learner("walkthrough") as user:
        await user.press("K")
        await user.until(lambda: user.app.screen.query_one(OptionList).option_count, "the checks")
        await user.press(*"w7", "enter")
        await user.settle()
        assert isinstance(user.workbench.look.check.place, Weight)
        assert ShowCheck(user.workbench.look.check).check.place == user.workbench.look.selected
