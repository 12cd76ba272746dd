"""Writing that nothing waits for: one thing after another in a thread, and of those that wait only the newest."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from engine.errors import DataError


class Beside:
    """Does things in a thread, as long as there are any. What cannot be done is left."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._next: Callable[[], object] | None = None
        self._thread: threading.Thread | None = None

    def do(self, act: Callable[[], object]) -> None:
        """Have something done, instead of what still waits.

        Args:
            act: Does it; a DataError or OSError says that it cannot be done.
        """
        with self._changing:
            self._next = act
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="states", daemon=True)
                self._thread.start()

    def finish(self) -> None:
        """Wait until all is done."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._changing:
                act, self._next = self._next, None
                if act is None:
                    self._thread = None
                    return
            with suppress(DataError, OSError, MemoryError):
                act()
