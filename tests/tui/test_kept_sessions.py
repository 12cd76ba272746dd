"""The session of the workbench is kept: whatever ends glassnet, it goes on from there."""

import os
import random
import re
import time
from pathlib import Path

import pytest

from engine.session.saved.folder import SessionsFolder
from engine.session.saved.resume import Resumed, read_saved
from tests.tui.command_line.saved import age, saved
from tests.tui.pseudo_terminal import Terminal
from tests.tui.shell import GLASSNET, glassnet
from tests.tui.terminal.endings import assert_ended, assert_restored


def folder() -> SessionsFolder:
    return SessionsFolder(Path(os.environ["GLASSNET_STATE"]) / "sessions")


def resumed(name: str | None = None) -> Resumed:
    again = read_saved(folder(), name or folder().names()[0]).resumed()
    if again.earlier.lock is not None:
        again.earlier.lock.release()
    return again


def log_text() -> str:
    return folder().log(folder().names()[0]).read_text("utf-8")


def test_a_session_goes_on_where_it_was_left() -> None:
    with Terminal(GLASSNET) as terminal:
        terminal.shows("epoch 0")
        terminal.write("ee")
        terminal.shows("epoch 2")
        terminal.write("q")
        assert_ended(terminal, 0)
    with Terminal(GLASSNET) as terminal:
        terminal.shows("level2 as you left it just now, epoch 2: u goes back a step")
        terminal.shows("epoch 2")
        terminal.write("uu")
        terminal.shows("epoch 0")
        terminal.write("q")
        assert_ended(terminal, 0)
        assert_restored(terminal)
    assert len(folder().names()) == 1
    assert [line.split(" ", 1)[1] for line in log_text().splitlines()[1:] if " = " not in line] == [
        *("epoch", "epoch", "# left", "undo", "undo", "# left")
    ]


def test_a_killed_session_goes_on() -> None:
    with Terminal([*GLASSNET, "xor", "--seed", "3"]) as terminal:
        terminal.shows("epoch 0")
        terminal.write("e ")
        terminal.until(lambda: folder().names() and " = " in log_text())
        terminal.process.kill()
        terminal.process.wait()
    said = log_text()
    with Terminal(GLASSNET) as terminal:
        terminal.shows("xor as it was cut off just now")
        terminal.write("q")
        assert_ended(terminal, 0)
    assert log_text() == said  # nothing was done
    assert resumed().session.state.samples == int(re.findall(r" = \d+ (\d+) ", said)[-1])


def test_the_line_says_the_epoch_that_the_session_has_come_to() -> None:
    with Terminal([*GLASSNET, "xor"]) as terminal:
        terminal.shows("epoch 0")
        terminal.write("eee")
        terminal.until(lambda: folder().names() and log_text().count(" epoch\n") == 3)
        terminal.process.kill()
        terminal.process.wait()
    assert " = " not in log_text()
    with Terminal(GLASSNET) as terminal:
        terminal.shows("xor as it was cut off just now, epoch 3: u goes back a step")
        terminal.write("q")
        assert_ended(terminal, 0)


def test_a_dropped_line_loses_nothing() -> None:
    with Terminal(GLASSNET) as terminal:
        terminal.shows("epoch 0")
        terminal.write("ee")
        terminal.shows("epoch 2")
        terminal.close()
        terminal.process.wait()
    assert resumed().session.state.epoch == 2


@pytest.mark.parametrize(
    ("words", "shown"), [(["--new"], "level2"), (["iris"], "iris"), (["--no-save"], "level2"), (["level2"], "level2")]
)
def test_what_begins_anew(words: list[str], shown: str) -> None:
    with Terminal(GLASSNET) as terminal:
        terminal.shows("epoch 0")
        terminal.write("e")
        terminal.shows("epoch 1")
        terminal.write("q")
        assert_ended(terminal, 0)
    with Terminal([*GLASSNET, *words]) as terminal:
        terminal.shows(shown)
        terminal.shows("epoch 0")
        terminal.write("e")
        terminal.shows("epoch 1")
        terminal.write("q")
        assert_ended(terminal, 0)
    assert len(folder().names()) == (1 if "--no-save" in words else 2)


def test_a_session_is_resumed_by_its_name(tmp_path: Path) -> None:
    csv = tmp_path / "own.csv"
    csv.write_text("a,b,c\n" + "".join(f"{n},{n * n},{'yes' if n > 9 else 'no'}\n" for n in range(20)))
    with Terminal([*GLASSNET, str(csv)]) as terminal:
        terminal.shows("epoch 0")
        terminal.write("e")
        terminal.shows("epoch 1")
        terminal.write("q")
        assert_ended(terminal, 0)
    csv.unlink()  # a session never needs the file again
    name = folder().names()[0]
    assert name.startswith("own-")
    with Terminal([*GLASSNET, "--resume", name]) as terminal:
        terminal.shows("epoch 1")
        terminal.write("q")
        assert_ended(terminal, 0)


