"""The accuracy of a classification, or the R² of a regression, by epoch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from textual.strip import Strip

from engine.analysis.evaluation import Evaluation
from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.network.many_rows import predict
from engine.session.look import Look
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.drawing.numbers import short
from tui.drawing.palette import Palette
from tui.panels.chart.captions import Pieces, fitting, longest, progress
from tui.panels.chart.chart import Chart, Curve
from tui.panels.chart.epochs import cursor_pieces, marks_of, nearest_point
from tui.panels.chart.tools import Tools

if TYPE_CHECKING:
    from engine.training.learning_curve import LearningCurve


def title(state: TrainingState, look: Look, canvas: Canvas) -> str:
    """Define the score."""
    if state.dataset.task == "classification":
        right = "output is on the expected side of 0.5"
        right = right if state.dataset.two_classes else "largest output is the expected one"
        return longest((f"Accuracy  share of rows whose {right}", "Accuracy  share of rows"), canvas)
    return longest(("R²  1 is perfect, 0 no better than predicting the mean", "R²"), canvas)


def caption(state: TrainingState, look: Look, canvas: Canvas) -> Caption:
    """Tell the current scores in the colours of their curves, or those at the cursor."""
    if look.epoch is not None:
        return fitting(cursor_pieces(look, canvas.palette, _scores_at(look.epoch, state)), canvas)
    return fitting([*_scores(state, canvas.palette), *progress(state, canvas.palette)], canvas)


def _scores(state: TrainingState, palette: Palette) -> Pieces:
    train = _score(state.evaluation, state.dataset)
    if state.test_evaluation is None or state.test is None:
        return [(train, palette.accent)]
    return [(f"━ train {train}", palette.accent), (f"┅ test {_score(state.test_evaluation, state.test)}", palette.key)]


def _score(evaluation: Evaluation, dataset: Dataset) -> str:
    from engine.training.learning_curve import score  # not for the first screen, which shows the error

    return _written(score(evaluation.outputs, dataset), dataset)


def _written(value: float, dataset: Dataset) -> str:
    return f"{value:.1%}" if dataset.task == "classification" else short(value, 9, 4)


def _scores_at(epoch: int, state: TrainingState) -> str:
    """Tell the scores at the checkpoint nearest to the end of an epoch."""
    from engine.training.learning_curve import MOST_ROWS, score  # not for the first screen, which shows the error

    checkpoints = state.parameter_history.checkpoints
    nearest, where = nearest_point(epoch, np.array([checkpoint.time for checkpoint in checkpoints]))
    network = checkpoints[nearest].network(state.network)
    texts = []
    for name, part in (("", state.dataset), ("test ", state.test)):
        if part is not None:
            rows = part.thinned(MOST_ROWS)
            value = score(predict(network, rows.inputs), rows)
            texts.append(f"{name}{_written(value, rows)}")
    return ", ".join(texts) + where


def draw(state: TrainingState, look: Look, canvas: Canvas, tools: Tools) -> list[Strip]:
    """Draw the score by epoch."""
    chart = accuracy_chart(state, tools.scores, canvas.palette)
    return tools.plotter.lines(replace(chart, cursor=marks_of(look)), canvas)


def accuracy_chart(state: TrainingState, scores: LearningCurve, palette: Palette) -> Chart:
    """Return the training and test scores by epoch up to now, with a mark for each of the learner's edits."""
    times, values = scores.points(state, "train")
    curves = [Curve("train", times, _without_poor_start(values), palette.accent)]
    if state.test_evaluation is not None:
        times, values = scores.points(state, "test")
        curves.append(Curve("test", times, _without_poor_start(values), palette.key, look="dashed"))
    return Chart(
        tuple(curves), x_label="epoch", marks=state.marks, empty="R² is not defined: all expected values are the same"
    )


def _without_poor_start(scores: FloatArray) -> FloatArray:
    """Leave out R² below −1 once it has risen above: a poor start must not flatten the rest of the curve."""
    return np.where(scores < -1.0, np.nan, scores) if scores[-1:] >= -1.0 else scores
