"""The results of a training: metrics and scores of its training and test parts."""

from __future__ import annotations

from engine.analysis.evaluation import Evaluation
from engine.analysis.metrics import Classification, Regression, metrics
from engine.data.dataset import Dataset
from engine.data.scaling import Scaling
from engine.data.splitting import Part
from engine.training.state import TrainingState


def parts(state: TrainingState) -> list[tuple[Part, Dataset, Evaluation]]:
    """List the training part and, if there is one, the test part: name, rows and evaluation."""
    found: list[tuple[Part, Dataset, Evaluation]] = [("train", state.dataset, state.evaluation)]
    if state.test is not None and state.test_evaluation is not None:
        found.append(("test", state.test, state.test_evaluation))
    return found


def part_metrics(evaluation: Evaluation, dataset: Dataset, scaling: Scaling | None) -> Classification | Regression:
    """Return the metrics of a part, those of a regression in the data's own units."""
    if scaling is None or scaling.outputs is None:
        return metrics(evaluation.outputs, dataset)
    return metrics(scaling.own_outputs(evaluation.outputs), scaling.undone(dataset))


def score_of(verdict: Classification | Regression) -> float | None:
    """Return the accuracy of a classification or R² of a regression; None if it is undefined."""
    return verdict.accuracy if isinstance(verdict, Classification) else verdict.r2


def score_name(dataset: Dataset) -> str:
    """Return the name that ``score_of`` has in JSON: "accuracy" or "r2"."""
    return "accuracy" if dataset.task == "classification" else "r2"
