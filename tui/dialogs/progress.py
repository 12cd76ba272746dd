"""A progress bar that follows work in another thread."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import Callable
from functools import partial

from textual.widgets import ProgressBar

STEPS = 100
"""Steps that a bar can show: the loop is told no more often, however many parts the work has."""


def teller(bar: ProgressBar, loop: AbstractEventLoop) -> Callable[[float], None]:
    """Return a function for another thread: it takes the share that is done, 0 to 1, and moves the bar."""
    told = -1

    def tell(share: float) -> None:
        nonlocal told
        step = int(share * STEPS)
        if step != told:
            told = step
            loop.call_soon_threadsafe(partial(bar.update, progress=share))

    return tell
