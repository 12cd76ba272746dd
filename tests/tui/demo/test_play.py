"""A film that is played on a real terminal: what keys do, how it ends, and what it leaves behind."""

import os
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.patience import Patience
from tests.tui.pseudo_terminal import Terminal, session_of, state_of
from tests.tui.shell import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is left of processes is read from /proc")

LONG = "1000"
"""Seconds: nothing moves by itself."""
ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"


def player(seconds=LONG, width=70, height=4, frames=3):
    return [sys.executable, "-m", "tests.tui.demo.playing", str(seconds), str(width), str(height), str(frames)]


@pytest.fixture
def play_on():
    """Return a function that plays a film on a terminal, and waits until its first frame was to be seen."""
    opened = []

    def begin(before=(), size=(70, 5), ignoring=None, environment=None, **film):
        terminal = Terminal([*before, *player(**film)], size, ignoring, **(environment or {}))
        opened.append(terminal)
        terminal.until(lambda: b"frame 1" in terminal.output)  # a short film may show the next one by now
        return terminal

    yield begin
    for terminal in opened:
        with terminal:
            pass


def assert_ended(terminal, code):
    terminal.ends()
    assert terminal.process.returncode == code
    terminal.until(lambda: not session_of(terminal.process.pid))


def assert_given_back(terminal):
    output = bytes(terminal.output)
    assert output.rfind(LEAVE) > output.rfind(ENTER) > -1
    assert output.rfind(b"\x1b[?25h") > output.rfind(b"\x1b[?25l") > -1
    assert output.rfind(b"\x1b[?7h") > output.rfind(b"\x1b[?7l") > -1
    assert b"Traceback" not in output


# --- playing ------------------------------------------------------------------------


def test_it_plays_by_itself_up_to_the_end(play_on):
    terminal = play_on(seconds=0.05)
    terminal.shows("frame 3", "the end, 3 of 3")
    assert "A caption." not in terminal.text
    terminal.write("q")
    assert_ended(terminal, 0)
    assert_given_back(terminal)


def test_what_keys_do(play_on):
    terminal = play_on()
    assert "paused" not in terminal.text
    for key, *texts in (
        (" ", "frame 1", "paused 1 of 3 · space goes on · ← → step · q leaves", "A caption."),
        ("\x1b[C", "frame 2", "paused 2 of 3"),
        ("\x1b[D", "frame 1", "paused 1 of 3"),
        ("\x1bOF", "frame 3", "the end, 3 of 3"),
        ("\x1bOH", "frame 1", "paused 1 of 3"),
        ("\x1b[6~", "frame 2", "paused 2 of 3"),
        ("\x1b[5~", "frame 1", "paused 1 of 3"),
        ("\x1b[C\x1b[C", "frame 3", "the end, 3 of 3"),
        ("\x1b[D", "frame 2", "paused 2 of 3"),
    ):
        terminal.write(key)
        terminal.shows(*texts)
    terminal.write(" ")
    terminal.until(lambda: "paused" not in terminal.text)
    assert "frame 2" in terminal.text


def test_what_means_nothing_does_nothing(play_on):
    terminal = play_on()
    terminal.write(b"xyz\r\t\xff\x1b[<0;3;3M\x1b[200~q\x1b[201~\x13")  # ctrl+s would hold its output
    terminal.write("\x1b[C")
    terminal.shows("frame 2", "paused 2 of 3")


@pytest.mark.parametrize(
    ("key", "code"),
    [("q", 0), ("\x1b", 0), ("\x03", 130), ("\x1c", 131)],
    ids=["q", "escape", "ctrl+c", "ctrl+backslash"],
)
def test_keys_that_leave(play_on, key, code):
    terminal = play_on()
    terminal.write(key)
    assert_ended(terminal, code)
    assert_given_back(terminal)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, rb";38;2;\d+;\d+;\d+;48;2;"),
        ({"COLORTERM": None}, rb";38;5;\d+;48;5;"),
        ({"COLORTERM": None, "TERM": "xterm"}, rb";\d\d;40m"),
    ],
    ids=["all", "256", "16"],
)
def test_it_is_painted_in_the_colours_of_the_terminal(play_on, environment, told):
    terminal = play_on(environment={"NO_COLOR": None} | environment)
    assert re.search(told, terminal.output)
    assert b"38;2;" not in terminal.output or not environment


def test_without_colours_it_is_grey(play_on):
    terminal = play_on(environment={"NO_COLOR": "1"})
    told = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.output)
    assert told
    assert all(len(set(colour)) == 1 for colour in told)


# --- sizes ------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(69, 5), (70, 4)])
def test_too_small_a_terminal_is_refused_before_anything_is_written(size):
    with Terminal(player(), size) as terminal:
        assert_ended(terminal, 2)
        said = " ".join(terminal.output.decode().split())
        assert said.startswith(f"glassnet: the demo takes 70 × 5, the terminal has {size[0]} × {size[1]}: enlarge it")
        assert "\x1b" not in said


