"""A process that compiles, as a test wants it."""

from pathlib import Path

import pytest

from engine.kernels import compiler
from engine.kernels.compiler import _Compiler
from engine.kernels.loop_cache import LoopCache


class Process:
    """Takes the place of the process that compiles: it ends when and as the test says.

    Attributes:
        code: Its exit code; None while it runs.
        started: The folder and the niceness of each start.
    """

    def __init__(self, code: int | None = None) -> None:
        self.code, self.started = code, []

    def start(self, cache: LoopCache, niceness: int) -> "Process":
        self.started.append((cache.folder, niceness))
        return self

    def poll(self) -> int | None:
        return self.code

    def kill(self) -> None:
        self.code = -9


def begin_anew(
    monkeypatch: pytest.MonkeyPatch, folder: Path, process: Process | None = None, loaded: object = None
) -> _Compiler:
    """Have a compiler that has not begun, with this cache folder; perhaps with a process and a loop of the test."""
    made = _Compiler()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folder))
    monkeypatch.setattr(compiler, "_compiler", made)
    if process is not None:
        made.is_installed = True
        monkeypatch.setattr(compiler, "_started", process.start)
    if loaded is not None:
        monkeypatch.setattr(compiler, "_loaded", lambda cache: loaded)
    return made
