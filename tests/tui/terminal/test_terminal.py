"""glassnet on a real terminal: how it ends, what it leaves behind, and what it bears."""

import base64
import os
import random
import re
import signal
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.tui.pseudo_terminal import Terminal, session_of, state_of
from tests.tui.shell import GLASSNET
from tests.tui.terminal.endings import (
    ENTER_SCREEN,
    LEAVE_SCREEN,
    assert_alive,
    assert_ended,
    assert_gone,
    assert_restored,
    assert_still_there,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is left of processes is read from /proc")

TOLD = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130}
# A shell that tells how the terminal was set before and after, and hands on the exit code.
TELLING_SHELL = ["sh", "-c", 'stty -g; "$@"; code=$?; stty -g; exit $code', "sh"]
# A shell with job control, as at a prompt: "return" is its fg.
SHELL_WITH_JOBS = ["bash", "-mc", '"$@"; echo the shell is back; read; fg', "bash"]

STRAY = b"\x1b[]?;<>019mMR~OP_^\\\x00\x07\x9b\xc3\xff\xe2 abcdefghjklnosuKU"
"""Bytes of which sequences are made, and of letters those that open dialogs, train and edit, but for q."""

DIALOGS = {
    "d": "Open data",
    "a": "Network and training",
    "?": "All keys",
    "K": "All gradients",
    "\x10": "Search for",
    "l": "accept",
}
"""The keys that open dialogs and the field, and what is to be seen there."""

both_ways = pytest.mark.parametrize("running", [False, True], ids=["paused", "running"])


# --- the ways to end -------------------------------------------------------------------------------------------------


@both_ways
@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.name)
def test_ends_when_told_to(open_on, told, running):
    terminal = open_on(running=running)
    terminal.process.send_signal(told)
    assert_ended(terminal, TOLD[told])
    assert_restored(terminal)


@pytest.mark.parametrize("key", DIALOGS)
@pytest.mark.parametrize("close", [False, True], ids=["told", "closed"])
def test_ends_in_every_dialog(open_on, key, close):
    terminal = open_on(running=True)
    terminal.write(key)
    terminal.shows(DIALOGS[key])
    if close:
        terminal.close()
    else:
        terminal.process.terminate()
    assert_ended(terminal, TOLD[signal.SIGHUP if close else signal.SIGTERM])
    if not close:
        assert_restored(terminal)


@both_ways
@pytest.mark.parametrize("ignoring", [None, signal.SIGHUP], ids=["", "nohup"])
def test_ends_when_the_terminal_is_closed(open_on, running, ignoring):
    terminal = open_on(running=running, ignoring=ignoring)
    terminal.close()
    assert_ended(terminal, TOLD[signal.SIGHUP])


@pytest.mark.parametrize("ignoring", [None, signal.SIGHUP], ids=["", "nohup"])
def test_ends_with_the_shell_it_was_started_from(open_on, ignoring):
    terminal = open_on(command=[*TELLING_SHELL, *GLASSNET], running=True, ignoring=ignoring)
    terminal.close()
    terminal.ends()
    assert_gone(terminal)


def stalled(terminal):
    """Wait until the program can write nothing more, as nobody reads it; a line that is cut looks like that."""
    before, now = -1, 0
    while before != now:  # what was read and written does not move any more
        before, now = now, written_by(terminal.process.pid)
        time.sleep(1)


def written_by(pid):
    return int(re.search(r"wchar: (\d+)", Path(f"/proc/{pid}/io").read_text())[1])


@pytest.mark.parametrize("close", [False, True], ids=["told", "closed"])
def test_ends_when_the_terminal_takes_no_output(open_on, close):
    terminal = open_on(running=True)
    stalled(terminal)
    if close:
        terminal.close()
    else:
        terminal.process.terminate()
    assert_ended(terminal, TOLD[signal.SIGHUP if close else signal.SIGTERM])
    if not close:
        assert termios.tcgetattr(terminal.master)[3] & termios.ECHO
        assert_restored(terminal)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=lambda told: told.name)
@pytest.mark.parametrize("wait", [0, 0.02, 0.05, 0.1])
def test_ends_while_it_begins(wait, told):
    with Terminal(GLASSNET) as terminal:
        terminal.until(lambda: ENTER_SCREEN in terminal.output)
        time.sleep(wait)
        terminal.process.send_signal(told)
        assert_ended(terminal, TOLD[told])
        assert_restored(terminal)


@both_ways
@pytest.mark.parametrize("how", ["q", signal.SIGTERM, signal.SIGHUP])
def test_the_terminal_is_set_as_before(open_on, how, running):
    terminal = open_on(command=[*TELLING_SHELL, *GLASSNET], running=running)
    if how == "q":
        terminal.write("q")
    else:
        (child,) = set(session_of(terminal.process.pid)) - {terminal.process.pid}
        os.kill(child, how)
    assert_ended(terminal, 0 if how == "q" else TOLD[how])
    assert_restored(terminal)
    before, after = re.findall(rb"(?:[0-9a-f]+:){20,}[0-9a-f]+", bytes(terminal.output))
    assert before == after


