"""Time from the command to the first full screen, beside a bare Textual app that imports NumPy."""

import fcntl
import os
import pty
import re
import resource
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.table import show

ROOT = Path(__file__).parents[2]
REPEATS = 11
QUIET = 0.4
"""Seconds without output after which the screen counts as full; they are not part of the time."""
BARE = """
import numpy
from textual.app import App
from textual.widgets import Footer, Header, Static

class Bare(App):
    def compose(self):
        yield Header()
        yield Static("nothing but this")
        yield Footer()

Bare().run()
"""
GLASSNET = [sys.executable, "-m", "tui.command_line.main"]
WITH_SESSION = "glassnet, with a session"
COMMANDS = {
    "a bare Textual app with NumPy": [sys.executable, "-c", BARE],
    "glassnet": GLASSNET,
    "glassnet level2": [*GLASSNET, "level2"],
    "glassnet level2 --no-save": [*GLASSNET, "level2", "--no-save"],
    WITH_SESSION: GLASSNET,
}
BEFORE = "epoch\nquit\n"
"""What was done in the session that goes on."""
TARGETS = {"times": 1.1, "megabytes": 15.0}


class Started(NamedTuple):
    """What a start took: seconds to the first full screen and of the processor, and its memory in MB then."""

    seconds: float
    of_processor: float
    megabytes: float


def started(command: list[str], state: Path) -> Started:
    """Start a program on a pseudo-terminal, and end it when its first screen is full.

    Args:
        command: Its name and arguments.
        state: The folder in which glassnet looks for sessions.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
    environment["GLASSNET_STATE"] = str(state)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # so that the first start leaves compiled files for the second
    used, began = _of_children(), time.perf_counter()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment, start_new_session=True
    )
    os.close(theirs)
    try:
        last, megabytes = _last_output(ours, began), _megabytes(process.pid)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(ours)
    return Started(last - began, _of_children() - used, megabytes)


def _of_children() -> float:
    """Return the seconds of the processor that all programs have taken which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _last_output(terminal: int, began: float) -> float:
    """Return the time of the last output before the first pause after a screen was drawn."""
    last, drawn = began, 0
    while time.perf_counter() - began < 20:
        ready, _, _ = select.select([terminal], [], [], QUIET)
        if ready:
            drawn += len(os.read(terminal, 65536))
            last = time.perf_counter()
        elif drawn > 2000:
            return last
    raise TimeoutError("no full screen in 20 seconds")


def _megabytes(pid: int) -> float:
    """Return the private memory of a process in MB, without what it shares with others."""
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if not rollup.exists():
        return float("nan")
    private = re.findall(r"^Private_(?:Clean|Dirty): +(\d+) kB$", rollup.read_text(), re.MULTILINE)
    return sum(map(int, private)) / 1000


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="glassnet-start-") as folder:
        before = [*GLASSNET, "--plain", "--state", f"{folder}/some"]
        subprocess.run(before, input=BEFORE, text=True, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        taken: dict[str, list[Started]] = {name: [] for name in COMMANDS}
        for repeat in range(1 + REPEATS):
            for name, command in COMMANDS.items():
                start = started(command, Path(folder, "some" if name == WITH_SESSION else "none"))
                if repeat:  # the first leaves everything compiled and cached
                    taken[name].append(start)
    of = {name: Started(*map(statistics.median, zip(*starts, strict=True))) for name, starts in taken.items()}
    bare = next(iter(of.values()))
    show(
        "To the first full screen of 120×36, and the memory then; times are of the bare app "
        f"(≤ {TARGETS['times']}, ≤ {TARGETS['megabytes']:.0f} MB more)",
        ["", "seconds", "times", "of the processor", "times", "MB", "more"],
        [
            [
                name,
                f"{one.seconds:.3f}",
                f"{one.seconds / bare.seconds:.2f}",
                f"{one.of_processor:.3f}",
                f"{one.of_processor / bare.of_processor:.2f}",
                f"{one.megabytes:.1f}",
                f"{one.megabytes - bare.megabytes:+.1f}",
            ]
            for name, one in of.items()
        ],
    )
