"""Time from the command to the first full screen, beside a bare Textual app that imports NumPy."""

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
COMMANDS = {"bare": [sys.executable, "-c", BARE], "glassnet": [sys.executable, "-m", "tui.command_line.main"]}
TARGETS = {"seconds": 1.3, "megabytes": 15.0}


def started(command: list[str]) -> tuple[float, float]:
    """Start a program on a pseudo-terminal; return the seconds to its first full screen, and its memory in MB then."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # so that the first start leaves compiled files for the second
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
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    megabytes: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for command in COMMANDS.values():
        started(command)  # so that everything is compiled and cached
    for _ in range(REPEATS):
        for name, command in COMMANDS.items():
            took, uses = started(command)
            seconds[name].append(took)
            megabytes[name].append(uses)
    time_of = {name: statistics.median(values) for name, values in seconds.items()}
    memory_of = {name: statistics.median(values) for name, values in megabytes.items()}
    slower, more = time_of["glassnet"] / time_of["bare"], memory_of["glassnet"] - memory_of["bare"]
    show(
        "To the first full screen of 120×36, and the memory then (targets in parentheses)",
        ["", "seconds", "MB"],
        [
            ["a bare Textual app with NumPy", f"{time_of['bare']:.3f}", f"{memory_of['bare']:.1f}"],
            ["glassnet", f"{time_of['glassnet']:.3f}", f"{memory_of['glassnet']:.1f}"],
            ["", f"{slower:.2f}× (≤ {TARGETS['seconds']}×)", f"+{more:.1f} (≤ {TARGETS['megabytes']:.0f})"],
        ],
    )