@both_ways
def test_q_quits(open_on, running):
    terminal = open_on(running=running)
    terminal.write("q")
    assert_ended(terminal, 0)
    assert_restored(terminal)


@both_ways
@pytest.mark.parametrize("keys", ["a", "K", "d?aK", "l1\rg0\re"])
def test_keys_after_q_do_no_harm(open_on, keys, running):
    terminal = open_on(running=running)
    terminal.write("q" + keys)
    assert_ended(terminal, 0)
    assert_restored(terminal)


# --- what it bears ---------------------------------------------------------------------------------------------------


@both_ways
def test_ctrl_c_says_how_to_quit(open_on, running):
    terminal = open_on(running=running)
    terminal.write("\x03")
    terminal.shows("q quits")
    assert_alive(terminal)


@both_ways
@pytest.mark.parametrize("how", ["ctrl+z", signal.SIGTSTP])
def test_is_back_after_ctrl_z_and_fg(open_on, how, running):
    terminal = open_on(command=[*SHELL_WITH_JOBS, *GLASSNET], running=running)
    (job,) = set(session_of(terminal.process.pid)) - {terminal.process.pid}
    if how == "ctrl+z":
        terminal.write("\x1a")
    else:
        os.kill(job, how)
    terminal.until(lambda: b"the shell is back" in terminal.output)
    assert state_of(job) == "T"
    assert LEAVE_SCREEN in terminal.output
    terminal.screen.reset()
    terminal.write("\r")
    terminal.shows("glassnet", "Inspector", "running" if running else "paused", "quit")
    assert terminal.output.count(ENTER_SCREEN) == 2
    assert_alive(terminal)


@pytest.mark.parametrize(("keys", "shown"), [("d", "Open data"), ("l", "⏎ accept")])
def test_is_back_over_a_dialog_and_in_a_field(open_on, keys, shown):
    terminal = open_on(command=[*SHELL_WITH_JOBS, *GLASSNET])
    terminal.write(keys)
    terminal.shows(shown)
    terminal.write("\x1a")
    terminal.until(lambda: b"the shell is back" in terminal.output)
    terminal.screen.reset()
    terminal.write("\r")
    terminal.shows(shown)
    terminal.write("\x1b")
    terminal.until(lambda: shown not in terminal.text)
    assert_alive(terminal)


def test_is_back_when_it_is_told_to_go_on(open_on):
    terminal = open_on()
    terminal.process.send_signal(signal.SIGTSTP)  # whoever stops it from outside knows how to let it go on
    terminal.until(lambda: LEAVE_SCREEN in terminal.output and state_of(terminal.process.pid) == "T")
    terminal.screen.reset()
    terminal.process.send_signal(signal.SIGCONT)
    terminal.shows("glassnet", "Inspector", "paused", "quit")
    assert_alive(terminal)


@both_ways
@pytest.mark.parametrize("command", [[], TELLING_SHELL], ids=["login command", "script"])
def test_does_not_stop_without_a_shell_above(open_on, command, running):
    terminal = open_on(command=[*command, *GLASSNET], running=running)
    terminal.write("\x1a")
    terminal.shows("nothing to go back to")
    assert terminal.output.count(ENTER_SCREEN) == 1
    assert_alive(terminal)


def test_is_not_woken_twice(open_on):
    terminal = open_on()
    terminal.process.send_signal(signal.SIGCONT)
    terminal.write("s")
    terminal.shows("sample 1")
    assert terminal.output.count(ENTER_SCREEN) == 1


@both_ways
def test_follows_the_size_of_the_terminal(open_on, running):
    terminal = open_on(running=running)
    terminal.write("\x1b")  # it takes the line for new learners away, above the frames
    terminal.resize(50, 15)
    terminal.shows("terminal too small: 50×15, needs 60×20")
    for columns, lines in [(80, 24), (200, 60), (60, 20), (120, 36)]:
        terminal.resize(columns, lines)
        terminal.until(lambda c=columns, n=lines: c < 60 or fills(terminal, c, n))
    assert_alive(terminal)


def fills(terminal, columns, lines):
    """Tell whether the frames reach the edges of a screen of this size."""
    rows = terminal.screen.display
    return len(rows) == lines and "quit" in rows[-1] and rows[1][0] == "╭" and rows[1][columns - 1] == "╮"


@both_ways
def test_bears_stray_bytes(open_on, running):
    terminal = open_on(running=running)
    terminal.write(bytes(range(128, 256)) + b"\xc3(\xff\xfe\xe9\x1b[999;999H\x1b[<0;-1;99999M\x1b[M\xff\xff\xff\x1b")
    chance = random.Random(3)
    for _ in range(20):
        terminal.write(bytes(chance.choice(STRAY) for _ in range(100)))
    assert_still_there(terminal)


