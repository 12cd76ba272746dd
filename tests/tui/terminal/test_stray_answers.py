"""What no key sends, on a terminal: stray answers, absurd sizes, and errors that nobody foresaw."""

import fcntl
import re
import struct
import sys
import termios
from pathlib import Path

import pytest

from tests.tui.pseudo_terminal import Terminal
from tests.tui.terminal.endings import assert_alive, assert_ended, assert_restored

STRAY = (
    *("\x1b[1;1:3A", "\x1b[97;5:3u", "\x1b[97:65;2u", "\x1b[1114112u", "\x1b[97;;1114112u", "\x1b[55296u"),
    *("\x1b[?2048;1$y\x1b[48;36;120;0;0t", "\x1b[<0;3;4M", "\x1b[<0;3;4m"),
    *("\x1b[<35;99999;99999M", "\x1b[<99;1;1M", "\x1b]11;rgb:q/q/q\x1b\\", "\x1bPq\x1b\\", "\x1b[38;5;9m"),
)
FAILING = """
import sys
from tui.{file} import {thing}
def fail(*_):
    raise ZeroDivisionError("on\\x1b]0;q\\x07purpose")
{thing}.{name} = fail
from tui.command_line.main import main
sys.exit(main([]))
"""
MOST_MEMORY = 300_000
"""In kB; the first screen takes 60,000, and 24,000,000 were taken for a screen of the size below."""


def most_memory(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def test_bears_stray_answers(open_on):
    terminal = open_on()
    terminal.write("".join(STRAY))
    assert_alive(terminal)


def say_so(terminal):
    terminal.write("\x1b[?2048;1$y\x1b[48;99999;99999;0;0t\x1b[<0;3;4M")


def set_it(terminal):
    fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, struct.pack("HHHH", 65_535, 65_535, 0, 0))


@pytest.mark.parametrize("tell", [say_so, set_it])
def test_a_size_that_no_terminal_has(open_on, tell):
    terminal = open_on()
    terminal.show = terminal.output.extend  # pyte is slow to draw a screen of this size
    seen = len(terminal.output)
    tell(terminal)
    terminal.until(lambda: len(terminal.output) > seen + 1_000_000)
    assert most_memory(terminal.process.pid) < MOST_MEMORY
    terminal.process.terminate()
    terminal.ends()


@pytest.mark.parametrize(
    ("file", "thing", "name", "keys"),
    [
        ("workbench.workbench", "Workbench", "compose", ""),
        ("panels.panel", "Panel", "draw", ""),
        ("workbench.workbench", "Workbench", "action_open", "?"),
        ("terminal.input_parser", "TerminalParser", "_key", "\x1b[A"),
    ],
)
@pytest.mark.parametrize("debug", [None, "1"])
def test_an_unforeseen_error(file, thing, name, keys, debug):
    program = FAILING.format(file=file, thing=thing, name=name)
    with Terminal([sys.executable, "-c", program], GLASSNET_DEBUG=debug) as terminal:
        if keys:
            terminal.shows("paused", "quit")
            terminal.write(" ")
            terminal.shows("▶ running")
            terminal.write(keys)
        assert_ended(terminal, 70)
        said = bytes(terminal.output).rpartition(b"\x1b[?1006l")[2].decode()
        assert "\x1b" not in said
        last = said.splitlines()[-1]
        assert re.search(r"^glassnet: .*ZeroDivisionError: on␛]0;q␇purpose \(tui/.*, line \d+\)", last)
        assert ("Traceback" in said) == bool(debug)
        assert debug or said.splitlines() == [last]
        if not debug:
            assert_restored(terminal)


def test_an_unforeseen_error_without_a_screen():
    program = FAILING.format(file="command_line", thing="train", name="train")
    words = [sys.executable, "-c", program.replace("main([])", "main(['train'])").replace("{thing}.", "")]
    with Terminal(words) as terminal:
        assert_ended(terminal, 70)
        assert b"Traceback" not in terminal.output
