"""``glassnet [START]``: the workbench, opened on what was asked for."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from engine.errors import InvalidValue
from tui.terminal.colours import ColourSystem, colour_system
from tui.terminal.streams import forgive_encodings, is_terminal
from tui.terminal.terminfo import terminfo_of
from tui.terminal.usable import why_no_screen

if TYPE_CHECKING:
    import argparse


def open_workbench(asked: argparse.Namespace | None) -> int:
    """Open the workbench and return its exit code.

    Args:
        asked: The parsed options; None opens the default preset.

    Raises:
        InvalidValue: START or an option cannot be used, or there is no terminal that can show the workbench.
        DataError: The file cannot be read.
    """
    gc.disable()  # loading modules leaves no garbage, and looking for some takes a tenth of the start
    try:
        if asked is None:
            from engine.experiment.starts import setup_for

            setup, kernel, theme = setup_for(), "auto", None
        else:
            from dataclasses import replace

            from tui.command_line.requested_setup import requested_kernel, requested_setup

            setup, kernel, theme = requested_setup(asked), requested_kernel(asked), asked.theme
            rule = replace(setup.stop_rule, epoch_limit=asked.epochs or None)
            setup = replace(setup, stop_rule=rule)
        colours = _colours()
        from tui.app import run_workbench
    finally:
        gc.freeze()  # nothing loaded so far will ever become garbage
        gc.enable()
    forgive_encodings(cell_by_cell=True)
    return run_workbench(setup, kernel, theme, colours)


def _colours() -> ColourSystem | None:
    """Return how many colours the terminal shows; None on Windows, where rich knows them.

    Raises:
        InvalidValue: There is no terminal that can show the workbench.
    """
    terminals = {name: is_terminal(getattr(sys, name)) for name in ("stdin", "stdout", "stderr")}
    named = sys.platform != "win32"  # where TERM means nothing
    known = terminfo_of(os.environ.get("TERM", "")) if named else None
    if why := why_no_screen(terminals, os.environ if named else {"TERM": "windows"}, known):
        raise InvalidValue(why)
    return colour_system(os.environ, known) if named else None
