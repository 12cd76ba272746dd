"""How soon the import dialog answers for a file of many columns: ``python -m tests.benchmarks wide_files``.

The aim is 50 ms a key with 4,000 columns, also while the file is read again.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.screen import read_rest
from tests.benchmarks.table import show
from tests.tui.pseudo_terminal import Terminal
from tests.tui.shell import GLASSNET

COLUMNS = (4, 500, 784, 4_000)
ROWS = 100
TURNS = 15
DOWN, UP, RIGHT, LEFT, HOME, END = "\x1b[B", "\x1b[A", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F"
MOVES = (DOWN, UP, "\x1b[6~", "\x1b[5~", END, HOME)  # page down and page up in the middle
AT_THE_TARGET = HOME + 4 * DOWN
BAR = "━"
LONGEST = 10.0
"""Seconds to wait for an answer."""
QUIET = 0.5
"""Seconds without a change after which the file has been read, when no bar is shown."""


def main() -> None:
    """Print the table."""
    heading = ["columns", "moves, p50 ms", "max", "changes of the target, p50 ms", "max", "until read again, p50 s"]
    with tempfile.TemporaryDirectory() as folder:
        rows = [_row(Path(folder) / f"wide{columns}.csv", columns) for columns in COLUMNS]
    show("The import dialog, from a key to its first answer on the screen (aim: 50 ms)", heading, rows)


def _row(path: Path, columns: int) -> list[str]:
    """Measure a file with a label and some columns of whole numbers."""
    values = np.random.default_rng(0).integers(0, 256, (ROWS, columns))
    lines = [f"{row % 10}," + ",".join(map(str, cells)) for row, cells in enumerate(values)]
    path.write_text("\n".join(["label," + ",".join(f"p{number}" for number in range(columns)), *lines]))
    with Terminal([*GLASSNET, "level2"]) as terminal:
        terminal.shows("quit", "paused", "epoch 0")
        read_rest(terminal)
        terminal.write("d")
        terminal.shows("type to find")
        terminal.write(f"{path}")
        terminal.shows(path.name)
        terminal.write("\r")
        terminal.until(lambda: "rows, " in terminal.text and BAR not in terminal.text)
        _until_quiet(terminal)
        moves = [_answer(terminal, key) for _ in range(TURNS) for key in MOVES]
        terminal.write(AT_THE_TARGET)
        read_rest(terminal)
        changes, readings = [], []
        for key in [RIGHT, LEFT] * (TURNS // 2):
            changes.append(_answer(terminal, key))
            readings.append(changes[-1] + _until_quiet(terminal))
    cells = [figure for times in (moves, changes) for figure in (statistics.median(times), max(times))]
    return [f"{columns:,}", *(f"{1000 * seconds:.0f}" for seconds in cells), f"{statistics.median(readings):.1f}"]


def _answer(terminal: Terminal, key: str) -> float:
    """Press a key; return the seconds until the screen changes, and read what follows."""
    pressed = time.perf_counter()
    os.write(terminal.master, key.encode())
    terminal.read(LONGEST)
    taken = time.perf_counter() - pressed
    while terminal.read(0.03):
        pass
    return taken


def _until_quiet(terminal: Terminal) -> float:
    """Return the seconds until the last change of the screen: while the file is read its bar moves."""
    start = last = time.perf_counter()
    while terminal.read(QUIET) or BAR in terminal.text:
        last = time.perf_counter()
    return last - start
