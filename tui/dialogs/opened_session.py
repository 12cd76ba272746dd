"""Opening a session over a dialog."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from engine.errors import EngineError, TooLarge
from engine.session.saved.resume import Resumed, Saved
from tui.dialogs.confirm import Confirm
from tui.dialogs.first_reading import Reading
from tui.running.in_thread import read_in_thread
from tui.running.saved_start import is_quick, later


async def opened_session(app: App[object], read: Callable[[bool], Saved], name: str) -> Resumed | EngineError | None:
    """Open a session; ask before one that is large.

    Args:
        app: Shows the question, and a bar if it takes a while.
        read: Reads it; it is told whether the learner knows that it is large.
        name: What it is called meanwhile.

    Returns:
        The session, why it cannot be opened, or None if the learner has stopped it.
    """
    opened = await _opened(app, lambda: read(False), name)
    if isinstance(opened, TooLarge):
        why = f"{opened.what}. It may take long: a bar shows how far it is, and esc stops it."
        question = Confirm("A large session", why, "open it all the same", "leave it")
        return await _opened(app, lambda: read(True), name) if await app.push_screen_wait(question) else None
    return opened


async def _opened(app: App[object], read: Callable[[], Saved], name: str) -> Resumed | EngineError | None:
    """Read a session in a thread, and compute what is left of it: with a bar, if that takes a while."""
    try:
        saved = await read_in_thread(read)
        if is_quick(saved):
            return await read_in_thread(saved.resumed)
    except EngineError as error:
        return error
    start = later(saved, name)
    opened: Resumed | EngineError | None = await app.push_screen_wait(Reading(start.name, start.doing, start.read))
    return opened
