"""A row, or one value of it, as text to be copied: whole numbers and names, in the data's own units."""

from __future__ import annotations

from engine.data.data_columns import DataColumn
from engine.network.places import Expected, Neuron
from engine.training.state import TrainingState
from engine.training.words import word_of, words_at
from engine.wording import count
from tui.panels.copied import Copied, number, table
from tui.panels.samples.rows import is_answered
from tui.terminal.text import safe

LONGEST_NAME = 40


def copied_row(state: TrainingState) -> Copied:
    """Return the row looked at, under a line of names: its inputs, what is expected and what the network got."""
    dataset, row = state.dataset, state.shown.row
    cells: list[tuple[str, str | float | None]]
    cells = [(column.name, _held(state, row, Neuron(0, column.first))) for column in dataset.input_columns]
    if state.evaluation.right is None:
        got = state.evaluation.outputs[row]
        if state.scaling is not None:
            got = state.scaling.own_outputs(got)
        for index, name in enumerate(dataset.output_names):
            cells += [(name, _held(state, row, Expected(index))), (f"got {name}", _if_answered(state, row, got[index]))]
    else:
        outputs = state.evaluation.outputs[row]
        answer = dataset.classes[int(dataset.classes_of(outputs))] if is_answered(state, row) else None
        cells += [("expected", _held(state, row, Expected(0))), ("got", answer)]
        cells += [(f"o{at}", _if_answered(state, row, value)) for at, value in enumerate(outputs, start=1)]
    names, values = zip(*cells, strict=True)
    text = table(("row", *names), (dataset.number(row), *values))
    return Copied(text, f"row {dataset.number(row)}, {count(len(values), 'value')}")


def copied_value(state: TrainingState, column: DataColumn, place: Neuron | Expected) -> Copied:
    """Return one value of the row looked at."""
    row = state.shown.row
    value = _held(state, row, place)
    text = safe(value, LONGEST_NAME) if isinstance(value, str) else number(value)
    return Copied(text, f"{safe(column.name, LONGEST_NAME)} of row {state.dataset.number(row)}, {text}")


def _held(state: TrainingState, row: int, place: Neuron | Expected) -> str | float:
    """Return what a row holds at a place: a word if its column is one of words, and the row has a single one."""
    dataset, scaling = state.dataset, state.scaling
    column = words_at(dataset, place)
    word = word_of(dataset, scaling, row, place) if column is not None else None
    if column is not None and word is not None:
        return column.words[word]
    if isinstance(place, Neuron):
        inputs = dataset.inputs[row] if scaling is None else scaling.inputs.undone(dataset.inputs[row])
        return float(inputs[place.index])
    expected = dataset.expected[row] if scaling is None else scaling.own_outputs(dataset.expected[row])
    return float(expected[place.index])


def _if_answered(state: TrainingState, row: int, value: float) -> float | None:
    return float(value) if is_answered(state, row) else None
