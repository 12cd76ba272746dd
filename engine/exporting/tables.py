"""Tables of a training for spreadsheets and notebooks: the error through time, or each row with its answer."""

from __future__ import annotations

import csv
import io
import json
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from engine.data.dataset import Dataset
from engine.exporting.trained import HISTORY, Trained
from engine.network.method import Method
from engine.session.export import row_objects, without_infinities
from engine.training.commands import Command, Folded, Load, SetMethod
from engine.training.learning_curve import LearningCurve
from engine.training.results import parts, score_name
from engine.training.state import TrainingState

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula."""
Record = dict[str, Any]


def csv_table(trained: Trained) -> str:
    """Return a table as CSV, its numbers to the last bit; a text that a spreadsheet would compute begins with '."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    records = [*_history(trained)] if trained.what == HISTORY else [*_flat_rows(trained.state)]
    writer.writerow(map(_text, records[0]))
    writer.writerows([_cell(value) for value in record.values()] for record in records)
    return stream.getvalue()


def jsonl_table(trained: Trained) -> str:
    """Return a table as JSON, an object a line; what is infinite or undefined is null."""
    records = _history(trained) if trained.what == HISTORY else _rows(trained.state)
    return "".join(json.dumps(without_infinities(record), allow_nan=False) + "\n" for record in records)


def _history(trained: Trained) -> Iterator[Record]:
    """Yield the points of the error: ``loss`` and ``val_loss`` are the MSE over the training and the test rows."""
    state, rates = trained.state, _rates(trained)
    history, test = state.history, state.test_history
    times, scores = LearningCurve().points(state, "train")
    judged = dict(zip(times.tolist(), scores.tolist(), strict=True))
    began = [time for time, _ in rates]
    for index, (time, mse) in enumerate(zip(history.x.tolist(), history.y.tolist(), strict=True)):
        yield {
            "step": round(time * state.dataset.rows),
            "epoch": time,
            "loss": mse,
            "val_loss": float(test.y[index]) if len(test.y) == len(history.y) else None,
            "lr": rates[max(0, bisect_right(began, time) - 1)][1],
            score_name(state.dataset): judged.get(time),
        }


def _rates(trained: Trained) -> list[tuple[float, float]]:
    """Return since which time, in epochs, which learning rate was used, since the training last began again."""
    now, changes = trained.state.method.learning_rate, list[tuple[float, float]]()
    before = None
    for step in trained.steps or ():
        summary = step.summary
        if before is not None and summary.samples < before.samples:  # it began again
            changes = [(0.0, changes[-1][1])] if changes else []
        for command in _edits(step.command):
            if isinstance(command, Load):
                changes = [(0.0, command.setup.method.learning_rate)]
            elif isinstance(command, SetMethod):
                if not changes and isinstance(summary.replaced, Method):
                    changes = [(0.0, summary.replaced.learning_rate)]
                changes.append((summary.epoch + summary.position / summary.rows, command.method.learning_rate))
        before = summary
    return changes or [(0.0, now)]


def _edits(command: Command | None) -> Sequence[Command]:
    if command is None:
        return ()
    return command.edits if isinstance(command, Folded) else (command,)


def _rows(state: TrainingState) -> Iterator[Record]:
    """Yield each row with its part, its inputs, what was expected and what it got, in the data's own units."""
    for part, dataset, evaluation in parts(state):
        for record in row_objects(evaluation, dataset, state.scaling):
            yield {"part": part, **record}


def _flat_rows(state: TrainingState) -> Iterator[Record]:
    """Yield the same with a column for each input and output; in a classification, the classes too."""
    dataset = state.dataset
    for record in _rows(state):
        flat = {"part": record["part"], "row": record["row"]}
        flat |= _named("", dataset.input_names, record["inputs"])
        if dataset.task == "classification":
            flat |= {"expected": _class(dataset, record["expected"]), "got": _class(dataset, record["got"])}
            flat |= {"right": record["right"]}
        for what in ("expected", "got"):
            flat |= _named(f"{what} ", dataset.output_names, record[what])
        yield flat


def _named(prefix: str, names: Sequence[str], values: Sequence[float]) -> Record:
    """Return values by unique names: two columns of one name are numbered."""
    found: Record = {}
    for number, (name, value) in enumerate(zip(names, values, strict=True), start=1):
        key = f"{prefix}{name}"
        found[f"{key} ({number})" if key in found else key] = value
    return found


def _class(dataset: Dataset, values: Sequence[float]) -> str:
    return dataset.classes[int(dataset.classes_of(np.array(values)))]


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
