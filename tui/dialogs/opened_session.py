"""Opening a session over a dialog."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from engine.errors import EngineError
from engine.session.saved.resume import Resumed, Saved
from tui.dialogs.first_reading import Reading
from tui.running.in_thread import read_in_thread
from tui.running.saved_start import is_quick, later


async def opened_session(app: App[object], read: Callable[[], Saved], name: str) -> Resumed | EngineError | None:
    """Read a session in a thread, and compute what is left of it: with a bar, if that takes a while.

    Args:
        app: Shows the bar.
        read: Reads it.
        name: What it is called meanwhile.

    Returns:
        The session, why it cannot be opened, or None if the learner has stopped it.
    """
    try:
        saved = await read_in_thread(read)
        if is_quick(saved):
            return await read_in_thread(saved.resumed)
    except EngineError as error:
        return error
    start = later(saved, name)
    opened: Resumed | EngineError | None = await app.push_screen_wait(Reading(start.name, start.doing, start.read))
    return opened
