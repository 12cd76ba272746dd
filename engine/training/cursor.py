"""Where a training stands: in which epoch, at which row, and how far into a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.quick_dataclass import dataclass

Rows = Sequence[int] | NDArray[np.intp]


@dataclass(frozen=True)
class Cursor:
    """A position in the epochs of a data set. Immutable.

    Attributes:
        seed: What the order of shuffled epochs is drawn from.
        rows: How many rows the data set has.
        shuffled: Whether the current epoch takes the rows in a new order.
        epoch: How many epochs are complete.
        position: How many rows of the current epoch have been trained.
        pending: How many of these belong to a batch that is not complete yet. Its update comes with its last row, with
            the rows and weights as they are then.
        samples: How many samples have been trained in all.
        chosen_row: The row that is walked through or looked at out of turn; None means the epoch's next row.
    """

    seed: int
    rows: int
    shuffled: bool
    epoch: int = 0
    position: int = 0
    pending: int = 0
    samples: int = 0
    chosen_row: int | None = None

    @property
    def order(self) -> NDArray[np.intp]:
        """The rows in the order of the current epoch."""
        return _order((self.seed, self.epoch) if self.shuffled else None, self.rows)

    @property
    def row(self) -> int:
        """The row of the current sample."""
        return int(self.order[self.position]) if self.chosen_row is None else self.chosen_row

    @property
    def is_out_of_turn(self) -> bool:
        """Whether the current row is not the epoch's next."""
        return self.chosen_row is not None

    @property
    def time(self) -> float:
        """How far the training is, in epochs."""
        return self.epoch + self.position / self.rows

    @property
    def batch_start(self) -> int:
        """The position at which the batch under way began."""
        return self.position - self.pending

    def batch(self, size: int) -> Rows:
        """Return the rows of the batch under way, or of the next one.

        Args:
            size: How many rows a batch has.
        """
        return self.rows_between(self.batch_start, min(self.batch_start + size, self.rows), size)

    def rows_between(self, start: int, end: int, batch_size: int) -> Rows:
        """Return the rows from one position of the epoch to another; a batch of all rows keeps the file's order."""
        return range(self.rows) if batch_size == self.rows == end - start else self.order[start:end]

    def orders(self, epochs: int, batch_size: int, shuffle: bool) -> NDArray[np.intp]:
        """Return the orders of the current epoch and those after it, shape (epochs, rows), as ``rows_between``.

        Args:
            epochs: How many epochs.
            batch_size: How many rows a batch has.
            shuffle: Whether the later ones are shuffled.
        """
        if batch_size == self.rows:
            return np.tile(np.arange(self.rows), (epochs, 1))
        if not self.shuffled and not shuffle:
            return np.tile(self.order, (epochs, 1))
        later = [_order((self.seed, self.epoch + n) if shuffle else None, self.rows) for n in range(1, epochs)]
        return np.stack([self.order, *later])

    def choose(self, row: int) -> Cursor:
        """Make a row the current sample."""
        return replace(self, chosen_row=None if row == self.order[self.position] else row)

    def advance(self, count: int, batch_size: int, shuffle: bool) -> Cursor:
        """Go on to the row after the next ``count`` rows of the epoch.

        Args:
            count: How many rows, at most to the end of the epoch.
            batch_size: How many rows a batch has.
            shuffle: Whether the next epoch is shuffled, if it begins here.
        """
        position, samples = self.position + count, self.samples + count
        if position == self.rows:
            return Cursor(self.seed, self.rows, shuffle, self.epoch + 1, samples=samples)
        pending = (self.pending + count) % batch_size
        return Cursor(self.seed, self.rows, self.shuffled, self.epoch, position, pending, samples)

    def advance_epochs(self, epochs: int, shuffle: bool) -> Cursor:
        """Go on by whole epochs, from the start of one to the start of another."""
        return Cursor(self.seed, self.rows, shuffle, self.epoch + epochs, samples=self.samples + epochs * self.rows)

    def in_turn(self, samples: int = 0) -> Cursor:
        """Go back to the epoch's next row, after so many samples trained out of turn."""
        return replace(self, samples=self.samples + samples, chosen_row=None)

    def restart_batch(self) -> Cursor:
        """Go back to the start of the batch under way; a chosen row stays chosen."""
        back = replace(self, position=self.batch_start, pending=0, samples=self.samples - self.pending)
        return back.choose(self.row) if self.is_out_of_turn else back

    def reorder(self, shuffled: bool) -> Cursor:
        """Shuffle the current epoch or not; a chosen row stays chosen."""
        other = replace(self, shuffled=shuffled)
        return other.choose(self.row) if self.is_out_of_turn else other

    def resize(self, rows: int, shuffle: bool) -> Cursor:
        """Go on with another number of rows: an epoch under way ends, and a batch under way ends without an update.

        Args:
            rows: How many rows the data set has now.
            shuffle: Whether the next epoch is shuffled, if it begins here.
        """
        begun = self.batch_start > 0
        return Cursor(
            self.seed,
            rows,
            shuffle if begun else self.shuffled,
            self.epoch + begun,
            samples=self.samples - self.pending,
        )


@lru_cache(maxsize=4)  # drawing the order of many rows takes long
def _order(drawn_from: tuple[int, int] | None, rows: int) -> NDArray[np.intp]:
    """Return an order drawn from (seed, epoch), or the file's."""
    order = np.arange(rows) if drawn_from is None else np.random.default_rng(drawn_from).permutation(rows)
    order.flags.writeable = False
    return order
