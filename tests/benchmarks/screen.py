"""What the workbench costs and how fast it responds, on a pseudo-terminal: ``python -m tests.benchmarks.screen``.

Targets: 95 % of the keys shown within 60 ms at full speed, at most 10 refreshes a second, and no processor time and no
bytes when nothing changes. Linux only: the processor time is read from /proc.
"""

import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from tests.benchmarks.peers import installed, say_what_is_missing
from tests.tui.pseudo_terminal import Terminal, processor_seconds
from tests.tui.shell import GLASSNET, ROOT

STARTS = ("level2", "iris")
KEYS = 60
"""Keys for each figure."""
SECONDS = 4.0
PAUSE = 0.02
"""Seconds without output between two refreshes."""
PACES_DOWN_TO_100 = 3  # presses of "-"
FLAT_OUT = ("flat out", (" ",))
HEADLESS = """
import sys, time
from engine.experiment.starts import setup_for
from engine.session.session import Session
session = Session(setup_for(sys.argv[1]))
session.kernel.name = sys.argv[3]
rows = session.state.dataset.rows
chunk = int(sys.argv[4]) // rows * rows
session.run(chunk)
begun, samples = time.process_time(), 0
while (seconds := time.process_time() - begun) < float(sys.argv[2]):
    session.run(chunk)
    samples += chunk
print(samples / seconds)
"""
CHUNKS = {"numpy": 1_000, "numba": 100_000}
"""Samples a chunk without a screen: some milliseconds' worth."""


def main() -> None:
    """Print the tables."""
    print(f"{os.cpu_count()} processors, 120x36, {KEYS} keys a figure, {SECONDS:.0f} s a rate\n")
    print(f"{'key to screen, running':34}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}")
    for start in STARTS:
        for what, keys, prepare in (("selection", ("down", "up"), []), ("nudge of an input", (".", ","), ["left"] * 3)):
            print_latency(f"{start}, {what}", latencies(start, keys, prepare))
    if installed("Numba"):
        with tempfile.TemporaryDirectory(prefix="glassnet-screen-", ignore_cleanup_errors=True) as empty:
            for what in ("compiled", "loaded"):  # a run begins to load what was compiled when the first has ended
                seconds = latencies(STARTS[0], ("down", "up"), [], kernel="auto", NUMBA_CACHE_DIR=empty)
                print_latency(f"{STARTS[0]}, selection, loop is {what}", seconds)
    print(f"\n{'':34}{'cpu %':>8}{'kB/s':>8}{'refreshes/s':>14}{'samples/s':>12}{'kept':>8}")
    for start in STARTS:
        print_rates(start, "numpy", (("paused", ()), ("100 samples/s", ("-" * PACES_DOWN_TO_100, " ")), FLAT_OUT))
        if installed("Numba"):
            print_rates(start, "numba", (FLAT_OUT,))
    say_what_is_missing("Numba")


ARROWS = {"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D"}


def workbench(start: str, *keys: str, kernel: str = "numpy", **environment: str) -> Terminal:
    """Open the workbench and press keys when it is ready."""
    terminal = Terminal([*GLASSNET, start, "--kernel", kernel], **environment)
    terminal.shows("quit", "paused", "epoch 0")
    read_rest(terminal)
    for key in keys:
        terminal.write(ARROWS.get(key, key))
        read_rest(terminal)
    return terminal


def read_rest(terminal: Terminal) -> None:
    """Read until the output pauses, or for at most a second."""
    end = time.monotonic() + 1
    while terminal.read(0.2) and time.monotonic() < end:
        pass


# --- from key to screen ----------------------------------------------------------------------------------------------


def latencies(start: str, keys: Sequence[str], prepare: Sequence[str], **more: str) -> list[float]:
    """Press keys in turn during a run; return the seconds until each shows its effect; for more, see ``workbench``."""
    chance = random.Random(1)
    with workbench(start, *prepare, " ", **more) as terminal:
        terminal.shows("▶ running")
        return [latency(terminal, ARROWS.get(key, key), chance) for key in [*keys] * (KEYS // 2)]


def latency(terminal: Terminal, key: str, chance: random.Random) -> float:
    """Press a key at a random moment; return the seconds until the head of the inspector has changed."""
    for _, written in terminal.record(chance.uniform(0.05, 0.25)):
        terminal.show(written)
    before, pressed, seen = head(terminal), time.perf_counter(), math.inf
    os.write(terminal.master, key.encode())
    while seen == math.inf and time.perf_counter() - pressed < 3:
        for came, written in terminal.record(0.3):
            terminal.show(written)
            if seen == math.inf and head(terminal) != before:
                seen = came - pressed
    return seen


def head(terminal: Terminal) -> str:
    """Return what is selected, with its value if it is an input: that of a weight changes by itself."""
    whole = terminal.screen.display[2].split("││")[1].strip(" │")
    return whole if whole.startswith("i") else whole.split()[0]


def print_latency(what: str, seconds: list[float]) -> None:
    """Print a line of the first table."""
    ordered = sorted(1000 * second for second in seconds)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    print(f"{what:34}{statistics.median(ordered):8.1f}{p95:8.1f}{ordered[-1]:8.1f}", flush=True)


# --- cost ------------------------------------------------------------------------------------------------------------


def print_rates(start: str, kernel: str, ways: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Print the lines of a start in the second table."""
    words = [HEADLESS, start, str(SECONDS), kernel, str(CHUNKS[kernel])]
    alone = float(subprocess.check_output([sys.executable, "-c", *words], cwd=ROOT))
    name = f"{start}, {kernel}"
    print(f"{name + ', without a screen':34}{100:8.1f}{0:8.1f}{0:14.1f}{alone:12,.0f}{1:8.0%}", flush=True)
    for what, keys in ways:
        with workbench(start, *keys, kernel=kernel) as terminal:
            if kernel == "numba":
                terminal.shows("/s · numba")
            cpu, size, refreshes, samples = measure(terminal)
        # By processor time, so that other processes do not count.
        kept = f"{samples / (cpu / 100) / alone:8.0%}" if (what, keys) == FLAT_OUT else ""
        print(f"{f'{name}, {what}':34}{cpu:8.1f}{size / 1000:8.1f}{refreshes:14.1f}{samples:12,.0f}{kept}", flush=True)


def measure(terminal: Terminal) -> tuple[float, float, float, float]:
    """Return the processor time in percent, and bytes, refreshes and samples a second."""
    for _, written in terminal.record(1.0):
        terminal.show(written)
    before, used = samples(terminal), processor_seconds(terminal.process.pid)
    pieces = terminal.record(SECONDS)
    used = processor_seconds(terminal.process.pid) - used
    for _, written in pieces:
        terminal.show(written)
    times = [came for came, _ in pieces]
    refreshes = sum(later - earlier > PAUSE for earlier, later in zip([0.0, *times], times, strict=False))
    written = sum(len(piece) for _, piece in pieces)
    return 100 * used / SECONDS, written / SECONDS, refreshes / SECONDS, (samples(terminal) - before) / SECONDS


def samples(terminal: Terminal) -> int:
    """Return the number of samples trained, read from the top line."""
    epoch, sample, rows = re.search(r"epoch ([\d,]+) +sample ([\d,]+)/([\d,]+)", terminal.screen.display[0]).groups()
    epoch, sample, rows = (int(number.replace(",", "")) for number in (epoch, sample, rows))
    return epoch * rows + sample


if __name__ == "__main__":
    main()
