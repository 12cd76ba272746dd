"""The rows of the data: what is expected of each and what came out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.dataset import Dataset
from engine.state import TrainingState
from tui.renderables.line import Line, filled
from tui.renderables.numbers import short
from tui.renderables.palette import Palette, style
from tui.text import safe

INPUT_WIDTH = 8
VALUE_WIDTH = 7
LONGEST_LABEL = 10


@dataclass(frozen=True)
class _Columns:
    number: int  # cells of the row number
    inputs: int  # how many inputs there is room for
    label: int  # cells of an expected and of a got


def sample_lines(state: TrainingState, first: int, width: int, height: int, palette: Palette) -> list[Strip]:
    """Draw the rows from ``first`` on, the current one marked, under a line of headings."""
    columns = _columns(state.dataset, width)
    last = min(state.dataset.rows, first + height - 1)
    rows = [_row(state, row, columns, width, palette) for row in range(first, last)]
    return filled([_heading(state.dataset, columns, width, palette), *rows], width, height)


def samples_title(state: TrainingState) -> str:
    """Say how many rows are right, or how far off they are."""
    right = state.evaluation.right
    if right is None:
        return f"Samples  mean E {short(state.evaluation.error, 8)}"
    return f"Samples  {int(right.sum()):,}/{state.dataset.rows:,} right"


def _columns(dataset: Dataset, width: int) -> _Columns:
    number = max(2, len(str(dataset.rows)))
    label = VALUE_WIDTH
    if dataset.task == "classification":
        label = min(LONGEST_LABEL, max(4, *(cell_len(safe(name, LONGEST_LABEL)) for name in dataset.output_names)))
    others = 2 + number + 2 * (label + 1) + (7 if dataset.task == "classification" else 0) + 2
    return _Columns(number, max(0, min(dataset.input_count, (width - others) // INPUT_WIDTH)), label)


def _heading(dataset: Dataset, columns: _Columns, width: int, palette: Palette) -> Strip:
    muted = style(palette.muted)
    line = Line().add("  " + "#".rjust(columns.number), muted)
    names = [safe(name, 80) for name in dataset.input_names[: columns.inputs]]
    if any(cell_len(name) >= INPUT_WIDTH for name in names):  # cut short they would all look the same
        names = [f"i{number}" for number in range(1, columns.inputs + 1)]
    for name in names:
        line.add(_right(name, INPUT_WIDTH), muted)
    want = "expected" if columns.label >= len("expected") else "want"
    line.add(" " + want.rjust(columns.label) + " " + "got".rjust(columns.label), muted)
    if dataset.task == "classification":
        line.add("   conf", muted)
    return line.strip(width, muted)


def _row(state: TrainingState, row: int, columns: _Columns, width: int, palette: Palette) -> Strip:
    current = row == state.row
    background = palette.row if current else None
    plain, muted = style(palette.text, background, bold=current), style(palette.muted, background, bold=current)
    line = Line().add("▸ " if current else "  ", style(palette.key, background, bold=True))
    line.add(str(row + 1).rjust(columns.number), muted)
    for value in state.dataset.inputs[row, : columns.inputs]:
        line.add(" " + short(value, INPUT_WIDTH - 1, 3).rjust(INPUT_WIDTH - 1), plain)
    if state.evaluation.right is None:
        return _regression(line, state, row, columns, plain, muted).strip(width, plain)
    return _classification(line, state, row, columns, palette, background).strip(width, plain)


def _classification(
    line: Line, state: TrainingState, row: int, columns: _Columns, palette: Palette, background: str | None
) -> Line:
    names, outputs = state.dataset.output_names, state.evaluation.outputs[row]
    want, got = int(state.dataset.expected[row].argmax()), int(outputs.argmax())
    colour = palette.good if want == got else palette.bad
    plain, verdict = style(palette.text, background), style(colour, background, bold=True)
    line.add(" " + _right(safe(names[want], columns.label), columns.label), plain)
    line.add(" " + _right(safe(names[got], columns.label), columns.label), verdict)
    line.add(" " + short(outputs[got], 6, 3).rjust(6), plain)
    return line.add(" ✓" if want == got else " ✗", verdict)


def _regression(line: Line, state: TrainingState, row: int, columns: _Columns, plain: Style, muted: Style) -> Line:
    want, got = state.dataset.expected[row], state.evaluation.outputs[row]
    worst = int(np.argmax(np.abs(want - got)))  # with several outputs, the one furthest off
    line.add(" " + short(want[worst], columns.label, 3).rjust(columns.label), muted)
    return line.add(" " + short(got[worst], columns.label, 3).rjust(columns.label), plain)


def _right(text: str, cells: int) -> str:
    """Put text to the right of so many cells; ``rjust`` counts characters, of which some take two or none."""
    return " " * (cells - cell_len(text)) + text
