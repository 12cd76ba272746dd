"""Reading in a thread, for which nobody may be waiting any more when it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Read = TypeVar("Read")


async def read_in_thread(read: Callable[[], Read]) -> Read:
    """Read in a thread; a session that comes too late is let go, or its files would stay locked.

    Args:
        read: Reads something.
    """
    reading = asyncio.ensure_future(asyncio.to_thread(read))
    try:
        return await asyncio.shield(reading)
    except asyncio.CancelledError:
        reading.add_done_callback(_let_go)
        raise


def _let_go(reading: asyncio.Future[Read]) -> None:
    from engine.session.saved.resume import Resumed, Saved  # late: most of what is read is no session

    if not reading.cancelled() and reading.exception() is None:
        read = reading.result()
        if isinstance(read, Saved | Resumed):
            read.earlier.unlocked()
