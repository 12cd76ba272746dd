"""Results as plain objects for JSON."""

from __future__ import annotations

import math
from typing import Any

from engine.analysis.evaluation import Evaluation
from engine.analysis.metrics import Classification, Regression
from engine.data.dataset import Dataset
from engine.data.scaling import Scaling
from engine.training.results import part_metrics, score_of


def score_object(evaluation: Evaluation, dataset: Dataset, scaling: Scaling | None) -> dict[str, Any]:
    """Return the results of one part; a metric that does not apply to the task is None.

    ``mse`` and ``error``, the loss, are in the network's numbers; ``rmse`` and ``r2`` of a regression are in the data's
    own units. ``confusion`` is the confusion matrix: row i, column j counts the rows of class i that got class j.
    ``classes`` has the ``rows``, ``precision``, ``recall`` and ``f1`` of each class.
    """
    verdict = part_metrics(evaluation, dataset, scaling)
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
    """Return each row's number, inputs, expected and got outputs, in the data's own units, and whether it is right.

    ``right`` is None for a regression.
    """
    inputs, expected, got = dataset.inputs.tolist(), dataset.expected.tolist(), evaluation.outputs.tolist()
    if scaling is not None:
        inputs = scaling.inputs.original(dataset.inputs).tolist()
    if scaling is not None and scaling.outputs is not None:
        expected = scaling.outputs.original(dataset.expected).tolist()
        got = scaling.own_outputs(evaluation.outputs).tolist()
    right = [None] * dataset.rows if evaluation.right is None else evaluation.right.tolist()
    columns = zip(map(dataset.number, range(dataset.rows)), inputs, expected, got, right, strict=True)
    return [dict(zip(("row", "inputs", "expected", "got", "right"), row, strict=True)) for row in columns]


def without_infinities(value: Any) -> Any:
    """Replace infinities and NaN, which JSON cannot write, by None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [without_infinities(item) for item in value]
    if isinstance(value, dict):
        return {key: without_infinities(item) for key, item in value.items()}
    return value


def scaling_object(scaling: Scaling | None) -> dict[str, Any] | None:
    """Return the scaling: the network sees (value − offset) / scale. None if the rows are not scaled."""
    if scaling is None:
        return None
    sides = {"inputs": scaling.inputs, "outputs": scaling.outputs}
    found: dict[str, Any] = {"kind": scaling.kind}
    for side, columns in sides.items():
        found[side] = None if columns is None else {"offset": columns.offset.tolist(), "scale": columns.scale.tolist()}
    return found
