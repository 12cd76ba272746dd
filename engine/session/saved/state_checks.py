"""Whether the parts of a state that was read fit together, so that no panel and no command trips over it later."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from engine.data.dataset import Dataset
from engine.data.scaling import ColumnScaling, Scaling
from engine.errors import InvalidValue
from engine.experiment.setup import Parts, Setup
from engine.network.losses import check_expected
from engine.network.network import Network, parameter_count
from engine.network.optimizers import optimizer_named
from engine.training.cursor import Cursor
from engine.training.history import Series, thinning
from engine.training.parameter_history import ParameterHistory
from engine.training.phases import phases
from engine.training.state import TrainingState
from engine.training.update import MOST_MARKS

MOST_COUNTED = 2**53
"""Epochs, samples and row numbers stay below: as a float each is still a number of its own."""
MOST_LAYERS = 1_000
MOST_CHECKPOINTS = 1_000


class StateChecks:
    """Checks states one after the other; what several of them share is checked once."""

    def __init__(self) -> None:
        self._checked: set[tuple[int, ...]] = set()  # by identity: the states that are read keep them alive

    def check(self, state: TrainingState) -> None:
        """Check a state.

        Raises:
            InvalidValue: Its parts do not fit together.
        """
        self._check_alone(state)
        count = len(phases(state.network.sizes))
        _require(0 <= state.phase <= count, "there is no such phase")
        if state.before is None:
            return
        _require(state.phase == count, "only the update has a state before it")
        _require(
            state.before.before is None and not state.before.phase, "the state before an update stands in a sample"
        )
        _require(state.before.network.sizes == state.network.sizes, "an update changes no layers")
        _require(state.before.dataset is state.dataset, "an update changes no rows")
        self._check_alone(state.before)

    def _check_alone(self, state: TrainingState) -> None:
        setup, network = state.setup, state.network
        _require(state.looked_from is None and not state.in_test, "a row that is looked at is no state of a training")
        _require(len(network.sizes) <= MOST_LAYERS, "it has too many layers")
        agreed = (setup.sizes, setup.activations, setup.loss) == (network.sizes, network.activations, network.loss_name)
        _require(agreed and setup.switches == network.switches, "the network is not that of its setup")
        self._check_setup(setup)
        self._check_parts(setup, state.dataset, state.test, state.scaling)
        _check_cursor(state.cursor, state.dataset, state.rows_per_batch)
        shape = len(optimizer_named(state.method.optimizer).moments), len(network.parameters)
        _require(state.memory.moments.shape == shape, "the optimiser remembers another network")
        _require(0 <= state.memory.updates < MOST_COUNTED, "the optimiser has done too many updates")
        self._check_histories(state)
        _require(len(state.marks) <= MOST_MARKS and _are_times(state.marks), "the marks of edits are no times")

    def check_parts(self, setup: Setup, parts: Parts) -> None:
        """Check that the rows that a training began with fit what it began with.

        Raises:
            InvalidValue: They do not.
        """
        self._check_setup(setup)
        self._check_parts(setup, parts.train, parts.test, parts.scaling)

    def _check_parts(self, setup: Setup, train: Dataset, test: Dataset | None, scaling: Scaling | None) -> None:
        self._check_rows(train, setup)
        if test is not None:
            self._check_rows(test, setup)
        _check_scaling(scaling, setup.scaling, train)

    def _is_new(self, *parts: object) -> bool:
        key = tuple(map(id, parts))
        new = key not in self._checked
        self._checked.add(key)
        return new

    def _check_setup(self, setup: Setup) -> None:
        if not self._is_new(setup):
            return
        size = parameter_count(setup.sizes)
        given, rows = setup.parameters, setup.dataset.rows
        _require(given is None or len(given) == size, f"the start has {0 if given is None else len(given)} parameters")
        if setup.split is not None:
            parts = (setup.split.train, setup.split.test)
            _require(all(part.max() < rows for part in parts), "a row is split that the data do not have")
        _check_numbers(setup.dataset)

    def _check_rows(self, rows: Dataset, setup: Setup) -> None:
        """Check that rows have the columns of the setup's, and values that the loss takes."""
        if not self._is_new(rows, setup):
            return
        whole = setup.dataset
        same = all(
            getattr(rows, name) == getattr(whole, name)
            for name in ("input_names", "output_names", "task", "input_words", "output_words", "two_classes")
        )
        _require(same, "the rows do not have the columns of the data")
        check_expected(setup.loss, rows.expected)
        _check_numbers(rows)

    def _check_histories(self, state: TrainingState) -> None:
        history, test = state.history, state.test_history
        for series in (history, test):
            if self._is_new(series):
                _check_series(series)
        _require(len(history.x) > 0, "the history is empty")
        points = 0 if state.test is None else len(history.x)
        _require(len(test.x) == points, "the history of the test rows has other points than that of the training rows")
        if self._is_new(state.parameter_history, state.network.parameters):
            _check_checkpoints(state.parameter_history, state.network)


