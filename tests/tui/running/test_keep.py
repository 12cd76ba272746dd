"""Keeping a session: what is said when it is left and not all of it could be written."""

import errno
import os
from pathlib import Path

import pytest

from engine.experiment.starts import Options, setup_for
from engine.session.saved import appending
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.resume import read_saved
from engine.session.session import Session
from engine.training.commands import StepEpoch
from tests.patience import wait_until
from tui.plain.keeping import Keeping
from tui.running.keep import Keep, KeptSession


def begun(folder: Path, told: list[str]) -> tuple[Session, KeptSession]:
    setup = setup_for("level2")
    session, keep = Session(setup), Keep(SessionsFolder(folder), dict, "level2", Options())
    return session, KeptSession(session, keep, setup, told.append, lambda removed: None)


def fill(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill the disk: no log can be written any more; who waits until there is room waits for ever."""

    def full(file: int, content: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(appending.os, "write", full)
    monkeypatch.setattr(appending, "SECONDS_TO_RETRY", 1e6)


def test_a_session_that_is_saved_says_nothing(tmp_path: Path) -> None:
    session, kept = begun(tmp_path, [])
    session.apply(StepEpoch())
    assert kept.leave() == ""


def test_a_full_disk_keeps_nobody_and_what_it_lost_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    session, kept = begun(tmp_path, told)
    fill(monkeypatch)
    session.apply(StepEpoch())
    wait_until(lambda: told)
    for _ in range(200):
        session.apply(StepEpoch())
    assert kept.leave() == "this session was not saved: No space left on device"
    assert kept.leave() == ""


def test_what_was_written_before_the_disk_was_full_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    session, kept = begun(tmp_path, told)
    session.apply(StepEpoch())
    wait_until(lambda: kept.saving.has_lines and b"epoch" in SessionsFolder(tmp_path).log(kept.name).read_bytes())
    fill(monkeypatch)
    session.apply(StepEpoch())
    wait_until(lambda: told)
    name = kept.name
    assert kept.leave() == (
        f"the end of this session was not saved: No space left on device; {name} has what was done before"
    )
    monkeypatch.undo()
    again = read_saved(SessionsFolder(tmp_path), name).resumed()
    again.earlier.unlocked()
    assert again.session.state.epoch == 1


def test_the_plain_twin_says_it_once(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file")
    setup = setup_for("level2")
    session = Session(setup)
    keeping = Keeping(session, Keep(SessionsFolder(tmp_path / "in the way"), dict, "level2", Options()), setup)
    session.apply(StepEpoch())
    keeping.leave()
    assert list(keeping.news())[-1:] == ["this session was not saved: File exists"]
