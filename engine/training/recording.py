"""When a run records the error over all rows."""

from __future__ import annotations

from engine.training.cursor import Cursor

POINTS_IN_FIRST_EPOCH = 16
"""Points of a curve within the first epoch; later epochs have one, at their end. A point takes a pass over all rows."""
POINTS_FOR_LARGE_NETWORKS = 4
LARGE = 2_000
"""Parameters from which on a pass over all rows costs a good part of an epoch's training."""


class RecordingPlan:
    """The points of an error curve: some within the first epoch, then the end of each epoch."""

    def __init__(self, rows: int, batch_size: int, parameters: int) -> None:
        """Plan the points.

        Args:
            rows: How many rows the data set has.
            batch_size: How many rows a batch has; a point in the first epoch falls between two batches.
            parameters: How many weights and biases the network has.
        """
        points = POINTS_FOR_LARGE_NETWORKS if parameters >= LARGE else POINTS_IN_FIRST_EPOCH
        self._rows, self._stride = rows, -(-rows // points)
        self._stride += -self._stride % batch_size

    def points(self, cursor: Cursor, samples: int) -> int:
        """Count the points in the next so many samples."""
        end = cursor.position + samples
        points = end // self._rows
        if not cursor.epoch:
            points += min(end, self._rows - 1) // self._stride - cursor.position // self._stride
        return points

    def samples_to_point(self, cursor: Cursor) -> int:
        """Count the samples to the next point."""
        left = self._rows - cursor.position
        return left if cursor.epoch else min(left, self._stride - cursor.position % self._stride)

    def is_point(self, cursor: Cursor) -> bool:
        """Tell whether a cursor that has just advanced has come to a point."""
        return not cursor.position or (not cursor.epoch and cursor.position % self._stride == 0)
