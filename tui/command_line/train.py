"""Training without a screen: a progress bar or plain lines, then the results a row and a summary, or JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rich.cells import cell_len

from engine import wording
from engine.analysis.evaluation import saturation
from engine.network.network import shape_text
from engine.session.export import row_objects, scaling_object, score_object, without_infinities
from engine.session.session import Session
from engine.training.divergence import Divergence
from engine.training.goal import Goal
from engine.training.results import parts
from engine.training.state import Setup, TrainingState
from tui.command_line.score_table import preparation, score_table
from tui.terminal.streams import flush, is_terminal, say

CHUNK_SECONDS = 0.1
"""How long training goes on between two looks at the progress bar and at Ctrl+C."""
FIRST_CHUNK = 32
MOST_LINES = 10
MOST_ROWS = 20
LABEL_CELLS = 24

Progress = Callable[[TrainingState], None]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a training came to.

    Attributes:
        state: the last state, in which every number is finite.
        seconds: how long it trained, without what was shown meanwhile.
        stopped: what ended it early against the learner's will; none if nothing did.
        goal: why it stopped early as it was asked to; nothing if it did not.
        kernel: what computed the last of it: see ``engine.kernels.compiled``.
    """

    state: TrainingState
    seconds: float
    stopped: Divergence | KeyboardInterrupt | None
    goal: str = ""
    kernel: str = "numpy"


def train(setup: Setup, start: str, as_json: bool = False, kernel: str = "numpy") -> int:
    """Train for the epochs that ``setup`` asks for or until its goal, show the results and return the exit code, 0.

    Args:
        setup: what to train.
        start: what the learner called it.
        as_json: print one JSON object and nothing else.
        kernel: what trains, one of ``engine.kernels.compiled.KERNELS``.

    Raises:
        Divergence: training came to a number that is not finite; the results before it are on stdout.
        KeyboardInterrupt: Ctrl+C, saying how far it got; the results up to there are on stdout.
    """
    with _shown_progress(setup, as_json) as progress:
        outcome = trained(setup, progress, kernel)
    if as_json:
        print(json.dumps(json_object(outcome, start), allow_nan=False))
    else:
        print(*_results(outcome.state), "", *_summary(outcome), sep="\n")
    flush()  # before what goes to stderr, so that the two do not change places
    if outcome.stopped is not None:
        raise outcome.stopped
    state = outcome.state
    if state.samples and (why := saturation(state.network, state.dataset)):
        say(why, 0)
    return 0


def trained(setup: Setup, progress: Progress, kernel: str = "numpy") -> Outcome:
    """Train as long as the setup asks for, showing each state on the way."""
    session = Session(setup)
    session.kernel, goal = kernel, Goal(session.state)
    session.kernel_now()  # what is timed is training alone: if the loop has to be compiled for it, that comes before
    rows = session.state.dataset.rows
    total = setup.epochs * rows
    stops = [rows * epoch for epoch in _epochs_told(setup.epochs)]
    chunk, seconds = FIRST_CHUNK, 0.0
    try:
        while (samples := session.state.samples) < total and not goal.reached:
            # To a stop and not past it: the MSE that is told for an epoch is the one at its end.
            count = min(chunk, next(stop for stop in stops if stop > samples) - samples)
            began = time.perf_counter()
            try:
                session.run(count, goal)
            finally:
                seconds += (took := time.perf_counter() - began)
            done = session.state.samples - samples
            chunk = max(1, min(4 * chunk, int(done * CHUNK_SECONDS / max(took, 1e-9))))
            progress(session.state)
    except Divergence as divergence:
        return Outcome(session.state, seconds, divergence, kernel=session.kernel_used)
    except KeyboardInterrupt:
        where = (
            f"interrupted in epoch {session.state.epoch + 1} of {setup.epochs}; the results are those reached so far"
        )
        return Outcome(session.state, seconds, KeyboardInterrupt(where), kernel=session.kernel_used)
    return Outcome(session.state, seconds, None, goal.reached, session.kernel_used)


