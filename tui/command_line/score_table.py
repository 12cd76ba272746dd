"""How a network does on the rows of one part, trained on or tested on: for machines and as lines of a summary."""

from __future__ import annotations

import math
import re
from typing import Any

from engine.analysis.evaluation import Evaluation
from engine.analysis.metrics import Classification, Regression, metrics
from engine.data.dataset import Dataset
from engine.data.scaling import Scaling
from engine.training.state import TrainingState

UNKNOWN = "none"
"""Written for an R² where every expected value is the same."""


def parts(state: TrainingState) -> list[tuple[str, Dataset, Evaluation]]:
    """List the parts of the data: what is trained on, and what is tested on if there is a test."""
    found = [("train", state.dataset, state.evaluation)]
    if state.test is not None and state.test_evaluation is not None:
        found.append(("test", state.test, state.test_evaluation))
    return found


def judged(evaluation: Evaluation, dataset: Dataset, scaling: Scaling | None) -> Classification | Regression:
    """Judge the outputs, those of a regression in the data's own units."""
    if scaling is None or scaling.outputs is None:
        return metrics(evaluation.outputs, dataset)
    return metrics(scaling.own_outputs(evaluation.outputs), scaling.undone(dataset))


def score_of(verdict: Classification | Regression) -> float | None:
    """Return the one number a part is compared by: accuracy, or R²."""
    return verdict.accuracy if isinstance(verdict, Classification) else verdict.r2


def metric_of(dataset: Dataset) -> str:
    """Name that number, as JSON has it."""
    return "accuracy" if dataset.task == "classification" else "r2"


def score_object(evaluation: Evaluation, dataset: Dataset, scaling: Scaling | None) -> dict[str, Any]:
    """Return one part's results for a machine; what has no meaning is None.

    ``mse`` and ``error`` are the loss that is descended, in the network's numbers; ``rmse`` and ``r2`` of a regression
    are in the data's own units. ``confusion`` counts in row i and column j how often class i was answered with class j;
    ``classes`` has for each class its ``rows``, ``precision``, ``recall`` and ``f1``.
    """
    verdict = judged(evaluation, dataset, scaling)
    by_class, is_class = None, isinstance(verdict, Classification)
    if isinstance(verdict, Classification):
        by_class = [
            {"name": one.name, "rows": one.rows, "precision": one.precision, "recall": one.recall, "f1": one.f1}
            for one in verdict.classes
        ]
    return {
        "mse": evaluation.mse,
        "error": evaluation.error,
        "right": verdict.right if isinstance(verdict, Classification) else None,
        "total": verdict.rows if isinstance(verdict, Classification) else None,
        "accuracy": score_of(verdict) if is_class else None,
        "r2": None if is_class else score_of(verdict),
        "rmse": math.sqrt(verdict.mse) if isinstance(verdict, Regression) else None,
        "confusion": verdict.confusion.tolist() if isinstance(verdict, Classification) else None,
        "classes": by_class,
    }


def row_objects(evaluation: Evaluation, dataset: Dataset, scaling: Scaling | None) -> list[dict[str, Any]]:
    """Return each row's inputs, expected and got outputs, in the data's own units, and whether it is right."""
    inputs, expected, got = dataset.inputs.tolist(), dataset.expected.tolist(), evaluation.outputs.tolist()
    if scaling is not None:
        inputs = scaling.inputs.original(dataset.inputs).tolist()
    if scaling is not None and scaling.outputs is not None:
        expected = scaling.outputs.original(dataset.expected).tolist()
        got = scaling.own_outputs(evaluation.outputs).tolist()
    right = [None] * dataset.rows if evaluation.right is None else evaluation.right.tolist()
    columns = zip(inputs, expected, got, right, strict=True)
    return [dict(zip(("inputs", "expected", "got", "right"), row, strict=True)) for row in columns]


def without_infinities(value: Any) -> Any:
    """Replace what JSON has no word for, infinite numbers and NaN, by None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [without_infinities(item) for item in value]
    if isinstance(value, dict):
        return {key: without_infinities(item) for key, item in value.items()}
    return value


def scaling_object(scaling: Scaling | None) -> dict[str, Any] | None:
    """Return how values are scaled, for a machine: what the network sees is (value − offset) / scale."""
    if scaling is None:
        return None
    sides = {"inputs": scaling.inputs, "outputs": scaling.outputs}
    told: dict[str, Any] = {"kind": scaling.kind}
    for side, columns in sides.items():
        told[side] = None if columns is None else {"offset": columns.offset.tolist(), "scale": columns.scale.tolist()}
    return told


def score_table(state: TrainingState) -> list[list[str]]:
    """Write the results as the cells of a table: what, a column a part, and what it means."""
    found = parts(state)
    verdicts = [judged(evaluation, dataset, state.scaling) for _, dataset, evaluation in found]
    table = [["", *(f"{name} ({dataset.rows:,})" for name, dataset, _ in found), ""]] if len(found) > 1 else []
    table.append(["MSE", *(f"{one.mse:.6g}" for *_, one in found), "mean over rows and outputs of (got − expected)²"])
    descended = _spelled(state.network.loss.definition)
    table.append(["mean E", *(f"{one.error:.6g}" for *_, one in found), f"mean over rows of {descended}"])
    if classified := [one for one in verdicts if isinstance(one, Classification)]:
        shares = " and ".join(f"{one.accuracy:.1%}" for one in classified)
        meaning = f"{shares} of the rows have their largest output where expected"
        table.append(["right", *(f"{one.right}/{one.rows}" for one in classified), meaning])
    regressed = [one for one in verdicts if isinstance(one, Regression)]
    if regressed:
        cells = (UNKNOWN if one.r2 is None else f"{one.r2:.4f}" for one in regressed)
        table.append(["R²", *cells, "1 is perfect, 0 no better than always the mean"])
    if regressed and state.scaling is not None:
        table.append(["off by", *(f"{math.sqrt(one.mse):.6g}" for one in regressed), "√MSE in the data's own units"])
    return table


def _spelled(definition: str) -> str:
    """Write a loss with the words that the results are headed with."""
    return re.sub(r"\b[ay]\b", lambda letter: {"a": "got", "y": "expected"}[letter[0]], definition)


def preparation(scaling: str) -> str:
    """Say in a few words how the rows were prepared; nothing if they were not."""
    return {"standard": "  standardised", "minmax": "  scaled to 0 … 1"}.get(scaling, "")
