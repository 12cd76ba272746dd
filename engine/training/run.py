"""A run through the rows: samples, batches and epochs, and the curves recorded on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from engine.analysis.evaluation import rows_errors
from engine.arrays import FloatArray, frozen
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.kernels.batches import LARGE_BATCH
from engine.kernels.compiled import CompiledErrors
from engine.kernels.compiler import Kernel
from engine.kernels.workspace import Workspace
from engine.training.divergence import Divergence, NonFinite, checked_update, diverged
from engine.training.error_curve import ErrorCurve
from engine.training.history import Series
from engine.training.parameter_history import Checkpoint
from engine.training.recording import RecordingPlan
from engine.training.state import TrainingState

SLICE = 4096
"""Samples trained between two checks that the parameters are finite; a batch is never cut."""
SLICE_COMPILED = 65_536


def train(state: TrainingState, samples: int, kernel: Kernel = "numpy") -> TrainingState:
    """Train from the epoch's next row on; each batch that is completed makes an update.

    Training a and then b samples gives the same as training a + b, to the last bit.

    Args:
        state: Where to begin.
        samples: How many samples to train.
        kernel: What computes it, see ``compiler.py``. The results of two kernels differ in the last bits.

    Raises:
        InvalidValue: There is less than 1 sample, or the kernel is not available.
        Divergence: A number became infinite or NaN; the error carries the state before that.
    """
    if samples < 1:
        raise InvalidValue(f"a run takes 1 sample or more, got {samples}")
    run = _Run(state, samples, kernel)
    try:
        while run.trained < samples:
            run.advance(samples - run.trained)
    except Divergence as divergence:
        if run.skipped:  # its history was planned for more samples: train again, only up to here
            divergence.state = train(state, divergence.samples, kernel)
        raise
    return run.state()


def train_chosen(state: TrainingState) -> TrainingState:
    """Train the chosen row, out of turn and as a batch of its own.

    Raises:
        Divergence: A number became infinite or NaN.
    """
    updated = checked_update(state, state.network, state.memory, [state.row], alone=True)
    if isinstance(updated, NonFinite):
        raise diverged(state, state.row, updated, 0)
    network, memory = updated
    return replace(state, network=network, memory=memory, cursor=state.cursor.in_turn(samples=1))


class _Run:
    """A training under way: it works in place, and publishes one state at its end."""

    def __init__(self, state: TrainingState, samples: int, kernel: Kernel) -> None:
        self._start, self._cursor = state, state.cursor
        self._rows, self._batch, self._shuffle = state.dataset.rows, state.rows_per_batch, state.method.shuffle
        self._workspace = Workspace(state.network, state.dataset, state.method, state.memory, kernel)
        self._compiled = self._workspace.is_compiled
        self._plan = RecordingPlan(self._rows, self._batch, state.network.parameters.size)
        points = self._plan.points(self._cursor, samples)
        # Where all rows make one batch, their error is a by-product of its update.
        self._full_batch = LARGE_BATCH <= self._batch == self._rows
        measure = self._measure if self._full_batch else None
        self._curves = [self._curve(state.history, state.dataset, points, measure)]
        if state.test is not None:
            self._curves.append(self._curve(state.test_history, state.test, points))
        self._checkpoints: list[Checkpoint] = []
        self._kept = state.parameter_history.stride(state.epoch)  # epochs between two checkpoints

    def _curve(
        self, history: Series, dataset: Dataset, points: int, measure: Callable[[], float] | None = None
    ) -> ErrorCurve:
        network = self._start.network
        errors: Callable[[FloatArray], FloatArray] = (
            CompiledErrors(network, dataset) if self._compiled else partial(rows_errors, network, dataset=dataset)
        )
        return ErrorCurve(history, network, dataset, errors, points, measure)

    @property
    def trained(self) -> int:
        """How many samples have been trained."""
        return self._cursor.samples - self._start.cursor.samples

    @property
    def skipped(self) -> bool:
        """Whether the curves lack points that only the planned end makes superfluous."""
        return any(curve.skipped for curve in self._curves)

    def advance(self, most: int) -> None:
        """Train up to the next point of the curves, or through several epochs at once; at most so many samples."""
        cursor = self._cursor
        whole_epochs = self._compiled and cursor.epoch and not cursor.position and most >= 2 * self._rows
        if whole_epochs and self._advance_epochs(max(2, min(most, SLICE_COMPILED) // self._rows)):
            return
        count = min(most, self._plan.samples_to_point(cursor), SLICE_COMPILED if self._compiled else SLICE)
        start, end = cursor.batch_start, cursor.position + count
        updated = end if end == self._rows else start + (end - start) // self._batch * self._batch
        if updated > start:
            self._train(start, updated)
        self._advance_to(end)

    def state(self) -> TrainingState:
        """Return the state reached; the current sample is the epoch's next."""
        checkpoints = self._start.parameter_history
        if self._cursor.epoch > self._start.epoch:
            checkpoints = checkpoints.extended(self._checkpoints, self._cursor.epoch)
        return replace(
            self._start,
            network=self._workspace.network(),
            memory=self._workspace.memory(),
            cursor=self._cursor,
            history=self._curves[0].history(),
            test_history=self._curves[1].history() if self._curves[1:] else self._start.test_history,
            parameter_history=checkpoints,
        )

    def _advance_epochs(self, epochs: int) -> bool:
        """Train whole epochs with the compiled loop; return False, with nothing changed, if a number is not finite."""
        cursor = self._cursor
        ends = np.arange(cursor.epoch + 1, cursor.epoch + epochs + 1)
        checkpointed: NDArray[np.bool_] = ends % self._start.parameter_history.stride(int(ends[-1])) == 0
        curves = self._curves[self._full_batch :]  # without the one whose errors are by-products
        wanted = np.logical_or.reduce([checkpointed, *(curve.wanted(epochs) for curve in curves)])
        orders = cursor.orders(epochs, self._batch, self._shuffle)
        trained = self._workspace.train_epochs(orders, wanted)
        if trained is None:
            return False
        kept, errors = trained
        for curve in curves:
            curve.add_many(ends.astype(np.float64), wanted, kept)
        if self._full_batch:  # the error before an epoch's update is that at the end of the epoch before it
            for end, error in zip(ends.tolist(), errors.tolist(), strict=True):
                self._curves[0].record_late(error)
                self._curves[0].add(float(end), self._workspace.parameters)
        for end, parameters in zip(ends[wanted].tolist(), kept, strict=True):
            self._keep_checkpoint(end, parameters)
        self._cursor = cursor.advance_epochs(epochs, self._shuffle)
        return True

    def _train(self, start: int, end: int) -> None:
        """Train the whole batches from one position of the epoch to another."""
        rows = self._cursor.rows_between(start, end, self._batch)
        if self._full_batch and len(rows) < self._rows:
            self._curves[0].flush()
        done = self._workspace.train(rows)
        if self._full_batch and done == self._rows:
            self._curves[0].record_late(self._workspace.batch_error)
        if done < len(rows):
            self._advance_to(start + done)
            self._diverge(start + done, end)

    def _advance_to(self, position: int) -> None:
        """Note that the epoch has been trained up to a position; record the error if that is a point of the curves."""
        count = position - self._cursor.position
        if count <= 0:
            return
        self._cursor = cursor = self._cursor.advance(count, self._batch, self._shuffle)
        if not cursor.position:
            self._keep_checkpoint(cursor.epoch, self._workspace.parameters)
        if self._plan.is_point(cursor):
            for curve in self._curves:
                curve.add(cursor.time, self._workspace.parameters)

    def _measure(self) -> float:
        """Compute the error over all rows as the next batch will."""
        return self._workspace.measure_batch(self._cursor.rows_between(0, self._rows, self._batch))

    def _keep_checkpoint(self, epoch: int, parameters: FloatArray) -> None:
        """Keep the parameters at the end of an epoch, if it is one whose checkpoint is kept."""
        if epoch % self._kept:  # an epoch that a stride skips is skipped by every larger one
            return
        self._kept = self._start.parameter_history.stride(epoch)
        if epoch % self._kept == 0:
            switches = self._start.network.switches
            self._checkpoints.append(Checkpoint(float(epoch), frozen(parameters), switches))

    def _diverge(self, start: int, end: int) -> None:
        """Train the slice again, looking at every number, and stop before the first update that is not finite."""
        for curve in self._curves:
            curve.flush()  # before the parameters of the deferred points change
        network, memory = self._workspace.network(), self._workspace.memory()
        while start < end:
            rows = list(self._cursor.rows_between(start, min(start + self._batch, end), self._batch))
            updated = checked_update(self._start, network, memory, rows, alone=self._batch == 1)
            last = start + len(rows) - 1
            if isinstance(updated, NonFinite):
                self._advance_to(last)
                raise diverged(self.state(), rows[updated.index], updated, self.trained)
            network, memory = updated
            self._workspace.restore(network.parameters, memory)
            self._advance_to(last + 1)
            start = last + 1