def _epochs_told(epochs: int) -> list[int]:
    """Choose the epochs after which a plain line is printed, evenly, the last among them."""
    lines = min(epochs, MOST_LINES)
    return [-(-epochs * line // lines) for line in range(1, lines + 1)]


# --- while it trains ---------------------------------------------------------------------------------------------


def _shown_progress(setup: Setup, as_json: bool) -> AbstractContextManager[Progress]:
    """Choose how the training is followed: a bar on a terminal, plain lines when piped, nothing beside JSON."""
    # A bar beside a stdout that is piped to the same terminal would be drawn over the lines that come through.
    if is_terminal(sys.stderr) and (as_json or is_terminal(sys.stdout)):
        return _bar(setup)
    return nullcontext(lambda state: None) if as_json else nullcontext(_lines(setup))


def _lines(setup: Setup) -> Progress:
    told, rows = set(_epochs_told(setup.epochs)), setup.parts.train.rows

    def progress(state: TrainingState) -> None:
        epoch, position = divmod(state.samples, rows)
        if position == 0 and epoch in told:
            width = len(str(setup.epochs))
            print(f"epoch {epoch:>{width}}/{setup.epochs}  MSE {state.history.y[-1]:.4g}", flush=True)

    return progress


@contextmanager
def _bar(setup: Setup) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    class Output(Console):
        """Leaves the cursor alone: a process that is killed could not bring it back."""

        def show_cursor(self, show: bool = True) -> bool:
            return False

    columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeRemainingColumn(compact=True))
    # Drawn between two chunks and not by a thread, which would take turns with the training.
    with Progress(*columns, console=Output(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=setup.epochs * setup.parts.train.rows)

        def progress(state: TrainingState) -> None:
            text = f"epoch {state.epoch}/{setup.epochs}  MSE {state.history.y[-1]:.4g}"
            bar.update(task, completed=state.samples, description=text, refresh=True)

        yield progress


# --- after it has trained ----------------------------------------------------------------------------------------


def json_object(outcome: Outcome, start: str) -> dict[str, Any]:
    """Return the results for a machine; what is not finite or has no meaning is None.

    ``shape`` lists the sizes of the layers, ``outputs`` names the outputs (the classes of a classification);
    ``weights`` has for each layer a row a neuron, ``biases`` a number a neuron; ``batch_size`` is None for all rows.
    The results on the rows trained on stand at the top, and with a test beside those on its rows, as ``train`` and
    ``test``: see ``score_object``. ``rows`` and ``test_rows`` are in the data's own units, which ``scaling`` brings to
    the network's. ``stopped`` says what ended the training early.
    """
    state = outcome.state
    scores = {name: score_object(result, dataset, state.scaling) for name, dataset, result in parts(state)}
    rows = {name: row_objects(result, dataset, state.scaling) for name, dataset, result in parts(state)}
    whole = {
        "start": start,
        "shape": list(state.network.sizes),
        "outputs": list(state.dataset.output_names),
        "activations": list(state.network.activations),
        "loss": state.network.loss_name,
        "optimizer": state.optimizer,
        "learning_rate": state.learning_rate,
        "batch_size": state.batch_size,
        "l2": state.l2,
        "seed": state.setup.seed,
        "epochs": state.epoch,
        "samples": state.samples,
        "seconds": outcome.seconds,
        "kernel": outcome.kernel,
        **scores["train"],
        **(scores if "test" in scores else {}),
        "scaling": scaling_object(state.scaling),
        "stopped": outcome.goal or (None if outcome.stopped is None else str(outcome.stopped)),
        "weights": [matrix.tolist() for matrix in state.network.weights],
        "biases": [vector.tolist() for vector in state.network.biases],
        "rows": rows["train"],
        **({"test_rows": rows["test"]} if "test" in rows else {}),
    }
    return {key: without_infinities(value) for key, value in whole.items()}


def _results(state: TrainingState) -> list[str]:
    """Write the first rows as a table: what was expected, what came out, and whether it is right."""
    right = state.evaluation.right
    name_of = _label_of if right is not None else _numbers
    expected_outputs, outputs = state.dataset.expected, state.evaluation.outputs
    if state.scaling is not None:
        expected_outputs, outputs = map(state.scaling.own_outputs, (expected_outputs, outputs))
    pairs = zip(expected_outputs, outputs, strict=True)
    table = [["row", "expected", "got", ""]]
    for index, (expected, got) in enumerate(islice(pairs, MOST_ROWS)):
        verdict = "" if right is None else "✗✓"[int(right[index])]
        table.append([f"{index + 1:>3}", name_of(state, expected), name_of(state, got), verdict])
    lines = _aligned(table)
    if (more := state.dataset.rows - MOST_ROWS) > 0:
        lines.append(f"and {more:,} more (--json gives every row)")
    return lines


def _label_of(state: TrainingState, values: Any) -> str:
    from tui.terminal.text import safe  # here, for it takes longer to import than the article's 40 epochs

    return safe(state.dataset.output_names[int(values.argmax())], LABEL_CELLS)


def _numbers(state: TrainingState, values: Any) -> str:
    return "  ".join(f"{value:>9.6g}" for value in values)


def _aligned(table: Sequence[Sequence[str]]) -> list[str]:
    """Join cells to lines with the columns below each other, whatever the width of their characters."""
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    ]


def _summary(outcome: Outcome) -> list[str]:
    from tui.terminal.text import safe

    state, prepared = outcome.state, preparation(outcome.state.setup.scaling)
    epochs, samples = wording.count(state.epoch, "epoch"), wording.count(state.samples, "sample")
    by = ", compiled by Numba" if outcome.kernel == "numba" else ""
    speed = f" ({state.samples / outcome.seconds:,.0f} a second{by})" if outcome.seconds else ""
    goal = [f"stopped early: {outcome.goal}"] if outcome.goal else []
    return [
        f"{safe(state.setup.name, 40)}  {shape_text(state.network.sizes)}  seed {state.setup.seed}{prepared}",
        *goal,
        f"{epochs}, {samples} in {outcome.seconds:.3g} s{speed}",
        *_aligned(score_table(state)),
    ]
