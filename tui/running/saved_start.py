"""A session that was read from its files: it goes on at once, or after what is left of its log was computed again."""

from __future__ import annotations

from engine.data.report import ReadingProgress
from engine.session.saved.log import Entry
from engine.session.saved.log_limits import samples_in
from engine.session.saved.resume import Resumed, Saved
from engine.session.way import QUICK
from tui.running.later import Later


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
