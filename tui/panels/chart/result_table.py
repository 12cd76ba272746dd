"""The table of the results: a summary of the training rows and of the test rows, and below it every class or output.

With a test part there are two confusion matrices: that of the test rows first, and that of the training rows below it.
"""

from __future__ import annotations

from engine.analysis.metrics import Classification, Regression
from engine.data.splitting import Part
from engine.session.rows import ConfusionCell
from engine.training.results import part_metrics, parts
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.line import Line
from tui.drawing.numbers import short
from tui.drawing.palette import style
from tui.panels.chart.confusion_matrix import class_at, confusion_matrix
from tui.panels.chart.error_table import error_table
from tui.panels.chart.results import HEADINGS


def result_table(state: TrainingState, canvas: Canvas) -> tuple[list[Line], list[Line]]:
    """Return the summaries and headings, and what stands below them: a line for each class or output of each part."""
    verdicts = _verdicts(state)
    named = len(verdicts) > 1
    summaries = [_summary(name if named else "", verdict, state, canvas) for name, verdict in verdicts]
    matrices = [
        confusion_matrix(f"{name} rows: " if named else "", verdict, canvas)
        for name, verdict in reversed(verdicts)
        if isinstance(verdict, Classification)
    ]
    if matrices:
        (headings, classes), *others = matrices
        return [*summaries, *headings], [*classes, *(line for head, body in others for line in (*head, *body))]
    regressions = [(name if named else "", verdict) for name, verdict in verdicts if isinstance(verdict, Regression)]
    heading, outputs = error_table(regressions, canvas)
    return [*summaries, heading], outputs


def cell_at(state: TrainingState, width: int, line: int, x: int) -> tuple[ConfusionCell, int] | None:
    """Return the cell of a confusion matrix below the headings of the table, and its count; None if there is none.

    Args:
        state: The training.
        width: Cells of the canvas.
        line: The line, counted from the first class.
        x: The cell of the canvas in that line.
    """
    verdicts, classes = _verdicts(state), len(state.dataset.classes)
    number, expected = divmod(line, classes + HEADINGS)
    if expected >= classes or number >= len(verdicts):
        return None
    name, verdict = verdicts[-1 - number]
    if not isinstance(verdict, Classification) or (got := class_at(verdict, width, x)) is None:
        return None
    return ConfusionCell(name, expected, got), int(verdict.confusion[expected, got])


def _verdicts(state: TrainingState) -> list[tuple[Part, Classification | Regression]]:
    """Return the metrics of each part of the data, with its name."""
    return [(name, part_metrics(evaluation, dataset, state.scaling)) for name, dataset, evaluation in parts(state)]


def _summary(name: str, found: Classification | Regression, state: TrainingState, canvas: Canvas) -> Line:
    """Write the score of one part of the data, and what it is made of."""
    palette = canvas.palette
    bold, muted = style(palette.text, None, bold=True), style(palette.muted)
    line = Line().add(f" {name:<6}" if name else " ", muted)
    if isinstance(found, Classification):
        line.add("accuracy ", muted).add(f"{found.accuracy:.1%}", bold)
        line.add(f"  {found.right:,} of {found.rows:,} right", muted)
        if found.unanswered:
            line.add(f"  {found.unanswered:,} without an answer", style(palette.bad))
        return line
    line.add("R² ", muted).add("–" if found.r2 is None else short(found.r2, 9, 4), bold)
    if found.r2 is None:
        return line.add("  not defined: all expected values are the same", muted)
    evaluation = state.test_evaluation if name == "test" and state.test_evaluation else state.evaluation
    line.add("  MSE ", muted).add(short(evaluation.mse, 10, 5), bold)
    scaled = " of the scaled outputs"
    return line.add(scaled, muted) if state.scaling is not None and line.width + len(scaled) <= canvas.width else line