def test_a_second_window_gets_a_copy() -> None:
    with Terminal(GLASSNET) as first:
        first.shows("epoch 0")
        first.write("e")
        first.until(lambda: folder().names() and "epoch" in log_text())
        with Terminal(GLASSNET) as second:
            second.shows("this is a copy: the session is open in another window")
            second.write("e")
            second.shows("epoch 2")
            second.write("q")
            assert_ended(second, 0)
        first.write("q")
        assert_ended(first, 0)
    assert sorted(resumed(name).session.state.epoch for name in folder().names()) == [1, 2]


def test_a_folder_that_cannot_be_written_is_said_once() -> None:
    Path(os.environ["GLASSNET_STATE"]).write_text("a file in the way")
    with Terminal(GLASSNET) as terminal:
        terminal.shows("epoch 0")
        terminal.write("e")
        terminal.shows("this session is not saved")
        terminal.write("e")
        terminal.shows("epoch 2")
        terminal.write("q")
        assert_ended(terminal, 0)
        assert_restored(terminal)
        last = bytes(terminal.output).rpartition(b"\x1b")[2]
        assert last.partition(b"glassnet: ")[2] == b"this session was not saved: Not a directory\r\n"


@pytest.mark.parametrize("damage", [b"", b"\x00" * 100, b'glassnet 2 {"start": "level2"}\n'])
def test_a_last_session_that_cannot_be_opened_is_said(damage: bytes) -> None:
    folder().make()
    folder().log("level2-1").write_bytes(damage)
    with Terminal(GLASSNET) as terminal:
        terminal.shows("epoch 0")
        terminal.write("q")
        assert_ended(terminal, 0)
    assert folder().log("level2-1").read_bytes() == damage
    done = glassnet("--resume", "level2-1")
    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1


def test_what_does_not_go_together_is_refused() -> None:
    for words, why in {
        ("--resume", "x", "level2"): "--resume goes on with a session as it is",
        ("--resume", "x", "--hidden", "3"): "--resume goes on with a session as it is",
        ("--resume", "../x"): "there are no sessions",
        ("--resume",): "there are no sessions",
    }.items():
        done = glassnet(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert why in done.stderr


def test_no_edit_is_lost_at_whatever_moment_it_is_killed() -> None:
    """A short version of ``python -m tests.benchmarks kills``."""
    rng = random.Random(3)
    for number in range(4):
        with Terminal([*GLASSNET, "--new"]) as terminal:
            terminal.shows("epoch 0")
            terminal.write("e")
            terminal.shows("epoch 1")
            terminal.write("." * 5)
            terminal.until(lambda: folder().names() and log_text().count("set ") == 5)
            terminal.write(" ")
            terminal.record(rng.random())
            terminal.process.kill()
            terminal.process.wait()
        assert len(folder().names()) == number + 1
        session = resumed().session
        said = log_text()
        assert said.count("set ") == 5, said
        assert session.last_step >= 2
        time.sleep(1.1)  # names have seconds


def test_old_sessions_that_are_removed_are_said_once() -> None:
    for number in range(2):
        old = saved("epoch", start="xor", days_ago=91)
        with Terminal(GLASSNET) as terminal:
            terminal.shows("epoch 0")
            terminal.write("e")
            terminal.shows("epoch 1")
            terminal.until(lambda name=old: name not in folder().names())
            if number == 0:
                terminal.shows("removed 1 old session: the newest 50 are kept, for 90 days; --keep removes none")
            terminal.write("uq")
            assert_ended(terminal, 0)
            assert (b"removed 1 old" in terminal.output) == (number == 0)
        age(folder().names()[0], 2)  # so that it does not go on by itself


@pytest.mark.parametrize(("words", "more"), [(["--keep"], {}), ([], {"GLASSNET_KEEP": "1"})])
def test_old_sessions_are_kept_where_that_is_asked_for(words: list[str], more: dict[str, str]) -> None:
    old = saved("epoch", start="xor", days_ago=91)
    with Terminal([*GLASSNET, *words], **more) as terminal:
        terminal.shows("epoch 0")
        terminal.write("e")
        terminal.shows("epoch 1")
        terminal.write("q")
        assert_ended(terminal, 0)
        assert b"removed" not in terminal.output
    assert old in folder().names()
    assert len(folder().names()) == 2


def test_weights_of_ones_own_begin_anew(tmp_path: Path) -> None:
    saved("epoch 2")
    file = tmp_path / "w.json"
    file.write_text(glassnet("train", "level2", "--epochs", "0", "--json").stdout)
    with Terminal([*GLASSNET, "--weights", str(file)]) as terminal:
        terminal.shows("epoch 0")
        terminal.write("q")
        assert_ended(terminal, 0)
