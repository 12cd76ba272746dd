"""How speed depends on parameters, rows and steps, and how much memory a long training takes."""

import statistics
import time
import tracemalloc
from collections.abc import Callable

from engine.kernels.compiler import compilation, kernel_for
from engine.network.network import parameter_count
from engine.network.places import Weight
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import Command, SetParameter, StepEpoch, StepPhase, StepSample
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
STEPS = (10, 100, 1_000, 5_000)
"""The steps at which the cost of one more is measured."""
MORE = 30
"""How many more steps are done there, at all of these steps in turn."""
MOST_TIMES, MOST_GOTO_MS = 1.5, 50
"""Targets: of the cost at a late step to that at the first, and of going to any step."""
EVERY = 50
KINDS: dict[str, Callable[[int], Command]] = {
    "edits": lambda number: SetParameter(Weight(1, 0, 0), (number % 97) / 100),
    "samples": lambda number: StepSample(),
    "phases": lambda number: StepPhase(),
    "epochs": lambda number: StepEpoch(),
}
"""The commands that are measured, each as the command of some number."""


def main() -> None:
    """Print the tables."""
    _parameters()
    _rows()
    _steps()
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


def _steps() -> None:
    mixed = list(KINDS.values())
    kinds = KINDS | {"all in turn": lambda number: mixed[number % len(mixed)](number)}
    lines = []
    for name, command in kinds.items():
        sessions = [_session_of(command, steps) for steps in STEPS]
        first, *later = _microseconds(sessions, command)
        longest = max(_goto_ms(sessions[-1], step) for step in range(0, STEPS[-1] + 1, EVERY))
        lines.append([name, f"{first:,.0f}", *(f"{one / first:.2f}" for one in later), f"{longest:.0f}"])
    show(
        f"As the steps grow (2-3-2, 10 rows), targets ≤ {MOST_TIMES} times and < {MOST_GOTO_MS} ms",
        ["steps", "µs at step 10", *(f"times at {steps:,}" for steps in STEPS[1:]), "ms to go to any, at most"],
        lines,
    )


def _session_of(command: Callable[[int], Command], steps: int) -> Session:
    session = Session(workload((2, 3, 2), 10, 1).setup(shuffle=False))
    for number in range(steps):
        session.apply(command(number))
    return session


def _microseconds(sessions: list[Session], command: Callable[[int], Command]) -> list[float]:
    """Return the processor time of one more step of each, the median of several that are done in turn."""
    took: list[list[float]] = [[] for _ in sessions]
    for number in range(MORE):
        for session, times in zip(sessions, took, strict=True):
            began = time.process_time()
            session.apply(command(number))
            times.append(time.process_time() - began)
    return [1e6 * statistics.median(times) for times in took]


def _goto_ms(session: Session, step: int) -> float:
    """Return the processor time of going to a step, the least of three."""
    took = []
    for _ in range(3):
        began = time.process_time()
        session.travel(Goto(step))
        took.append(time.process_time() - began)
    return 1e3 * min(took)


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
