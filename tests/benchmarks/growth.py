"""How speed depends on parameters and rows, and how much memory a long training takes."""

import tracemalloc

from engine.kernels.compiler import compilation, kernel_for
from engine.network.network import parameter_count
from engine.session.session import Session
from tests.benchmarks.speed import glassnet
from tests.benchmarks.table import show
from tests.benchmarks.timing import Contestant, samples_a_second
from tests.benchmarks.workload import workload

SHAPES = [(2, 3, 2), (4, 8, 8, 3), (16, 32, 10), (64, 32, 10), (128, 128, 10), (784, 128, 10), (784, 512, 10)]
ROWS = [10, 100, 1_000, 10_000, 100_000, 1_000_000]
SAMPLES = 10_000_000
CHUNK = 2_500
"""Samples a chunk: about as many as the workbench trains between two checks of its queue."""
TARGET_MB = 50


def main() -> None:
    """Print the tables."""
    _parameters()
    _rows()
    _memory()


def _parameters() -> None:
    lines = []
    for sizes in SHAPES:
        count = parameter_count(sizes)
        load = workload(sizes, 200, max(1, 400_000 // (4_000 + count)))
        rate = samples_a_second([Contestant("glassnet", lambda load=load: glassnet(load), load.samples)], 5)["glassnet"]
        each = 1e6 / rate
        lines.append([load.name, f"{count:,}", f"{rate:,.0f}", f"{each:.2f}", f"{1000 * each / count:.2f}"])
    show(
        "As networks grow (200 rows)",
        ["network", "parameters", "samples/s", "µs a sample", "ns a sample and parameter"],
        lines,
    )


def _rows() -> None:
    lines = []
    for rows in ROWS:
        load = workload((2, 3, 2), rows, 1)
        setup = load.setup(shuffle=True)
        session = Session(setup)
        samples = max(20_000, min(2 * rows, 1_200_000))

        def trial(session: Session = session, samples: int = samples) -> None:
            for _ in range(0, samples, CHUNK):
                session.run(min(CHUNK, samples))

        rate = samples_a_second([Contestant("glassnet", lambda trial=trial: trial, samples)], 3)["glassnet"]
        lines.append([f"{rows:,}", f"{rate:,.0f}"])
    show(f"As the rows grow (2-3-2, shuffled, {CHUNK:,} samples a chunk)", ["rows", "samples/s"], lines)


def _memory() -> None:
    load = workload((2, 3, 2), 10, 1)
    session = Session(load.setup(shuffle=False))
    session.kernel.name = "auto"
    if compilation() != "not installed":
        kernel_for("numba")  # so that Numba's own memory does not count
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    while session.state.samples < SAMPLES:
        session.run(50_000)
        session.end_run()  # so that the timeline keeps each as a step
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    show(
        f"Memory of history and timeline after {SAMPLES:,} samples (2-3-2), target < {TARGET_MB} MB",
        ["steps", "points of the history", "MB", "MB at most"],
        [
            [
                f"{session.last_step:,}",
                f"{len(session.state.history.x):,}",
                f"{(after - before) / 1e6:.2f}",
                f"{(peak - before) / 1e6:.2f}",
            ]
        ],
    )
