"""The rows of the data in words, in the data's own units: what stands at the inputs, what is expected and what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.data.data_columns import DataColumn
from engine.data.dataset import Dataset
from engine.data.scaling import Scaling
from engine.formulas.notation import Digits, number_text
from engine.network.places import Expected, Neuron
from engine.session.rows import RowFilter, listed, row_numbered
from engine.session.shown_row import seen
from engine.training.state import TrainingState
from engine.training.words import word_of
from tui.plain.numbers import error_of
from tui.terminal.text import safe

MOST_ROWS = 20
MOST_INPUTS = 12
"""A longer list is cut."""
LONGEST_NAME = 24
"""Cells of a name from outside."""


def input_label(column: DataColumn) -> str:
    """Name a column of inputs as the network does, and after it as the data do."""
    return _label(f"i{column.first + 1}", column)


def expected_label(column: DataColumn) -> str:
    """Name a column of expected values: the class, or y1 and its own name."""
    return safe(column.name, LONGEST_NAME) if column.words else _label(f"y{column.first + 1}", column)


def _label(name: str, column: DataColumn) -> str:
    own = safe(column.name, LONGEST_NAME)
    known = (name, f"o{column.first + 1}", "")
    return own if column.words else name if own in known else f"{name} {own}"


def held(
    dataset: Dataset, scaling: Scaling | None, row: int, place: Neuron | Expected, column: DataColumn, digits: Digits
) -> str:
    """Write what a row holds in a column: its word, or its numbers in their own unit."""
    if column.words and (word := word_of(dataset, scaling, row, place)) is not None:
        return safe(column.words[word], LONGEST_NAME)
    values = dataset.inputs[row] if isinstance(place, Neuron) else dataset.expected[row]
    if scaling is not None:
        values = scaling.inputs.undone(values) if isinstance(place, Neuron) else scaling.own_outputs(values)
    return ", ".join(number_text(value, digits) for value in values[column.first : column.first + column.width])


def inputs_of(dataset: Dataset, scaling: Scaling | None, row: int, digits: Digits, most: int = MOST_INPUTS) -> str:
    """Write the inputs of a row: "i1 is 0.1, i2 is 0.5"."""
    columns = dataset.input_columns
    texts = [
        f"{input_label(column)} is {held(dataset, scaling, row, Neuron(0, column.first), column, digits)}"
        for column in columns[:most]
    ]
    if (more := len(columns) - most) > 0:
        texts.append(f"and {more:,} more")
    return ", ".join(texts)


def expected_of(dataset: Dataset, scaling: Scaling | None, row: int, digits: Digits) -> str:
    """Write what is expected of a row: "class 1", or "y1 0.1, y2 0.9"."""
    texts = []
    for column in dataset.output_columns:
        value = held(dataset, scaling, row, Expected(column.first), column, digits)
        texts.append(value if column.words else f"{expected_label(column)} {value}")
    return ", ".join(texts)


def _got(state: TrainingState, row: int, digits: Digits) -> str:
    """Write what the network gives for a row of ``state.dataset``."""
    evaluation, dataset = state.evaluation, state.dataset
    if evaluation.right is not None:
        answer = safe(dataset.classes[int(dataset.classes_of(evaluation.outputs[row]))], LONGEST_NAME)
        return f"{answer}, {'right' if evaluation.right[row] else 'wrong'}"
    outputs = evaluation.outputs[row]
    if state.scaling is not None:
        outputs = state.scaling.own_outputs(outputs)
    return ", ".join(number_text(value, digits) for value in outputs)


def verdict(state: TrainingState, digits: Digits) -> str:
    """Say what is expected of the row that is shown, and what the network gives."""
    dataset, row = state.dataset, state.shown.row
    return f"expected {expected_of(dataset, state.scaling, row, digits)}; got {_got(state, row, digits)}"


def row_lines(state: TrainingState, digits: Digits) -> Iterator[str]:
    """Describe the row that is shown.

    Args:
        state: The training, with the row that is looked at as its current one.
        digits: How many digits.
    """
    shown = state.shown
    number = shown.dataset.number(shown.row)
    part = ", of the test part, which is never trained" if state.in_test else ""
    yield f"row {number:,}{part}"
    yield inputs_of(shown.dataset, state.scaling, shown.row, digits)
    yield verdict(state, digits)
    error = error_of(state.trained, number)
    if error is not None:
        yield f"E is {number_text(error, digits)}"


def listed_rows(state: TrainingState, rows: RowFilter, first: int, digits: Digits) -> Iterator[str]:
    """List rows by what is expected and what the network gives, from a number on.

    Args:
        state: The training.
        rows: Which rows.
        first: The number of the first row.
        digits: How many digits.
    """
    numbers: Sequence[int] = [int(number) for number in listed(state, rows) if number >= first]
    for number in numbers[:MOST_ROWS]:
        yield f"row {number:,}: {verdict(seen(state, row_numbered(state, number)), digits)}"
    if not numbers:
        yield "no rows are listed" if first <= 1 else f"no row from {first:,} on is listed"
    elif (more := len(numbers) - MOST_ROWS) > 0:
        yield f"and {more:,} more from row {numbers[MOST_ROWS]:,} on"
