"""A session that was read from its files: it goes on at once, or after what is left of its log was computed again."""

from __future__ import annotations

from engine.data.report import ReadingProgress
from engine.session.saved.log import Entry
from engine.session.saved.resume import Resumed, Saved
from engine.session.saved.whole_log import samples_in
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
    rows = saved.session.state.dataset.rows
    total = sum(samples_in(str(entry.said), rows) for entry in saved.left)
    if total * saved.session.state.network.parameters.size <= QUICK:
        return saved.resumed()

    def read(progress: ReadingProgress) -> Resumed:
        done = 0

        def each(entry: Entry) -> None:
            nonlocal done
            progress(done / total)
            done += samples_in(str(entry.said), rows)

        return saved.resumed(each)

    return Later(name, "computing the session again from its log", read)