def test_a_stray_byte_in_a_number_is_no_number(open_on):
    terminal = open_on()
    terminal.write("l")
    terminal.shows("accept")
    terminal.write(b"\xe9\r")
    terminal.shows("\ufffd")
    assert_still_there(terminal)


@both_ways
@pytest.mark.parametrize("into", ["", "l"], ids=["screen", "field"])
def test_bears_what_is_pasted(open_on, into, running):
    terminal = open_on(running=running)
    if into:
        terminal.write(into)
        terminal.shows("accept")
    text = ("q1.5\x07\x1b]0;title\x07\x1b[31m\x00\x9b" + "é\u202e\u200b\t\r\n") * 1000
    terminal.write(f"\x1b[200~{text[:10_000]}\x1b[201~")
    assert_still_there(terminal)
    assert b"\x1b]0;title" not in terminal.output


# --- colours ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "colorterm", "written", "never"),
    [
        ("xterm-256color", "truecolor", rb"[34]8;2;", rb"[34]8;5;"),
        ("xterm-256color", None, rb"[34]8;5;", rb"[34]8;2;"),
        ("xterm-kitty", None, rb"[34]8;2;", rb"[34]8;5;"),
        ("rio", None, rb"[34]8;2;", rb"[34]8;5;"),
        ("no-such-terminal", None, rb"\x1b\[97;40m", rb"[34]8;[25];"),
    ],
)
def test_colours_as_many_as_the_terminal_has(open_on, tmp_path, term, colorterm, written, never):
    terminal = open_on(running=True, TERM=term, COLORTERM=colorterm, XDG_CONFIG_HOME=str(tmp_path))  # the dark theme
    terminal.write("?")
    terminal.shows("All keys")  # and a dialog, drawn by Textual
    assert re.search(written, bytes(terminal.output))
    assert not re.search(never, bytes(terminal.output))


def test_signs_that_the_encoding_lacks_move_nothing(open_on):
    whole, without = open_on(PYTHONIOENCODING="utf-8"), open_on(PYTHONIOENCODING="ascii")

    def alike():
        whole.read(0)
        return re.sub(r"[^\x00-\x7f]", "?", whole.text) == without.text

    without.until(alike)


def test_needs_only_the_name_of_the_terminal():
    words = ["env", "-i", "TERM=xterm", *GLASSNET, "level2", "--no-save"]  # or it finds and leaves sessions at home
    with Terminal(words) as terminal:
        terminal.shows("level2", "paused", "quit")
        assert_alive(terminal)


# --- the clipboard ---------------------------------------------------------------------------------------------------


def copied(terminal):
    """Return what the terminal was last told to copy."""
    found = re.findall(rb"\x1b]52;c;([A-Za-z0-9+/=]*)\x07", bytes(terminal.output))
    return base64.b64decode(found[-1]).decode() if found else None


def test_copies_to_the_clipboard_of_the_terminal(open_on):
    terminal = open_on()
    terminal.write("2y")
    terminal.shows("copied: the inspector")
    assert "gradient ∂E/∂w7 = δ_o1 · a_h1" in copied(terminal)
    y = next(number for number, line in enumerate(terminal.screen.display) if "gradient" in line)
    x = terminal.screen.display[y].index("gradient")
    for button, at, end in ((0, x, "M"), (32, x + 3, "M"), (32, x + 7, "M"), (0, x + 7, "m")):
        terminal.write(f"\x1b[<{button};{at + 1};{y + 1}{end}")
    terminal.write("\x03")
    terminal.shows("copied: the marked text")
    assert copied(terminal) == "gradient"
    assert_alive(terminal)


# --- the cursor ------------------------------------------------------------------------------------------------------


def cell_at_cursor(terminal):
    """Return the text on the screen from the terminal's cursor on."""
    cursor = terminal.screen.cursor
    return terminal.screen.display[cursor.y][cursor.x :].strip()


def test_the_cursor_is_hidden_and_follows_what_is_selected(open_on):
    terminal = open_on()
    terminal.write("\x1b[C")
    terminal.until(lambda: cell_at_cursor(terminal).startswith("o1"))
    assert terminal.screen.cursor.hidden


def test_the_cursor_is_shown_if_wanted_and_stays_so_after_the_end(open_on):
    terminal = open_on(GLASSNET_CURSOR="1")
    terminal.write("\x1b[C")
    terminal.until(lambda: cell_at_cursor(terminal).startswith("o1"))
    assert not terminal.screen.cursor.hidden
    assert b"\x1b[?25l" not in terminal.output
    terminal.write("q")
    assert_ended(terminal, 0)
    assert terminal.output.rfind(LEAVE_SCREEN) > terminal.output.rfind(ENTER_SCREEN)
    assert not terminal.screen.cursor.hidden
