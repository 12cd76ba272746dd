"""Fill missing inputs: a column of numbers with its mean, a column of words with its most frequent one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.arrays import FloatArray
from engine.data.data_columns import DataColumn
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.wording import quoted


def filled_from(train: Dataset, dataset: Dataset) -> Dataset:
    """Return a data set whose missing inputs are filled from the training rows, so that nothing leaks from the others.

    Args:
        train: The training rows.
        dataset: These rows or others of the same file, in their own units.

    Raises:
        InvalidValue: A column has a missing value, and no training row has one to fill it with.
    """
    if dataset.filled is None or train.filled is None:
        return dataset
    inputs = dataset.inputs.copy()
    for column in dataset.input_columns:
        taken, gone = slice(column.first, column.first + column.width), dataset.filled[:, column.first]
        if gone.any():
            inputs[gone, taken] = _filling(column, train.inputs[~train.filled[:, column.first], taken])
    inputs.flags.writeable = False  # lets ``frozen`` keep it without another copy
    return replace(dataset, inputs=inputs)


def filled_with(dataset: Dataset, row: int) -> dict[int, str]:
    """Say what fills the missing inputs of a row, by input: the mean, or for words the most frequent one."""
    if dataset.filled is None or not dataset.filled[row].any():
        return {}
    return {
        index: "mean" if column.width == 1 else "most frequent word"
        for column in dataset.input_columns
        for index in range(column.first, column.first + column.width)
        if dataset.filled[row, index]
    }


def _filling(column: DataColumn, there: FloatArray) -> FloatArray:
    """Return what fills a column, shape (width,), from its values that are there, shape (rows, width)."""
    if not len(there):
        raise InvalidValue(f"no training row has a value of {quoted(column.name)} to fill missing ones with")
    if column.width > 1:
        counts = there.sum(axis=0)
        return column.coded(min(range(column.width), key=lambda word: (-counts[word], column.words[word])), None)
    with np.errstate(over="ignore"):
        mean: FloatArray = there.mean(axis=0)
    if not np.isfinite(mean).all():
        raise InvalidValue(f"{quoted(column.name)} has no mean to fill missing values with: its numbers are too large")
    return mean
