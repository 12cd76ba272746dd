"""Waiting for the compiled loop on the command line."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tests.engine.kernels.compiler_process import Process, begin_anew
from tui.command_line import compiling
from tui.command_line.main import main


class Soon(Process):
    """Ends well after a few looks at it."""

    looks = 0

    def poll(self) -> int | None:
        self.looks += 1
        return 0 if self.looks > 3 else None


def train_nothing(parameters: np.ndarray, *rest: np.ndarray) -> float:
    """Train as if it were compiled."""
    rest[-1][:] = parameters
    return 0.0


def find_errors(*rest: np.ndarray) -> None:
    """Say that nothing is wrong."""
    rest[-1][:] = 0.0


LOOPS = SimpleNamespace(plain=train_nothing, errors=find_errors)


@pytest.fixture
def train(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Train with a compiler that takes a moment, where nothing is cached."""
    monkeypatch.setattr(compiling, "_POLL_SECONDS", 0)
    begin_anew(monkeypatch, tmp_path, Soon(), LOOPS)
    return lambda *words: main(["train", *words])


LINE = "glassnet: compiling the training loop, about 25 s, once\n"


@pytest.mark.parametrize("more", [(), ("--json",), ("--folds", "5")])
def test_it_says_once_what_it_waits_for(more, train, capsys):
    assert train("level2", "--kernel", "numba", *more) == 0
    assert capsys.readouterr().err == LINE
    assert train("level2", "--kernel", "numba", *more) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("words", [("level2",), ("level2", "--kernel", "numpy")])
def test_a_training_that_needs_no_loop_waits_for_none(words, train, capsys):
    assert train(*words) == 0
    assert "compiling" not in capsys.readouterr().err


def test_a_terminal_shows_for_how_long(monkeypatch, train, capsys):
    for name, value in {"COLUMNS": "120", "FORCE_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(compiling, "is_terminal", lambda stream: True)
    assert train("level2", "--kernel", "numba") == 0
    assert "compiling the training loop, about 25 s, once: 0 s" in capsys.readouterr().err


def test_what_cannot_be_kept_is_said_after_the_training(monkeypatch, tmp_path, capsys):
    (file := tmp_path / "file").touch()
    begin_anew(monkeypatch, file / "cache", Process(0), LOOPS)
    assert main(["train", "level2", "--kernel", "numba"]) == 0
    told = f"glassnet: {file / 'cache'} cannot be written, so Numba's loop is compiled anew each time; "
    assert capsys.readouterr().err == f"{told}NUMBA_CACHE_DIR=FOLDER names another folder\n"


def test_a_loop_that_cannot_be_had_is_one_line(monkeypatch, tmp_path, capsys):
    begin_anew(monkeypatch, tmp_path, Process(-9), LOOPS)
    assert main(["train", "level2", "--kernel", "numba"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "the kernel numba cannot be had: the process that compiles was ended by signal 9" in told.err
