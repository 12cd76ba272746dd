"""The run through the rows: samples, batches and epochs, the history on the way, and what stops it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, frozen
from engine.errors import InvalidValue
from engine.kernels.batches import LARGE_BATCH
from engine.kernels.compiled import Kernel
from engine.kernels.workspace import Workspace
from engine.training.divergence import (
    Divergence,
    _checked_update,
    _stopped,
)
from engine.training.error_curve import ErrorCurve
from engine.training.state import TrainingState, epoch_order
from engine.training.trail import Moment

POINTS_IN_FIRST_EPOCH, IN_THAT_OF_A_LARGE_NETWORK = 16, 4
"""The MSE takes a pass over all rows: in the first epoch it is recorded at most so often, after it once an epoch."""
LARGE = 2_000
"""Parameters from which on such a pass costs a good part of an epoch's training."""
SLICE = 4096
"""Samples trained between two looks at whether the parameters are still finite; a batch is never cut."""
SLICE_COMPILED = 65_536


def train(state: TrainingState, samples: int, kernel: Kernel = "numpy") -> TrainingState:
    """Go through so many samples, beginning at the epoch's next row; each batch that they complete makes an update.

    Training a and then b samples is training a + b, to the last bit.

    Args:
        state: where to begin.
        samples: how many.
        kernel: what computes it: see ``compiled.py``. Their results differ in the last bits.

    Raises:
        InvalidValue: fewer than 1 sample, or the kernel cannot be had.
        Divergence: a number came out infinite or NaN; the error carries the state before that.
    """
    if samples < 1:
        raise InvalidValue(f"a run takes 1 sample or more, got {samples}")
    progress = _Progress(state, samples, kernel)
    try:
        while progress.trained < samples:
            progress.advance(samples - progress.trained)
    except Divergence as divergence:
        if progress.skipped:  # its history was planned for more samples: once more, up to here
            divergence.state = train(state, divergence.samples, kernel)
        raise
    return progress.state()


def train_chosen(state: TrainingState) -> TrainingState:
    """Train the row the learner chose, out of turn and as a batch of its own: the epoch's rows stay as they are."""
    network, memory, _, where = _checked_update(state, state.network, state.memory, [state.row], True)
    if where:
        raise Divergence(_stopped(state, state.row, where), state, 0)
    row = int(state.order[state.position])
    return replace(state, network=network, memory=memory, row=row, samples=state.samples + 1)


