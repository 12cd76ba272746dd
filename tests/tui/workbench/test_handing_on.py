"""Handing a session on from the workbench: as a file, as a text, and opening what was handed on."""

import os
from pathlib import Path
from threading import Event

import pytest
from textual import events
from textual.widgets import Input, Label

from engine.errors import DataError
from engine.session.handed_on import glass_file
from engine.session.handed_on.glass_file import read_glass
from engine.session.handed_on.glass_text import read_text
from engine.session.saved import log_limits
from engine.session.saved.folder import STATES, SessionsFolder
from engine.session.saved.resume import read_saved
from tests.engine.session.handed_on.test_hostile import text_of_lines
from tests.engine.session.saved.test_saving import same
from tests.engine.strategies import fingerprint
from tests.patience import MOST
from tests.tui.journeys import Learner, learner
from tui.dialogs.confirm import Confirm
from tui.dialogs.open_data import OpenData
from tui.dialogs.pick_file import look_into
from tui.dialogs.save_copy import SaveCopy


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the learner has started glassnet."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def said(user: Learner) -> str:
    return str(user.app.screen.query_one(".wrong", Label).render())


def field(user: Learner) -> Input:
    return user.app.screen.query_one(Input)


async def save(user: Learner, name: str | None = None) -> None:
    """Save a copy under a name; None means the one that is proposed."""
    await user.press("ctrl+s")
    assert isinstance(user.app.screen, SaveCopy)
    if name is not None:
        field(user).value = name
    await user.press("enter")


async def at_work(user: Learner) -> None:
    await user.until(lambda: user.app.screen is user.app.workbench, "the workbench")
    await user.settle()


async def opens(user: Learner, start: str) -> None:
    """Open a START from the dialog, and wait until its workbench is there."""
    before = user.workbench
    await user.press("d")
    field(user).value = start
    field(user).focus()
    await user.press("enter")
    await user.until(lambda: user.app.workbench is not before and not before.is_attached, "the session")
    await user.settle()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_a_copy_is_saved_and_opened_again(here, folder, size):
    async with learner(size=size, folder=folder) as user:
        await user.press("e", "full_stop", "u")
        await save(user)
        await at_work(user)
        (path,) = here.iterdir()
        assert path.name.startswith("level2-20")
        assert path.suffix == ".glass"
        assert any(f"{path.name}" in notice and "Saved a copy" in notice for notice in user.notices)
        first = user.session
        same(read_glass(path).resumed().session, first)
        await user.press("e", "e")
        assert read_glass(path).resumed().session.step == 1, "it is a copy"
        own = user.workbench.keeping.kept.name
        await opens(user, path.name)
        assert (user.session.step, user.session.last_step) == (1, 2)
        assert user.message.startswith(f"▸ {path.name}, epoch 1")
        await user.press("U", "e")
        assert user.session.step == 3
    assert len(folder.names()) == 2
    copied = next(name for name in folder.names() if name != own)
    again = read_saved(folder, copied).resumed()
    again.earlier.unlocked()
    assert again.session.step == 3
    assert read_glass(path).resumed().session.step == 1


@pytest.mark.parametrize("saves", [True, False])
async def test_a_copy_can_be_saved_wherever_the_session_is_not(here, tmp_path, saves):
    (tmp_path / "in the way").write_text("a file")
    async with learner(folder=SessionsFolder(tmp_path / "in the way"), saves=saves) as user:
        await save(user, "at first")
        await at_work(user)
        await user.press("e", "space")
        await user.until(lambda: user.state.samples > 100, "a run")
        await user.press("space")
        await save(user, "later.glass")
        await at_work(user)
        assert read_glass(here / "at first.glass").resumed().session.last_step == 0
        same(read_glass(here / "later.glass").resumed().session, user.session)


