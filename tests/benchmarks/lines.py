"""How soon the workbench answers behind a slow line: ``python -m tests.benchmarks lines``.

Targets: during a run, a key is seen within half a second behind 30 kB/s, and so is the pause. Linux only.
"""

import statistics
import time
from collections.abc import Sequence

from tests.benchmarks.table import show
from tests.tui.shell import GLASSNET
from tests.tui.slow_terminal import SlowTerminal

RATES = (30, 60, 125)
"""kB/s of the line."""
SPEEDS = {"flat out": " ", "100 samples/s": "--- "}
"""The keys that start a run."""
WARMING = 6.0
"""Seconds that a run goes on before the first key, so that a queue can build up."""
KEYS = 12
BETWEEN = 0.4
"""Seconds between two keys."""
DOWN, UP = "\x1b[B", "\x1b[A"


def main() -> None:
    """Print the table."""
    heading = ("line, speed, terminal", "key p50 s", "key max s", "pause s", "pictures waited for", "pictures/s")
    rows = [measured(rate, speed, answers) for rate in RATES for speed in SPEEDS for answers in (True, False)]
    show("A slow line, level2, 120x36, during a run", heading, rows, "Target: 0.5 s behind 30 kB/s, where it answers.")


def measured(rate: int, speed: str, answers: bool) -> Sequence[str]:
    """Return a row: the terminal answers questions or does not."""
    with SlowTerminal([*GLASSNET, "level2"], 1000 * rate, answers) as terminal:
        terminal.shows("quit", "paused", "epoch 0")
        terminal.write(SPEEDS[speed])
        terminal.shows("▶ running")
        listen(terminal, WARMING)
        pictures, began = updates(terminal), time.monotonic()
        seconds, waited = [], []
        for number in range(KEYS):
            before, came = head(terminal), updates(terminal)
            terminal.write((DOWN, UP)[number % 2])
            seconds.append(terminal.until(lambda before=before: head(terminal) != before))
            waited.append(updates(terminal) - came)
            listen(terminal, BETWEEN)
        rate_seen = (updates(terminal) - pictures) / (time.monotonic() - began)
        terminal.write(" ")
        paused = terminal.until(lambda: "paused" in terminal.text)
    figures = (statistics.median(seconds), max(seconds), paused)
    name = f"{rate} kB/s, {speed}, {'answers' if answers else 'silent'}"
    return (name, *(f"{figure:.2f}" for figure in figures), f"{max(waited)}", f"{rate_seen:.1f}")


def listen(terminal: SlowTerminal, seconds: float) -> None:
    """Read for some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read(0.02)


def updates(terminal: SlowTerminal) -> int:
    """Return how many pictures of the run have come: each writes the top line."""
    return terminal.output.count(b"\x1b[1;1H")


def head(terminal: SlowTerminal) -> str:
    """Return what is selected: the first word of the inspector."""
    return terminal.screen.display[2].split("││")[1].strip(" │").split()[0]
