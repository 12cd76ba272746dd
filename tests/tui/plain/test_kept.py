"""The plain twin keeps its session as the workbench does, and goes on with those of the workbench."""

import os
import re
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import EngineError
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.session.openings import Openings
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.resume import Resumed, read_saved
from engine.session.saved.saving import Saving
from engine.session.session import Session
from engine.training.commands import Load, StepEpoch
from tests.engine.session.saved.test_log import act
from tests.engine.session.saved.test_saving import same
from tests.engine.strategies import setups
from tests.patience import wait_until
from tests.tui.command_line.saved import age, begun, folder_here, saved
from tests.tui.plain.talking import PLAIN, begun_script, wait_for_prompt
from tests.tui.pseudo_terminal import Terminal
from tests.tui.shell import GLASSNET, glassnet
from tui.plain.keeping import Keeping
from tui.plain.pause import Pause
from tui.plain.twin import Twin
from tui.running.keep import Keep

LINES = ("epoch", "run 7", "& run 3", "undo", "redo", "goto 1", "rate 0.25", "phase")


def plain(*words: str, ignoring: signal.Signals | None = None) -> Terminal:
    return Terminal([*PLAIN, *words], (80, 40), ignoring, COLORTERM=None)


def resumed(name: str | None = None) -> Resumed:
    again = read_saved(folder_here(), name or folder_here().names()[0]).resumed()
    if again.earlier.lock is not None:
        again.earlier.lock.release()
    return again


def log_lines(name: str | None = None) -> list[str]:
    """Return what a log says, without times and marks."""
    lines = folder_here().log(name or folder_here().names()[0]).read_text("utf-8").splitlines()[1:]
    return [line.split(" ", 1)[1] for line in lines if " = " not in line]


def script(lines: str, *words: str, **more: object) -> subprocess.CompletedProcess:
    return glassnet("--plain", *words, input=lines, **more)


def test_a_session_goes_on_where_it_was_left() -> None:
    with plain() as terminal:
        terminal.shows("data is level2", "> ")
        terminal.write("epoch 2\r")
        terminal.shows("epoch is 2, was 0")
        terminal.write("quit\r")
        terminal.ends()
    with plain() as terminal:
        terminal.shows("level2 as you left it just now, epoch 2: undo goes back a step, --new begins", "> ")
        terminal.write("undo\r")
        terminal.shows("step 1 is undone: run 20", "epoch is 0, was 2")
        wait_for_prompt(terminal)
        terminal.write("\x04")
        terminal.ends()
        assert terminal.process.returncode == 0
    assert log_lines() == ["run 20", "# left", "undo", "# left"]


def test_what_begins_anew() -> None:
    saved("epoch")
    for words in (["--new"], ["iris"], ["--no-save"], ["--hidden", "4"]):
        with plain(*words) as terminal:
            terminal.shows("> ")
            assert "as you left it" not in terminal.text
            terminal.write("rate 0.1\rquit\r")
            terminal.ends()
    assert len(folder_here().names()) == 4
    for name in folder_here().names():
        age(name, 2)
    with plain() as terminal:
        terminal.shows("data is level2", "> ")
        assert "as you left it" not in terminal.text


