"""The rows of the data as lines: the inputs, what is expected of each row and what the network got."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.data.data_columns import column_number
from engine.data.dataset import Dataset
from engine.data.pictures import picture_shape
from engine.network.places import Expected, Neuron, Place
from engine.network.quantities import Kind, Quantity
from engine.quick_dataclass import dataclass
from engine.session.look import Look
from engine.session.rows import InTest, listed, number_shown, row_numbered
from engine.training.phases import is_computed
from engine.training.state import TrainingState
from engine.training.words import word_of, words_at
from tui.drawing.canvas import Canvas
from tui.drawing.cut_names import cut_apart
from tui.drawing.line import Line, filled
from tui.drawing.numbers import short
from tui.drawing.palette import Palette, style
from tui.panels.samples.columns import LARGEST_WIDTH, RowColumns, label_width, needed_width, row_columns
from tui.panels.samples.titles import why_none_listed
from tui.terminal.text import safe

USUAL = Look()
SOFT, MIXED = "soft", "mixed"
"""What stands for numbers that are no single class, and no single word of a column."""
UNKNOWN = "·"
ROUNDING = 1e-9
"""How far a whole number may be off after it was scaled and back, relative to its size."""
ROOM_BESIDE_PICTURE = 36
"""Cells; in a wider panel the largest output stays beside a picture."""


@dataclass(frozen=True)
class _Looks:
    """The styles of one line."""

    background: str | None
    plain: Style
    muted: Style
    selected: Style
    palette: Palette


@dataclass(frozen=True, eq=False)
class _Sample:
    """A row that is listed.

    Attributes:
        state: The training, with the part of the data that has the row as its rows.
        row: The row, counted from 0.
        number: Its number.
        current: Whether it is the current row.
        mixed: Whether rows of the other part are listed too.
    """

    state: TrainingState
    row: int
    number: int
    current: bool
    mixed: bool


def sample_lines(state: TrainingState, first: int, canvas: Canvas, look: Look = USUAL) -> list[Strip]:
    """Draw the rows listed, from the one at ``first`` on, in their original units, below a line of headings.

    The current row is marked; if the rows are pictures, it is also drawn beside them. A selected input is scrolled
    into view, and it or a selected expected value stands out in the current row.
    """
    selected = look.selected
    dataset = state.dataset
    shape = _shape(dataset.input_names)
    wanted = _input_column(dataset, selected)
    picture: list[Strip] = []
    if shape is not None:
        needed = needed_width(dataset, label_width(dataset), canvas.width >= ROOM_BESIDE_PICTURE)
        from tui.panels.samples.pixels import picture_lines  # few data sets are pictures

        picture = picture_lines(state, shape, replace(canvas, width=canvas.width - 1 - needed), wanted)
    beside = replace(canvas, width=canvas.width - picture[0].cell_length - 1) if picture else canvas
    output = selected.index if isinstance(selected, Expected) else 0
    columns = row_columns(dataset, beside.width, wanted, output, pictured=bool(picture))
    numbers = listed(state, look.listed)[first : first + max(0, canvas.height - 1)]
    rows = [_row(sample, columns, beside, selected) for sample in _samples(state, numbers.tolist(), look)]
    if not len(numbers):
        muted = style(canvas.palette.muted)
        rows = [Line().add(f" {why_none_listed(state, look)}", muted).strip(beside.width, muted)]
    lines = filled([_heading(state, columns, beside), *rows], beside.width, beside.height)
    if not picture:
        return lines
    gap, pictured = Strip.blank(1), filled(picture, canvas.width - beside.width - 1, canvas.height)
    return [Strip.join([line, gap, part]) for line, part in zip(lines, pictured, strict=True)]


def _samples(state: TrainingState, numbers: list[int], look: Look) -> Iterator[_Sample]:
    """Yield the rows with these numbers."""
    whole, current = state.trained, number_shown(state)
    mixed = whole.test is not None and look.listed in ("both", "wrong")
    of_test = None
    for number in numbers:
        match row_numbered(state, number):
            case InTest(row):
                of_test = of_test or whole.seen_in_test(row)
                yield _Sample(of_test, row, number, number == current, mixed)
            case int(row):
                yield _Sample(whole, row, number, number == current, mixed)


def _input_column(dataset: Dataset, selected: Place | None) -> int | None:
    """Return the number of the input column that a place belongs to; None if it belongs to none."""
    if isinstance(selected, Neuron) and selected.layer == 0:
        return column_number(dataset.input_columns, selected.index)
    return None


@lru_cache(maxsize=8)
def _shape(names: tuple[str, ...]) -> tuple[int, int] | None:
    return picture_shape(names)


def _heading(state: TrainingState, columns: RowColumns, canvas: Canvas) -> Strip:
    """Write the headings; only softmax, whose outputs are shares of 1, has a confidence."""
    dataset = state.dataset
    muted = style(canvas.palette.muted)
    before = f"‹ +{columns.first}"
    if len(before) > columns.number + 2:
        before = before.replace(" ", "")
    line = Line().add(before.ljust(columns.number + 2) if columns.first else "  " + "#".rjust(columns.number), muted)
    shown = range(columns.first, columns.first + columns.inputs)
    names = cut_apart(tuple(column.name for column in dataset.input_columns), columns.input - 1)
    for number in shown:
        line.add(_right_aligned(names[number], columns.input), muted)
    if columns.more:
        line.add(_more(len(names) - columns.first - columns.inputs, columns.more).ljust(columns.more), muted)
    compared = [("exp.", "got")]
    if dataset.task == "regression" and dataset.output_count > 1:
        compared = [(f"y{number}", f"o{number}") for number in _outputs(columns, 1)]
    for expected, got in compared:
        line.add(" " + expected.rjust(columns.label) + " " + got.rjust(columns.label), muted)
    if dataset.task == "regression":
        line.add(_more(dataset.output_count - columns.first_output - columns.outputs, canvas.width - line.width), muted)
    if columns.largest:
        softmax = state.network.activations[-1] == "softmax"
        what = "conf" if softmax else "output" if dataset.output_count == 1 else "largest"
        line.add(what.rjust(LARGEST_WIDTH), muted)
    return line.strip(canvas.width, muted)


def _more(count: int, cells: int) -> str:
    """Say how many columns follow, or that some do, in a few cells; "" if none do."""
    text = f" +{count} ›"
    return "" if not count else text if len(text) <= cells else " ›"[-cells:] if cells > 0 else ""


def _outputs(columns: RowColumns, first: int = 0) -> range:
    """Return the outputs of a regression that are shown, counted from ``first``."""
    return range(columns.first_output + first, columns.first_output + columns.outputs + first)


def _row(sample: _Sample, columns: RowColumns, canvas: Canvas, selected: Place | None) -> Strip:
    state, row, current = sample.state, sample.row, sample.current
    looks = _looks(current, canvas.palette)
    line = Line().add("▸" if current else " ", style(canvas.palette.key, looks.background, bold=True))
    line.add("t" if sample.mixed and state.in_test else " ", looks.muted)
    line.add(str(sample.number).rjust(columns.number), looks.muted)
    inputs = state.dataset.inputs[row]
    if state.scaling is not None:
        inputs = state.scaling.inputs.undone(inputs)
    chosen = _input_column(state.dataset, selected) if current else None
    for number in range(columns.first, columns.first + columns.inputs):
        column = state.dataset.input_columns[number]
        text = _cell(state, row, Neuron(0, column.first), inputs[column.first], columns.input - 1)
        look = looks.selected if number == chosen else looks.plain
        line.add(" ", looks.plain).add(_right_aligned(text, columns.input - 1), look)
    line.add(" " * columns.more, looks.plain)
    output = selected.index if current and isinstance(selected, Expected) else None
    compared = _values if state.evaluation.right is None else _classes
    for text, look in compared(state, row, columns, looks, output):
        line.add(text, look)
    return line.strip(canvas.width, looks.plain)


def _cell(state: TrainingState, row: int, place: Neuron | Expected, value: float, cells: int) -> str:
    """Write what a row holds in the column at a place: a number in its own unit, or a word."""
    column = words_at(state.dataset, place)
    if column is None:
        return _number(state, place, value, cells)
    word = word_of(state.dataset, state.scaling, row, place)
    if word is not None:
        return safe(column.words[word], cells)
    return safe(MIXED, cells) if column.one_hot else short(value, cells, 3)


def _number(state: TrainingState, place: Neuron | Expected, value: float, cells: int) -> str:
    """Write a number: without decimals if its column has only whole numbers, and it is one too."""
    own = state.setup.dataset
    whole = own.whole_inputs if isinstance(place, Neuron) else own.whole_outputs
    rounded = float(np.rint(value)) + 0.0  # never -0.0
    text = f"{rounded:.0f}"
    if whole[place.index] and abs(value - rounded) <= ROUNDING * max(1.0, abs(value)) and len(text) <= cells:
        return text
    return short(value, cells, 3)


def _looks(current: bool, palette: Palette) -> _Looks:
    background = palette.row if current else None
    return _Looks(
        background=background,
        plain=style(palette.text, background, bold=current),
        muted=style(palette.muted, background, bold=current),
        selected=style(palette.selected_text, palette.selected, bold=True),
        palette=palette,
    )


def _classes(
    state: TrainingState, row: int, columns: RowColumns, looks: _Looks, selected: int | None
) -> Iterator[tuple[str, Style]]:
    """Yield the expected class, the class that the network got, its output and whether it is right."""
    names, outputs = state.dataset.classes, state.evaluation.outputs[row]
    expected, got = word_of(state.dataset, state.scaling, row, Expected(0)), int(state.dataset.classes_of(outputs))
    right = state.evaluation.right is not None and bool(state.evaluation.right[row])
    verdict = style(looks.palette.good if right else looks.palette.bad, looks.background, bold=True)
    plain = style(looks.palette.text, looks.background)
    yield " ", plain
    known = plain if expected is not None else style(looks.palette.key, looks.background)
    classes = cut_apart(names, columns.label)
    label = _right_aligned(safe(SOFT, columns.label) if expected is None else classes[expected], columns.label)
    yield label, known if selected is None else looks.selected
    if not is_answered(state, row):
        yield f" {UNKNOWN:>{columns.label}}{UNKNOWN if columns.largest else '':>{LARGEST_WIDTH}}", looks.muted
        return
    yield " " + _right_aligned(classes[got], columns.label), verdict
    if columns.largest:
        yield short(outputs[got if len(outputs) > 1 else 0], 6, 3).rjust(LARGEST_WIDTH), plain
    yield " ✓" if right else " ✗", verdict


def _values(
    state: TrainingState, row: int, columns: RowColumns, looks: _Looks, selected: int | None
) -> Iterator[tuple[str, Style]]:
    """Yield for each output the expected value and the value that the network got."""
    expected, got = state.dataset.expected[row], state.evaluation.outputs[row]
    if state.scaling is not None:
        expected, got = map(state.scaling.own_outputs, (expected, got))
    for output in _outputs(columns):
        yield " ", looks.plain
        look = looks.selected if selected == output else looks.muted
        text = _cell(state, row, Expected(output), expected[output], columns.label)
        yield _right_aligned(text, columns.label), look
        answer = short(got[output], columns.label, 3) if is_answered(state, row) else UNKNOWN
        yield " " + answer.rjust(columns.label), looks.plain


def is_answered(state: TrainingState, row: int) -> bool:
    """Tell whether the outputs of a row are known: those of a row walked through are not before they are computed."""
    sizes = state.network.sizes
    answer = Quantity(Kind.ACTIVATION, Neuron(len(sizes) - 1, 0))
    return not state.phase or row != state.shown.row or is_computed(sizes, answer, state.phase)


def _right_aligned(text: str, cells: int) -> str:
    """Pad text on the left to ``cells`` cells; ``rjust`` counts characters, some of which take two cells or none."""
    return " " * (cells - cell_len(text)) + text
