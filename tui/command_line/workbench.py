"""``glassnet [START]``: the workbench, opened on what was asked for."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.wording import file_name
from tui.command_line.plain import why_plain
from tui.terminal.colours import ColourSystem, colour_system
from tui.terminal.streams import forgive_encodings, is_terminal
from tui.terminal.terminfo import Terminfo, terminfo_of
from tui.terminal.usable import why_no_screen

if TYPE_CHECKING:
    import argparse

    from engine.data.options import ReadOptions
    from engine.experiment.setup import Setup
    from engine.session.saved.resume import Resumed
    from tui.running.keep import Keep
    from tui.running.later import Later

SMALL = 500_000
"""Bytes of a file that is read before the first screen: in less than 0.2 s, so that no other screen flickers by."""


def open_workbench(asked: argparse.Namespace | None) -> int:
    """Open the workbench, or its plain twin, and return its exit code.

    Args:
        asked: The parsed options; None opens the default preset.

    Raises:
        InvalidValue: START or an option cannot be used, or there is no terminal that can show the workbench.
        DataError: The file cannot be read.
    """
    named = sys.platform != "win32"  # where TERM means nothing
    known = terminfo_of(os.environ.get("TERM", "")) if named else None
    if (why := why_plain(asked, known)) is not None:
        from tui.command_line.plain import open_plain

        return open_plain(asked, why)
    gc.disable()  # until the screen is there: a start leaves no garbage, and looking for some takes a tenth of it
    try:
        request = _request(asked)
        colours = _colours(known)
        from tui.app import run_workbench

        forgive_encodings(cell_by_cell=True)
        return run_workbench(request.start, request.kernel, request.theme, colours, request.ascii_only, request.keep)
    finally:
        gc.enable()


@dataclass(frozen=True)
class _Request:
    """What was asked for.

    Attributes:
        start: What to open.
        keep: Where and how the session is kept.
        kernel: What trains.
        theme: "light" or "dark"; None for the usual one.
        ascii_only: Whether to draw with ASCII.
    """

    start: Setup | Resumed | Later
    keep: Keep
    kernel: str = "auto"
    theme: str | None = None
    ascii_only: bool = False


def _request(asked: argparse.Namespace | None) -> _Request:
    from engine.experiment.starts import DEFAULT_START, Options, setup_for
    from tui.command_line.saved_sessions import (
        about_here,
        going_on,
        in_workbench,
        keeps_all,
        last_start,
        sessions_folder,
    )
    from tui.running.keep import Keep

    if asked is None:
        folder = sessions_folder(None)
        going, note = last_start(folder, in_workbench)
        keep = Keep(folder, partial(about_here, "auto"), DEFAULT_START, Options(), note, keeps_all(None))
        return _Request(going or setup_for(), keep)
    from tui.command_line.requested_setup import requested_kernel, requested_options, session_setup

    folder, kernel = sessions_folder(asked.state), requested_kernel(asked)
    going, note = going_on(asked, folder, True, in_workbench)
    options = requested_options(asked)
    start: Setup | Resumed | Later
    if going is not None:
        start = going
    else:
        start = _later(asked) if _takes_long(asked.start, options.reading) else session_setup(asked)
    keep = Keep(
        folder, partial(about_here, kernel), asked.start, options, note, keeps_all(asked), saves=not asked.no_save
    )
    return _Request(start, keep, kernel, asked.theme, asked.ascii)


def _takes_long(start: str, reading: ReadOptions | None) -> bool:
    """Return whether START is a file that takes a while; one that is too large is refused at once."""
    from engine.data.options import ReadOptions

    try:
        return SMALL < Path(start).stat().st_size <= (reading or ReadOptions()).max_bytes
    except (OSError, ValueError):  # there is no such file
        return False


def _later(asked: argparse.Namespace) -> Later:
    from tui.command_line.requested_setup import session_setup
    from tui.running.later import Later

    return Later(file_name(asked.start), "reading the data", partial(session_setup, asked))


def _colours(known: Terminfo | None) -> ColourSystem | None:
    """Return how many colours the terminal shows; None on Windows, where rich knows them.

    Args:
        known: What terminfo knows of it.

    Raises:
        InvalidValue: There is no terminal that can show the workbench.
    """
    terminals = {name: is_terminal(getattr(sys, name)) for name in ("stdin", "stdout", "stderr")}
    named = sys.platform != "win32"
    if why := why_no_screen(terminals, os.environ if named else {"TERM": "windows"}):
        raise InvalidValue(why)
    return colour_system(os.environ, known) if named else None
