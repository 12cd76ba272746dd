"""Performing scripts, for the tests."""

from functools import partial
from pathlib import Path

from engine.session.saved.folder import SessionsFolder
from tui.command_line.saved_sessions import in_workbench, last_start
from tui.demo.performance import Performance, perform
from tui.demo.script import read_script
from tui.demo.stage import Backstage


def written(folder: Path, *lines: str, name: str = "a.demo") -> Path:
    """Write a script of these lines and return its path."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def performed(folder: Path, *lines: str) -> Performance:
    """Perform a script of these lines, and keep its sessions in a folder."""
    again = partial(last_start, about=in_workbench)
    return perform(read_script(written(folder, *lines)), Backstage(folder / "state", dict, lambda saved: again(saved)))


def text(performance: Performance, shot: str) -> str:
    """Return a picture as text."""
    return "\n".join(row.text for row in performance.shots[shot])


def sessions(folder: Path) -> SessionsFolder:
    """Return where the sessions of a performance are."""
    return SessionsFolder(folder / "state" / "sessions")
