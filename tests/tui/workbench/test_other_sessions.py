"""Saved sessions in the dialog that opens data: they are listed, found, and take the place of the one that is open."""

import asyncio
import gc
import random
from collections.abc import Sequence
from threading import Event

import pytest
from rich.cells import cell_len
from textual.widgets import Input, OptionList

from engine.experiment.starts import Options, setup_for
from engine.network.places import Weight
from engine.session.openings import Openings
from engine.session.saved.folder import LOCK, ROWS, SessionsFolder
from engine.session.saved.lock import lock
from engine.session.saved.replay import live
from engine.session.saved.resume import Resumed, read_saved
from engine.session.saved.saving import Saving
from engine.session.session import Session
from engine.session.travel import Goto
from engine.session.verbs.grammar import parse
from engine.training.commands import Load
from tests.engine.session.saved.test_saving import same
from tests.engine.strategies import fingerprint
from tests.patience import MOST
from tests.tui.journeys import Learner, learner
from tui.dialogs import open_data
from tui.dialogs.confirm import Confirm
from tui.dialogs.first_reading import Reading
from tui.dialogs.open_data import HEADINGS, OWN_FILE, OpenData
from tui.dialogs.saved_sessions import MORE
from tui.running import saved_start
from tui.workbench.other_session import SessionOpened


def saved(folder: SessionsFolder, start: str = "iris", *lines: str) -> str:
    """Leave a session in the folder, and return its name."""
    load = Load(setup_for(start), start, Options())
    session = Session(load.setup)
    saving = Saving(session, Openings((load,)), folder, {"kernel": "numpy"})
    for line in lines or ("epoch 3",):
        said = parse(line, session.state)
        assert said is not None
        live(session, said)
    saving.leave()
    return saving.name


def read(folder: SessionsFolder, name: str) -> Resumed:
    """Read a session that nobody has open."""
    resumed = read_saved(folder, name).resumed()
    assert resumed.earlier.lock is not None, "the session is still locked"
    resumed.earlier.unlocked()
    return resumed


def listing(user: Learner) -> OptionList:
    assert isinstance(user.app.screen, OpenData)
    return user.app.screen.query_one(OptionList)


def listed(user: Learner) -> Sequence[str]:
    return [str(option.id) for option in listing(user).options]


def texts(user: Learner) -> Sequence[str]:
    return [str(option.prompt) for option in listing(user).options]


def said(user: Learner) -> str:
    return str(user.app.screen.query_one(".wrong").render())


async def choose(user: Learner, key: str) -> None:
    await user.press("d")
    listing(user).highlighted = listing(user).get_option_index(key)
    await user.press("enter")


async def go_on(user: Learner, name: str) -> None:
    """Open a session, and wait until its workbench is there."""
    before = user.workbench
    await choose(user, f"session {name}")
    await user.until(lambda: user.app.screen is not before and user.app.screen is user.app.workbench, "it goes on")
    await user.settle()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_sessions_are_listed_the_newest_first(folder, size):
    names = [saved(folder, start) for start in ("iris", "xor", "moons:300,noise=0.2,seed=1")]
    async with learner(size=size, folder=folder) as user:
        await user.press("d")
        assert listed(user)[:6] == [
            OWN_FILE,
            HEADINGS[0],
            *(f"session {name}" for name in reversed(names)),
            HEADINGS[1],
        ]
        moons, xor, iris = (text.split() for text in texts(user)[2:5])
        assert moons[0].startswith("moons:300,")
        assert xor[:4] == ["xor", "just", "now", "epoch"]
        mse = read(folder, names[0]).session.state.evaluation.mse
        assert iris == ["iris", "just", "now", "epoch", "3", "MSE", f"{mse:.4g}"]
        assert all(cell_len(line) < listing(user).size.width - 1 for text in texts(user) for line in text.split("\n"))
        assert all("\n" not in text for text in texts(user)[2:5]), "a line each"
        assert listing(user).highlighted == 0
        await user.press("down")
        assert listing(user).highlighted == 2, "the heading is passed over"


async def test_no_line_is_broken_before_the_list_is_laid_out(folder, monkeypatch):
    widths = []
    lines = open_data._lines
    monkeypatch.setattr(open_data, "_lines", lambda *given: widths.append(given[2]) or lines(*given))
    async with learner(folder=folder) as user:
        await user.press("d")
        assert set(widths) == {listing(user).size.width - open_data.BESIDE}


async def test_without_sessions_the_list_is_as_before(folder):
    async with learner(folder=folder) as user:
        await user.press("d")
        assert not {*HEADINGS, MORE} & {*listed(user)}


