"""The words of a row: its expected class, and what its columns of words hold."""

from __future__ import annotations

from dataclasses import replace

from engine.data.data_columns import DataColumn, column_number
from engine.data.dataset import Dataset
from engine.data.scaling import ColumnScaling, Scaling
from engine.errors import InvalidValue
from engine.network.places import Expected, Neuron, Place


def words_at(dataset: Dataset, place: Place | None) -> DataColumn | None:
    """Return the column of words that an input or an expected value comes from; None if it comes from none."""
    match place:
        case Neuron(0, index):
            columns = dataset.input_columns
        case Expected(index):
            columns = dataset.output_columns
        case _:
            return None
    column = columns[column_number(columns, index)]
    return column if column.words else None


def word_of(dataset: Dataset, scaling: Scaling | None, row: int, place: Neuron | Expected) -> int | None:
    """Return the index of the word that a row holds in the column at a place.

    Returns:
        The index; None if there is no column of words, or the row's numbers stand for no single word of it, such as
        soft targets.
    """
    column = words_at(dataset, place)
    if column is None:
        return None
    values = dataset.inputs[row] if isinstance(place, Neuron) else dataset.expected[row]
    return column.word_in(values, _of(scaling, place))


def place_of_word(dataset: Dataset, scaling: Scaling | None, row: int, place: Neuron | Expected) -> Neuron | Expected:
    """Return the input or expected value that stands for the row's word in the column at a place.

    Returns:
        The first of the column if the row holds no single word, or the words share one; the place itself if it is in no
        column of words.
    """
    column, word = words_at(dataset, place), word_of(dataset, scaling, row, place)
    if column is None:
        return place
    return replace(place, index=column.first + (word if word is not None and column.one_hot else 0))


def with_word(dataset: Dataset, scaling: Scaling | None, row: int, place: Neuron | Expected, word: int) -> Dataset:
    """Return a copy in which a row holds this word, and no other, in the column at a place.

    Raises:
        InvalidValue: There is no such row, column of words or word.
    """
    column = words_at(dataset, place)
    if column is None:
        raise InvalidValue(f"{dataset.name}: the column holds numbers, not words")
    values = column.coded(word, _of(scaling, place)).tolist()
    change = dataset.with_input if isinstance(place, Neuron) else dataset.with_expected
    return change(row, column.first, *values)


def _of(scaling: Scaling | None, place: Neuron | Expected) -> ColumnScaling | None:
    if scaling is None:
        return None
    return scaling.inputs if isinstance(place, Neuron) else scaling.outputs