def test_made_too_small_it_pauses_and_says_so(play_on):
    terminal = play_on(size=(80, 6))
    terminal.resize(80, 4)
    terminal.shows("the demo takes 70 × 5, the terminal has 80 × 4: enlarge it,", "q leaves")
    assert "frame 1" not in terminal.text
    terminal.write(" \x1b[C")  # do nothing unseen
    terminal.resize(70, 5)
    terminal.shows("frame 1", "A caption.", "paused 1 of 3")
    terminal.resize(12, 2)
    terminal.shows("the demo")
    terminal.write("q")
    assert_ended(terminal, 0)
    assert_given_back(terminal)


def test_made_larger_it_is_painted_anew(play_on):
    terminal = play_on()
    before = terminal.output.count(b"A caption.")
    terminal.resize(90, 20)
    terminal.until(lambda: terminal.output.count(b"A caption.") > before)
    assert "paused" not in terminal.text


# --- no terminal ------------------------------------------------------------------------


def test_without_a_terminal_it_says_so():
    done = subprocess.run(player(), cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    told = "glassnet: --play needs a terminal, and stdin and stdout are none; --cast FILE and --gif FILE need none\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


@pytest.mark.parametrize("term", ["dumb", "unknown", "", None])
def test_a_terminal_of_lines_alone_is_refused(term):
    with Terminal(player(), TERM=term) as terminal:
        assert_ended(terminal, 2)
        assert terminal.output.startswith(b"glassnet: --play needs a terminal that can be told where to write")


# --- endings ------------------------------------------------------------------------

TELLING_SHELL = ["sh", "-c", 'stty -g; "$@"; code=$?; stty -g; exit $code', "sh"]
SHELL_WITH_JOBS = ["bash", "-mc", '"$@"; echo the shell is back; stty -g; read; fg', "bash"]
TOLD = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGQUIT: 131}


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.name)
def test_signals_end_it(play_on, told):
    terminal = play_on()
    terminal.process.send_signal(told)
    assert_ended(terminal, TOLD[told])
    assert_given_back(terminal)


def test_the_terminal_is_set_as_before(play_on):
    terminal = play_on(before=TELLING_SHELL)
    terminal.write("q")
    assert_ended(terminal, 0)
    before, after = re.findall(rb"(?:[0-9a-f]+:){20,}[0-9a-f]+", bytes(terminal.output))
    assert before == after


@pytest.mark.parametrize("ignoring", [None, signal.SIGHUP], ids=["", "nohup"])
def test_it_ends_with_its_terminal(play_on, ignoring):
    terminal = play_on(ignoring=ignoring)
    terminal.close()
    assert_ended(terminal, 129)


def test_it_ends_when_the_terminal_takes_no_output(play_on):
    terminal = play_on(width=1000, height=100, size=(1000, 101))
    terminal.until(lambda: not terminal.read(0.1))
    patience = Patience()
    while not is_full(terminal):
        terminal.process.send_signal(signal.SIGWINCH)  # it paints more than fits into what lies between
        time.sleep(0.05)
        assert not patience.is_over
    terminal.process.terminate()
    assert terminal.process.wait(timeout=120) == 143
    assert termios.tcgetattr(terminal.master)[3] & termios.ECHO
    while terminal.read(0):
        pass
    assert_given_back(terminal)


def is_full(terminal):
    """Return whether a program could write no more to the terminal."""
    name = Path(f"/proc/{terminal.process.pid}/fd/0").readlink()
    here = os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        return not select.select([], [here], [], 0)[1]
    finally:
        os.close(here)


def test_ctrl_z_gives_the_terminal_to_the_shell(play_on):
    terminal = play_on(before=SHELL_WITH_JOBS)
    terminal.write("\x1b[C")
    terminal.shows("frame 2", "paused 2 of 3")
    terminal.write("\x1a")
    terminal.until(lambda: b"the shell is back" in terminal.output)
    assert_given_back(terminal)
    terminal.until(lambda: "T" in [state_of(one) for one in session_of(terminal.process.pid)])
    before = len(terminal.output)
    terminal.write("\r")
    terminal.until(lambda: b"frame 2" in terminal.output[before:])
    terminal.shows("paused 2 of 3")
    terminal.write("\x1b[C")
    terminal.shows("frame 3")
    terminal.write("q")
    assert_ended(terminal, 0)
    assert_given_back(terminal)


def test_where_no_shell_would_let_it_go_on_ctrl_z_only_pauses(play_on):
    terminal = play_on()
    terminal.write("\x1a")
    terminal.shows("frame 1", "paused 1 of 3")
    assert state_of(terminal.process.pid) != "T"


def test_stopped_from_outside_it_takes_the_terminal_again(play_on):
    terminal = play_on()
    terminal.process.send_signal(signal.SIGSTOP)
    terminal.until(lambda: state_of(terminal.process.pid) == "T")
    modes = termios.tcgetattr(terminal.master)
    modes[3] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(terminal.master, termios.TCSANOW, modes)
    before = terminal.output.count(ENTER)
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.until(lambda: terminal.output.count(ENTER) > before)
    terminal.shows("frame 1", "paused 1 of 3")
    terminal.write("\x1b[C")
    terminal.shows("frame 2")
