"""The first trainings after Numba was installed: while nothing is compiled, and then."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.benchmarks.peers import installed, say_what_is_missing
from tests.benchmarks.table import show
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
        f"glassnet {' '.join(WORDS)}, nothing compiled: seconds of each run, times NumPy's (first target {TARGET}×)",
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
    times = [f"{seconds:.1f} {seconds / numpys:.2f}×" for seconds in runs]
    return [str(len(processors)), f"{numpys:.1f}", *times, f"{waiting:.1f}", f"{then:.1f}"]


def _seconds(processors: set[int], folder: str, *more: str) -> float:
    began = time.perf_counter()
    subprocess.run(
        [*GLASSNET, *WORDS, *more],
        cwd=ROOT,
        env=os.environ | {"NUMBA_CACHE_DIR": folder},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, processors),
        check=True,
    )
    return time.perf_counter() - began
