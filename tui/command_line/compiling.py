"""Waiting for the compiled loop, and saying so: a bar on a terminal, one line when piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine.session.kernel_choice import awaited_for
from tui.command_line.progress import bar_on_stderr
from tui.terminal.streams import is_terminal, say

USUAL_SECONDS = 25
"""About how long the loop takes to compile on a usual machine."""
_POLL_SECONDS = 0.1


def wait_for_loop(kernel: str) -> None:
    """Wait for the compiled loop if the kernel that was asked for needs it; say so if it is not there at once.

    Raises:
        InvalidValue: The loop cannot be had.
    """
    if awaited_for(kernel) is None:
        return
    with _shown() as show:
        while (seconds := awaited_for(kernel)) is not None:
            show(seconds)
            time.sleep(_POLL_SECONDS)


@contextmanager
def _shown() -> Iterator[Callable[[float], None]]:
    text = f"compiling the training loop, about {USUAL_SECONDS} s, once"
    if not is_terminal(sys.stderr):
        say(text, 0)
        yield lambda seconds: None
        return
    with bar_on_stderr() as bar:
        task = bar.add_task(text, total=USUAL_SECONDS)

        def show(seconds: float) -> None:
            bar.update(
                task, completed=min(seconds, 0.99 * USUAL_SECONDS), description=f"{text}: {seconds:.0f} s", refresh=True
            )

        yield show