def _require(fits: object, otherwise: str) -> None:
    if not fits:
        raise InvalidValue(otherwise)


def _are_times(times: Iterable[float]) -> bool:
    """Tell whether finite numbers are times, in epochs."""
    return all(0.0 <= time < MOST_COUNTED for time in times)


def _check_numbers(dataset: Dataset) -> None:
    _require(dataset.last_number < MOST_COUNTED, "the row numbers are too large")


def _check_cursor(cursor: Cursor, dataset: Dataset, batch: int) -> None:
    _require(cursor.rows == dataset.rows, f"it counts {cursor.rows:,} rows where there are {dataset.rows:,}")
    _require(cursor.seed >= 0, "the seed of its epochs is below 0")
    _require(0 <= cursor.position < cursor.rows, "there is no such position in an epoch")
    _require(0 <= cursor.pending <= cursor.position and cursor.pending < batch, "no batch is so far along")
    _require(0 <= cursor.epoch < MOST_COUNTED and 0 <= cursor.samples < MOST_COUNTED, "it has trained too long")
    _require(cursor.chosen_row is None or 0 <= cursor.chosen_row < cursor.rows, "there is no such row")


def _check_scaling(scaling: Scaling | None, kind: str, dataset: Dataset) -> None:
    _require((scaling.kind if scaling else "none") == kind, "the rows are scaled in another way")
    if scaling is None:
        return
    _require((scaling.outputs is None) == (dataset.task == "classification"), "only the outputs of numbers are scaled")
    sides = ((scaling.inputs, dataset.input_count), (scaling.outputs, dataset.output_count))
    for columns, count in sides:
        _require(columns is None or _scales(columns, count), "the scaling does not fit the columns")


def _scales(columns: ColumnScaling, count: int) -> bool:
    return len(columns.offset) == len(columns.scale) == count and bool((columns.scale > 0.0).all())


def _check_series(series: Series) -> None:
    x, y = series.x, series.y
    _require(len(x) == len(y), "a history has times without values")
    _require(0 <= series.aged < MOST_COUNTED and 1 <= series.stride < MOST_COUNTED, "a history is thinned out wrongly")
    _require(thinning(series.count) == (series.aged, series.stride), "a history is thinned out wrongly")
    _require(((x >= 0.0) & (x < MOST_COUNTED)).all() and not (y < 0.0).any(), "a history has a negative time or value")


def _check_checkpoints(history: ParameterHistory, network: Network) -> None:
    checkpoints, size = history.checkpoints, len(network.parameters)
    _require(1 <= len(checkpoints) <= MOST_CHECKPOINTS, "it has no checkpoints, or too many")
    _require(all(len(one.parameters) == size for one in checkpoints), "a checkpoint is of another network")
    for switches in {one.switches for one in checkpoints}:
        switches.check(network.sizes)
    times = [one.time for one in checkpoints]
    _require(_are_times(times) and bool((np.diff(times) >= 0.0).all()), "the checkpoints are in no order")
