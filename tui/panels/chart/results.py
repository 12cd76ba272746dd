"""How good the answers are: which classes are taken for which, or how near a regression comes."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.analysis.metrics import Classification, Regression
from engine.training.results import judged, parts
from engine.training.state import TrainingState
from tui.drawing.line import Line, filled
from tui.drawing.numbers import short
from tui.drawing.palette import Palette, style
from tui.panels.chart.decision_map import class_signs
from tui.terminal.text import safe

NAME_WIDTH = 14
SCORE_WIDTH = 8
SCORES = ("prec.", "recall")
ERROR_WIDTH = 10
ERRORS = ("RMSE", "mean abs", "largest", "R²")
DECIMALS = 4
FEWEST_ROWS = 2
"""Of the classes or outputs, that are in sight however low the panel is."""


def result_lines(state: TrainingState, width: int, height: int, palette: Palette, first: int = 0) -> list[Strip]:
    """Draw what the metrics say of the rows trained on, and of those kept for the test if there are any.

    Args:
        state: the training.
        width: of the panel, in cells.
        height: in lines.
        palette: the colours.
        first: the class or output, counted over all lines of them, that comes first below the headings.
    """
    verdicts = [(name, judged(evaluation, dataset, state.scaling)) for name, dataset, evaluation in parts(state)]
    named = len(verdicts) > 1
    head: list[Line] = []
    for name, verdict in verdicts:
        head.append(_summary(name if named else "", verdict, state, width, palette))
    last_name, last = verdicts[-1]  # of the test, if there is one: that is what counts
    if isinstance(last, Classification):
        lines = _confusion(f"{last_name} rows: " if named else "", last, width, palette)
        head, body = [*head, *lines[:2]], lines[2:]
    else:
        found = [(name if named else "", verdict) for name, verdict in verdicts if isinstance(verdict, Regression)]
        lines = _errors(found, width, palette)
        head, body = [*head, lines[0]], lines[1:]
    visible = _visible(state, height)
    first = min(first, len(body) - visible)
    shown = [*head[max(0, len(head) + visible - height) :], *body[first : first + visible]]
    return filled([line.strip(width, style(palette.text)) for line in shown], width, height)


def results_below(state: TrainingState, height: int, first: int) -> int:
    """Count the classes or outputs that are further down than a panel of so many lines shows."""
    return max(0, _heights(state)[1] - first - _visible(state, height))


def _visible(state: TrainingState, height: int) -> int:
    """Count the classes or outputs that there is room for below the headings."""
    head, body = _heights(state)
    return min(body, max(height - head, min(FEWEST_ROWS, height)))


def _heights(state: TrainingState) -> tuple[int, int]:
    """Count the lines of the headings, and of the classes or outputs."""
    tested, outputs = 1 + (state.test is not None), state.dataset.output_count
    return (tested + 2, outputs) if state.dataset.task == "classification" else (tested + 1, tested * outputs)


def _summary(name: str, found: Classification | Regression, state: TrainingState, width: int, palette: Palette) -> Line:
    """Write the one number of a part, and what it means."""
    plain, muted = style(palette.text, None, bold=True), style(palette.muted)
    line = Line().add(f" {name:<6}" if name else " ", muted)
    if isinstance(found, Classification):
        line.add("accuracy ", muted).add(f"{found.accuracy:.1%}", plain)
        line.add(f"  {found.right:,} of {found.rows:,} right", muted)
        if found.unanswered:
            line.add(f"  {found.unanswered:,} without an answer", style(palette.bad))
        return line
    line.add("R² ", muted).add("–" if found.r2 is None else short(found.r2, 9, 4), plain)
    if found.r2 is None:
        return line.add("  not defined: all expected values are the same", muted)
    evaluation = state.test_evaluation if name == "test" and state.test_evaluation else state.evaluation
    line.add("  MSE ", muted).add(short(evaluation.mse, 10, 5), plain)
    scaled = " of the scaled outputs"
    return line.add(scaled, muted) if state.scaling is not None and line.width + len(scaled) <= width else line


def _errors(found: list[tuple[str, Regression]], width: int, palette: Palette) -> list[Line]:
    """Draw a table of the errors of each output, in its own unit, below a line of headings.

    R² is there too where there are several outputs: that of a single one is told already.
    """
    muted, plain = style(palette.muted), style(palette.text)
    outputs = found[0][1].outputs
    columns = ERRORS if len(outputs) > 1 else ERRORS[:-1]
    parted = 6 if found[0][0] else 0
    start = 1 + parted + min(NAME_WIDTH, max(cell_len(safe(one.name, NAME_WIDTH)) for one in outputs))
    cell = max(1, min(ERROR_WIDTH, (width - start) // len(columns)))
    lines = [Line().to(start, muted)]
    for heading in columns:
        lines[0].add(safe(heading, cell - 1).rjust(cell), muted)
    for part, verdict in found:
        for one in verdict.outputs:
            line = Line().add(f" {part:<{parted}}", muted).add(safe(one.name, NAME_WIDTH), muted).to(start, muted)
            for value in (one.rmse, one.mean_absolute, one.largest, one.r2)[: len(columns)]:
                line.add(("–" if value is None else short(value, cell - 1, DECIMALS)).rjust(cell), plain)
            lines.append(line)
    return lines


def _confusion(part: str, found: Classification, width: int, palette: Palette) -> list[Line]:
    """Draw the confusion matrix, expected down and got across, with precision and recall where there is room.

    Two lines of headings, then one for each class.
    """
    muted, names = style(palette.muted), [safe(score.name, NAME_WIDTH) for score in found.classes]
    columns = _columns(names, found, width)
    headings = [safe(name, columns.cell - 1) for name in names]
    if len(set(headings)) < len(headings):  # cut so short that they are alike
        headings = list(class_signs(tuple(score.name for score in found.classes)))
        names = [f"{safe(name, NAME_WIDTH - 2)} {sign}" for name, sign in zip(names, headings, strict=True)]
        columns = _columns(names, found, width)
    heading = Line().to(columns.longest + 2, muted)
    for text in headings[: columns.fitting]:
        heading.add(" " * (columns.cell - cell_len(text)) + text, muted)
    for name in SCORES if columns.scores else ():
        heading.add(name.rjust(SCORE_WIDTH), muted)
    if columns.fitting < len(names):
        heading.add(" …", muted)
    rows = [_row(number, name, found, columns, palette) for number, name in enumerate(names)]
    return [Line().add(f" {part}expected ↓, got →", muted), heading, *rows]


class _Columns(NamedTuple):
    """How wide the longest name and a count are, for how many counts there is room, and whether for the scores."""

    longest: int
    cell: int
    fitting: int
    scores: bool


def _columns(names: list[str], found: Classification, width: int) -> _Columns:
    longest = max(map(cell_len, names))
    room = width - longest - 2
    narrowest = 1 + max(len(str(found.confusion.max())), min(2, longest))
    scores = room - len(names) * narrowest >= len(SCORES) * SCORE_WIDTH
    room -= len(SCORES) * SCORE_WIDTH if scores else 0
    cell = max(narrowest, min(longest + 1, room // len(names)))
    return _Columns(longest, cell, max(1, min(len(names), room // cell)), scores)


def _row(number: int, name: str, found: Classification, columns: _Columns, palette: Palette) -> Line:
    """Draw the row of a class, in so many columns so wide, with or without its scores."""
    score, muted = found.classes[number], style(palette.muted)
    line = Line().add(f" {name}", muted).to(columns.longest + 2, muted)
    for other, count in enumerate(found.confusion[number, : columns.fitting].tolist()):
        line.add(str(count).rjust(columns.cell), _look(count, number == other, palette))
    if columns.scores:
        for value in (score.precision, score.recall):
            line.add(("–" if value is None else f"{value:.1%}").rjust(SCORE_WIDTH), style(palette.text))
    return line


def _look(count: int, right: bool, palette: Palette) -> Style:
    if not count:
        return style(palette.faint)
    return style(palette.good if right else palette.bad, None, bold=True)
