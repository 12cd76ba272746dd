"""A session that was read from its files: it goes on at once, or after what is left of its log was computed again."""

from __future__ import annotations

from engine.data.report import ReadingProgress
from engine.session.saved.log import Entry
from engine.session.saved.log_limits import samples_in
from engine.session.saved.resume import Resumed, Saved
from tui.running.later import Later

QUICK = 3_000_000
"""Samples times parameters that are computed again without showing how far that is: some 0.3 s."""


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
    return _samples_left(saved) * saved.session.state.network.parameters.size <= QUICK


def later(saved: Saved, name: str) -> Later:
    """Return what opens a session while the screen shows how far that is.

    Args:
        saved: What was read.
        name: What it is called meanwhile.
    """
    total, rows = _samples_left(saved), saved.session.state.dataset.rows

    def read(progress: ReadingProgress) -> Resumed:
        done = 0

        def each(entry: Entry) -> None:
            nonlocal done
            progress(done / total)
            done += samples_in(str(entry.said), rows)

        return saved.resumed(each)

    return Later(name, "computing the session again from its log", read)


def _samples_left(saved: Saved) -> int:
    rows = saved.session.state.dataset.rows
    return sum(samples_in(str(entry.said), rows) for entry in saved.left)
