"""The workbench behind a slow line: how much is underway, and how many pictures a key waits for."""

import sys

import pytest

from tests.tui.shell import GLASSNET
from tests.tui.slow_terminal import QUESTION, SlowTerminal
from tui.terminal.acknowledgement import PATIENCE, WINDOW

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal of Linux")

SLOW, FAST = 30_000, 10_000_000
"""Bytes a second."""
LARGEST = 50_000
"""More bytes than a few pictures of a run have at 120x36."""
LEAVE_SCREEN = b"\x1b[?1049l"
LEFT_FOR_THE_SHELL = '"$@"; stty -icanon -echo min 0 time 10; printf "left:"; dd bs=99 count=1 2>/dev/null | od -An -c'
"""Runs a program and then shows, within a second, what it has left to read."""
PATIENT = [
    *(sys.executable, "-c"),
    "from tui.terminal import acknowledgement; acknowledgement.PATIENCE = 400; "
    "from tui.command_line.main import main; main()",
]
"""glassnet where no answer is overdue, however busy the machine is."""
DOWN, UP = "\x1b[B", "\x1b[A"


def opened(rate, *keys, command=GLASSNET, answers=True):
    """Open the workbench, and press keys when it is there."""
    terminal = SlowTerminal([*command, "level2"], FAST, answers)
    terminal.shows("Inspector", "paused", "quit")
    until_quiet(terminal)
    terminal.rate = rate
    terminal.write("".join(keys))
    return terminal


def running(rate, *keys, **more):
    """Open the workbench and run, until some pictures of the run have come."""
    terminal = opened(rate, *keys, " ", **more)
    terminal.shows("▶ running")
    seen = pictures(terminal)
    terminal.until(lambda: pictures(terminal) > seen + 5)
    return terminal


def pictures(terminal):
    """Count the pictures of a run that have come through: each writes the epoch or the speed into the top line."""
    return terminal.output.count(b"\x1b[1;1H") + terminal.output.count(b"\x1b[1;2H")


def selected(terminal):
    """Return what is selected, the first word of the inspector; "" while the terminal is too narrow to tell."""
    return terminal.screen.display[2].split("││")[1].strip(" │").split()[0]


@pytest.mark.parametrize("speed", ["", "---"], ids=["flat out", "100 a second"])
def test_a_key_waits_for_two_pictures_at_most(speed):
    with running(SLOW, speed, command=PATIENT) as terminal:
        for key in (DOWN, UP) * 3:
            terminal.read(0.1)
            before, asked = selected(terminal), terminal.questions
            terminal.write(key)
            terminal.until(lambda before=before: selected(terminal) != before)
            assert terminal.questions <= asked + 2
        asked = terminal.questions
        terminal.write(" ")
        terminal.until(lambda: "paused" in terminal.text)
        assert terminal.questions <= asked + 2


def test_one_picture_of_a_run_is_underway_at_most():
    with running(FAST) as terminal:
        terminal.answers = False
        assert until_quiet(terminal) <= WINDOW + LARGEST
        terminal.answers = True
        seen = pictures(terminal)
        terminal.until(lambda: pictures(terminal) > seen + 5)  # it goes on


def test_held_keys_fill_no_queue():
    with opened(FAST) as terminal:
        terminal.answers = False
        terminal.write((DOWN + UP) * 100)
        assert until_quiet(terminal) <= WINDOW + LARGEST


def until_quiet(terminal):
    """Read until nothing comes for a second, or too much has come; return the bytes that came."""
    came = 0
    while came <= WINDOW + LARGEST and (written := terminal.read(PATIENCE / 2)):
        came += len(written)
    return came


def test_no_held_key_is_lost():
    with opened(SLOW) as terminal:
        asked = terminal.questions
        for _ in range(60):
            terminal.write("e")
        terminal.shows("epoch 60")
        assert terminal.questions < asked + 60


def test_one_question_to_a_terminal_that_does_not_answer():
    with running(FAST, answers=False) as terminal:
        assert terminal.questions == 1
        terminal.write(" ")
        terminal.shows("paused")
        terminal.write("q")
        terminal.ends()
        assert terminal.questions == 1


def test_a_terminal_that_falls_silent_still_gets_pictures():
    with running(FAST) as terminal:
        terminal.answers = False
        seen = terminal.questions
        terminal.until(lambda: terminal.questions >= seen + 2)
        terminal.write(" ")
        terminal.shows("paused")
        terminal.answers = True
        terminal.write("e")
        seen = terminal.questions
        terminal.write(UP)
        terminal.until(lambda: terminal.questions > seen)


@pytest.mark.parametrize("rate", [SLOW, FAST])
@pytest.mark.parametrize("start", [opened, running])
def test_the_shell_gets_no_answer(rate, start):
    with start(rate, command=["sh", "-c", LEFT_FOR_THE_SHELL, "sh", *PATIENT]) as terminal:
        terminal.write("eq")
        terminal.ends()
        assert terminal.output.rfind(QUESTION) < terminal.output.rfind(LEAVE_SCREEN)
        assert terminal.output.endswith(b"left:")


def test_f3_with_shift_is_no_answer():
    with opened(FAST) as terminal:
        terminal.write("\x1b[1;2R" * 5)
        terminal.write("e")
        terminal.shows("epoch 1")
        terminal.write("e\x1b[1;2Re")
        terminal.shows("epoch 3")
