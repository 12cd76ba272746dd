"""The verbs that set weights, biases and the numbers and words of rows, and change the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from engine.data.data_columns import DataColumn
from engine.data.scaling import SCALINGS, ColumnScaling
from engine.network.places import Bias, Expected, Neuron, Place, Weight, place_name
from engine.session.verbs.arguments import Arguments
from engine.session.verbs.tokens import LineRefused, Token, written_text
from engine.session.verbs.values import (
    SCALED,
    expected_in,
    expected_name,
    input_in,
    parameter_in,
    place_in,
    row_in,
    scaling_of,
    value_in,
    written_value,
)
from engine.session.verbs.verb import Verb
from engine.training.commands import (
    AddRow,
    Command,
    DeleteRow,
    SetExpected,
    SetInput,
    SetParameter,
    SetScaling,
    SetValues,
    SetWord,
)
from engine.training.state import TrainingState
from engine.training.words import words_at
from engine.typed_numbers import parse_number
from engine.wording import listed, quoted


def _set(words: Arguments, state: TrainingState) -> Command:
    place = parameter_in(words.take("NAME"), state)
    return SetParameter(place, words.number("VALUE"))


def _input(words: Arguments, state: TrainingState) -> Command:
    row, place = row_in(words, state), input_in(words.take("INPUT"), state)
    token = words.take("VALUE")
    if (word := _word_in(token, words_at(state.dataset, place))) is not None:
        return SetWord(row, place, word)
    return SetInput(row, place.index, value_in(token, scaling_of(state, place), place.index))


def _expected(words: Arguments, state: TrainingState) -> Command:
    row, place = row_in(words, state), expected_in(words.take("OUTPUT"), state)
    token = words.take("VALUE")
    if (word := _word_in(token, words_at(state.dataset, place))) is not None:
        return SetWord(row, place, word)
    return SetExpected(row, place.index, value_in(token, scaling_of(state, place), place.index))


def _word_in(token: Token, column: DataColumn | None) -> int | None:
    """Return the index of the word of a column that a word of a line is; None for a number.

    Raises:
        LineRefused: It is a text, and the column has none like it.
    """
    if not token.quoted and _is_number(token.text):
        return None
    if column is None:
        raise LineRefused(f"the column holds numbers, not {quoted(token.text)}", token.column)
    if token.text not in column.words:
        raise LineRefused(f"{quoted(column.name)} is one of {listed(column.words)}", token.column)
    return column.words.index(token.text)


def _is_number(text: str) -> bool:
    try:
        parse_number(text.removeprefix(SCALED))
    except ValueError:
        return False
    return True


def _values(words: Arguments, state: TrainingState) -> Command:
    first = words.peek()
    row = row_in(words, state) if first is not None and first.text.isdecimal() else None
    token = words.take("NAME")
    match place_in(token, state):
        case Weight() | Bias() as place if row is None:
            return SetValues(place, tuple(_numbers(words)))
        case Neuron(0, index) as place if row is not None:
            return SetValues(place, tuple(_numbers(words, scaling_of(state, place), index)), row)
        case Expected(index) as place if row is not None:
            return SetValues(place, tuple(_numbers(words, scaling_of(state, place), index)), row)
    what = "a weight or a bias: i1 and y1 take a row before them" if row is None else "an input i1 or expected value y1"
    raise LineRefused(f"{quoted(token.text)} is not {what}", token.column)


def _numbers(words: Arguments, scaling: ColumnScaling | None = None, first: int = 0) -> Iterator[float]:
    """Take numbers up to the end of the line, for the columns from ``first`` on; at least one."""
    for column in chain([first], range(first + 1, first + words.rest)):
        yield _number(words.take("NUMBER"), scaling, column)


def _number(token: Token, scaling: ColumnScaling | None, column: int) -> float:
    if scaling is not None and column >= len(scaling.scale):
        raise LineRefused(f"{quoted(token.text)} is one number too many", token.column)
    return value_in(token, scaling, column)


def _add_row(words: Arguments, state: TrainingState) -> Command:
    dataset = state.dataset
    inputs = list(_row(words, dataset.input_columns, scaling_of(state, Neuron(0, 0))))
    expected = list(_row(words, dataset.output_columns, scaling_of(state, Expected(0))))
    return AddRow(tuple(inputs), tuple(expected))


def _row(words: Arguments, columns: Sequence[DataColumn], scaling: ColumnScaling | None) -> Iterator[float]:
    """Take the numbers and words of a row: for a column of words its word, or the numbers that stand for it."""
    for column in columns:
        token = words.take(f"the value of {quoted(column.name)}")
        word = _word_in(token, column if column.words else None)
        if word is not None:
            yield from column.coded(word, scaling).tolist()
            continue
        yield value_in(token, scaling, column.first)
        for index in range(column.first + 1, column.first + column.width):
            yield value_in(words.take(f"a number of {quoted(column.name)}"), scaling, index)


def _delete_row(words: Arguments, state: TrainingState) -> Command:
    return DeleteRow(row_in(words, state))


def _scale(words: Arguments, state: TrainingState) -> Command:
    return SetScaling(words.name("the scaling", SCALINGS))


VERBS = (
    Verb("set", "NAME VALUE", "set a weight or a bias", _set),
    Verb("values", "[ROW] NAME VALUE …", "set the values of a layer or a row from this one on", _values),
    Verb("input", "ROW INPUT VALUE", "set an input of a row, or its word", _input),
    Verb("expected", "ROW OUTPUT VALUE", "set an expected value of a row, or its class", _expected),
    Verb("row+", "VALUE …", "add a row: its inputs, then what is expected", _add_row),
    Verb("row-", "ROW", "delete a row", _delete_row),
    Verb("scale", "KIND", f"scale the data: {', '.join(SCALINGS)}", _scale),
)


def line_of(command: Command, state: TrainingState) -> str | None:
    """Write a command of these verbs; None for another command.

    Args:
        command: The command.
        state: The state before it.
    """
    dataset, sizes = state.dataset, state.network.sizes
    match command:
        case SetParameter(place, value):
            return f"set {place_name(sizes, place)} {value!r}"
        case SetValues(first, values, row):
            return _line_of_values(first, values, row, state)
        case SetInput(row, column, value):
            place = Neuron(0, column)
            text = written_value(value, scaling_of(state, place), column)
            return f"input {dataset.number(row)} {place_name(sizes, place)} {text}"
        case SetExpected(row, output, value):
            wanted = Expected(output)
            text = written_value(value, scaling_of(state, wanted), output)
            return f"expected {dataset.number(row)} {expected_name(state, wanted)} {text}"
        case SetWord(row, place, word) if (words := words_at(dataset, place)) is not None:
            text = written_text(words.words[word])
            if isinstance(place, Expected):
                return f"expected {dataset.number(row)} {expected_name(state, place)} {text}"
            return f"input {dataset.number(row)} {place_name(sizes, place)} {text}"
        case AddRow(inputs, expected):
            sides = (
                _written_row(inputs, dataset.input_columns, scaling_of(state, Neuron(0, 0))),
                _written_row(expected, dataset.output_columns, scaling_of(state, Expected(0))),
            )
            return " ".join(("row+", *chain(*sides)))
        case DeleteRow(row):
            return f"row- {dataset.number(row)}"
        case SetScaling(kind):
            return f"scale {kind}"
    return None


def _line_of_values(first: Place, values: Sequence[float], row: int | None, state: TrainingState) -> str:
    scaling = scaling_of(state, first) if isinstance(first, Neuron | Expected) else None
    begin = first.index if isinstance(first, Neuron | Expected) else 0
    texts = (written_value(value, scaling, column) for column, value in enumerate(values, begin))
    where = () if row is None else (str(state.dataset.number(row)),)
    return " ".join(("values", *where, place_name(state.network.sizes, first), *texts))


def _written_row(
    values: Sequence[float], columns: Sequence[DataColumn], scaling: ColumnScaling | None
) -> Iterator[str]:
    """Write the words and numbers of a row: a word where it stands for just these numbers."""
    row = np.array(values)
    for column in columns:
        numbers = row[column.first : column.first + column.width]
        index = column.word_in(row, scaling)
        if index is not None and column.coded(index, scaling).tobytes() == numbers.tobytes():
            yield written_text(column.words[index])
        else:
            yield from (written_value(value, scaling, at) for at, value in enumerate(numbers.tolist(), column.first))
