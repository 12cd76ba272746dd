"""How long a test waits: for what its processes do, not by the clock. On a busy machine they do it later."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable

from tui.terminal.shutdown import held_up

SECONDS = 60.0
"""How long to wait, without the time in which the processes waited for a processor."""
MOST = 480.0
"""How long to wait at most by the clock: less than the limit of a test."""


def _this_process() -> list[int]:
    return [os.getpid()]


class Patience:
    """Is over when some processes could have done something for long, and did not."""

    def __init__(self, processes: Callable[[], Iterable[int]] = _this_process) -> None:
        """Begin to wait.

        Args:
            processes: Returns the processes that are waited for.
        """
        self._processes, self._began, self._before = processes, time.monotonic(), _held_up(processes())

    @property
    def seconds(self) -> float:
        """The seconds by the clock since it began."""
        return time.monotonic() - self._began

    @property
    def is_over(self) -> bool:
        """Whether there is no point in waiting any longer."""
        if (passed := self.seconds) <= SECONDS:
            return False
        now = _held_up(self._processes())
        waited = sum(seconds - self._before.get(thread, 0.0) for thread, seconds in now.items())
        return passed > MOST or passed - waited > SECONDS


def _held_up(processes: Iterable[int]) -> dict[str, float]:
    """Return for how many seconds each thread of some processes has waited for a processor."""
    return {thread: seconds for process in processes for thread, seconds in held_up(process).items()}


def wait_until(holds: Callable[[], object], processes: Callable[[], Iterable[int]] = _this_process) -> None:
    """Wait until a condition is true.

    Args:
        holds: Returns the condition.
        processes: Returns the processes that make it true.

    Raises:
        AssertionError: Patience is over.
    """
    patience = Patience(processes)
    while not holds():
        assert not patience.is_over, f"not in {patience.seconds:.0f} s"
        time.sleep(0.005)
