"""The prompt of the plain twin on a pseudo-terminal."""

import os
import signal
from pathlib import Path

import pytest

from tests.patience import wait_until
from tests.tui.plain.talking import PLAIN, begun_script, wait_for_prompt
from tests.tui.pseudo_terminal import Terminal, processor_seconds
from tests.tui.shell import GLASSNET

REPAINTS = ("\x1b", "\b", "\x07")


def plain(*words: str, size: tuple[int, int] = (80, 40), **environment: str | None) -> Terminal:
    return Terminal([*PLAIN, *words], size, COLORTERM=None, PYTHONUNBUFFERED=None, **environment)


def test_the_prompt_answers_and_leaves() -> None:
    with plain("walkthrough") as terminal:
        terminal.shows("MSE is 0.2156", "> ")
        terminal.write("set w5 0.4\r")
        terminal.shows("w5 is 0.4, was 0.5", "MSE is 0.206, was 0.2156")
        terminal.write("set w55 0.4\r")
        terminal.shows("refused, column 5: no w55 in a 2-2-2 network: weights are w1 to w8")
        wait_for_prompt(terminal)
        terminal.write("\x04")
        terminal.ends()
        assert terminal.process.returncode == 0
        assert terminal.text.splitlines()[0].startswith("glassnet in plain lines: help lists what can be said")
        said = terminal.output.decode()
        assert not [sign for sign in said if not sign.isascii()]
        assert "\x1b[2J" not in said
        assert "\x1b[H" not in said


@pytest.mark.parametrize("leaving", ["quit\r", "exit\r", "\x04"])
def test_every_way_to_leave_ends_with_0(leaving: str) -> None:
    with plain() as terminal:
        terminal.shows("> ")
        terminal.write(leaving)
        terminal.ends()
        assert terminal.process.returncode == 0


def test_ctrl_c_pauses_a_run_which_stays_a_step() -> None:
    with plain("walkthrough") as terminal:
        terminal.shows("> ")
        terminal.write("run 1000000000\r")
        terminal.shows("training: ctrl+c pauses")
        terminal.write("\x03")
        terminal.shows(" of 1,000,000,000", "epoch is ")
        terminal.write("undo\r")
        terminal.shows("step 1 is undone: run ", "epoch is 0, was ")
        wait_for_prompt(terminal)
        terminal.write("set w1 junk\x03")
        terminal.shows("ctrl+d or quit leaves")
        terminal.write("where\r")
        terminal.shows("step is 0 of 1")
        terminal.write("quit\r")
        terminal.ends()
        assert terminal.process.returncode == 0
        assert "Traceback" not in terminal.output.decode()


def test_ctrl_c_ends_a_script_after_the_samples_so_far() -> None:
    with begun_script() as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write("rate 0.1\nrun 1000000000\nrate 0.2\n")
        running.stdin.close()
        assert running.stdout.readline() == "alpha is 0.1, was 0.5\n"
        much = processor_seconds(running.pid) + 0.5  # a run is what takes so much
        wait_until(lambda: processor_seconds(running.pid) >= much, lambda: [running.pid])
        os.kill(running.pid, signal.SIGINT)
        said = running.stdout.read()
        assert "paused after " in said
        assert "alpha" not in said
        assert running.stderr.read() == "glassnet: interrupted at line 2\n"
        assert running.wait() == 130


@pytest.mark.parametrize("start", [(), ("xor",)])
def test_a_dumb_terminal_gets_plain_lines_and_is_told_how_to_leave(start: tuple[str, ...]) -> None:
    with Terminal([*GLASSNET, *start], (120, 30), TERM="dumb") as terminal:
        terminal.shows("> ")
        said = terminal.output.decode()
        assert said.splitlines()[0] == "TERM=dumb shows only lines, so this is glassnet --plain: quit leaves, another"
        assert not [sign for sign in REPAINTS if sign in said]
        terminal.write("rate 0.1\r")
        terminal.shows("alpha is 0.1, was 0.5")
        terminal.write("quit\r")
        terminal.ends()
        assert terminal.process.returncode == 0


def test_a_narrow_terminal_is_not_written_over_its_edge() -> None:
    with plain(size=(30, 40)) as terminal:
        terminal.shows("> ")
        terminal.write("why E\r")
        terminal.shows("MSE MSE = ")
        assert max(len(line) for line in terminal.output.decode().splitlines()) <= 30


def test_words_are_completed() -> None:
    pytest.importorskip("readline")
    with plain("walkthrough") as terminal:
        terminal.shows("> ")
        terminal.write("sel\tb_o\t1\r")
        terminal.shows("b_o1 is 0.2, gradient 0.1213")
        terminal.write("optimizer ad\t\r")
        terminal.shows("optimizer is adam, was sgd")
        terminal.write("hel\tlay\t")
        terminal.shows("layer+", "layer-")
        terminal.write("+\r\x1b[A\r")  # and the line before, from the history
        terminal.until(lambda: terminal.text.count("layer+ AFTER N ACTIVATION: ") == 2)


def test_nothing_is_written_to_the_home_folder(tmp_path: Path) -> None:
    with plain(HOME=str(tmp_path), XDG_STATE_HOME=None, XDG_CACHE_HOME=None) as terminal:
        terminal.shows("> ")
        terminal.write("rate 0.1\rquit\r")
        terminal.ends()
    assert list(tmp_path.iterdir()) == []