async def test_many_sessions_do_not_push_the_data_away(folder):
    names = [saved(folder, "xor") for _ in range(9)]
    async with learner(folder=folder) as user:
        await user.press("d")
        assert [key for key in listed(user) if key.startswith("session ")] == [f"session {n}" for n in names[:5:-1]]
        assert texts(user)[5].split()[:2] == ["6", "more"]
        await user.press(*["down"] * 4, "enter")
        assert [key for key in listed(user) if key.startswith("session ")] == [f"session {n}" for n in names[::-1]]
        assert listing(user).get_option_at_index(listing(user).highlighted).id == f"session {names[5]}"
        assert MORE not in listed(user)


async def test_the_session_that_is_open_is_not_listed(folder):
    other = saved(folder)
    async with learner(folder=folder) as user:
        await user.press("e")
        await user.until(lambda: len(folder.names()) == 2, "it is on the disk")
        await user.press("d")
        assert [key for key in listed(user) if key.startswith("session ")] == [f"session {other}"]


async def test_a_session_takes_the_place_of_the_one_that_is_open(folder):
    name = saved(folder, "iris", "epoch 3", "set w5 0.5")
    async with learner(folder=folder) as user:
        await user.press("e", "e", "c", "right", "3")
        first, before = user.session, user.workbench
        own = before.keeping.kept.name
        await go_on(user, name)
        assert not before.is_attached
        assert user.workbench is not before
        assert user.state.setup.name == "iris"
        assert (user.session.step, user.state.epoch) == (2, 3)
        assert user.message.startswith("▸ iris as you left it just now, epoch 3; d lists the one before")
        assert user.app.focused.id == "network"
        assert user.workbench.look.view == "linear"
        same(read(folder, own).session, first)  # written, and its lock released
        assert folder.log(own).read_text().endswith(" # left\n")
        await user.press("u", "u")
        assert user.state.samples == 0
        await go_on(user, own)
        assert user.state.setup.name == "level2"
        assert fingerprint(user.state) == fingerprint(first.state)
        await user.press("u")
        assert user.state.epoch == 1
    assert read(folder, name).session.step == 0
    assert read(folder, own).session.step == 1
    assert len(folder.names()) == 2


async def test_a_session_is_found_by_typing(folder):
    for start in ("iris", "xor", "xor", "xor", "xor", "xor"):
        saved(folder, start)
    own = folder.names()[-1]
    async with learner(folder=folder) as user:
        await user.press("d", *"iris")
        at = listing(user).get_option_at_index(listing(user).highlighted)
        assert at.id == "iris", "the data of that name first"
        await user.press("space", *"just")
        at = listing(user).get_option_at_index(listing(user).highlighted)
        assert at.id == f"session {own}", "though it was not listed before"
        await user.press("enter")
        await user.until(lambda: user.app.screen is user.app.workbench, "it goes on")
        await user.settle()
        assert (user.state.setup.name, user.state.epoch) == ("iris", 3)


async def test_a_damaged_session_is_said_and_nothing_changes(folder):
    name = saved(folder)
    folder.beside(name, ROWS).write_bytes(b"PK damaged")
    async with learner(folder=folder) as user:
        await user.press("e")
        state = user.state
        await choose(user, f"session {name}")
        await user.until(lambda: said(user), "why not")
        assert f"{name}.rows.npz" in said(user)
        await user.press("escape", "u", "U")
        assert fingerprint(user.state) == fingerprint(state)
    held = lock(folder.beside(name, LOCK))
    assert held is not None
    held.release()


async def test_a_session_of_another_window_is_copied(folder):
    name = saved(folder)
    held = lock(folder.beside(name, LOCK))
    async with learner(folder=folder) as user:
        await go_on(user, name)
        assert any("this is a copy: the session is open in another window" in notice for notice in user.notices)
        await user.press("e")
    held.release()
    assert len(folder.names()) == 2
    assert read(folder, name).session.state.epoch == 3
    assert read(folder, next(other for other in folder.names() if other != name)).session.state.epoch == 4


async def test_without_saving_a_copy_is_opened_and_what_would_be_lost_is_asked(folder):
    name = saved(folder)
    before = {path.name: path.read_bytes() for path in folder.path.iterdir()}
    async with learner(folder=folder, saves=False) as user:
        await go_on(user, name)
        assert any("this is a copy that is not saved" in notice for notice in user.notices)
        held = lock(folder.beside(name, LOCK))
        assert held is not None, "another window may go on with it"
        held.release()
        await user.press("e")
        assert user.state.epoch == 4
        session = user.session
        await choose(user, f"session {name}")
        await user.until(lambda: isinstance(user.app.screen, Confirm), "a question")
        await user.press("n")
        assert user.session is session
        await choose(user, f"session {name}")
        await user.until(lambda: isinstance(user.app.screen, Confirm), "a question")
        await user.press("y")
        await user.until(lambda: user.session is not session, "the other one")
        await user.settle()
        assert user.state.epoch == 3
    assert {path.name: path.read_bytes() for path in folder.path.iterdir()} == before


