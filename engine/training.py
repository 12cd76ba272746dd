"""How a command changes a training: ``update(state, command) → state``, and the run through the rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.arrays import FloatArray
from engine.commands import (
    AddRow,
    Change,
    ChooseRow,
    Command,
    DeleteRow,
    Load,
    NewStart,
    Reset,
    Run,
    SetExpected,
    SetInput,
    SetLearningRate,
    SetParameter,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.dataset import Dataset
from engine.errors import InvalidValue
from engine.evaluation import rows_error
from engine.kernel import Workspace
from engine.names import layer_name, neuron_name
from engine.network import Network, layer_matrices
from engine.phases import phases
from engine.propagation import backward, descend, forward
from engine.state import Divergence, TrainingState, begin, begin_with, check_learning_rate, epoch_order, first_row

POINTS_IN_FIRST_EPOCH = 64
"""The MSE takes a pass over all rows: in the first epoch it is recorded at most so often, after it once an epoch."""
SLICE = 4096
"""Samples trained between two looks at whether the parameters are still finite."""
MOST_MARKS = 256


def update(state: TrainingState, command: Command) -> TrainingState:
    """Return the state after a command.

    Raises:
        InvalidValue: the command cannot be done; the message says why.
        Divergence: training came to a number that is not finite; the error carries the last good state.
    """
    if isinstance(command, StepPhase):
        return _step_phase(state)
    after = _updated(replace(state, phase=0, before=None), command)
    return replace(after, phase=_phase_after(state, command))


def _updated(state: TrainingState, command: Change) -> TrainingState:
    """Do a command that is not a phase, on a state between two samples."""
    match command:
        case StepSample():
            return _train_chosen(state) if state.chosen else train(state, 1)
        case StepEpoch():
            return train(state, state.dataset.rows - state.position)
        case Run(samples):
            return train(state, samples)
        case SetParameter(place, value):
            return _marked(replace(state, network=state.network.with_value(place, value)))
        case SetLearningRate(value):
            return _marked(replace(state, learning_rate=check_learning_rate(value)))
        case SetInput(row, column, value):
            return _marked(replace(state, dataset=state.dataset.with_input(row, column, value)))
        case SetExpected(row, output, value):
            return _marked(replace(state, dataset=state.dataset.with_expected(row, output, value)))
        case AddRow(inputs, expected):
            added = _with_rows(state, state.dataset.with_row(inputs, expected))
            return replace(added, row=added.dataset.rows - 1)
        case DeleteRow(row):
            return _with_rows(state, state.dataset.without_row(row))
        case ChooseRow(row):
            if not 0 <= row < state.dataset.rows:
                raise InvalidValue(f"there is no row {row + 1}: rows go from 1 to {state.dataset.rows}")
            return replace(state, row=row)
        case Reset():
            return begin_with(state.setup, state.parts, state.learning_rate)
        case NewStart():
            # The split stays the one that was drawn: the next seed is for the weights.
            setup = replace(state.setup, seed=state.setup.seed + 1, parameters=None, split=state.setup.drawn_split)
            return begin_with(setup, state.parts, state.learning_rate)
        case Load(setup):
            return begin(setup)


def _with_rows(state: TrainingState, dataset: Dataset) -> TrainingState:
    """Go on with rows added or deleted: an epoch under way ends, for it was an order of the rows there were."""
    epoch = state.epoch + (state.position > 0)
    after = replace(state, dataset=dataset, epoch=epoch, position=0, row=first_row(state.setup, dataset, epoch))
    return _marked(after)


def _step_phase(state: TrainingState) -> TrainingState:
    count = len(phases(state.network.sizes))
    if state.phase < count - 1:
        return replace(state, phase=state.phase + 1)
    whole = replace(state, phase=0, before=None)
    if state.phase == count:
        return replace(whole, phase=1)
    return replace(_updated(whole, StepSample()), phase=count, before=whole)


def _phase_after(state: TrainingState, command: Change) -> int:
    """Return where a sample under way goes on: α does not concern it yet; an edited number sends it to its start."""
    under_way = 0 < state.phase < len(phases(state.network.sizes))
    match command:
        case SetLearningRate() if under_way:
            return state.phase
        case SetParameter() if under_way:
            return 1
        case SetInput(row=row) | SetExpected(row=row) if under_way:
            return 1 if row == state.row else state.phase
    return 0


def train(state: TrainingState, samples: int) -> TrainingState:
    """Train so many samples, beginning at the epoch's next row.

    Training a and then b samples is training a + b, to the last bit.

    Raises:
        InvalidValue: fewer than 1 sample.
        Divergence: a number came out infinite or NaN; the error carries the state before that.
    """
    if samples < 1:
        raise InvalidValue(f"a run takes 1 sample or more, got {samples}")
    progress = _Progress(state)
    while progress.trained < samples:
        progress.advance(samples - progress.trained)
    return progress.state()


class _Progress:
    """A training under way: works in place, and publishes a state once, at the end."""

    def __init__(self, state: TrainingState) -> None:
        self._start = state
        self._workspace = Workspace(state.network)
        self._inputs, self._expected = state.dataset.inputs, state.dataset.expected
        self._count = state.dataset.rows
        self._epoch, self._position = state.epoch, state.position
        self._order = state.order.tolist()
        self._times: list[float] = []
        self._errors: list[float] = []
        self._test_errors: list[float] = []
        self.trained = 0

    def advance(self, most: int) -> None:
        """Train up to the next point of the history, at most so many samples."""
        count = min(most, self._until_record(), SLICE)
        rows = self._order[self._position : self._position + count]
        before = self._workspace.parameters.copy()
        done = self._workspace.train(self._inputs, self._expected, rows, self._start.learning_rate)
        if done < count or not np.isfinite(self._workspace.parameters).all():
            self._workspace.parameters[:] = before
            self._diverge(rows)
        self._move(count)

    def state(self) -> TrainingState:
        """Return the state reached; the current sample is the epoch's next."""
        return replace(
            self._start,
            network=self._workspace.network(),
            epoch=self._epoch,
            position=self._position,
            row=self._order[self._position],
            samples=self._start.samples + self.trained,
            history=self._start.history.extended(self._times, self._errors),
            test_history=self._start.test_history.extended(self._times[: len(self._test_errors)], self._test_errors),
        )

    def _until_record(self) -> int:
        """Count the samples to the next point of the history."""
        if self._epoch:
            return self._count - self._position
        stride = -(-self._count // POINTS_IN_FIRST_EPOCH)
        return min(stride - self._position % stride, self._count - self._position)

    def _move(self, count: int) -> None:
        self.trained += count
        self._position += count
        record = self._epoch == 0 and self._position % -(-self._count // POINTS_IN_FIRST_EPOCH) == 0
        if self._position == self._count:
            self._epoch, self._position, record = self._epoch + 1, 0, True
            if self._start.setup.shuffle:
                self._order = epoch_order(self._start.setup, self._count, self._epoch).tolist()
        if record:
            self._record()

    def _record(self) -> None:
        network = self._workspace.network()
        self._times.append(self._epoch + self._position / self._count)
        self._errors.append(rows_error(network, self._start.dataset))
        if self._start.test is not None:
            self._test_errors.append(rows_error(network, self._start.test))

    def _diverge(self, rows: list[int]) -> None:
        """Walk the slice again, with every number looked at, and stop before the first that is not finite."""
        for row in rows:
            network, where = _checked_step(self._workspace.network(), self._start, row)
            if network is None:
                when = f"epoch {self._epoch + 1}, sample {self._position + 1}"
                raise Divergence(f"stopped at {when}: {where}", self.state(), self.trained)
            self._workspace.parameters[:] = network.parameters
            self._move(1)


def _train_chosen(state: TrainingState) -> TrainingState:
    """Train the row the learner chose, out of turn: the epoch's own rows and counter stay as they are."""
    network, where = _checked_step(state.network, state, state.row)
    if network is None:
        raise Divergence(f"stopped at row {state.row + 1}: {where}", state, 0)
    return replace(state, network=network, row=int(state.order[state.position]), samples=state.samples + 1)


def _checked_step(network: Network, state: TrainingState, row: int) -> tuple[Network | None, str]:
    """Train one row; return the network, or none and what in it was not finite."""
    trace = forward(network, state.dataset.inputs[row])
    with np.errstate(all="ignore"):
        for layer, values in enumerate(trace.sums, start=1):
            if not np.isfinite(values.dot(values)):  # as the kernel looks at them, layer by layer
                return None, _whereabouts(network, layer, "the sum", values)
    gradients = backward(network, trace, state.dataset.expected[row])
    for layer in range(len(network.sizes) - 1, 0, -1):
        if not np.isfinite(gradients.deltas[layer - 1]).all():
            return None, _whereabouts(network, layer, "the δ", gradients.deltas[layer - 1])
    with np.errstate(all="ignore"):
        after = network.parameters - gradients.parameters * state.learning_rate
    if not np.isfinite(after).all():
        for layer, matrix in enumerate(layer_matrices(after, network.sizes), start=1):
            if not np.isfinite(matrix).all():
                worst = matrix[np.arange(len(matrix)), np.isfinite(matrix).argmin(axis=1)]
                return None, _whereabouts(network, layer, "a new weight or bias", worst)
    return descend(network, gradients, state.learning_rate), ""


def _whereabouts(network: Network, layer: int, what: str, values: FloatArray) -> str:
    finite = np.isfinite(values)
    index = int(np.argmin(finite)) if not finite.all() else int(np.argmax(np.abs(values)))
    value = values[index]
    kind = "not a number" if np.isnan(value) else "infinite" if np.isinf(value) else f"too large, {value:.3g}"
    name = neuron_name(network.sizes, layer, index)
    return f"{what} of {name} ({layer_name(network.sizes, layer)}) became {kind}"


def _marked(state: TrainingState) -> TrainingState:
    """Note on the history that the learner edited something here."""
    if state.marks and state.marks[-1] == state.time:
        return state
    return replace(state, marks=(*state.marks, state.time)[-MOST_MARKS:])
