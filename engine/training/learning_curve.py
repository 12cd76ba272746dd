"""The learning curve: accuracy, or R², at each checkpoint of a training."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from engine.analysis.metrics import Classification, metrics
from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.data.splitting import Part
from engine.network.many_rows import predict
from engine.network.network import Network
from engine.training.parameter_history import Checkpoint
from engine.training.state import TrainingState

MOST_ROWS = 2_000
"""The most rows a score is computed from; a larger data set is sampled evenly."""

Judged = tuple[Dataset, tuple[str, ...], float]
"""The rows and the activations that a score was computed with, and the score."""


class LearningCurve:
    """The scores of a training's checkpoints, each computed once."""

    def __init__(self) -> None:
        self._scores: WeakKeyDictionary[Checkpoint, dict[Part, Judged]] = WeakKeyDictionary()

    def points(self, state: TrainingState, part: Part) -> tuple[FloatArray, FloatArray]:
        """Return the times, in epochs, and the scores, up to now; NaN where there is no score.

        Args:
            state: The training.
            part: The part to score. "test" needs a state with a test part.
        """
        dataset, evaluation = state.rows_of(part), state.evaluation_of(part)
        assert dataset is not None
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
            value = score(predict(checkpoint.network(network), rows.inputs), rows)
            known[part] = dataset, network.activations, value
        return value


def score(outputs: FloatArray, dataset: Dataset) -> float:
    """Return the accuracy of a classification or R² of a regression; NaN if it is undefined.

    Args:
        outputs: What the network got, shape (rows, outputs).
        dataset: The rows.
    """
    found = metrics(outputs, dataset)
    if isinstance(found, Classification):
        return found.accuracy
    return np.nan if found.r2 is None else found.r2
