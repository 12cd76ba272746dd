"""From the command to the first full screen, on a real pseudo-terminal, beside a bare Textual app with NumPy."""

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.benchmarks.table import show

ROOT = Path(__file__).parents[2]
REPEATS = 11
QUIET = 0.4
"""Seconds without output after which a screen is full; they do not count."""
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
COMMANDS = {"bare": [sys.executable, "-c", BARE], "glassnet": [sys.executable, "-m", "tui.command_line.main"]}
TARGETS = {"seconds": 1.3, "megabytes": 15.0}


def started(command: list[str]) -> tuple[float, float]:
    """Start a program on a terminal of its own; return the seconds to its first full screen, and the megabytes then."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the second start finds compiled what the first one did
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment, start_new_session=True
    )
    os.close(theirs)
    try:
        last = _last_output(ours, began)
        return last - began, _megabytes(process.pid)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(ours)


def _last_output(terminal: int, began: float) -> float:
    """Return when output came last, before it paused for the first time after it had drawn a screen."""
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
    """Return the memory that is the process's own; what is shared with others does not count."""
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if not rollup.exists():
        return float("nan")
    private = re.findall(r"^Private_(?:Clean|Dirty): +(\d+) kB$", rollup.read_text(), re.MULTILINE)
    return sum(map(int, private)) / 1000


def main() -> None:
    """Print the table."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    megabytes: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for command in COMMANDS.values():
        started(command)  # so that all is compiled and in the disk's cache
    for _ in range(REPEATS):
        for name, command in COMMANDS.items():
            took, uses = started(command)
            seconds[name].append(took)
            megabytes[name].append(uses)
    time_of = {name: statistics.median(values) for name, values in seconds.items()}
    memory_of = {name: statistics.median(values) for name, values in megabytes.items()}
    slower, more = time_of["glassnet"] / time_of["bare"], memory_of["glassnet"] - memory_of["bare"]
    show(
        "To the first full screen of 120×36, and the memory then (in parentheses: what is aimed at)",
        ["", "seconds", "MB"],
        [
            ["a bare Textual app with NumPy", f"{time_of['bare']:.3f}", f"{memory_of['bare']:.1f}"],
            ["glassnet", f"{time_of['glassnet']:.3f}", f"{memory_of['glassnet']:.1f}"],
            ["", f"{slower:.2f}× (≤ {TARGETS['seconds']}×)", f"+{more:.1f} (≤ {TARGETS['megabytes']:.0f})"],
        ],
    )
