"""``glassnet train``: a progress bar or plain lines, then the results of each row and a summary, or JSON."""

from __future__ import annotations

import json
import time
from itertools import islice
from typing import Any

from engine import wording
from engine.analysis.evaluation import saturation
from engine.experiment.setup import Setup
from engine.network.network import shape_text
from engine.quick_dataclass import dataclass
from engine.session.chunks import CHUNK_SECONDS, FIRST_CHUNK, chunk_after
from engine.session.export import row_objects, scaling_object, score_object, without_infinities
from engine.session.session import Session
from engine.training.divergence import Divergence, blown_up
from engine.training.results import parts
from engine.training.state import TrainingState
from engine.training.stop_check import StopCheck
from tui.command_line.compiling import wait_for_loop
from tui.command_line.described import described
from tui.command_line.progress import Follow, reported_epochs, shown_progress
from tui.command_line.score_table import preparation, score_table
from tui.command_line.table import aligned
from tui.terminal.interrupts import raise_on_interrupt
from tui.terminal.streams import flush, say

MOST_ROWS = 20
LABEL_CELLS = 24


@dataclass(frozen=True, eq=False)
class FinishedRun:
    """A training that has ended.

    Attributes:
        state: The last state; every number in it is finite.
        seconds: How long it trained, without the time spent on showing progress.
        stopped: What interrupted it; None if nothing did.
        stop_reason: Why a stop condition ended it early; "" if none did.
        kernel: What computed its last part: see ``engine.kernels.compiler``.
        note: Why a faster kernel cannot be had or kept; "" if nobody has to know.
    """

    state: TrainingState
    seconds: float
    stopped: Divergence | KeyboardInterrupt | None
    stop_reason: str = ""
    kernel: str = "numpy"
    note: str = ""


def train(setup: Setup, start: str, as_json: bool = False, kernel: str = "numpy") -> int:
    """Train until the epochs of the setup or a stop condition is reached, show the results and return the exit code, 0.

    A training that blew up raises its error after the results, for exit code 1.

    Args:
        setup: What to train.
        start: The name that the learner gave for it.
        as_json: Print one JSON object and nothing else.
        kernel: What trains, one of ``engine.kernels.compiler.KERNELS``.

    Raises:
        Divergence: The training blew up, see ``trained``; the results before that are on stdout.
        KeyboardInterrupt: Ctrl+C was pressed; the message says in which epoch, and the results so far are on stdout.
    """
    raise_on_interrupt()  # from here on there are results to lose
    wait_for_loop(kernel)
    with shown_progress(setup, as_json) as follow:
        finished = trained(setup, follow, kernel)
    if as_json:
        print(json.dumps(json_object(finished, start), allow_nan=False))
    else:
        print(*_results(finished.state), "", *_summary(finished), sep="\n")
    flush()  # before anything goes to stderr, so that the two keep their order
    if finished.note:
        say(finished.note, 0)
    if finished.stopped is not None:
        raise finished.stopped
    state = finished.state
    if state.samples and (why := saturation(state.network, state.dataset)):
        say(why, 0)
    return 0


def trained(setup: Setup, follow: Follow, kernel: str = "numpy") -> FinishedRun:
    """Train until the epochs of the setup are over, a stop condition is met, or something interrupts the training.

    It is interrupted where it blows up: a number becomes infinite or undefined, in the last epoch perhaps only the MSE.

    Args:
        setup: What to train.
        follow: Called with the state several times a second, and at the end of each epoch that gets a plain line.
        kernel: What trains, one of ``engine.kernels.compiler.KERNELS``.
    """
    session = Session(setup)
    session.kernel.name, check = kernel, StopCheck(session.state)
    session.kernel.kernel_for()  # loads the loop if it was asked for, so that only training is timed
    rows = session.state.dataset.rows
    total = setup.epochs * rows
    stops = [rows * epoch for epoch in reported_epochs(setup.epochs)]
    chunk, seconds = FIRST_CHUNK, 0.0
    try:
        while (samples := session.state.samples) < total and not check.reason:
            # Up to a stop and not past it, because the MSE shown for an epoch is the one at its end.
            count = min(chunk, next(stop for stop in stops if stop > samples) - samples)
            began = time.perf_counter()
            try:
                session.run(count, check)
            finally:
                seconds += (took := time.perf_counter() - began)
            done = session.state.samples - samples
            chunk = chunk_after(chunk, done, took, CHUNK_SECONDS)
            session.kernel.seconds_left = (total - session.state.samples) * took / max(done, 1)
            follow(session.state)
    except Divergence as divergence:
        stopped: Divergence | KeyboardInterrupt | None = divergence
    except KeyboardInterrupt:
        where = f"interrupted in epoch {session.state.epoch + 1} of {setup.epochs}; the results are those so far"
        stopped = KeyboardInterrupt(where)
    else:
        stopped = blown_up(session.state)
    reason = "" if stopped else check.reason
    return FinishedRun(session.state, seconds, stopped, reason, session.kernel_used, session.kernel.note_once())


