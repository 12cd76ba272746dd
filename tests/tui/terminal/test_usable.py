"""Where there is no terminal that can show the workbench: one line, and no colours."""

import os
import subprocess

import pytest

from tests.tui.pseudo_terminal import Terminal
from tests.tui.shell import GLASSNET, glassnet
from tui.terminal.terminfo import Terminfo
from tui.terminal.usable import shows_only_lines, why_no_screen

ALL = {"stdin": True, "stdout": True, "stderr": True}
SSH = {"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22", "TERM": "xterm"}


@pytest.mark.parametrize(
    ("missing", "environment", "why"),
    [
        (("stdin", "stdout", "stderr"), SSH, "ssh gave it none: ssh -t HOST glassnet"),
        (("stdin", "stdout"), SSH, "stdin and stdout are none"),
        (("stdin",), SSH, "takes keys from a terminal, and stdin is none"),
        (("stdin", "stdout", "stderr"), {}, "stdin and stdout and stderr are none"),
        (("stdout",), {"TERM": "xterm"}, "stdout is none"),
        (("stderr",), {"TERM": "xterm"}, "without 2>"),
        ((), {}, "cannot draw without TERM"),
        ((), {"TERM": ""}, "cannot draw without TERM"),
        (("stdin",), {"TERM": "dumb"}, "takes keys from a terminal, and stdin is none"),
    ],
)
def test_says_why_there_is_no_screen(missing, environment, why):
    said = why_no_screen(ALL | dict.fromkeys(missing, False), environment)
    assert why in said
    assert said.startswith("the workbench ")
    assert said.endswith("; glassnet train and glassnet --plain work here")
    assert len(said) < 160


def test_shows_the_workbench_wherever_it_may_work():
    assert why_no_screen(ALL, {"TERM": "no-such-terminal"}) == ""


@pytest.mark.parametrize(
    ("term", "known", "only"),
    [
        ("dumb", None, True),
        ("unknown", None, True),
        ("lpr", Terminfo(0, False), True),
        ("no-such-terminal", None, False),
        ("xterm", Terminfo(8, True), False),
    ],
)
def test_some_terminals_show_only_lines(term, known, only):
    assert shows_only_lines(term, known) is only


@pytest.mark.parametrize("start", [(), ("iris",)])
@pytest.mark.parametrize("term", ["", None, "\x1b]0;x\x07"])
def test_one_line_on_such_a_terminal(start, term):
    with Terminal([*GLASSNET, *start], TERM=term) as terminal:
        if term:
            terminal.shows("paused", "quit")
            return
        terminal.ends()
        assert terminal.process.returncode == 2
        said = terminal.output.decode()
        assert said.count("\n") == 1
        assert "\x1b" not in said
        assert said.startswith("glassnet: the workbench ")


def on_a_terminal(*streams):
    """Run glassnet with a terminal for some streams and a pipe for the others; return its exit code and all output."""
    master, slave = os.openpty()
    places = {name: slave if name in streams else subprocess.PIPE for name in ALL}
    done = subprocess.Popen(GLASSNET, env=os.environ | {"TERM": "xterm-256color"}, **places)
    os.close(slave)
    out, err = done.communicate()
    try:
        shown = os.read(master, 100_000)
    except OSError:  # Linux's way to say that nothing was written
        shown = b""
    os.close(master)
    return done.returncode, (out or b"") + (err or b"") + shown


@pytest.mark.parametrize("stream", list(ALL))
def test_one_line_where_a_stream_is_piped(stream):
    code, said = on_a_terminal(*(set(ALL) - {stream}))
    assert code == 2
    assert said.count(b"\n") == 1
    assert b"\x1b" not in said
    assert stream in said.decode()


def test_one_line_after_ssh_without_a_terminal():
    done = glassnet(stdin=subprocess.DEVNULL, env=os.environ | SSH)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "ssh -t HOST glassnet" in done.stderr
