"""``glassnet share``: a session as a line of text or as a file, to hand on."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import replace
from pathlib import Path

from engine.errors import DataError, InvalidValue
from engine.session.handed_on.glass_file import write_glass
from engine.session.handed_on.glass_text import text_of
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.log import mark_of
from engine.session.saved.resume import Resumed, Saved, read_saved
from engine.wording import count, file_name
from tui.command_line.handed_on import names_handed_on
from tui.command_line.new_file import check_new
from tui.command_line.replay import log_named
from tui.command_line.sessions import bytes_text
from tui.running.saved_start import read_handed_on
from tui.terminal.interrupts import raise_on_interrupt
from tui.terminal.streams import flush, say
from tui.terminal.text import safe

_LONGEST = 60


def share(asked: argparse.Namespace) -> int:
    """Print a session as a text, or write it to a file, and return the exit code, 0.

    Args:
        asked: ``file``, a name, a path or a text, None for the last session; ``output``, None for a text; ``state``;
            ``large``.

    Raises:
        InvalidValue: There is no such session, or the file to write is there already or has no folder.
        DataError: It cannot be read, is no text, or cannot be written.
    """
    if asked.output is not None:
        check_new(Path(asked.output))
    name, again = resumed_session(asked.file, asked.state, asked.large)
    session = again.session
    what = f"{safe(name, _LONGEST)}: {count(session.last_step, 'step')}, {count(session.state.epoch, 'epoch')}"
    if asked.output is None:
        text = _text(again, asked.file)
        say(f"{what}; open it with glassnet and this text, or paste it under d in the workbench", 0)
        print(text)
        flush()
        return 0
    out = Path(asked.output)
    write_glass(out, again.earlier.lines, session.kept, session.step, again.openings)
    return say(f"{what}; written to {safe(str(out), _LONGEST)}, {bytes_text(out.stat().st_size)}", 0)


def resumed_session(named: str | None, state: str | None, large: bool) -> tuple[str, Resumed]:
    """Return what a session is called, and the session as it was left; others may go on with it.

    Args:
        named: Its name or path, a ``.glass`` file or a text; None for the last one.
        state: What ``--state`` says.
        large: Whether the learner knows that it is large.

    Raises:
        InvalidValue: There is no such session.
        DataError: It cannot be read.
    """
    name, saved = _read(named, state, large)
    raise_on_interrupt()
    again = replace(saved, why_copy="").resumed()
    if again.earlier.lock is not None:
        again.earlier.lock.release()
    for note in again.notes:
        say(safe(note, 300), 0)
    return name, again


def _read(named: str | None, state: str | None, large: bool) -> tuple[str, Saved]:
    """Return the session that is meant, and what it is called."""
    if named is not None and names_handed_on(named):
        return file_name(named.strip()[:_LONGEST]), read_handed_on(named, large)
    log = log_named(named, state)
    return log.stem, read_saved(SessionsFolder(log.parent), log.stem, large)


def _text(again: Resumed, named: str | None) -> str:
    """Return the text.

    Raises:
        DataError: It is too long, or has rows of one's own.
    """
    session = again.session
    try:
        return text_of(again.earlier.lines, again.openings, mark_of(session.step, session.state))
    except InvalidValue as error:
        words = "glassnet share" if named is None else f"glassnet share {shlex.quote(named)}"
        raise DataError(f"{error}: {safe(words, 120)} -o FILE.glass") from None
