"""What a disk can do to a session: it is full, cannot be written, or is cleared away. Nothing is lost by it."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from engine.experiment.starts import Options, setup_for
from engine.session.openings import Openings
from engine.session.saved import appending, atomic_file
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.resume import read_saved
from engine.session.saved.saving import Saving
from engine.session.session import Session
from engine.training.commands import Load
from tests.engine.session.saved.test_saving import MIXED, kept, resumed, same, say, wait_for
from tests.patience import wait_until


def going_on(folder: Path, said: list[str]) -> tuple[Session, Saving]:
    load = Load(setup_for("level2"), "level2", Options())
    session = Session(load.setup)
    return session, Saving(session, Openings((load,)), SessionsFolder(folder), {}, said.append)


def test_a_session_begun_where_nothing_could_be_written_is_all_there_when_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "SECONDS_TO_RETRY", 0.01)
    said: list[str] = []
    place = tmp_path / "state"
    place.write_text("in the way")
    session, saving_it = going_on(place, said)
    say(session, *MIXED)
    wait_until(lambda: len(said) == 1)
    place.unlink()
    wait_until(lambda: said[1:] == [""])
    say(session, "epoch")
    saving_it.leave()
    assert SessionsFolder(place).names() == (saving_it.name,)
    same(session, resumed(place, saving_it.name).session)


def test_a_folder_that_is_removed_under_a_session_is_made_again(tmp_path: Path) -> None:
    said: list[str] = []
    session, saving_it = going_on(tmp_path / "state", said)
    say(session, "epoch", "open xor", "set w5 0.5")
    wait_for(saving_it)
    shutil.rmtree(tmp_path / "state")
    say(session, "undo", "epoch")
    saving_it.leave()
    assert said == []
    same(session, resumed(tmp_path / "state", saving_it.name).session)
    assert not SessionsFolder(tmp_path / "state").beside(saving_it.name, ".lock").exists()


def test_a_session_that_goes_on_survives_a_removed_folder_too(tmp_path: Path) -> None:
    session, saving_it = kept(tmp_path / "state")
    say(session, "epoch", "set w5 0.5")
    saving_it.leave()
    again = read_saved(SessionsFolder(tmp_path / "state"), saving_it.name).resumed()
    going = Saving(again.session, again.openings, SessionsFolder(tmp_path / "state"), {}, earlier=again.earlier)
    shutil.rmtree(tmp_path / "state")
    say(again.session, "undo")
    going.leave()
    same(again.session, resumed(tmp_path / "state", going.name).session)


def test_nothing_is_left_of_a_session_of_which_nothing_could_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int, content: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    session, saving_it = going_on(tmp_path, [])
    monkeypatch.setattr(appending.os, "write", full)
    say(session, "epoch")
    saving_it.leave()
    assert [*tmp_path.iterdir()] == []


def test_what_memory_held_earlier_survives_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, saving_it = kept(tmp_path)
    say(session, "epoch", "set w5 0.5")
    session.end_run()
    saving_it._keep()
    wait_for(saving_it)
    states = SessionsFolder(tmp_path).beside(saving_it.name, ".npz")
    before = states.read_bytes()

    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic_file, "sync", full)
    say(session, "epoch")
    saving_it.leave()
    assert states.read_bytes() == before
    saved = read_saved(SessionsFolder(tmp_path), saving_it.name)
    assert len(saved.left) > 0
    same(session, saved.resumed().session)
    saved.earlier.unlocked()


def test_a_session_that_another_computer_has_is_copied_and_says_so(tmp_path: Path) -> None:
    session, saving_it = kept(tmp_path)
    say(session, "epoch")
    saving_it.leave()
    held = SessionsFolder(tmp_path).beside(saving_it.name, ".lock")
    held.write_text("elsewhere 12\n")
    again = read_saved(SessionsFolder(tmp_path), saving_it.name).resumed()
    assert again.notes == ("this is a copy: the session is open on another computer, elsewhere, or was cut off there",)
    assert again.earlier.lock is None
    assert held.read_text() == "elsewhere 12\n"


def test_a_session_that_cannot_be_written_is_copied_and_says_so(tmp_path: Path) -> None:
    session, saving_it = kept(tmp_path)
    say(session, "epoch")
    saving_it.leave()
    SessionsFolder(tmp_path).beside(saving_it.name, ".lock").mkdir()
    again = read_saved(SessionsFolder(tmp_path), saving_it.name).resumed()
    assert again.notes == ("this is a copy: the session itself cannot be written: Is a directory",)
    same(session, again.session)


def test_one_that_was_cut_off_before_its_first_line_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "level2-1.log").touch()
    (tmp_path / "level2-1.rows.npz").write_bytes(b"rows")
    assert SessionsFolder(tmp_path).names() == ()