async def test_a_file_that_is_there_is_only_replaced_if_the_learner_says_so(here, folder):
    (here / "mine.glass").write_bytes(b"mine")
    async with learner(folder=folder) as user:
        await user.press("e")
        await save(user, "mine")
        await user.until(lambda: isinstance(user.app.screen, Confirm), "a question")
        await user.press("escape")
        assert isinstance(user.app.screen, SaveCopy)
        assert (field(user).value, (here / "mine.glass").read_bytes()) == ("mine", b"mine")
        await user.press("enter")
        await user.until(lambda: isinstance(user.app.screen, Confirm), "a question")
        await user.press("y")
        await at_work(user)
        assert read_glass(here / "mine.glass").resumed().session.step == 1
        assert len(list(here.iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "type a name"),
        ("nowhere/deep/x", "cannot be written: No such file or directory"),
        ("sub", "sub.glass"),
        ("sub/", "is a folder"),
        ("x" * 300, "cannot be written: File name too long"),
        ("a\0b", "cannot name a file"),
        ("a file/x", "cannot be written: Not a directory"),
    ],
)
async def test_what_cannot_be_written_is_said_and_the_dialog_stays(here, folder, name, why):
    (here / "sub.glass").mkdir()
    (here / "sub").mkdir()
    (here / "a file").write_text("")
    async with learner(folder=folder) as user:
        await save(user, name)
        await user.until(lambda: said(user) and not said(user).startswith("writing"), "why not")
        assert why in said(user)
        assert isinstance(user.app.screen, SaveCopy)
        assert field(user).value == name
        await user.press(*["backspace"] * 2, "escape")
        assert user.app.screen is user.workbench
    assert sorted(path.name for path in here.iterdir()) == ["a file", "sub", "sub.glass"]


async def test_a_full_disk_is_said(here, folder, monkeypatch):
    def full(path: Path, **more: object) -> None:
        raise DataError(f"{path.name}: cannot be written: No space left on device")

    monkeypatch.setattr(glass_file, "write_glass", full)
    async with learner(folder=folder) as user:
        await user.press("e")
        await save(user, "x")
        await user.until(lambda: "No space" in said(user), "why not")
        assert said(user) == "x.glass: cannot be written: No space left on device"


async def test_keys_are_answered_while_a_copy_is_written(here, folder, monkeypatch):
    write, may_end = glass_file.write_glass, Event()

    def slow(path: Path, **more: object) -> None:
        may_end.wait(MOST)
        write(path, **more)

    monkeypatch.setattr(glass_file, "write_glass", slow)
    async with learner(folder=folder) as user:
        await save(user, "x")
        await user.until(lambda: said(user) == "writing x.glass …", "that it is written")
        await user.press("ctrl+p", "escape")
        may_end.set()
        await at_work(user)
    assert (here / "x.glass").exists()


@pytest.mark.parametrize("too_late", [False, True])
async def test_a_copy_that_is_being_written_is_stopped_or_said(here, folder, monkeypatch, too_late):
    write, waits, may_end = glass_file.write_glass, Event(), Event()
    (here / "x.glass").write_bytes(b"mine")

    def slow(path: Path, **more: object) -> None:
        if too_late:
            write(path, **more)
        waits.set()
        may_end.wait(MOST)
        if not too_late:
            write(path, **more)

    monkeypatch.setattr(glass_file, "write_glass", slow)
    async with learner(folder=folder) as user:
        await save(user, "x")
        await user.until(lambda: isinstance(user.app.screen, Confirm), "a question")
        await user.press("y")
        await user.until(lambda: isinstance(user.app.screen, SaveCopy) and said(user), "that it is written")
        await user.until(waits.is_set, "it is written, or about to be")
        await user.press("escape")
        assert said(user) == "stopping …"
        await user.press("enter", "a")
        assert said(user) == "stopping …"
        may_end.set()
        await at_work(user)
        assert any("Saved a copy" in notice for notice in user.notices) == too_late
        assert [path.name for path in here.iterdir()] == ["x.glass"]
        if not too_late:
            assert (here / "x.glass").read_bytes() == b"mine"
            monkeypatch.setattr(glass_file, "write_glass", write)
            await save(user, "y")
            await at_work(user)
            assert (here / "y.glass").exists()


async def test_the_name_that_is_proposed_is_free(here, folder):
    async with learner(folder=folder) as user:
        await user.press("ctrl+s")
        first = field(user).value
        (here / first).write_bytes(b"")
        await user.press("escape", "ctrl+s")
        assert field(user).value == first.replace(".glass", "-2.glass")


