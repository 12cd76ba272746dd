"""How long a shutdown and a test wait: without the time in which threads waited for a processor."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tui.terminal.shutdown import held_up


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="this system does not count the seconds")
def test_each_living_thread_is_counted():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        waited = held_up(os.getpid())
    finally:
        stop.set()
        thread.join()
    assert {str(os.getpid()), str(thread.native_id)} <= set(waited)
    assert all(0 <= seconds < 3600 for seconds in waited.values())


def test_a_process_that_has_ended_is_left_out():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert held_up(process.pid) == {}