def test_a_session_goes_on_by_its_name_typed_and_piped() -> None:
    name, _ = saved("epoch 3", start="xor"), saved("epoch")
    with plain("--resume", name) as terminal:
        terminal.shows("xor as you left it just now, epoch 3", "> ")
        terminal.write("where\r")
        terminal.shows("step is 1 of 1")
    done = script("undo\n", "--resume", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("step 1 is undone: run 12\n")
    assert log_lines(name) == ["run 12", "# left", "undo", "# left"]
    assert script("", "--resume", "nosuch").stderr.startswith('glassnet: --resume: there is no session "nosuch"')


def test_a_script_is_kept_and_never_goes_on_by_itself() -> None:
    for _ in range(2):
        done = script("set w5 0.5\nrun 25\n& run 5\nundo\n")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("w5 is 0.5, was ")
        assert log_lines() == ["set w5 0.5", "run 25", "& run 5", "undo", "# left"]
    assert len(folder_here().names()) == 2
    assert script("rate 0.1\n", "--no-save").returncode == 0
    assert len(folder_here().names()) == 2


def test_a_script_that_is_refused_has_left() -> None:
    assert script("epoch\nset w99 1\n").returncode == 1
    assert log_lines() == ["epoch", "# left"]
    assert resumed().session.state.epoch == 1


def test_a_state_folder_is_named(tmp_path: Path) -> None:
    assert script("epoch\n", "--state", str(tmp_path / "here")).returncode == 0
    assert len(SessionsFolder(tmp_path / "here" / "sessions").names()) == 1
    assert folder_here().names() == ()


@settings(max_examples=40)
@given(setups(), st.data())
def test_it_goes_to_and_fro_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory, setup: Setup, choices: st.DataObject
) -> None:
    folder = SessionsFolder(tmp_path_factory.mktemp("sessions"))
    keep = Keep(folder, dict, "drawn", Options())
    in_workbench = Session(setup)
    saving = Saving(in_workbench, Openings((Load(setup, "drawn", Options()),)), folder, {})
    in_workbench.apply(StepEpoch())
    for _ in range(choices.draw(st.integers(1, 6))):
        act(in_workbench, choices)
    saving.leave()
    again = read_saved(folder, saving.name).resumed()
    same(in_workbench, again.session)
    twin, keeping = Twin(again.session, Pause(), large=True), Keeping(again.session, keep, again)
    for line in choices.draw(st.lists(st.sampled_from(LINES))):
        with suppress(EngineError):
            list(twin.answer(line))
    keeping.leave()
    assert list(keeping.news()) == []
    back = read_saved(folder, saving.name).resumed()
    assert back.notes == ()
    same(twin.session, back.session)
    assert back.earlier.lock is not None
    back.earlier.lock.release()


def test_a_second_window_has_a_copy() -> None:
    session, saving = begun()
    list(Twin(session, Pause()).answer("epoch"))
    with plain() as terminal:
        terminal.shows(
            "level2 as it was cut off just now", "this is a copy: the session is open in another window", "> "
        )
        terminal.write("epoch\r")
        terminal.shows("epoch is 2, was 1")
        terminal.write("quit\r")
        terminal.ends()
    saving.leave()
    assert sorted(resumed(name).session.state.epoch for name in folder_here().names()) == [1, 2]


def test_a_folder_that_cannot_be_written_is_said_once_and_at_the_end() -> None:
    Path(os.environ["GLASSNET_STATE"]).write_text("a file in the way")
    why = f"this session is not saved in {folder_here().path}: Not a directory; it goes on in memory"
    done = script("epoch\nepoch\nepoch\n")
    lost = "this session was not saved: Not a directory"
    assert (done.returncode, done.stderr.removeprefix(f"glassnet: {why}\n")) == (0, f"glassnet: {lost}\n")
    assert "epoch is 3, was 2" in done.stdout
    with plain() as terminal:
        terminal.shows("> ")
        terminal.write("epoch\r")
        terminal.shows("epoch is 1, was 0")
        terminal.write("epoch\r")  # never written into what is being typed
        terminal.shows("epoch is 2, was 1")
        # It is said with the first prompt after the disk has answered.
        terminal.until(lambda: terminal.write("\r") or (terminal.read(0.2) and "is not saved in" in terminal.text))
        terminal.write("epoch\rquit\r")
        terminal.ends()
        assert terminal.process.returncode == 0
        assert terminal.text.count("is not saved") == 1
        assert terminal.text.count(lost) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("running", [False, True])
def test_a_signal_leaves_as_quit_does(number: signal.Signals, running: bool) -> None:
    with plain() as terminal:
        terminal.shows("> ")
        terminal.write("epoch\r")
        terminal.shows("epoch is 1, was 0")
        if running:
            terminal.write("run 1000000000\r")
            terminal.shows("training: ctrl+c pauses")
        terminal.process.send_signal(number)
        terminal.ends()
        assert terminal.process.returncode == 128 + number
        assert "Traceback" not in terminal.text
    lines = log_lines()
    assert (lines[0], lines[-1]) == ("epoch", "# left")
    assert resumed().session.last_step == 1 + running


