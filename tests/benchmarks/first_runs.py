"""The first trainings after Numba was installed: while nothing is compiled, and then."""

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.peers import installed, say_what_is_missing
from tests.benchmarks.table import show
from tests.tui.pseudo_terminal import processor_seconds
from tests.tui.shell import GLASSNET, ROOT

WORDS = ("train", "level2", "--epochs", "20000")
RUNS = ("first", "second", "third", "fourth")
TARGET = 1.2
"""Times NumPy's seconds that the first run may take."""
REPEATS = 3


def main() -> None:
    """Print the table."""
    if not installed("Numba"):
        say_what_is_missing("Numba")
        return
    several = sorted(os.sched_getaffinity(0))
    rows = []
    for processors in (several, several[:1]):
        for _ in range(REPEATS):
            rows.append(_row(set(processors)))
    show(
        f"glassnet {' '.join(WORDS)}, nothing compiled: seconds of each run, times NumPy's by the clock (first target "
        f"{TARGET}×) and by processor time",
        ["processors", "numpy s", *(f"{run} run" for run in RUNS), "--kernel numba s", "then"],
        rows,
    )


def _row(processors: set[int]) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="glassnet-first-runs-", ignore_cleanup_errors=True) as folder:
        numpys = _seconds(processors, folder, "--kernel", "numpy")
        runs = [_seconds(processors, folder) for _ in RUNS]
        again = Path(folder) / "again"
        waiting, then = (_seconds(processors, str(again), "--kernel", "numba") for _ in range(2))
        shutil.rmtree(again)
    times = [f"{one.clock:.1f} {one.clock / numpys.clock:.2f}× {one.busy / numpys.busy:.2f}×" for one in runs]
    return [str(len(processors)), f"{numpys.clock:.1f}", *times, f"{waiting.clock:.1f}", f"{then.clock:.1f}"]


@dataclass(frozen=True)
class Seconds:
    """What a run took.

    Attributes:
        clock: By the clock, in which other processes count.
        busy: Of its own processor time, without that of the process that compiles.
    """

    clock: float
    busy: float


def _seconds(processors: set[int], folder: str, *more: str) -> Seconds:
    began = time.perf_counter()
    process = subprocess.Popen(
        [*GLASSNET, *WORDS, *more],
        cwd=ROOT,
        env=os.environ | {"NUMBA_CACHE_DIR": folder},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, processors),
    )
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    seconds = Seconds(time.perf_counter() - began, processor_seconds(process.pid))
    process.wait()
    return seconds
