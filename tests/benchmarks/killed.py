"""A session that is kept on disk and goes on until its process is killed; what is done is told on stdout.

``done TIME LINES BYTES`` says how many lines the log should have soon, and how many bytes of it are written,
``run TIME SAMPLES`` how far a run is, ``full TIME`` that nothing can be written, and ``free TIME`` that it can again.
It goes on with the last session, if there is one.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from engine.errors import EngineError
from engine.experiment.starts import Options, setup_for
from engine.session.openings import Openings
from engine.session.saved import appending, saving
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.replay import live
from engine.session.saved.resume import read_saved
from engine.session.saved.saving import Saving
from engine.session.session import Session
from engine.session.verbs.grammar import parse
from engine.training.commands import Load
from tui.plain.pause import Pause
from tui.plain.twin import Twin

EDITS = (
    *("set w1 {0}", "set b_o1 {0}", "rate 0.{1}", "neuron+ 1", "hidden 2,3", "activation 1 tanh", "init glorot"),
    *("input 1 i1 {0}", "row- 2", "freeze w2", "optimizer adam", "sample", "phase", "epoch", "undo", "redo"),
    *("open xor", "open iris --hidden 4", "stop epochs {1}", "scale standard", "reset", "newstart"),
)
Acts = Callable[[SessionsFolder, random.Random], None]


def _tell(word: str, *more: object) -> None:
    """Write a line at once: another thread may tell something at the same time."""
    os.write(1, (" ".join(map(str, (word, time.monotonic(), *more))) + "\n").encode())


def _done(kept: Saving) -> None:
    _tell("done", kept._log.count(b"\n"), 0 if kept._file is None else kept._file.length)


def _begun(folder: SessionsFolder, rng: random.Random, goes_on: float = 0.7) -> tuple[Session, Saving]:
    names = folder.names()
    if names and rng.random() < goes_on:
        resumed = read_saved(folder, names[0]).resumed()
        session, openings, earlier = resumed.session, resumed.openings, resumed.earlier
    else:
        load = Load(setup_for("level2"), "level2", Options())
        session, openings, earlier = Session(load.setup), Openings((load,)), None
    troubled = lambda why: _tell("full" if why else "free")  # noqa: E731
    return session, Saving(session, openings, folder, {"kernel": "numpy"}, troubled, earlier)


def _line(rng: random.Random) -> str:
    return rng.choice(EDITS).format(rng.uniform(-2, 2), rng.randrange(1, 9))


def _edit(session: Session, line: str) -> None:
    with suppress(EngineError):
        said = parse(line, session.state)
        assert said is not None
        live(session, said)


def _run(session: Session, chunks: int, rng: random.Random) -> None:
    for _ in range(chunks):
        _tell("run", session.state.samples)
        with suppress(EngineError):
            session.run(rng.randrange(1, 2_000))
    _tell("run", session.state.samples)
    session.end_run()


def _act(session: Session, kept: Saving, rng: random.Random) -> None:
    if rng.random() < 0.2:
        _run(session, rng.randrange(1, 60), rng)
    else:
        _edit(session, _line(rng))
    _done(kept)
    time.sleep(rng.random() * 0.02)


def edits(folder: SessionsFolder, rng: random.Random) -> None:
    """Edit, run, undo and open."""
    session, kept = _begun(folder, rng)
    _tell("ready")
    while True:
        _act(session, kept, rng)


def runs(folder: SessionsFolder, rng: random.Random) -> None:
    """Train for long."""
    session, kept = _begun(folder, rng)
    _edit(session, "reset")
    _tell("ready")
    while True:
        _run(session, 10_000, rng)
        _done(kept)


def states(folder: SessionsFolder, rng: random.Random) -> None:
    """Have what memory holds written without end."""
    saving.SECONDS_TO_KEEP = saving.MOST_SECONDS_TO_KEEP = 0.0
    session, kept = _begun(folder, rng)
    _edit(session, "hidden 40")
    _tell("ready")
    while True:
        _act(session, kept, rng)


def resuming(folder: SessionsFolder, rng: random.Random) -> None:
    """Resume a session, edit a little and leave it, without end."""
    _tell("ready")
    while True:
        session, kept = _begun(folder, rng, goes_on=0.95)
        _edit(session, _line(rng))
        _done(kept)
        if rng.random() < 0.5:
            _run(session, 3, rng)
        kept.leave()


def twin(folder: SessionsFolder, rng: random.Random) -> None:
    """Say lines to the plain twin."""
    session, kept = _begun(folder, rng)
    talk = Twin(session, Pause())
    _tell("ready")
    while True:
        line = f"run {rng.randrange(1, 20_000)}" if rng.random() < 0.2 else _line(rng)
        with suppress(EngineError):
            list(talk.answer(line))
        _done(kept)
        time.sleep(rng.random() * 0.02)


def full_disk(folder: SessionsFolder, rng: random.Random) -> None:
    """Edit and run on a disk that is full now and then, for other reasons."""
    appending.SECONDS_TO_RETRY = 0.1
    saving.SECONDS_TO_KEEP = 0.2
    session, kept = _begun(folder, rng)
    filler = folder.path.parent / "filler"
    filler.write_bytes(b"")
    _tell("ready")
    for act in _without_end(rng):
        if act < 0.1:
            _fill(filler)
        elif act < 0.2:
            filler.write_bytes(b"")
        _act(session, kept, rng)


def read_only(folder: SessionsFolder, rng: random.Random) -> None:
    """Edit and run where nothing can be written."""
    edits(folder, rng)


def _without_end(rng: random.Random) -> Iterator[float]:
    while True:
        yield rng.random()


def _fill(filler: object) -> None:
    with suppress(OSError), open(filler, "ab", buffering=0) as stream:  # type: ignore[call-overload]  # noqa: PTH123
        for size in (4_096, 512, 64, 1):
            with suppress(OSError):
                while stream.write(b"x" * size):
                    pass


KINDS: dict[str, tuple[Acts, float, float]] = {
    "edits, runs, undo, opening": (edits, 1.2, 0.4),
    "while what memory holds is written": (states, 1.0, 0.18),
    "while it is resumed and left": (resuming, 1.0, 0.16),
    "the plain twin": (twin, 1.0, 0.12),
    "long runs": (runs, 6.0, 0.06),
    "a full disk": (full_disk, 1.2, 0.06),
    "a read-only folder": (read_only, 0.6, 0.02),
}
"""What is done, after how many seconds it is killed at the latest, and the share of all."""
