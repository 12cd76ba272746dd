"""A session that was read from its files: it goes on at once, or after what is left of its log was computed again."""

from __future__ import annotations

from pathlib import Path

from engine.data.report import ReadingProgress
from engine.session.saved.log import Entry
from engine.session.saved.log_limits import samples_in
from engine.session.saved.resume import Resumed, Saved
from engine.session.way import QUICK
from engine.wording import file_name
from tui.running.later import Later

PASTED = "the session that was pasted"


def name_of(start: str) -> str:
    """Return what a session that was handed on is called, by the text or the file."""
    from engine.session.handed_on.glass_text import is_text  # late: most sessions were not handed on

    return PASTED if is_text(start) else file_name(start.strip())


def read_handed_on(start: str, large: bool = False) -> Saved:
    """Read a session that was handed on as a text or a file.

    Raises:
        DataError: It cannot be read.
        TooLarge: It is large and nobody said so.
    """
    from engine.session.handed_on.glass_file import read_glass
    from engine.session.handed_on.glass_text import is_text, read_text

    return read_text(start, large) if is_text(start) else read_glass(Path(start.strip()), large)


def start_of(saved: Saved, name: str) -> Resumed | Later:
    """Return the session, or what opens it where much has to be computed again.

    Args:
        saved: What was read.
        name: What it is called meanwhile.

    Raises:
        DataError: A line of its log cannot be done.
    """
    return saved.resumed() if is_quick(saved) else later(saved, name)


def is_quick(saved: Saved) -> bool:
    """Return whether what is left of a log is computed again before anybody notices."""
    return saved.work <= QUICK


def later(saved: Saved, name: str) -> Later:
    """Return what opens a session while the screen shows how far that is.

    Args:
        saved: What was read.
        name: What it is called meanwhile.
    """

    def read(progress: ReadingProgress) -> Resumed:
        done = 0

        def each(entry: Entry) -> None:
            nonlocal done
            progress(min(1.0, done / max(1, saved.samples)))
            if isinstance(entry.said, str):
                done += samples_in(entry.said, saved.session.state.dataset.rows)

        return saved.resumed(each)

    return Later(name, "computing the session again from its log", read)
