"""The process that compiles the loop: of low priority, one at a time, and on its own when who began it has ended.

``compiler.py`` starts it and learns from its exit code whether the loop is in the cache. Nothing else imports it.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from pathlib import Path

from engine.kernels.loop_cache import LoopCache

_AUTOGROUP = Path("/proc/self/autogroup")


def main(folder: str, niceness: str) -> int:
    """Compile the loop into a folder, unless another process just did.

    Args:
        folder: Where Numba keeps it.
        niceness: How far to give way to other processes, 0 to 19.

    Returns:
        The exit code: 0 if the loop is there, else 1.
    """
    _give_way(int(niceness))
    cache = LoopCache(Path(folder))
    with cache.locked():
        if cache.is_ready:
            return 0
        cache.forget()
        try:
            importlib.import_module("engine.kernels.loops.loading").compile_loops()
        except Exception as error:  # whatever it is, who waits is to hear of it
            cache.note_failure(f"{type(error).__name__}: {error}")
            return 1
        cache.note_ready()
    return 0


def _give_way(niceness: int) -> None:
    """Take a low priority, within the session and, where Linux weighs sessions against each other, as a session."""
    if sys.platform == "win32":
        return  # where the priority was given at the start
    os.nice(niceness)
    if os.getsid(0) != os.getpid():
        return  # the session is not only its own
    for _ in range(3):
        try:
            with _AUTOGROUP.open("w") as group:
                group.write(str(niceness))
            return
        except FileNotFoundError:
            return
        except OSError:  # Linux takes one such wish at a time
            time.sleep(0.2)
