"""Ctrl+c while the program starts: no traceback, and 130 as a shell expects."""

import signal
import subprocess
import sys
import time

import pytest

from tests.tui.shell import ROOT
from tui.terminal.interrupts import _leave, leave_on_interrupt, raise_on_interrupt

MARK = "loading"
SLOW = f"""
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what runs in the background
class Slow:
    def find_spec(self, name, *more):
        if name == "{{name}}":
            print("{MARK}", file=sys.stderr, flush=True)
            import time
            time.sleep(60)
sys.meta_path.insert(0, Slow())
sys.argv = ["glassnet", *{{words}}]
from tui.command_line.main import main
sys.exit(main())
"""
"""Starts glassnet, with a module that takes a minute to load."""


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ([], "engine.errors"),
        (["train", "xor"], "tui.command_line.parser"),
        (["train", "xor"], "numpy"),
        (["data", "x.csv"], "engine.data.files"),
    ],
)
def test_ctrl_c_while_something_loads_ends_it_without_a_traceback(words, name):
    program = [sys.executable, "-c", SLOW.format(name=name, words=words)]
    with subprocess.Popen(program, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stderr.readline() == f"{MARK}\n"
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (err, process.returncode) == ("glassnet: interrupted\n", 130)


def test_the_handler_is_installed_over_pythons_own_alone():
    before = signal.getsignal(signal.SIGINT)
    try:
        for ours, other in ((signal.SIG_IGN, signal.SIG_IGN), (signal.default_int_handler, _leave)):
            signal.signal(signal.SIGINT, ours)
            leave_on_interrupt()
            assert signal.getsignal(signal.SIGINT) is other
        raise_on_interrupt()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise_on_interrupt()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