async def test_what_takes_long_shows_how_far_it_is_and_can_be_stopped(folder, monkeypatch):
    name = saved(folder, "iris", "epoch 3")
    folder.beside(name, ".npz").unlink()
    monkeypatch.setattr(saved_start, "QUICK", 0)
    async with learner(folder=folder) as user:
        seen = []
        make = Reading.compose
        monkeypatch.setattr(Reading, "compose", lambda screen: (seen.append(screen), make(screen))[1])
        await go_on(user, name)
        assert len(seen) == 1
        assert user.state.epoch == 3


@pytest.mark.parametrize("seed", range(6))
async def test_a_run_that_is_replaced_writes_nothing_into_the_other_session(folder, seed):
    """Whatever the moment: nobody pauses the run before."""
    name = saved(folder, "iris", "epoch 3", "set w5 0.5")
    other = read(folder, name).session
    rng = random.Random(seed)
    async with learner(folder=folder) as user:
        await user.press("e")
        first, before = user.session, user.workbench
        own = before.keeping.kept.name
        await user.press("space")
        for _ in range(rng.randrange(60)):
            await user.pilot.pause(0)
        await user.until(lambda: first.state.samples > 10, "the run has begun")
        assert user.running
        resumed = read_saved(folder, name).resumed()
        before.post_message(SessionOpened(resumed, ("it goes on",)))
        user.strike("full_stop")  # typed ahead
        await user.until(lambda: user.app.workbench is not before and not before.is_attached, "the other one")
        await user.settle()
        assert not before.training.running
        ended = first.state.samples
        await user.press("e")
        assert first.state.samples == ended > 10
        assert first.listener is None
        same(read(folder, own).session, first)
        assert resumed.session is user.session
        assert user.session.last_step - other.last_step in (1, 2)
        assert user.state.epoch == 4
        user.session.travel(Goto(other.last_step))
        assert fingerprint(user.session.state) == fingerprint(other.state)
        user.session.travel(Goto(user.session.last_step))
    assert folder.log(name).read_text().count(" run ") == 1, "that of the three epochs before"
    assert [read(folder, name).session.state.setup.name, read(folder, own).session.state.setup.name] == [
        "iris",
        "level2",
    ]


async def test_the_field_takes_a_name_of_a_session(folder):
    name = saved(folder, "xor", "epoch 2")
    async with learner(folder=folder) as user:
        await user.press("d")
        field = user.app.screen.query_one(Input)
        field.value = name
        field.focus()
        await user.press("enter")
        await user.until(lambda: user.app.screen is user.app.workbench, "it goes on")
        await user.settle()
        assert (user.state.setup.name, user.state.epoch) == ("xor", 2)


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_what_was_selected_and_shown_comes_back(folder, size):
    async with learner(size=size, folder=folder) as user:
        await user.press("e", "e")
        await user.select(Weight(2, 0, 1))
        await user.press("4", "down", "down", "c", "c")
        look, own = user.workbench.look, user.workbench.keeping.kept.name
        assert (look.row, look.view) == (2, "weight")
        assert look.panel == ("network" if size == (60, 20) else "samples")  # where both have no room
        other = saved(folder, "xor")
        await go_on(user, other)
        assert user.workbench.look.panel == "network"
        await go_on(user, own)
        await user.until(lambda: user.workbench.look.view == "weight", "the look")
        again = user.workbench.look
        assert (again.selected, again.topic, again.row) == (Weight(2, 0, 1), Weight(2, 0, 1), 2)
        assert again.panel == look.panel == user.app.focused.id
        await user.press("e", "c", "C", "C", "C", "1", "escape")
        await user.press("4", "escape", "1")
        await go_on(user, other)
        await go_on(user, own)
        assert (user.workbench.look.view, user.workbench.look.panel) == ("linear", "network")


async def test_closing_the_dialog_before_the_sessions_are_listed_fails_nowhere(folder, monkeypatch):
    saved(folder)
    glances, may_end, failed = SessionsFolder.glances, Event(), []
    monkeypatch.setattr(SessionsFolder, "glances", lambda folder: (may_end.wait(MOST), glances(folder))[1])
    monkeypatch.setattr(open_data, "SECONDS_FOR_SESSIONS", 0.0)
    async with learner(folder=folder) as user:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: failed.append(context["message"]))
        await user.press("d", "escape")
        assert user.app.screen is user.workbench
        may_end.set()
        gc.collect()
        await user.settle()
    assert failed == []
