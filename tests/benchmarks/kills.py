"""What is lost when glassnet is killed at a random moment: nothing that was done before the last instant."""

import ctypes
import os
import random
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import EngineError
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.resume import read_saved
from tests.benchmarks.killed import KINDS, Acts
from tests.benchmarks.table import show

KILLS = 500
SMALL = "size=600k"
_READ_ONLY, _BIND, _REMOUNT, _DETACH = 1, 4096, 32, 2


@dataclass
class Figures:
    """What was found after the kills of a kind."""

    kills: int = 0
    unopened: int = 0
    changed: int = 0
    lost: int = 0
    late: float = 0.0
    training: float = 0.0
    lines: int = 0
    troubles: int = 0


@dataclass
class Told:
    """What a process told before it was killed."""

    ended: float
    done: list[tuple[float, int]] = field(default_factory=list)
    written: int = 0
    run: list[tuple[float, int]] = field(default_factory=list)
    troubles: int = 0
    is_full: bool = False

    def note(self, line: str) -> None:
        """Take a line of it."""
        word, at, *more = line.split()
        if word == "full":
            self.troubles, self.is_full, self.done = self.troubles + 1, True, []
        elif word == "free":
            self.is_full = False
        if word == "done":
            self.run = []
            self.written = int(more[1])
            if not self.is_full:
                self.done.append((float(at), int(more[0])))
        elif word == "run":
            self.run.append((float(at), int(more[0])))


def main() -> None:
    """Print the table. ``KILLS=20`` makes it shorter."""
    rng, kills = random.Random(1), int(os.environ.get("KILLS", KILLS))
    rows, skipped = [], []
    for kind, (act, longest, share) in KINDS.items():
        figures = Figures()
        try:
            with _place(kind) as folder:
                for _ in range(max(1, round(kills * share))):
                    _kill_one(folder, kind, act, rng, longest, figures)
        except PermissionError:
            skipped.append(kind)
            continue
        rows.append(_row(kind, figures))
        print(*rows[-1], sep="  ", flush=True)
    show(
        "Processes killed at a random moment (targets: 0 that do not open, 0 lost edits, at most 2 s of training)",
        [
            *("killed", "times", "do not open", "other numbers", "lost edits", "last ms that were not written yet"),
            *("lost training, s", "troubles", "the longest log"),
        ],
        rows,
        f"skipped, as nothing can be mounted here: {', '.join(skipped)}" if skipped else "",
    )


def _row(kind: str, found: Figures) -> list[str]:
    counts = (found.kills, found.unopened, found.changed, found.lost)
    late = f"{1e3 * found.late:.1f}"
    return [kind, *map(str, counts), late, f"{found.training:.2f}", str(found.troubles), f"{found.lines} lines"]


@contextmanager
def _place(kind: str) -> Iterator[SessionsFolder]:
    """Make a folder of sessions; on a small disk of its own for some."""
    with tempfile.TemporaryDirectory(prefix="glassnet-kills-") as place:
        is_small = kind == "a full disk"
        if is_small or kind == "a read-only folder":
            _mount("tmpfs", place, "tmpfs", 0, SMALL if is_small else "size=20m")
        try:
            yield SessionsFolder(Path(place) / "sessions")
        finally:
            while _libc().umount2(place.encode(), _DETACH) == 0:
                pass


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _mount(source: str, place: str, kind: str, flags: int, data: str = "") -> None:
    if _libc().mount(source.encode(), place.encode(), kind.encode(), flags, data.encode()):
        raise PermissionError(os.strerror(ctypes.get_errno()))


def _kill_one(
    folder: SessionsFolder, kind: str, act: Acts, rng: random.Random, longest: float, figures: Figures
) -> None:
    is_read_only = kind == "a read-only folder"
    if is_read_only:
        while not folder.names():
            _killed(folder, act, rng, longest)
        before = {path.name: path.read_bytes() for path in folder.path.iterdir()}
        for flags in (_BIND, _BIND | _REMOUNT | _READ_ONLY):
            _mount(str(folder.path), str(folder.path), "", flags)
    told = _killed(folder, act, rng, longest)
    figures.kills += 1
    figures.troubles += told.troubles
    if is_read_only:
        _libc().umount2(str(folder.path).encode(), _DETACH)
        figures.changed += before != {path.name: path.read_bytes() for path in folder.path.iterdir()}
        told.done, told.run, told.written = [], [], 0
    if kind == "a full disk":
        (folder.path.parent / "filler").unlink(missing_ok=True)
        if shutil.disk_usage(folder.path.parent).free < 200_000:
            shutil.rmtree(folder.path)
            return
    _look(folder, told, figures)


def _look(folder: SessionsFolder, told: Told, figures: Figures) -> None:
    """Open what a process has left, and compare it with what it told."""
    names = folder.names()
    if not names:
        figures.lost += told.written > 0
        return
    try:
        saved = read_saved(folder, names[0])
        again = saved.resumed()
    except EngineError as error:
        figures.unopened += 1
        print(error)
        shutil.rmtree(folder.path)
        return
    again.earlier.unlocked()
    figures.changed += bool(again.notes)
    written = 1 + len(saved.log.entries)
    figures.lines = max(figures.lines, written)
    missing = [at for at, count in told.done if count > written]
    figures.lost += told.written > len(again.earlier.lines)
    figures.late = max([figures.late, *(told.ended - at for at in missing)])
    if told.run and not told.is_full:
        reached = [at for at, samples in told.run if samples <= again.session.state.samples]
        figures.training = max(figures.training, told.ended - max(reached, default=told.run[0][0]))


def _killed(folder: SessionsFolder, act: Acts, rng: random.Random, longest: float) -> Told:
    """Let a process do things and kill it; return what it told."""
    seed, seconds = rng.randrange(2**32), rng.uniform(0.0, longest)
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        os.dup2(writing, 1)
        try:
            act(folder, random.Random(seed))
        finally:
            os._exit(1)
    os.close(writing)
    try:
        told = _read(reading, time.monotonic() + 60, b"ready")
        told += _read(reading, time.monotonic() + seconds)
        os.kill(pid, signal.SIGKILL)
        ended = time.monotonic()
        told += _read(reading, ended + 60, is_killed=True)
    finally:
        os.waitpid(pid, 0)
        os.close(reading)
    found = Told(ended)
    for line in told.decode().splitlines(keepends=True):
        if line.endswith("\n"):
            found.note(line)
    return found


def _read(pipe: int, until: float, word: bytes = b"", is_killed: bool = False) -> bytes:
    """Read what a process tells, up to a time or a word.

    Raises:
        RuntimeError: It has ended by itself.
    """
    told = b""
    while (left := until - time.monotonic()) > 0 and not (word and word in told):
        if select.select([pipe], [], [], left)[0]:
            block = os.read(pipe, 1 << 16)
            told += block
            if not block:
                if not is_killed:
                    raise RuntimeError("the process has ended by itself")
                break
    return told
