"""``glassnet --plain [START]``: the workbench as plain lines, also where a terminal shows only lines."""

from __future__ import annotations

import errno
import os
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from engine.errors import EngineError, InvalidValue
from tui.terminal.streams import check_output, is_terminal, say
from tui.terminal.usable import shows_only_lines

if TYPE_CHECKING:
    import argparse

    from engine.experiment.setup import Setup
    from engine.session.saved.resume import Resumed
    from tui.running.keep import Keep
    from tui.running.later import Later
    from tui.terminal.terminfo import Terminfo

CHOSEN = "GLASSNET_PLAIN"
"""Set this variable to 1 for plain lines without ``--plain``."""
_ASKED = ""
_WIDTH = 80
_PROGRESS_SECONDS = 2.0


def why_plain(asked: argparse.Namespace | None, known: Terminfo | None) -> str | None:
    """Return why there are plain lines instead of the workbench, as the first line says it.

    Args:
        asked: The parsed options; None if there are none.
        known: What terminfo knows of the terminal.

    Returns:
        The line; "" if plain lines were asked for; None if the workbench is to be opened.

    Raises:
        InvalidValue: An option goes with the other of the two.
    """
    if asked is not None and asked.plain:
        for name, text in (("--theme", "colours the workbench"), ("--kernel", "write run 1000 numba for a fast run")):
            if getattr(asked, name.removeprefix("--")) is not None:
                raise InvalidValue(f"{name}: does not go with --plain: {text}")
        return _ASKED
    if os.environ.get(CHOSEN, "") not in ("", "0"):
        return _ASKED
    term = os.environ.get("TERM", "")
    if is_terminal(sys.stdin) and is_terminal(sys.stdout) and shows_only_lines(term, known):
        return (
            f"TERM={term} shows only lines, so this is glassnet --plain: quit leaves, another TERM opens the workbench"
        )
    for name in ("width", "unicode"):
        if asked is not None and getattr(asked, name):
            raise InvalidValue(f"--{name}: goes with --plain")
    return None


def open_plain(asked: argparse.Namespace | None, why: str) -> int:
    """Open a prompt on a terminal, or do a script from a pipe; return the exit code.

    Args:
        asked: The parsed options; None opens the default preset.
        why: What is said first; "" for nothing.

    Raises:
        InvalidValue: START or an option cannot be used, or there is no stdin.
        DataError: The file cannot be read.
    """
    from engine.experiment.setup import Setup
    from engine.session.session import Session
    from tui.command_line.parser import parse
    from tui.plain.keeping import Keeping
    from tui.plain.pause import Pause
    from tui.plain.talk import SIGNALLED, greet, leave, prompt, run_script
    from tui.plain.twin import Twin
    from tui.plain.writing import Writing

    asked = asked or parse("", [])
    check_output()
    if sys.stdin is None:
        raise InvalidValue("--plain takes lines from stdin, which is closed")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace", newline=None)  # what is no text is refused in its line
    writing, pause = Writing(asked.width or _columns(), asked.unicode), Pause()
    start, keep = _start(asked, typed := is_terminal(sys.stdin))
    session, notes = (Session(start), ()) if isinstance(start, Setup) else (start.session, start.notes)
    twin = Twin(session, pause, hints=typed, large=asked.large)
    with pause.installed():
        keeping = Keeping(session, None if asked.no_save else keep, start)
        try:
            if typed:
                greet(twin, writing, why, (*keep.note[:1], *notes))
                return prompt(twin, writing, pause, keeping)
            for text in notes:
                say(text, 0)
            return run_script(twin, writing, pause, keeping)
        except OSError as error:
            if typed and error.errno == errno.EIO:
                pause.hang_up()
            if pause.leaving:
                return SIGNALLED + pause.leaving
            raise
        finally:
            leave(writing, keeping, pause, typed)


def _start(asked: argparse.Namespace, typed: bool) -> tuple[Setup | Resumed, Keep]:
    """Return what to begin or to go on with, and where and how it is kept; a script never goes on by itself."""
    from tui.command_line.requested_setup import requested_options, session_setup, show_notes
    from tui.command_line.saved_sessions import about_here, going_on, in_plain_lines, keeps_all, sessions_folder
    from tui.running.keep import Keep
    from tui.running.later import Later

    folder, is_asked_for = sessions_folder(asked.state), asked.resume is not None or asked.start is not None
    going, note = going_on(asked, folder, typed, in_plain_lines)
    start: Setup | Resumed | None
    try:
        start = _opened(going, typed) if isinstance(going, Later) else going
    except EngineError as error:
        if is_asked_for:
            raise
        start, note = None, (f"the last session cannot be opened: {error}",)
    if start is None:
        start = session_setup(asked)
        show_notes(asked.start, start)
    about = partial(about_here, "numpy")
    return start, Keep(folder, about, asked.start, requested_options(asked), note, keeps_all(asked))


def _opened(later: Later, typed: bool) -> Setup | Resumed:
    """Open what takes a while; on a terminal say now and then how far it is."""
    said = time.monotonic()

    def progress(share: float) -> None:
        nonlocal said
        if typed and time.monotonic() - said >= _PROGRESS_SECONDS:
            said = time.monotonic()
            print(f"{later.doing}: {share:.0%}", flush=True)

    return later.read(progress)


def _columns() -> int:
    """Return the columns of the terminal, at most 80; 80 if there is none."""
    from tui.plain.writing import NARROWEST

    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return _WIDTH
    return max(NARROWEST, min(columns, _WIDTH)) if columns else _WIDTH