def json_object(finished: FinishedRun, start: str) -> dict[str, Any]:
    """Return the results as an object for JSON; what is infinite or undefined is None.

    ``weights`` has for each layer one row per neuron, ``biases`` one number per neuron. The scores on the training rows
    stand at the top level; with a test part, ``train`` and ``test`` hold the scores of both (see ``score_object``).
    ``rows`` and ``test_rows`` are in the data's own units; ``scaling`` converts them to the network's. ``stopped`` says
    what ended the training early. The README describes every field.
    """
    state = finished.state
    scores: dict[str, Any] = {
        name: score_object(result, dataset, state.scaling) for name, dataset, result in parts(state)
    }
    rows = {name: row_objects(result, dataset, state.scaling) for name, dataset, result in parts(state)}
    whole = {
        **described(state.setup, start),
        "epochs": state.epoch,
        "samples": state.samples,
        "seconds": finished.seconds,
        "kernel": finished.kernel,
        **scores["train"],
        **(scores if "test" in scores else {}),
        "scaling": scaling_object(state.scaling),
        "stopped": finished.stop_reason or (None if finished.stopped is None else str(finished.stopped)),
        "weights": [matrix.tolist() for matrix in state.network.weights],
        "biases": [vector.tolist() for vector in state.network.biases],
        "rows": rows["train"],
        **({"test_rows": rows["test"]} if "test" in rows else {}),
    }
    return {key: without_infinities(value) for key, value in whole.items()}


def _results(state: TrainingState) -> list[str]:
    """Format the first rows as a table: expected, got, and whether that is right."""
    right = state.evaluation.right
    name_of = _label_of if right is not None else _numbers
    expected_outputs, outputs = state.dataset.expected, state.evaluation.outputs
    if state.scaling is not None:
        expected_outputs, outputs = map(state.scaling.own_outputs, (expected_outputs, outputs))
    pairs = zip(expected_outputs, outputs, strict=True)
    table = [["row", "expected", "got", ""]]
    for index, (expected, got) in enumerate(islice(pairs, MOST_ROWS)):
        verdict = "" if right is None else "✗✓"[int(right[index])]
        table.append([f"{state.dataset.number(index):>3}", name_of(state, expected), name_of(state, got), verdict])
    lines = aligned(table)
    if (more := state.dataset.rows - MOST_ROWS) > 0:
        lines.append(f"and {more:,} more (--json gives every row)")
    return lines


def _label_of(state: TrainingState, values: Any) -> str:
    from tui.terminal.text import safe  # takes longer to import than the article's 40 epochs to train

    dataset = state.dataset
    return safe(dataset.classes[int(dataset.classes_of(values))], LABEL_CELLS)


def _numbers(state: TrainingState, values: Any) -> str:
    return "  ".join(f"{value:>9.6g}" for value in values)


def _summary(finished: FinishedRun) -> list[str]:
    from tui.terminal.text import safe

    state, prepared = finished.state, preparation(finished.state.setup.scaling)
    epochs, samples = wording.count(state.epoch, "epoch"), wording.count(state.samples, "sample")
    by = ", compiled by Numba" if finished.kernel == "numba" else ""
    speed = f" ({state.samples / finished.seconds:,.0f} a second{by})" if finished.seconds else ""
    early = [f"stopped early: {finished.stop_reason}"] if finished.stop_reason else []
    return [
        f"{safe(state.setup.name, 40)}  {shape_text(state.network.sizes)}  seed {state.setup.seed}{prepared}",
        *early,
        f"{epochs}, {samples} in {finished.seconds:.3g} s{speed}",
        *aligned(score_table(state)),
    ]
