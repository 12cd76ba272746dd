"""How good the answers became: the accuracy, or R², at the moments of a training."""

from __future__ import annotations

from typing import Literal
from weakref import WeakKeyDictionary

import numpy as np

from engine.analysis.metrics import Classification, metrics
from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.network.many_rows import predict
from engine.network.network import Network
from engine.training.parameter_history import Checkpoint
from engine.training.state import TrainingState

MOST_ROWS = 2_000
"""Rows that a moment is judged by; of a larger data set so many, evenly spaced."""

Part = Literal["train", "test"]
Judged = tuple[Dataset, tuple[str, ...], float]
"""By which rows, with which activations, and the score."""


class LearningCurve:
    """Scores of the moments on a training's trail; each is computed once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._scores: WeakKeyDictionary[Checkpoint, dict[Part, Judged]] = WeakKeyDictionary()

    def points(self, state: TrainingState, part: Part) -> tuple[FloatArray, FloatArray]:
        """Return when, in epochs, and the scores, up to now; NaN where there is none.

        Args:
            state: the training.
            part: by the rows trained on, or by those kept for the test, of which there must be some.
        """
        dataset = state.dataset if part == "train" else state.test
        assert dataset is not None
        evaluation = state.evaluation if part == "train" else state.test_evaluation
        assert evaluation is not None
        checkpoints = state.parameter_history.checkpoints
        scores = [self._score(checkpoint, state.network, dataset, part) for checkpoint in checkpoints]
        times = [checkpoint.time for checkpoint in checkpoints]
        return np.array([*times, state.cursor.time]), np.array([*scores, score(evaluation.outputs, dataset)])

    def _score(self, checkpoint: Checkpoint, network: Network, dataset: Dataset, part: Part) -> float:
        known = self._scores.setdefault(checkpoint, {})
        by, activations, value = known.get(part, (None, (), 0.0))
        if by is not dataset or activations != network.activations:
            rows = dataset.thinned(MOST_ROWS)
            value = score(predict(network.with_parameters(checkpoint.parameters), rows.inputs), rows)
            known[part] = dataset, network.activations, value
        return value


def score(outputs: FloatArray, dataset: Dataset) -> float:
    """Return the accuracy of a classification's outputs or R² of a regression's, shape (rows, outputs); NaN if none."""
    found = metrics(outputs, dataset)
    if isinstance(found, Classification):
        return found.accuracy
    return np.nan if found.r2 is None else found.r2
