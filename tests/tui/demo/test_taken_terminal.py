"""A terminal that was taken for a film is given back, however late this process gets its turn."""

import os
import sys
from itertools import count
from types import SimpleNamespace

import pytest

if sys.platform == "win32":
    pytest.skip("no film is played there", allow_module_level=True)

from tui.demo import taken_terminal
from tui.demo.taken_terminal import TakenTerminal


def test_it_is_given_back_by_a_process_that_was_held_up(monkeypatch):
    late = count(0.0, 10.0)  # each look at the clock is long after the last one
    monkeypatch.setattr(taken_terminal, "time", SimpleNamespace(monotonic=lambda: next(late)))
    monkeypatch.setattr(TakenTerminal, "_set", lambda terminal, modes: None)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    terminal = TakenTerminal(writing, 0, [0] * 7, "utf-8")
    terminal.give_back()
    os.close(writing)
    with os.fdopen(reading, "rb") as written:
        assert written.read().endswith(b"\x1b[?1049l\x1b[?25h")


def test_a_terminal_that_takes_nothing_is_not_waited_for(monkeypatch):
    looks = count()
    monkeypatch.setattr(taken_terminal, "time", SimpleNamespace(monotonic=lambda: next(looks) / 10))
    monkeypatch.setattr(TakenTerminal, "_set", lambda terminal, modes: None)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    while True:
        try:
            os.write(writing, b" " * 4096)
        except BlockingIOError:
            break
    terminal = TakenTerminal(writing, 0, [0] * 7, "utf-8")
    terminal.give_back()
    assert next(looks) < 12
    os.close(writing)
    os.close(reading)
