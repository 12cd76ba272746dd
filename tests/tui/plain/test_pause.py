"""Signals at the prompt."""

import select
import signal
import sys

import pytest

from tui.plain.pause import Pause


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_a_signal_to_leave_that_came_before_the_wait_ends_it():
    before, pause = signal.signal(signal.SIGTERM, signal.SIG_DFL), Pause()
    try:
        with pause.installed():
            unseen = signal.set_wakeup_fd(-1)
            with open(unseen, "wb", buffering=0, closefd=False) as told:  # Python knows of it, the wait does not
                told.write(bytes([signal.SIGTERM]))
            with pytest.raises(KeyboardInterrupt), pause.typing():
                select.select([], [], [], 60)
            assert pause.leaving == signal.SIGTERM
    finally:
        signal.signal(signal.SIGTERM, before)
