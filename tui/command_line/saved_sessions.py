"""Where sessions are kept, and which of them ``glassnet`` opens."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError, InvalidValue
from engine.experiment.starts import Options
from engine.wording import ago_text, quoted
from tui.command_line.version import VERSION

if TYPE_CHECKING:
    import argparse

    from engine.session.saved.folder import Glance, SessionsFolder
    from engine.session.saved.resume import Resumed
    from tui.running.later import Later

    About = Callable[[Glance], tuple[str, ...]]

VARIABLE = "GLASSNET_STATE"
KEEPS_ALL = "GLASSNET_KEEP"
"""Set this variable to 1 to remove no old sessions, as ``--keep`` does."""
RECENT = 24 * 60 * 60
"""Seconds after which a session that the learner left is not opened again by itself."""


def sessions_folder(state: str | None) -> SessionsFolder:
    """Return the folder of the sessions.

    Args:
        state: What ``--state`` says; None means what GLASSNET_STATE says, or else the usual folder of the system.
    """
    from engine.session.saved.folder import SessionsFolder

    if named := state or os.environ.get(VARIABLE):
        return SessionsFolder(Path(named).expanduser() / "sessions")
    from platformdirs import user_state_path  # late: it looks at the system

    return SessionsFolder(user_state_path("glassnet") / "sessions")


def keeps_all(asked: argparse.Namespace | None) -> bool:
    """Return whether no old sessions are to be removed."""
    return (asked is not None and asked.keep) or os.environ.get(KEEPS_ALL, "") not in ("", "0")


def about_here(kernel: str) -> dict[str, Any]:
    """Return what a log says of the program and the machine: another one may come to other last bits."""
    import platform

    return {
        "glassnet": VERSION,
        "numpy": _version("numpy"),
        "numba": _version("numba"),
        "cpu": platform.machine(),
        "kernel": kernel,
    }


def _version(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version  # late: the first screen does not wait for it

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def last_session(folder: SessionsFolder, now: Callable[[], float] = time.time) -> Glance | None:
    """Return the session that ``glassnet`` alone opens: the last one, if it was cut off or left within a day."""
    for glance in folder.glances():
        if not glance.problem:
            return None if glance.was_left and now() - glance.left > RECENT else glance
    return None


def going_on(
    asked: argparse.Namespace, folder: SessionsFolder, alone: bool, about: About
) -> tuple[Resumed | Later | None, tuple[str, ...]]:
    """Return the session to go on with, or None to begin anew, and what to say about it, the longest wording first.

    Args:
        asked: The parsed options.
        folder: Where sessions are kept.
        alone: Whether ``glassnet`` with nothing else goes on with the last session.
        about: Says what session goes on.

    Raises:
        InvalidValue: There is no such session, or an option does not go with it.
        DataError: It cannot be opened.
    """
    from tui.command_line.handed_on import handed_on_start, names_handed_on
    from tui.command_line.requested_setup import requested_options

    names_start, options = asked.start is not None, requested_options(asked)
    if names_start and names_handed_on(asked.start):
        if options != Options() or asked.weights is not None or asked.new or asked.resume is not None:
            raise InvalidValue(
                "a session that was handed on goes on as it is: no option of START, --new or --resume goes with it"
            )
        return handed_on_start(asked.start, asked.large)
    begins = names_start or options != Options() or asked.weights is not None or asked.new
    if asked.resume is not None:
        if begins:
            raise InvalidValue(
                "--resume goes on with a session as it is: no START, option of START or --new goes with it"
            )
        return named_start(folder, asked.resume, about, asked.large)
    if begins or asked.no_save or not alone:
        return None, ()
    return last_start(folder, about, asked.large)


def last_start(
    folder: SessionsFolder, about: About, large: bool = False
) -> tuple[Resumed | Later | None, tuple[str, ...]]:
    """Return the session that ``glassnet`` alone goes on with, or None, and what to say about it, the longest first."""
    glance = last_session(folder)
    if glance is None:
        return None, ()
    try:
        return _going(folder, glance, about, large)
    except EngineError as error:
        return None, (f"the last session cannot be opened: {error}",)


def named_start(
    folder: SessionsFolder, name: str, about: About, large: bool
) -> tuple[Resumed | Later, tuple[str, ...]]:
    """Return the session to go on with, and what to say about it, in wordings of several lengths.

    Args:
        folder: Where it is.
        name: Its name; "" means the last one.
        about: Says what session goes on.
        large: Whether the learner knows that it is large.

    Raises:
        InvalidValue: There is none, or no such one.
        DataError: It cannot be opened.
    """
    if not folder.names():
        raise InvalidValue(f"--resume: there are no sessions in {folder.path}")
    glance = next(folder.glances(name), None)
    if glance is None:
        raise InvalidValue(f"--resume: there is no session {quoted(name)}; glassnet sessions lists them")
    return _going(folder, glance, about, large)


def _going(
    folder: SessionsFolder, glance: Glance, about: About, large: bool
) -> tuple[Resumed | Later, tuple[str, ...]]:
    from engine.session.saved.log import Mark
    from engine.session.saved.resume import Resumed, read_saved
    from tui.running.saved_start import start_of

    saved = read_saved(folder, glance.name, large)
    start = start_of(saved, glance.name)
    if isinstance(start, Resumed):
        glance = start.glance(glance)
    elif not isinstance(saved.log.entries[-1].said, Mark):  # more was done than the last mark says
        glance = replace(glance, epochs=None)
    return start, about(glance)


def in_workbench(glance: Glance) -> tuple[str, ...]:
    """Say what session goes on, the longest wording first."""
    name, ended, ago, epochs = _words(glance)
    return (
        f"{name} {ended} {ago}{epochs}: u goes back a step, glassnet --new begins anew",
        f"{name} {ended}{epochs}: u undoes, --new begins anew",
        f"{name} goes on: u undoes, --new begins anew",
        f"{name} goes on; --new begins anew",
    )


def in_plain_lines(glance: Glance) -> tuple[str, ...]:
    """Say what session goes on."""
    name, ended, ago, epochs = _words(glance)
    return (f"{name} {ended} {ago}{epochs}: undo goes back a step, --new begins anew",)


def _words(glance: Glance) -> tuple[str, str, str, str]:
    """Return what a session is called, how it ended, when, and how far it was."""
    epochs = f", {glance.epochs_text}" if glance.epochs_text else ""
    return glance.trains or glance.name, glance.ended, ago_text(time.time() - glance.left), epochs
