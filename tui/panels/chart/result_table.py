"""The table of the results: a summary of the training rows and of the test rows, and below it every class or output."""

from __future__ import annotations

from engine.analysis.metrics import Classification, Regression
from engine.training.results import part_metrics, parts
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.line import Line
from tui.drawing.numbers import short
from tui.drawing.palette import style
from tui.panels.chart.confusion_matrix import confusion_matrix
from tui.panels.chart.error_table import error_table


def result_table(state: TrainingState, canvas: Canvas) -> tuple[list[Line], list[Line]]:
    """Return the summaries and headings, and a line for each class (of the test, if there is one) or output."""
    verdicts = [(name, part_metrics(evaluation, dataset, state.scaling)) for name, dataset, evaluation in parts(state)]
    named = len(verdicts) > 1
    summaries = [_summary(name if named else "", verdict, state, canvas) for name, verdict in verdicts]
    last_name, last = verdicts[-1]
    if isinstance(last, Classification):
        headings, classes = confusion_matrix(f"{last_name} rows: " if named else "", last, canvas)
        return [*summaries, *headings], classes
    regressions = [(name if named else "", verdict) for name, verdict in verdicts if isinstance(verdict, Regression)]
    heading, outputs = error_table(regressions, canvas)
    return [*summaries, heading], outputs


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