async def test_a_session_is_shared_as_a_text(here, folder):
    async with learner(folder=folder) as user:
        await user.press("e", "full_stop", "e", "u")
        first = user.session
        await user.choose_command("Share the session: copy it as a text")
        await user.until(lambda: user.app.clipboard, "a text")
        text = user.app.clipboard
        assert any(f"{len(text)} characters" in notice and "glassnet TEXT" in notice for notice in user.notices)
        same(read_text(text).resumed().session, first)
        mail = "\r\n".join(f"> {text[at : at + 60]}" for at in range(0, len(text), 60))
        before = user.workbench
        await user.press("d")
        user.app.post_message(events.Paste(f"{mail}\r\n"))
        await user.settle()
        assert field(user).value == text
        await user.press("enter")
        await user.until(lambda: user.app.workbench is not before and not before.is_attached, "the session")
        await user.settle()
        assert user.session is not first
        assert fingerprint(user.state) == fingerprint(first.state)
        await user.press("U")
        assert user.state.epoch == 2


async def test_what_cannot_be_a_text_is_offered_as_a_file(here, folder):
    (here / "own.csv").write_text("a,b,c\n" + "".join(f"{n},{n * n},{'yes' if n > 9 else 'no'}\n" for n in range(20)))
    async with learner(str(here / "own.csv"), folder=folder) as user:
        await user.press("e")
        await user.choose_command("Share the session: copy it as a text")
        await user.until(lambda: user.notices, "why not")
        assert not user.app.clipboard
        (notice,) = user.notices
        assert "rows or weights of one's own" in notice
        assert "ctrl+s" in notice


@pytest.mark.parametrize("text", ["glassnet:1:", "glassnet:1:abc", "glassnet:9:abc", "glassnet:1:" + "A" * 2_000])
async def test_a_damaged_text_is_refused_in_one_line(folder, text):
    async with learner(folder=folder) as user:
        await user.press("e", "d")
        user.app.post_message(events.Paste(text))
        await user.settle()
        await user.press("enter")
        await user.until(lambda: said(user), "why not")
        assert isinstance(user.app.screen, OpenData)
        assert "\n" not in said(user)
        await user.press("escape", "u")
        assert user.state.epoch == 0


async def test_a_damaged_file_is_refused_in_one_line(here, folder):
    (here / "x.glass").write_bytes(os.urandom(300))
    async with learner(folder=folder) as user:
        await user.press("d")
        field(user).value = "x.glass"
        field(user).focus()
        await user.press("enter")
        await user.until(lambda: said(user), "why not")
        assert said(user).startswith("x.glass")
        assert isinstance(user.app.screen, OpenData)


async def test_files_of_sessions_are_shown_where_files_are_chosen(here, folder):
    async with learner(folder=folder) as user:
        await user.press("e")
        await save(user, "mine")
        await at_work(user)
        before = user.workbench
        assert [entry.path.name for entry in look_into(here).entries] == ["mine.glass"]
        await user.press("d", "enter")
        await user.until(lambda: field_of_files(user), "the files")
        await user.press("enter")
        await user.until(lambda: user.app.workbench is not before and not before.is_attached, "the session")
        await user.settle()
        assert user.state.epoch == 1


def field_of_files(user: Learner) -> bool:
    return any("mine.glass" in str(option.prompt) for option in user.app.screen.query_one("OptionList").options)


@pytest.mark.parametrize("kind", ["a file", "a text", "a session of one's own"])
async def test_a_large_session_is_asked_about(here, folder, monkeypatch, kind):
    async with learner(folder=folder) as user:
        await user.press("e", "e")
        if kind == "a file":
            start = "x.glass"
            await save(user, start)
            await at_work(user)
        elif kind == "a text":
            start = text_of_lines("", "epoch", "epoch")
        else:
            start = user.workbench.keeping.kept.name
            await opens(user, text_of_lines("xor"))
            folder.beside(start, STATES).unlink()
        monkeypatch.setattr(log_limits, "MOST_WORK", 60_000)
        monkeypatch.setattr(glass_file, "from_memory", lambda *given: None)
        for answer in ("n", "y"):
            before = user.workbench
            await user.press("d")
            field(user).value = start
            field(user).focus()
            await user.press("enter")
            await user.until(lambda: isinstance(user.app.screen, Confirm), "a question")
            asked = str(user.app.screen.query_one(".question", Label).render())
            assert "up to here there is too much to compute with 17 parameters. It may take long" in asked
            await user.press(answer)
            if answer == "n":
                assert isinstance(user.app.screen, OpenData)
                assert said(user) == ""
                await user.press("escape")
                assert user.workbench is before
        await user.until(lambda: user.app.workbench is not before and not before.is_attached, "the session")
        await user.settle()
        assert user.state.epoch == 2
