"""How good the answers are: which classes are taken for which, or how near a regression comes."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip

from engine.dataset import Dataset
from engine.evaluation import Evaluation
from engine.metrics import Classification, ClassScore, Regression, metrics
from engine.state import TrainingState
from tui.renderables.line import Line, filled
from tui.renderables.numbers import short
from tui.renderables.palette import Palette, style
from tui.text import safe

NAME_WIDTH = 12
CELL_WIDTH = 6


def result_lines(state: TrainingState, width: int, height: int, palette: Palette) -> list[Strip]:
    """Draw what the metrics say of the rows trained on, and of those kept for the test if there are any."""
    parts: list[tuple[str, Dataset, Evaluation]] = [("", state.dataset, state.evaluation)]
    if state.test is not None and state.test_evaluation is not None:
        parts = [("train", state.dataset, state.evaluation), ("test", state.test, state.test_evaluation)]
    lines: list[Line] = []
    for name, dataset, evaluation in parts:
        found = metrics(evaluation.outputs, dataset)
        if isinstance(found, Classification):
            lines += _summary(name, found, palette)
        else:
            lines += _regression(name, found, palette)
    shown = metrics(parts[-1][2].outputs, parts[-1][1])  # of the test, if there is one: that is what counts
    if isinstance(shown, Classification):
        lines += _confusion(parts[-1][0], shown, width, palette)
    return filled([line.strip(width, style(palette.text)) for line in lines], width, height)


def _summary(name: str, found: Classification, palette: Palette) -> list[Line]:
    plain, muted = style(palette.text, None, bold=True), style(palette.muted)
    line = Line().add(f" {name:<6}".rstrip() + " accuracy ", muted).add(f"{found.accuracy:.1%}", plain)
    line.add(f"  {found.right:,} of {found.rows:,} right", muted)
    if found.unanswered:
        line.add(f"  {found.unanswered:,} without an answer", style(palette.bad))
    return [line]


def _regression(name: str, found: Regression, palette: Palette) -> list[Line]:
    plain, muted = style(palette.text, None, bold=True), style(palette.muted)
    r2 = "not defined: all expected values are the same" if found.r2 is None else short(found.r2, 9, 4)
    line = Line().add(f" {name:<6}".rstrip() + " MSE ", muted).add(short(found.mse, 10, 5), plain)
    return [line.add("  R² ", muted).add(r2, plain)]


def _confusion(part: str, found: Classification, width: int, palette: Palette) -> list[Line]:
    """Draw the confusion matrix, expected down and got across, with precision and recall where there is room."""
    muted, names = style(palette.muted), [score.name for score in found.classes]
    fitting = max(1, min(len(names), (width - NAME_WIDTH - 2) // CELL_WIDTH))
    scores = width - NAME_WIDTH - 2 - fitting * CELL_WIDTH >= 2 * (CELL_WIDTH + 4)
    of = f" of the {part} rows" if part else ""
    head = Line().add(f" expected{of} ↓ got →", muted)
    heading = Line().add(" " * (NAME_WIDTH + 1), muted)
    for name in names[:fitting]:
        heading.add(safe(name, CELL_WIDTH - 1).rjust(CELL_WIDTH), muted)
    if scores:
        heading.add(" precision    recall", muted)
    rows = [_row(number, score, found, fitting, scores, palette) for number, score in enumerate(found.classes)]
    return [head, heading, *rows]


def _row(number: int, score: ClassScore, found: Classification, fitting: int, scores: bool, palette: Palette) -> Line:
    muted = style(palette.muted)
    line = Line().add(f" {safe(score.name, NAME_WIDTH)}", muted).to(NAME_WIDTH + 1, muted)
    for other, count in enumerate(found.confusion[number, :fitting].tolist()):
        line.add(str(count).rjust(CELL_WIDTH), _look(count, number == other, palette))
    if fitting < len(found.classes):
        line.add(" …", muted)
    elif scores:
        for value in (score.precision, score.recall):
            line.add("         –" if value is None else f"{value:10.1%}", style(palette.text))
    return line


def _look(count: int, right: bool, palette: Palette) -> Style:
    if not count:
        return style(palette.faint)
    return style(palette.good if right else palette.bad, None, bold=True)
