"""How good a training is: its parts, their verdicts and scores."""

from __future__ import annotations

from engine.analysis.evaluation import Evaluation
from engine.analysis.metrics import Classification, Regression, metrics
from engine.data.dataset import Dataset
from engine.data.scaling import Scaling
from engine.training.state import TrainingState


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
