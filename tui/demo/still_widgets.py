"""Runs an app in the time of a script: whatever Textual times goes by that, and nothing blinks."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from textual import _time, command, notifications, widget
from textual.widgets import Input

from tui.demo.script_time import ScriptedLoop

CLOCKS = (_time, "get_time"), (command, "monotonic"), (notifications, "time"), (widget, "monotonic")
"""Where Textual looks at a clock: for timers, the list of the palette, how long a notice stays, and scrolling."""

Result = TypeVar("Result")


def run_in_scripted_time(main: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine in a ``ScriptedLoop`` of its own and return its result.

    Raises:
        KeyboardInterrupt: Ctrl+C was pressed; what the coroutine has begun is put away.
        SystemExit: The same, after the signal that ends a process.
    """
    with asyncio.Runner(loop_factory=ScriptedLoop) as runner, _still(runner.get_loop()):
        return runner.run(_until_told_to_end(main))


async def _until_told_to_end(main: Coroutine[Any, Any, Result]) -> Result:
    loop, task, told = asyncio.get_running_loop(), asyncio.current_task(), list[int]()
    assert task is not None  # as this runs in one

    def end() -> None:
        told.append(signal.SIGTERM)
        task.cancel()

    with suppress(NotImplementedError, RuntimeError):  # as on Windows, or in a thread that signals do not reach
        loop.add_signal_handler(signal.SIGTERM, end)
    try:
        return await main
    except asyncio.CancelledError:
        if told:
            raise SystemExit(128 + told[0]) from None
        raise
    finally:
        with suppress(NotImplementedError, RuntimeError):
            loop.remove_signal_handler(signal.SIGTERM)


@contextmanager
def _still(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Let no cursor blink, and all that Textual times go by the time of a loop."""
    places: tuple[tuple[Any, str], ...] = ((Input, "_toggle_cursor"), *CLOCKS)
    before = [(owner, name, getattr(owner, name)) for owner, name in places]
    setattr(Input, "_toggle_cursor", lambda _: None)  # noqa: B010, mypy takes no assignment
    for module, name in CLOCKS:
        setattr(module, name, loop.time)
    try:
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)