class _Progress:
    """A training under way: works in place, and publishes a state once, at the end."""

    def __init__(self, state: TrainingState, samples: int, kernel: Kernel) -> None:
        self._start = state
        self._workspace = Workspace(state.network, state.method, state.memory, kernel)
        self._count, self._batch = state.dataset.rows, state.rows_per_batch
        self._compiled = self._workspace.is_compiled(self._count)
        self._epoch, self._position, self._pending = state.epoch, state.position, state.pending
        self._shuffled = state.shuffled
        large = state.network.parameters.size >= LARGE
        most = IN_THAT_OF_A_LARGE_NETWORK if large else POINTS_IN_FIRST_EPOCH
        self._stride = -(-self._count // most)  # rows between two points in the first epoch: whole batches
        self._stride += -self._stride % self._batch
        points = self._points_in(samples)
        # Where all rows make one batch, their error comes out on the way to its update.
        self._whole = LARGE_BATCH <= self._batch == self._count
        measure = self._measure if self._whole else None
        self._curves = [ErrorCurve(state.history, state.network, state.dataset, points, measure)]
        if state.test is not None:
            self._curves.append(ErrorCurve(state.test_history, state.network, state.test, points))
        self._moments: list[Moment] = []
        self._kept = state.trail.stride(state.epoch)  # of so many epochs one is
        self.trained = 0

    @property
    def skipped(self) -> bool:
        """Whether points of the history were left out that only the planned end makes superfluous."""
        return any(curve.skipped for curve in self._curves)

    def advance(self, most: int) -> None:
        """Train up to the next point of the history, at most so many samples; or through many epochs at once."""
        whole_epochs = self._compiled and self._epoch and not self._position and most >= 2 * self._count
        if whole_epochs and self._advance_epochs(max(2, min(most, SLICE_COMPILED) // self._count)):
            return
        count = min(most, self._until_record(), SLICE_COMPILED if self._compiled else SLICE)
        start, end = self._position - self._pending, self._position + count
        updated = end if end == self._count else start + (end - start) // self._batch * self._batch
        goal = self.trained + end - self._position
        if updated > start:
            self._train(start, updated)
        self._move(goal - self.trained, end - updated)

    def _advance_epochs(self, epochs: int) -> bool:
        """Train so many epochs with the compiled loop; return False if a number was not finite, and nothing is done."""
        data = self._start.dataset
        ends = np.arange(self._epoch + 1, self._epoch + epochs + 1)
        on_trail: NDArray[np.bool_] = ends % self._start.trail.stride(int(ends[-1])) == 0
        wanted = np.logical_or.reduce([on_trail, *(curve.wanted(epochs) for curve in self._curves)])
        kept = self._workspace.train_epochs(data.inputs, data.expected, self._next_orders(epochs), wanted)
        if kept is None:
            return False
        for curve in self._curves:
            curve.add_kept(ends.astype(np.float64), wanted, kept)
        for end, parameters in zip(ends[wanted].tolist(), kept, strict=True):
            self._keep_moment(end, parameters)
        self.trained += epochs * self._count
        self._begin_epoch(self._epoch + epochs)
        return True

    def _points_in(self, samples: int) -> int:
        """Count the points of the history in the next so many samples."""
        points = (self._position + samples) // self._count
        if not self._epoch:
            points += min(self._position + samples, self._count - 1) // self._stride - self._position // self._stride
        return points

    def state(self) -> TrainingState:
        """Return the state reached; the current sample is the epoch's next."""
        return replace(
            self._start,
            network=self._workspace.network(),
            memory=self._workspace.memory(),
            epoch=self._epoch,
            position=self._position,
            pending=self._pending,
            shuffled=self._shuffled,
            row=int(self._order[self._position]),
            samples=self._start.samples + self.trained,
            history=self._curves[0].history(),
            test_history=self._curves[1].history() if self._curves[1:] else self._start.test_history,
            trail=self._start.trail.extended(self._moments, self._epoch),
        )

    def _train(self, start: int, end: int) -> None:
        """Train the whole batches from one position of the epoch to another."""
        rows, data = self._rows(start, end), self._start.dataset
        if self._whole and len(rows) < self._count:
            self._curves[0].catch_up()
        done = self._workspace.train(data.inputs, data.expected, rows)
        if self._whole and done == self._count:
            self._curves[0].settle(self._workspace.batch_error)
        if done < len(rows):
            if done:
                self._move(start + done - self._position, 0)
            self._diverge(start + done, end)

    def _until_record(self) -> int:
        """Count the samples to the next point of the history."""
        left = self._count - self._position
        return left if self._epoch else min(left, self._stride - self._position % self._stride)

    def _move(self, count: int, pending: int) -> None:
        self.trained += count
        self._position, self._pending = self._position + count, pending
        record = count > 0 and self._epoch == 0 and self._position % self._stride == 0
        if self._position == self._count:
            self._begin_epoch(self._epoch + 1)
            self._keep_moment(self._epoch, self._workspace.parameters)
            record = True
        if record:
            for curve in self._curves:
                curve.add(self._epoch + self._position / self._count, self._workspace.parameters)

    def _measure(self) -> float:
        """Compute the error over all rows as the next batch will."""
        data = self._start.dataset
        return self._workspace.measure_batch(data.inputs, data.expected, self._rows(0, self._count))

    def _keep_moment(self, epoch: int, parameters: FloatArray) -> None:
        """Put the parameters at the end of an epoch on the trail, if it is one of those that are kept."""
        if epoch % self._kept:  # what a smaller stride passes over, a greater one does too
            return
        self._kept = self._start.trail.stride(epoch)
        if epoch % self._kept == 0:
            self._moments.append(Moment(float(epoch), frozen(parameters)))

    def _begin_epoch(self, epoch: int) -> None:
        self._epoch, self._position, self._shuffled = epoch, 0, self._start.method.shuffle

    @property
    def _order(self) -> NDArray[np.intp]:
        return epoch_order(self._start.setup.seed, self._count, self._epoch, self._shuffled)

    def _next_orders(self, epochs: int) -> NDArray[np.intp]:
        """List the orders of so many epochs from this one on, shape (epochs, rows)."""
        if not self._shuffled and not self._start.method.shuffle:
            return np.tile(self._order, (epochs, 1))
        seed, numbers = self._start.setup.seed, range(self._epoch + 1, self._epoch + epochs)
        later = [epoch_order(seed, self._count, number, self._start.method.shuffle) for number in numbers]
        return np.stack([self._order, *later])

    def _rows(self, start: int, end: int) -> Sequence[int] | NDArray[np.intp]:
        """List the rows from one position of the epoch to another, as they are trained."""
        all_at_once = self._batch == self._count == end - start
        return range(self._count) if all_at_once else self._order[start:end]

    def _diverge(self, start: int, end: int) -> None:
        """Walk the slice again, with every number looked at, and stop before the first update that is not finite."""
        for curve in self._curves:
            curve.catch_up()  # the points put by are of the parameters as they are
        network, memory = self._workspace.network(), self._workspace.memory()
        while start < end:
            rows = list(self._rows(start, min(start + self._batch, end)))
            network, memory, row, where = _checked_update(self._start, network, memory, rows, self._batch == 1)
            last = start + len(rows) - 1
            if where:
                self._move(last - self._position, len(rows) - 1)
                raise Divergence(_stopped(self.state(), rows[row], where), self.state(), self.trained)
            self._workspace.restore(network.parameters, memory)
            self._move(last + 1 - self._position, 0)
            start = last + 1
