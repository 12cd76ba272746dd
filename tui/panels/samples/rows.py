"""The rows of the data: what is expected of each and what came out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.data.dataset import Dataset
from engine.data.pictures import picture_shape
from engine.network.places import Expected, Neuron, Place
from engine.training.state import TrainingState
from tui.drawing.line import Line, filled
from tui.drawing.numbers import short
from tui.drawing.palette import Palette, style
from tui.panels.samples.pixels import picture_lines
from tui.terminal.text import safe

INPUT_WIDTH = 8
VALUE_WIDTH, NARROW_VALUE = 7, 5
SHORTEST_LABEL, LONGEST_LABEL = 4, 10
CONFIDENCE_WIDTH = 7
ROOM_BESIDE_PICTURE = 36
"""Cells from which the confidence stays beside a picture."""


@dataclass(frozen=True)
class _Columns:
    """How the cells of a row are shared out.

    Attributes:
        number: cells of the row number.
        label: cells of an expected value and of what came out.
        first: the first input that is shown.
        inputs: how many inputs there is room for.
        outputs: of a regression, how many outputs.
        confidence: of a classification, whether the largest output is written.
    """

    number: int
    label: int
    first: int
    inputs: int
    outputs: int
    confidence: bool


def sample_lines(
    state: TrainingState, first: int, width: int, height: int, palette: Palette, selected: Place | None = None
) -> list[Strip]:
    """Draw the rows from ``first`` on, the current one marked, under a line of headings, in their own units.

    Where the rows are pictures, the current one is shown beside them. A selected input is brought into sight, and it
    or a selected expected value stands out in the current row.
    """
    dataset = state.dataset
    wanted = selected.index if isinstance(selected, Neuron) and selected.layer == 0 else 0
    shape = _shape(dataset.input_names)
    picture: list[Strip] = []
    if shape is not None:
        room = width - 1 - _needed(dataset, _label_width(dataset), width >= ROOM_BESIDE_PICTURE)
        picture = picture_lines(state, shape, room, height, palette)
    beside = width - picture[0].cell_length - 1 if picture else width
    columns = _columns(dataset, beside, wanted, pictured=bool(picture))
    last = min(dataset.rows, first + height - 1)
    rows = [_row(state, row, columns, beside, palette, selected) for row in range(first, last)]
    lines = filled([_heading(dataset, columns, beside, palette), *rows], beside, height)
    if not picture:
        return lines
    gap, pictured = Strip.blank(1), filled(picture, width - beside - 1, height)
    return [Strip.join([line, gap, part]) for line, part in zip(lines, pictured, strict=True)]


@lru_cache(maxsize=8)
def _shape(names: tuple[str, ...]) -> tuple[int, int] | None:
    return picture_shape(names)


def samples_title(state: TrainingState, width: int) -> str:
    """Say how many rows are right, or how far off they are, in so many cells or with a sign for the word."""
    right = state.evaluation.right
    if right is None:
        return f"Samples  mean E {short(state.evaluation.error, 8)}"
    title = f"Samples  {int(right.sum()):,}/{state.dataset.rows:,} right"
    return title if len(title) + 2 <= width else title.replace("right", "✓")


def _columns(dataset: Dataset, width: int, wanted: int, pictured: bool) -> _Columns:
    """Share out the cells: the signs of right and wrong before all, then the classes, their confidence, the inputs.

    Pixels are not written as numbers beside their picture.
    """
    classes = dataset.task == "classification"
    label = _label_width(dataset)
    outputs = 1
    if classes:
        label = max(SHORTEST_LABEL, min(label, label - (_needed(dataset, label, False) - width + 1) // 2))
    else:
        if dataset.output_count * 2 * (label + 1) + 2 + _number_width(dataset) > width:
            label = NARROW_VALUE
        spare = width - _needed(dataset, label, False)
        outputs = max(1, min(dataset.output_count, 1 + spare // (2 * (label + 1))))
    confidence = classes and _needed(dataset, label, True) <= width
    left = width - _needed(dataset, label, confidence) - (outputs - 1) * 2 * (label + 1)
    inputs = 0 if pictured else max(0, min(dataset.input_count, left // INPUT_WIDTH))
    return _Columns(_number_width(dataset), label, max(0, wanted - inputs + 1), inputs, outputs, confidence)


def _needed(dataset: Dataset, label: int, confidence: bool) -> int:
    """Return the cells that a row takes without its inputs, and with one output."""
    classes = dataset.task == "classification"
    verdict = (CONFIDENCE_WIDTH if confidence else 0) + 2
    return 2 + _number_width(dataset) + 2 * (label + 1) + (verdict if classes else 0)


def _number_width(dataset: Dataset) -> int:
    return max(2, len(str(dataset.rows)))


def _label_width(dataset: Dataset) -> int:
    if dataset.task == "regression":
        return VALUE_WIDTH
    names = (cell_len(safe(name, LONGEST_LABEL)) for name in dataset.output_names)
    return min(LONGEST_LABEL, max(SHORTEST_LABEL, *names))


def _heading(dataset: Dataset, columns: _Columns, width: int, palette: Palette) -> Strip:
    muted = style(palette.muted)
    line = Line().add("  " + "#".rjust(columns.number), muted)
    shown = range(columns.first, columns.first + columns.inputs)
    names = [safe(dataset.input_names[number], 80) for number in shown]
    if any(cell_len(name) >= INPUT_WIDTH for name in names):  # cut short they would all look the same
        names = [f"i{number + 1}" for number in shown]
    for name in names:
        line.add(_right(name, INPUT_WIDTH), muted)
    compared = [("want", "got")]
    if dataset.task == "regression" and dataset.output_count > 1:
        compared = [(f"y{number}", f"o{number}") for number in range(1, columns.outputs + 1)]
    for want, got in compared:
        line.add(" " + want.rjust(columns.label) + " " + got.rjust(columns.label), muted)
    if columns.confidence:
        line.add("   conf", muted)
    return line.strip(width, muted)


def _row(
    state: TrainingState, row: int, columns: _Columns, width: int, palette: Palette, selected: Place | None
) -> Strip:
    current = row == state.shown.row
    background = palette.row if current else None
    plain, muted = style(palette.text, background, bold=current), style(palette.muted, background, bold=current)
    here = style(palette.selected_text, palette.selected, bold=True)
    line = Line().add("▸ " if current else "  ", style(palette.key, background, bold=True))
    line.add(str(row + 1).rjust(columns.number), muted)
    inputs = state.dataset.inputs[row]
    if state.scaling is not None:
        inputs = state.scaling.inputs.undone(inputs)
    for number in range(columns.first, columns.first + columns.inputs):
        look = here if current and selected == Neuron(0, number) else plain
        line.add(" ", plain).add(short(inputs[number], INPUT_WIDTH - 1, 3).rjust(INPUT_WIDTH - 1), look)
    chosen = selected.index if current and isinstance(selected, Expected) else None
    if state.evaluation.right is None:
        return _regression(line, state, row, columns, (plain, muted, here), chosen).strip(width, plain)
    looks = (style(palette.text, background), here)
    return _classification(line, state, row, columns, palette, looks, chosen).strip(width, plain)


def _classification(
    line: Line,
    state: TrainingState,
    row: int,
    columns: _Columns,
    palette: Palette,
    looks: tuple[Style, Style],
    chosen: int | None,
) -> Line:
    names, outputs = state.dataset.output_names, state.evaluation.outputs[row]
    want, got = int(state.dataset.expected[row].argmax()), int(outputs.argmax())
    right = state.evaluation.right is not None and bool(state.evaluation.right[row])
    plain, here = looks
    verdict = style(palette.good if right else palette.bad, plain.bgcolor and plain.bgcolor.name, bold=True)
    line.add(" ", plain).add(_right(safe(names[want], columns.label), columns.label), plain if chosen is None else here)
    line.add(" " + _right(safe(names[got], columns.label), columns.label), verdict)
    if columns.confidence:
        line.add(" " + short(outputs[got], 6, 3).rjust(6), plain)
    return line.add(" ✓" if right else " ✗", verdict)


def _regression(
    line: Line, state: TrainingState, row: int, columns: _Columns, looks: tuple[Style, Style, Style], chosen: int | None
) -> Line:
    want, got = state.dataset.expected[row], state.evaluation.outputs[row]
    if state.scaling is not None:
        want, got = map(state.scaling.own_outputs, (want, got))
    plain, muted, here = looks
    for output in range(columns.outputs):
        look = here if chosen == output else muted
        line.add(" ", plain).add(short(want[output], columns.label, 3).rjust(columns.label), look)
        line.add(" " + short(got[output], columns.label, 3).rjust(columns.label), plain)
    return line


def _right(text: str, cells: int) -> str:
    """Put text to the right of so many cells; ``rjust`` counts characters, of which some take two or none."""
    return " " * (cells - cell_len(text)) + text
