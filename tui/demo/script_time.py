"""An event loop whose time is that of a script: it passes only when it is told to, and always in the same way."""

from __future__ import annotations

import asyncio
import math
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

LOOK_AGAIN = 0.05
"""Seconds, of the clock, after which a loop that waits for nothing of its own looks again for a signal."""


class _Selector(selectors.DefaultSelector):
    """Asks the loop what to do where asyncio would wait for the next timer."""

    def __init__(self) -> None:
        super().__init__()
        self.idle: Callable[[float | None], float | None] = lambda timeout: timeout

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what has happened; wait only for threads, whose work takes time that no script knows."""
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        return super().select(self.idle(timeout))


class ScriptedLoop(asyncio.SelectorEventLoop):
    """Runs what is ready, and then either waits for a thread or lets time jump to what is due next.

    ``await loop.pass_until(moment)`` lets time pass: all timers up to the moment go off, each at its own time.
    """

    def __init__(self) -> None:
        self._now, self._until = 0.0, 0.0
        self._waiting: asyncio.Future[None] | None = None
        self._threads = 0
        selector = _Selector()
        super().__init__(selector)
        selector.idle = self._idle

    def time(self) -> float:
        """Return the seconds since the loop began."""
        return self._now

    async def pass_until(self, moment: float) -> None:
        """Do all that is due up to a moment, and what follows from it at that moment.

        Args:
            moment: In seconds of this loop; one that has passed lets no time pass.
        """
        self._until, self._waiting = max(moment, self._now), self.create_future()
        await self._waiting

    def run_in_executor(  # type: ignore[override]  # asyncio types it as a coroutine that it is not
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Run a function in a thread; until it has returned no time passes."""
        future = super().run_in_executor(executor, func, *args)
        self._threads += 1
        future.add_done_callback(self._returned)
        return future

    def _returned(self, _: object) -> None:
        self._threads -= 1

    def _idle(self, timeout: float | None) -> float | None:
        """Let time pass while nothing is ready; return for how long to wait for a thread.

        Args:
            timeout: Seconds until the next timer; None if there is none.
        """
        if self._threads:
            return None
        due = math.inf if timeout is None else self._now + timeout
        if self._waiting is None:  # whoever waits now, such as an app that is closing, has set a timer
            self._now = self._now if timeout is None else due
            return LOOK_AGAIN if timeout is None else 0
        if due <= self._until:
            self._now = due
            return 0
        self._now = self._until
        waiting, self._waiting = self._waiting, None
        waiting.set_result(None)
        return 0


def scripted_loop() -> ScriptedLoop:
    """Return the loop that runs now."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ScriptedLoop)
    return loop
