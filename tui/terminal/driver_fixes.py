"""Fixes for Textual's driver on Linux and macOS: see ``textual_fixes.py``, which applies them.

Tests that show what goes wrong are in ``tests/tui/terminal/test_terminal.py``.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import functools
import threading
from collections.abc import Callable
from typing import Any

from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from tui.terminal.input_parser import TerminalParser
from tui.terminal.limits import bounded

WAKE_TRIES = 10
_waking = threading.Lock()
_suspending: list[asyncio.Handle] = []
_suspend, _resume = LinuxDriver._sigtstp_application, LinuxDriver._sigcont_application
_terminal_size = LinuxDriver._get_terminal_size


class _PersistentWriter(WriterThread):
    """Keeps emptying its queue after the terminal has gone.

    In Textual 8.2.8 an OSError ends the thread; the queue fills up, and whoever writes next waits for ever. No test
    shows it every time: the OSError must come before the app exits.
    """

    def run(self) -> None:
        try:
            super().run()
        except OSError:
            while self._queue.get() is not None:
                pass


def _suspend_soon(driver: LinuxDriver, *signal: object) -> None:
    """Suspend the app between two of its callbacks.

    Textual 8.2.8 does it in the handler of SIGTSTP. Python runs a handler in the middle of whatever the main thread
    does: if that is writing to the terminal, it holds the lock of the output, for which the handler then waits for
    ever. Test: ``test_is_suspended_between_two_callbacks``.
    """
    if not _suspending:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the app is exiting
            _suspending.append(driver._loop.call_soon_threadsafe(_suspend_and_resume, driver))


def _suspend_and_resume(driver: LinuxDriver) -> None:
    """Give the terminal back, stop the process, and take the terminal again.

    Textual 8.2.8 takes it again in the handler of SIGCONT. Linux may deliver that signal to a thread that was not yet
    stopped, and Python then does not wake the main thread, which however knows that it was stopped. No test shows it
    every time: Linux picks the thread. It also stops an app that is exiting, and then leaves the terminal as an app
    needs it. Test: ``test_an_app_that_exits_is_not_suspended``.
    """
    _suspending.clear()
    if driver._app._exit or driver._app._exception:  # the terminal is given back already, and would be taken again
        return
    _suspend(driver)
    _resume_once(driver)


def _continue(driver: LinuxDriver, *signal: object) -> None:
    """Take back a stop that has not happened yet, as the system does, or resume.

    Textual 8.2.8 stops in the handler of SIGTSTP. Test:
    ``test_continuing_takes_back_a_stop_that_has_not_happened``.
    """
    while _suspending:
        _suspending.pop().cancel()
    _resume_once(driver)


def _resume_once(driver: LinuxDriver) -> None:
    """Take the terminal again, unless that is done or under way.

    Textual 8.2.8 takes it at every SIGCONT, and then two threads read the keys. Test: ``test_is_not_woken_twice``.
    In the background the terminal cannot be taken, and the process stops again: the loop tries once more when it
    continues.
    """
    if _waking.acquire(blocking=False):
        try:
            for _ in range(WAKE_TRIES):
                if driver._must_signal_resume:
                    _resume(driver)
        finally:
            _waking.release()


def _lenient_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """Replace bytes that are not UTF-8, such as the é of a terminal set to Latin-1.

    In Textual 8.2.8 the thread that reads the keys ends with UnicodeDecodeError. Test:
    ``test_a_stray_byte_in_a_number_is_no_number``.
    """
    return functools.partial(codecs.getincrementaldecoder(encoding), "replace")


def _bounded_size(driver: LinuxDriver) -> tuple[int, int]:
    """Return a size that can be drawn.

    Textual 8.2.8 takes 24 GB for a terminal of 65,535 columns and lines. Test: ``test_a_size_that_no_terminal_has``.
    """
    return bounded(*_terminal_size(driver))


def _read_or_fail(driver: LinuxDriver) -> None:
    """Read what is typed; if that fails, end as with any other error.

    Textual 8.2.8 shows a traceback and exits as if nothing had happened. Test: ``test_an_unforeseen_error``.
    """
    try:
        driver.run_input_thread()
    except Exception as error:
        driver._app.call_later(driver._app._handle_exception, error)


DRIVER_FIXES: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
    (linux_driver, "getincrementaldecoder", _lenient_decoder),
    (linux_driver, "WriterThread", _PersistentWriter),
    (linux_driver, "XTermParser", TerminalParser),
    (LinuxDriver, "_get_terminal_size", _bounded_size),
    (LinuxDriver, "_run_input_thread", _read_or_fail),
    (LinuxDriver, "_sigtstp_application", _suspend_soon),
    (LinuxDriver, "_sigcont_application", _continue),
)
"""The module or class, the name in it, and what replaces it."""
