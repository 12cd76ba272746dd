"""Results as plain objects, ready for JSON."""

from __future__ import annotations

import math
from typing import Any

from engine.analysis.evaluation import Evaluation
from engine.analysis.metrics import Classification, Regression
from engine.data.dataset import Dataset
from engine.data.scaling import Scaling
from engine.training.results import part_metrics, score_of


def score_object(evaluation: Evaluation, dataset: Dataset, scaling: Scaling | None) -> dict[str, Any]:
    """Return one part's results for a machine; what has no meaning is None.

    ``mse`` and ``error`` are the loss that is descended, in the network's numbers; ``rmse`` and ``r2`` of a regression
    are in the data's own units. ``confusion`` counts in row i and column j how often class i was answered with class j;
    ``classes`` has for each class its ``rows``, ``precision``, ``recall`` and ``f1``.
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
