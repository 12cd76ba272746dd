"""Which rows of the data are listed, and which of them is looked at.

A row is listed by its number, which no other row of the training part or the test part has.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.arrays import IndexArray
from engine.data.splitting import Part
from engine.quick_dataclass import dataclass
from engine.training.state import TrainingState

RowFilter = Literal["train", "test", "both", "wrong"]


@dataclass(frozen=True)
class InTest:
    """A row of the test part, which is looked at but never trained; ``index`` counts from 0."""

    index: int


Row = int | InTest
"""A row of the training part, counted from 0, or of the test part."""


@dataclass(frozen=True)
class ConfusionCell:
    """A cell of a confusion matrix: the rows of one class that were answered with one class.

    Attributes:
        part: The part of the data.
        expected: The index of the class expected.
        got: The index of the class that the network got.
    """

    part: Part
    expected: int
    got: int


def row_filters(state: TrainingState) -> tuple[RowFilter, ...]:
    """Return the choices that differ: without a test part, "train" stands for all rows."""
    parts: tuple[RowFilter, ...] = ("train",) if state.trained.test is None else ("train", "test", "both")
    return (*parts, "wrong") if state.dataset.task == "classification" else parts


def listed(state: TrainingState, rows: RowFilter | ConfusionCell) -> IndexArray:
    """Return the numbers of the rows that are listed, rising.

    Args:
        state: The training, at any row.
        rows: Which rows; a choice that ``row_filters`` does not offer lists the training rows.
    """
    if isinstance(rows, ConfusionCell):
        return _in_cell(state.trained, rows)
    parts: tuple[Part, ...] = ("train", "test")
    if rows not in row_filters(state):
        parts = ("train",)
    elif rows in parts:
        parts = (rows,)
    return np.sort(np.concatenate([_numbers(state.trained, part, rows == "wrong") for part in parts]))


def wrong_after(state: TrainingState, rows: RowFilter | ConfusionCell, by: int) -> int | None:
    """Return the number of the next wrong row among those listed (1) or of the one before (-1), round and round.

    Returns:
        None if no listed row is wrong, or there is no right or wrong.
    """
    if state.evaluation.right is None:
        return None
    wrong = np.intersect1d(listed(state, rows), listed(state, "wrong"), assume_unique=True)
    if not len(wrong):
        return None
    here = number_shown(state)
    at = np.searchsorted(wrong, here, side="right") if by > 0 else np.searchsorted(wrong, here) - 1
    return int(wrong[at % len(wrong)])


def number_shown(state: TrainingState) -> int:
    """Return the number of the row that a state shows."""
    shown = state.shown
    return shown.dataset.number(shown.row)


def row_numbered(state: TrainingState, number: int) -> Row | None:
    """Return the row with a number, of either part; None if there is none."""
    state = state.trained
    row = state.dataset.row_of(number)
    if row is not None or state.test is None:
        return row
    row = state.test.row_of(number)
    return None if row is None else InTest(row)


def _numbers(state: TrainingState, part: Part, wrong: bool) -> IndexArray:
    """Return the numbers of a part's rows, or of those of them that are wrong."""
    dataset = state.rows_of(part)
    if dataset is None:
        return np.empty(0, dtype=np.intp)
    evaluation = state.evaluation_of(part) if wrong else None
    if evaluation is None or evaluation.right is None:
        return dataset.all_numbers
    return dataset.all_numbers[~evaluation.right]


def _in_cell(state: TrainingState, cell: ConfusionCell) -> IndexArray:
    """Return the numbers of the rows that ``Classification.confusion`` counts in a cell."""
    dataset, evaluation = state.rows_of(cell.part), state.evaluation_of(cell.part)
    if dataset is None or evaluation is None or evaluation.right is None:
        return np.empty(0, dtype=np.intp)
    outputs = evaluation.outputs
    of_class = np.isfinite(outputs).all(axis=1) & (dataset.target_classes == cell.expected)
    chosen: IndexArray = dataset.all_numbers[of_class & (dataset.classes_of(outputs) == cell.got)]
    return chosen
