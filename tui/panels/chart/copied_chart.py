"""What a chart shows as a table to be copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from engine.analysis.metrics import Classification, Regression
from engine.errors import InvalidValue
from engine.session.look import Look
from engine.training.learning_curve import LearningCurve
from engine.training.results import part_metrics, parts
from engine.training.state import TrainingState
from engine.wording import count
from tui.drawing.palette import Palette
from tui.panels.chart import error, slices
from tui.panels.chart.accuracy import accuracy_chart
from tui.panels.chart.chart import Chart
from tui.panels.chart.error import error_chart
from tui.panels.chart.slices import slice_chart
from tui.panels.chart.views import view_named
from tui.panels.chart.weight import parameter_of, weight_chart
from tui.panels.copied import Copied, table

Row = tuple[str | float | int | None, ...]


def copied_chart(state: TrainingState, look: Look, palette: Palette) -> Copied:
    """Return what the chart shows.

    Raises:
        InvalidValue: It shows a picture, or nothing.
    """
    view = view_named(look.view)
    if (text := TEXTS.get(look.view)) is None:
        raise InvalidValue(f"{view.label}: this is a picture, there is no text to copy")
    written = text(state, look, palette)
    return Copied(written, f"{view.label}, {count(len(written.splitlines()), 'line')}")


def curves_text(chart: Chart) -> str:
    """Return the points of the lines of a chart, a column for each.

    Raises:
        InvalidValue: It has none.
    """
    curves = [curve for curve in chart.curves if curve.look != "dots"]
    if not curves:
        raise InvalidValue(chart.empty)
    x = np.unique(np.concatenate([curve.x for curve in curves]))
    values = [dict(zip(curve.x.tolist(), curve.y.tolist(), strict=True)) for curve in curves]
    rows = [(at, *(known.get(at) for known in values)) for at in x[np.isfinite(x)].tolist()]
    return table((chart.x_label, *(curve.name for curve in curves)), *rows)


def results_text(state: TrainingState) -> str:
    """Return the metrics of each part of the data: a confusion matrix, or the errors of each output."""
    rows: list[Row] = []
    for part, dataset, evaluation in parts(state):
        found = part_metrics(evaluation, dataset, state.scaling)
        rows += _classified(part, found) if isinstance(found, Classification) else _regressed(part, found)
    return table(*rows)


def _classified(part: str, found: Classification) -> Iterator[Row]:
    yield f"{part} rows: expected ↓, got →", *(score.name for score in found.classes), "precision", "recall"
    for counts, score in zip(found.confusion.tolist(), found.classes, strict=True):
        yield score.name, *counts, score.precision, score.recall
    yield "accuracy", found.accuracy
    yield "right", found.right
    yield "rows", found.rows


def _regressed(part: str, found: Regression) -> Iterator[Row]:
    yield f"{part} rows", "RMSE", "mean abs", "largest", "R²"
    for score in found.outputs:
        yield score.name, score.rmse, score.mean_absolute, score.largest, score.r2


def _slice_text(state: TrainingState, look: Look, palette: Palette) -> str:
    of_all, parameter = look.view == slices.OF_ALL, parameter_of(look, state)
    return curves_text(slice_chart(state, parameter, palette, of_all=of_all))


def _error_text(state: TrainingState, look: Look, palette: Palette) -> str:
    return curves_text(error_chart(state, palette))


TEXTS: dict[str, Callable[[TrainingState, Look, Palette], str]] = {
    "linear": _error_text,
    error.LOG: _error_text,
    "weight": lambda state, look, palette: curves_text(weight_chart(state, parameter_of(look, state), palette)),
    "accuracy": lambda state, look, palette: curves_text(accuracy_chart(state, LearningCurve(), palette)),
    "slice": _slice_text,
    slices.OF_ALL: _slice_text,
    "results": lambda state, look, palette: results_text(state),
}
"""The views that are more than a picture, by name."""
