"""``glassnet replay --cast``: a film of a saved session, made by living it again on a screen that nobody sees."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from engine.session.saved.log import Mark
from engine.session.saved.log_limits import verb_of
from engine.session.saved.resume import opener_of
from engine.session.saved.whole_log import WholeLog
from engine.session.verbs.grammar import joins
from engine.wording import count
from tui.command_line.demo import file_of, performed
from tui.command_line.replay import replayed
from tui.demo.acts import Do, Say, Wait
from tui.demo.cast import cast_of
from tui.demo.files import put_text
from tui.demo.script import Script, Statement
from tui.terminal.streams import flush
from tui.terminal.text import safe

SHORTEST, LONGEST = 0.2, 2.0
"""Seconds between two lines: nobody wants to wait as long as a learner has thought."""
LAST = 2.0
"""Seconds for which the end is seen."""


def film_session(asked: argparse.Namespace) -> int:
    """Film a session and return the exit code.

    Args:
        asked: ``cast``, the file to write, and what ``glassnet replay`` takes.

    Returns:
        That of ``glassnet replay``, which is done first.

    Raises:
        InvalidValue: The file cannot be written so, there is no such session, or it does not reach the step to stop at.
        DataError: It cannot be read, lived again or written.
        KeyboardInterrupt: Ctrl+C was pressed; nothing is written.
    """
    path = file_of(asked.cast, "cast")
    assert path is not None  # as it was asked for
    code, whole, last = replayed(asked)
    script = Script(Path(whole.file), tuple(_statements(whole, last)))
    film = performed(script, opener_of(whole.openings, 0), whole.openings.loads[0]).film
    put_text(path, cast_of(film))
    print(safe(f"written to {path}: {count(len(film.frames), 'picture')}, {film.seconds:g} s", 200))
    flush()
    return code


def _statements(whole: WholeLog, last: int) -> Iterator[Statement]:
    """Yield what to do for the lines of a log up to one of them: wait, say the line, and do it."""
    before = 0.0
    for entry in whole.log.entries:
        if entry.line > last:
            break
        if isinstance(entry.said, Mark) or entry.refused or verb_of(entry.said).startswith("#"):
            continue
        yield Statement(entry.line, Wait(min(max(entry.seconds - before, SHORTEST), LONGEST)))
        yield Statement(entry.line, Say(entry.said))
        joined, line = joins(entry.said)
        yield Statement(entry.line, Do(line.strip(), joined))
        before = entry.seconds
    yield Statement(last, Wait(LAST))
