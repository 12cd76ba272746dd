"""How large a saved session is, and how long it takes to write and to read."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from engine.experiment.starts import setup_for
from engine.kernels.compiler import compilation
from engine.network.places import Weight
from engine.session.saved.arrays_file import read_arrays, write_arrays
from engine.session.saved.documents import document_of
from engine.session.saved.timeline_file import timeline_of
from engine.session.session import Session
from engine.training.commands import Command, SetParameter, StepEpoch, StepPhase, StepSample
from tests.benchmarks.table import show

STEPS = 5_000
SAMPLES = 10_000_000
RUNS = 50
"""How many of the steps are runs."""
TARGET_MB, TARGET_MS = 5, 300


def main() -> None:
    """Print the table."""
    kinds: list[Callable[[float], Command]] = [
        lambda value: StepSample(),
        lambda value: StepPhase(),
        lambda value: StepEpoch(),
        lambda value: SetParameter(Weight(1, 0, 0), value),
    ]
    rng, session = Random(1), Session(setup_for("level2"))
    session.kernel.name = "numpy" if compilation() == "not installed" else "numba"
    for number in range(STEPS):
        if number % (STEPS // RUNS):
            session.apply(kinds[number % len(kinds)](rng.random()))
        else:
            session.run(SAMPLES // RUNS)
            session.end_run()
    name = f"level2, {session.state.samples:,} samples, {session.last_step:,} steps"
    with tempfile.TemporaryDirectory() as folder:
        show(
            f"A saved session, targets < {TARGET_MB} MB and < {TARGET_MS} ms to read; ms of the processor, least of 3",
            ["session", "MB of memory", "MB of file", "ms to encode", "to write", "to read", "to make the timeline"],
            [[name, *_figures(session, Path(folder) / "session.npz")]],
        )


def _figures(session: Session, path: Path) -> list[str]:
    kept = session._timeline.kept
    document = document_of(kept, {})
    times = (
        _milliseconds(lambda: document_of(kept, {})),
        _milliseconds(lambda: write_arrays(path, document)),
        _milliseconds(lambda: read_arrays(path)),
        _milliseconds(lambda: timeline_of(path.name, document)),
    )
    sizes = sum(array.nbytes for array in document.values()), path.stat().st_size
    return [*(f"{size / 1e6:.1f}" for size in sizes), *(f"{one:.0f}" for one in times)]


def _milliseconds(act: Callable[[], object]) -> float:
    """Return the processor time of an act, the least of three."""
    took = []
    for _ in range(3):
        began = time.process_time()
        act()
        took.append(time.process_time() - began)
    return 1e3 * min(took)
