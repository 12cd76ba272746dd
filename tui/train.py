"""Training without a screen: a progress bar or plain lines, then the results a row and a summary, or JSON."""

from __future__ import annotations

import json
import math
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rich.cells import cell_len

from engine.network import shape_text
from engine.session import Session
from engine.state import Divergence, Setup, TrainingState
from engine.stopping import Goal
from tui.streams import flush, is_terminal, lacks

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
    """

    state: TrainingState
    seconds: float
    stopped: Divergence | KeyboardInterrupt | None
    goal: str = ""


def train(setup: Setup, start: str, as_json: bool = False) -> int:
    """Train for the epochs that ``setup`` asks for or until its goal, show the results and return the exit code, 0.

    Args:
        setup: what to train.
        start: what the learner called it.
        as_json: print one JSON object and nothing else.

    Raises:
        Divergence: training came to a number that is not finite; the results before it are on stdout.
        KeyboardInterrupt: Ctrl+C, saying how far it got; the results up to there are on stdout.
    """
    with _shown_progress(setup, as_json) as progress:
        outcome = _trained(setup, progress)
    if as_json:
        print(json.dumps(json_object(outcome, start), allow_nan=False))
    else:
        print(*_results(outcome.state), "", *_summary(outcome), sep="\n")
    flush()  # before what goes to stderr, so that the two do not change places
    if outcome.stopped is not None:
        raise outcome.stopped
    return 0


def _trained(setup: Setup, progress: Progress) -> Outcome:
    session, goal, reached = Session(setup), Goal(setup), ""
    rows, total = setup.dataset.rows, setup.epochs * setup.dataset.rows
    stops = [rows * epoch for epoch in _epochs_told(setup.epochs)]
    chunk, seconds = FIRST_CHUNK, 0.0
    try:
        while (samples := session.state.samples) < total and not reached:
            # To a stop and not past it: the MSE that is told for an epoch is the one at its end.
            count = min(chunk, next(stop for stop in stops if stop > samples) - samples)
            if goal.watches:
                count = min(count, rows - session.state.position)
            began = time.perf_counter()
            try:
                session.run(count)
            finally:
                seconds += (took := time.perf_counter() - began)
            chunk = max(1, min(4 * chunk, int(count * CHUNK_SECONDS / max(took, 1e-9))))
            if goal.watches and session.state.position == 0:
                reached = goal.reason_to_stop(session.state.epoch, float(session.state.history.y[-1]))
            progress(session.state)
    except Divergence as divergence:
        return Outcome(session.state, seconds, divergence)
    except KeyboardInterrupt:
        where = (
            f"interrupted in epoch {session.state.epoch + 1} of {setup.epochs}; the results are those reached so far"
        )
        return Outcome(session.state, seconds, KeyboardInterrupt(where))
    return Outcome(session.state, seconds, None, reached)


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
    told, rows = set(_epochs_told(setup.epochs)), setup.dataset.rows

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
        task = bar.add_task("", total=setup.epochs * setup.dataset.rows)

        def progress(state: TrainingState) -> None:
            text = f"epoch {state.epoch}/{setup.epochs}  MSE {state.history.y[-1]:.4g}"
            bar.update(task, completed=state.samples, description=text, refresh=True)

        yield progress


# --- after it has trained ----------------------------------------------------------------------------------------


def json_object(outcome: Outcome, start: str) -> dict[str, Any]:
    """Return the results for a machine; what is not finite or has no meaning is None.

    ``shape`` lists the sizes of the layers, ``outputs`` names the outputs (the classes of a classification);
    ``weights`` has for each layer a row a neuron, ``biases`` a number a neuron; ``mse`` is the mean over rows and
    outputs of (got − expected)², ``error`` the mean over rows of E, which ``loss`` says what it is; ``right`` and
    ``total`` count rows, None in a regression; ``batch_size`` is None for all rows; ``stopped`` says what ended the
    training early.
    """
    state = outcome.state
    result, right = state.evaluation, state.evaluation.right
    told = [None] * state.dataset.rows if right is None else right.tolist()
    columns = zip(
        state.dataset.inputs.tolist(), state.dataset.expected.tolist(), result.outputs.tolist(), told, strict=True
    )
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
        "mse": result.mse,
        "error": result.error,
        "right": None if right is None else int(right.sum()),
        "total": None if right is None else len(right),
        "stopped": outcome.goal or (None if outcome.stopped is None else str(outcome.stopped)),
        "weights": [matrix.tolist() for matrix in state.network.weights],
        "biases": [vector.tolist() for vector in state.network.biases],
        "rows": [dict(zip(("inputs", "expected", "got", "right"), row, strict=True)) for row in columns],
    }
    return {key: _without_infinities(value) for key, value in whole.items()}


def _without_infinities(value: Any) -> Any:
    """Replace what JSON has no word for, infinite numbers and NaN, by None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_without_infinities(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_infinities(item) for key, item in value.items()}
    return value


def _results(state: TrainingState) -> list[str]:
    """Write the first rows as a table: what was expected, what came out, and whether it is right."""
    right = state.evaluation.right
    verdicts = ("wrong", "right") if lacks(sys.stdout, "✓✗") else ("✗", "✓")
    name_of = _label_of if right is not None else _numbers
    pairs = zip(state.dataset.expected, state.evaluation.outputs, strict=True)
    table = [["row", "expected", "got", ""]]
    for index, (expected, got) in enumerate(islice(pairs, MOST_ROWS)):
        verdict = "" if right is None else verdicts[int(right[index])]
        table.append([f"{index + 1:>3}", name_of(state, expected), name_of(state, got), verdict])
    lines = _aligned(table)
    if (more := state.dataset.rows - MOST_ROWS) > 0:
        lines.append(f"and {more:,} more (--json gives every row)")
    return lines


def _label_of(state: TrainingState, values: Any) -> str:
    from tui.text import safe  # here, for it takes longer to import than the article's 40 epochs

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
    from tui.text import safe

    state, result = outcome.state, outcome.state.evaluation
    speed = f" ({state.samples / outcome.seconds:,.0f} a second)" if outcome.seconds else ""
    table = [
        ["MSE", f"{result.mse:.6g}", "mean over rows and outputs of (got − expected)²"],
        ["mean E", f"{result.error:.6g}", f"mean over rows of {_spelled(state.network.loss.definition)}"],
    ]
    if result.right is not None:
        right, total = int(result.right.sum()), len(result.right)
        table.append(
            ["right", f"{right}/{total}", f"{right / total:.1%} of the rows have their largest output where expected"]
        )
    goal = [f"stopped early: {outcome.goal}"] if outcome.goal else []
    return [
        f"{safe(state.setup.name, 40)}  {shape_text(state.network.sizes)}  seed {state.setup.seed}",
        *goal,
        f"{_count(state.epoch, 'epoch')}, {_count(state.samples, 'sample')} in {outcome.seconds:.3g} s{speed}",
        *_aligned(table),
    ]


def _spelled(definition: str) -> str:
    """Write a loss with the words that the results are headed with."""
    return re.sub(r"\b[ay]\b", lambda letter: {"a": "got", "y": "expected"}[letter[0]], definition)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"
