"""``glassnet sessions``: what is saved, as a table or JSON, and removing what is not wanted any more."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from engine.errors import DataError, InvalidValue
from engine.memory import size_text
from engine.session.saved.folder import ROWS, Glance, SessionsFolder
from engine.session.saved.removing import Removed, older, remove
from engine.wording import ago_text, count, quoted
from tui.command_line.saved_sessions import sessions_folder
from tui.command_line.table import aligned
from tui.command_line.version import VERSION
from tui.terminal.streams import is_terminal, say
from tui.terminal.text import safe

SCHEMA = 1
"""The number of the layout of the JSON; it rises when a field changes."""
_START_CELLS, _PROBLEM_CELLS = 16, 200
_UNKNOWN = "-"
_LAST_SECOND = 250_000_000_000.0
"""In the year 9892; some file systems know later ones."""


def sessions(asked: argparse.Namespace) -> int:
    """List, remove or prune sessions, and return the exit code, 0.

    Args:
        asked: ``words``, the action and its names; ``state``; ``older``, in seconds, None if not given; ``json``.

    Raises:
        InvalidValue: The action or a session is unknown, or an option goes with another action.
        DataError: A session that is to be removed is open in another window.
    """
    folder = sessions_folder(asked.state)
    action, *names = asked.words or [""]
    if asked.json and action:
        raise InvalidValue(f"--json: lists the sessions, so glassnet sessions {action} does not take it")
    if asked.older is not None and action != "prune":
        raise InvalidValue("--older: goes with glassnet sessions prune")
    if action == "rm":
        return _remove(folder, names)
    if action == "prune":
        return _prune(folder, names, asked.older)
    if action:
        raise InvalidValue(f"glassnet sessions takes rm NAME or prune, not {quoted(action)}")
    glances = [_checked(folder, glance) for glance in folder.glances()]
    if asked.json:
        print(json.dumps(json_object(folder, glances), allow_nan=False))
    elif not glances:
        print(f"there are no sessions in {safe(str(folder.path), _PROBLEM_CELLS)}")
    else:
        print(*lines(glances, time.time()), sep="\n")
        if is_terminal(sys.stdout):
            print("\nGo on with one: glassnet --resume NAME. Live it again: glassnet replay NAME")
    return 0


def check_known(folder: SessionsFolder, names: Sequence[str]) -> None:
    """Check that there are sessions of these names.

    Raises:
        InvalidValue: There is none of one of them; the message suggests the nearest name.
    """
    known = dict.fromkeys(folder.names())
    for name in names:
        if name in known:
            continue
        from difflib import get_close_matches  # slow to import, and only needed for a mistake

        near = get_close_matches(name[:100], known, 1, 0.4)
        meant = f"did you mean {near[0]}?" if near else "glassnet sessions lists them"
        raise InvalidValue(f"there is no session {quoted(name)}: {meant}")


def _checked(folder: SessionsFolder, glance: Glance) -> Glance:
    """Return what is said of a session, with why it cannot be opened, if its rows are missing."""
    rows = folder.beside(glance.name, ROWS)
    return glance if glance.problem or rows.exists() else replace(glance, problem=f"{rows.name}: there is no such file")


def json_object(folder: SessionsFolder, glances: Sequence[Glance]) -> dict[str, Any]:
    """Return the list as an object for JSON, the newest session first.

    ``epochs``, ``samples`` and ``mse`` are None where nothing says them, ``problem`` where the session can be opened.
    """
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "folder": str(folder.path),
        "sessions": [
            {
                "name": glance.name,
                "start": glance.start,
                "data": glance.data or None,
                "epochs": glance.epochs,
                "samples": glance.samples,
                "mse": glance.mse if glance.mse is not None and abs(glance.mse) < float("inf") else None,
                "left": _moment(glance.left).astimezone(UTC).isoformat(timespec="seconds"),
                "cut_off": not glance.was_left,
                "size": glance.size,
                "problem": glance.problem or None,
            }
            for glance in glances
        ],
    }


def lines(glances: Sequence[Glance], now: float) -> list[str]:
    """Return the list as a table, a line a session; why one cannot be opened stands behind its line."""
    table = [["name", "start", "epochs", "MSE", "when", "", "size"], *(_cells(glance, now) for glance in glances)]
    shown = aligned(table, right={2, 3, 6})
    for number, glance in enumerate(glances, start=1):
        if glance.problem:
            shown[number] += f"  cannot be opened: {safe(glance.problem, _PROBLEM_CELLS)}"
    return shown


def _cells(glance: Glance, now: float) -> list[str]:
    return [
        glance.name,
        _start(glance),
        _UNKNOWN if glance.epochs is None else f"{glance.epochs:,}",
        _UNKNOWN if glance.mse is None else f"{glance.mse:.4g}",
        re.sub(r"minutes?", "min", ago_text(now - glance.left)),
        _date(glance.left, now),
        bytes_text(glance.size),
    ]


def _start(glance: Glance) -> str:
    """Return what a session began with, and the data that were opened in it since."""
    start = safe(glance.start.rsplit("/", 1)[-1], _START_CELLS) or _UNKNOWN
    return f"{start}, now {safe(glance.data, _START_CELLS)}" if glance.data else start


def _date(left: float, now: float) -> str:
    """Return a day and a time of this year, or the day of another one: a line is to fit 80 cells."""
    this_year = _moment(left).year == _moment(now).year
    return f"{_moment(left):%m-%d %H:%M}" if this_year else f"{_moment(left):%Y-%m-%d}"


def _moment(seconds: float) -> datetime:
    """Return the local time so many seconds after 1970 began, as far as calendars go."""
    return datetime.fromtimestamp(min(max(seconds, 0.0), _LAST_SECOND))


def bytes_text(size: int) -> str:
    """Return a number of bytes: "14 kB", "2.1 MB"."""
    return size_text(size) if size >= 995_000 else f"{max(1, round(size / 1000))} kB"


def _remove(folder: SessionsFolder, names: Sequence[str]) -> int:
    if not names:
        raise InvalidValue("which session? glassnet sessions rm NAME")
    check_known(folder, names)
    removed = remove(folder, dict.fromkeys(names))
    _say_removed(removed)
    if removed.in_use:
        raise DataError(f"open in another window, so not removed: {', '.join(removed.in_use)}")
    return 0


def _prune(folder: SessionsFolder, names: Sequence[str], seconds: float | None) -> int:
    if names:
        raise InvalidValue(f"glassnet sessions prune takes no names, got {quoted(names[0])}: rm removes by name")
    if seconds is None:
        raise InvalidValue("older than what? glassnet sessions prune --older 30d")
    removed = remove(folder, older(folder, seconds))
    _say_removed(removed)
    left = len(folder.names())
    stay = f"{count(left, 'session')} {'stays' if left == 1 else 'stay'}"
    print(stay if removed.names else f"nothing is that old: {stay}")
    if removed.in_use:
        say(f"open in another window, so not removed: {', '.join(removed.in_use)}", 0)
    return 0


def _say_removed(removed: Removed) -> None:
    for name in removed.names:
        print(f"removed {name}")
    if len(removed.names) > 1:
        print(f"{count(len(removed.names), 'session')}, {bytes_text(removed.size)}")
