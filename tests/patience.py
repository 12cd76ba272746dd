"""How long a test waits: for what its processes do, not by the clock. On a busy machine they do it later."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

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
        self._processes, self._began, self._before = processes, time.monotonic(), waiting(processes())

    @property
    def seconds(self) -> float:
        """The seconds by the clock since it began."""
        return time.monotonic() - self._began

    @property
    def is_over(self) -> bool:
        """Whether there is no point in waiting any longer."""
        if (passed := self.seconds) <= SECONDS:
            return False
        held_up = sum(seconds - self._before.get(thread, 0.0) for thread, seconds in waiting(self._processes()).items())
        return passed > MOST or passed - held_up > SECONDS


def waiting(processes: Iterable[int]) -> dict[str, float]:
    """Return for how many seconds each thread of some processes has waited for a processor; nothing but on Linux."""
    found = {}
    for process in processes:
        for file in Path(f"/proc/{process}/task").glob("*/schedstat"):
            try:
                found[file.parent.name] = int(file.read_text().split()[1]) / 1e9
            except (OSError, IndexError):  # the thread has just ended
                continue
    return found
