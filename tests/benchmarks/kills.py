"""What is lost when glassnet is killed at a random moment: nothing that was done before the last instant."""

import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine.errors import EngineError
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.resume import read_saved
from tests.benchmarks.table import show
from tests.tui.shell import ROOT

KILLS = 500
LONGEST = 1.2
"""Seconds after which a process is killed at the latest."""
AN_INSTANT = 0.05
"""Seconds before the end that are too short to count: a line takes them to reach the file on a busy machine."""


def main() -> None:
    """Print the table. ``KILLS=20`` makes it shorter."""
    rng, kills = random.Random(1), int(os.environ.get("KILLS", KILLS))
    unopened, changed, lost, lines, late = 0, 0, 0, 0, 0.0
    with tempfile.TemporaryDirectory(prefix="glassnet-kills-") as place:
        folder = SessionsFolder(Path(place))
        for number in range(kills):
            told, ended = _killed(folder, number, rng.uniform(0.0, LONGEST))
            if not folder.names():
                continue
            try:
                saved = read_saved(folder, folder.names()[0])
                again = saved.resumed()
            except EngineError as error:
                unopened += 1
                print(error)
                continue
            if again.earlier.lock is not None:
                again.earlier.lock.release()
            changed += bool(again.notes)
            written = 1 + len(saved.log.entries)
            lines = max(lines, written)
            missing = [at for at, count in told if count > written]
            lost += sum(at < ended - AN_INSTANT for at in missing)
            late = max([late, *(ended - at for at in missing)])
    show(
        f"{kills} processes killed at a random moment of edits, runs, undo, opening and resuming (targets: 0, 0, 0)",
        ["files that do not open", "other numbers", "lost edits", "the longest log", "newest loss, ms before the end"],
        [[str(unopened), str(changed), str(lost), f"{lines} lines", f"{1e3 * late:.1f}"]],
    )


def _killed(folder: SessionsFolder, seed: int, seconds: float) -> tuple[list[tuple[float, int]], float]:
    """Let a process do things and kill it; return what it told, and when it was killed."""
    command = [sys.executable, "-m", "tests.benchmarks.killed", str(folder.path), str(seed)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    ended = time.monotonic()
    told = []
    for line in process.stdout.read().splitlines():
        with contextlib.suppress(ValueError):
            at, count = line.split()
            told.append((float(at), int(count)))
    process.stdout.close()
    process.wait()
    return told, ended