@pytest.mark.parametrize("ignoring", [None, signal.SIGHUP], ids=["", "nohup"])
def test_a_terminal_that_is_closed_leaves(ignoring: signal.Signals | None) -> None:
    with plain(ignoring=ignoring) as terminal:
        terminal.shows("> ")
        terminal.write("epoch\r")
        terminal.shows("epoch is 1, was 0")
        terminal.close()
        terminal.process.wait()
        assert terminal.process.returncode == 128 + signal.SIGHUP
    assert log_lines() == ["epoch", "# left"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_script_that_waits_for_lines_is_ended(number: signal.Signals, code: int) -> None:
    with begun_script() as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        print("rate 0.1", file=running.stdin, flush=True)
        assert running.stdout.readline() == "alpha is 0.1, was 0.5\n"
        running.send_signal(number)
        assert running.wait() == code
        said = {143: "ended by SIGTERM", 130: "interrupted"}[code]
        assert re.fullmatch(rf"glassnet: {said} at line [12]\n", running.stderr.read())
    assert log_lines() == ["rate 0.1", "# left"]


def test_a_killed_session_loses_no_line() -> None:
    with begun_script() as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for rate in range(1, 21):
            print(f"rate {rate / 100}", file=running.stdin, flush=True)
            assert running.stdout.readline().startswith(f"alpha is {rate / 100}, was ")
        # A thread of its own writes them, soon.
        wait_until(lambda: folder_here().names() and len(log_lines()) >= 20, lambda: [running.pid])
        running.kill()
        running.wait()
    assert log_lines() == [f"rate {rate / 100}" for rate in range(1, 21)]
    with plain() as terminal:
        terminal.shows("level2 as it was cut off just now", "> ")
        terminal.write("undo\r")
        terminal.shows("step 20 is undone: rate 0.2")


def test_old_sessions_that_are_removed_are_said_once() -> None:
    for number in range(2):
        saved("epoch", start="xor", days_ago=91)
        done = script("epoch\n")
        said = "glassnet: removed 1 old session: the newest 50 are kept, for 90 days; --keep removes none\n"
        assert done.stderr == ("" if number else said)
    saved("epoch", start="xor", days_ago=91)
    assert script("epoch\n", "--keep").stderr == ""
    assert any(name.startswith("xor") for name in folder_here().names())


def test_the_workbench_and_the_twin_go_on_with_each_others_sessions() -> None:
    with Terminal(GLASSNET) as terminal:
        terminal.shows("epoch 0")
        terminal.write("e")
        terminal.shows("epoch 1")
        terminal.write("q")
        terminal.ends()
    with plain() as terminal:
        terminal.shows("level2 as you left it just now, epoch 1", "> ")
        terminal.write("steps\r")
        terminal.shows("step 1, the current one: epoch, epoch 1, MSE ")
        terminal.write("epoch\rquit\r")
        terminal.ends()
    with Terminal(GLASSNET) as terminal:
        terminal.shows("level2 as you left it just now, epoch 2")
        terminal.write("uu")
        terminal.shows("epoch 0")
        terminal.write("q")
        terminal.ends()
    assert log_lines() == ["epoch", "# left", "epoch", "# left", "undo", "undo", "# left"]


def test_a_last_session_that_cannot_be_opened_is_said() -> None:
    folder_here().make()
    folder_here().log("level2-1").write_bytes(b'glassnet 1 {"start": "level2"}\n0.1 epoch\n')
    with plain() as terminal:
        terminal.shows("the last session cannot be opened: level2-1.rows.npz", "data is level2", "> ")


def test_a_disk_that_is_full_is_said_once_and_so_is_that_there_is_room_again(tmp_path: Path) -> None:
    told: dict[str, Callable[[str], object]] = {}

    class Kept:
        def __init__(self, *about: object) -> None:
            told["troubled"] = about[3]  # type: ignore[assignment]

    keep = Keep(SessionsFolder(tmp_path), dict, "level2", Options())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.plain.keeping.KeptSession", Kept)
        keeping = Keeping(Session(setup_for("level2")), keep, setup_for("level2"))
    full = "No space left on device"
    for why in (full, f"a.npz: cannot be written: {full}", "", "", "Input/output error"):
        told["troubled"](why)
    assert list(keeping.news()) == [
        f"this session is not saved in {tmp_path}: No space left on device; it goes on in memory",
        "this session is saved again, with all that was done meanwhile",
        f"this session is not saved in {tmp_path}: Input/output error; it goes on in memory",
    ]
    assert list(keeping.news()) == []
