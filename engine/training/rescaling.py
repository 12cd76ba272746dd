"""Another scaling for the data of a training; the learner's edits and the weights stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.data.scaling import ColumnScaling, fitted_scaling
from engine.experiment.defaults import with_scaling_note
from engine.network.losses import check_expected
from engine.training.parameter_history import ParameterHistory
from engine.training.state import TrainingState


def with_scaling(state: TrainingState, kind: str) -> TrainingState:
    """Scale the rows in another way, fitted to the training rows as they are now.

    The checkpoints of the parameters begin again: scores of older ones would be computed with rows that they never saw.

    Raises:
        InvalidValue: There is no such kind, the rows cannot be scaled, or scaled rows do not fit the loss.
    """
    train = _own_rows(state, state.dataset)
    test = None if state.test is None else _own_rows(state, state.test)
    scaling = fitted_scaling(kind, train)
    if scaling is not None:
        train, test = scaling.applied(train), None if test is None else scaling.applied(test)
    for part in (train, test):
        if part is not None:
            check_expected(state.network.loss_name, part.expected)
    return replace(
        state,
        setup=replace(state.setup, scaling=kind, dataset=with_scaling_note(state.setup.dataset, kind)),
        dataset=train,
        test=test,
        scaling=scaling,
        parameter_history=ParameterHistory.begin(state.cursor.time, state.network),
    )


def _own_rows(state: TrainingState, rows: Dataset) -> Dataset:
    """Return scaled rows in their own units."""
    if state.scaling is None:
        return rows
    whole, scaling = state.setup.dataset, state.scaling
    at = np.minimum(np.searchsorted(whole.all_numbers, rows.all_numbers), whole.rows - 1)
    expected = rows.expected
    if scaling.outputs is not None:
        expected = _own(rows.expected, whole.expected[at], scaling.outputs)
    return replace(rows, inputs=_own(rows.inputs, whole.inputs[at], scaling.inputs), expected=expected)


def _own(scaled: FloatArray, read: FloatArray, scaling: ColumnScaling) -> FloatArray:
    """Return the numbers that were scaled to these: those that were read, and where edited, those that were typed."""
    own, edited = read.copy(), scaling.applied(read) != scaled
    for column in np.flatnonzero(edited.any(axis=0)).tolist():
        rows = edited[:, column]
        own[rows, column] = scaling.part(column, 1).original(scaled[rows, column : column + 1])[:, 0]
    return own
