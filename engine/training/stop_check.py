"""Whether a run has met a condition of its stop rule."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from engine.training.history import RECENT
from engine.training.state import TrainingState
from engine.wording import count

MOST_EPOCHS = RECENT // 2
"""Epochs checked at once: the history still has the MSE of each."""


class StopCheck:
    """Follows the MSE of a run epoch by epoch, and says when the stop rule of its first state ends it.

    A condition that is already met when the run begins does not stop it: the MSE has to come down to its target anew,
    and patience counts from the beginning of the run.

    Attributes:
        reason: Why the run has to stop; "" while it goes on.
    """

    def __init__(self, state: TrainingState) -> None:
        self._rule = state.stop_rule
        self._latest = next((mse for _, mse in reversed(_epochs(state, 0))), math.inf)
        self._lowest, self._lowest_epoch = math.inf, state.epoch
        self.reason = ""

    @property
    def is_needed(self) -> bool:
        """Whether the rule has any condition."""
        return any(value is not None for value in (self._rule.epoch_limit, self._rule.target_mse, self._rule.patience))

    def samples(self, state: TrainingState, most: int) -> int:
        """Return how many samples, at most ``most``, may be trained before the next check."""
        return min(most, MOST_EPOCHS * state.dataset.rows - state.position) if self.is_needed else most

    def check(self, before: TrainingState, after: TrainingState) -> int | None:
        """Check what was trained since the last check, at most what ``samples`` allowed.

        Returns:
            The samples from ``before`` to the end of the epoch in which to stop; None if the run goes on.
        """
        if self.is_needed and (epoch := self.first_to_stop(_epochs(after, before.epoch))):
            return (epoch - before.epoch) * before.dataset.rows - before.position
        return None

    def first_to_stop(self, epochs: Iterable[tuple[int, float]]) -> int | None:
        """Return the first epoch after which to stop and set ``reason``; None if the run goes on.

        Args:
            epochs: Complete epochs in order, with the MSE over all rows at the end of each.
        """
        for epoch, mse in epochs:
            self.reason = self._reason_after(epoch, mse)
            self._latest = mse
            if self.reason:
                return epoch
        return None

    def _reason_after(self, epoch: int, mse: float) -> str:
        target, patience = self._rule.target_mse, self._rule.patience
        if target is not None and mse <= target < self._latest:
            return f"the MSE came down to {mse:.6g} in epoch {epoch}: the target was {target:.6g}"
        if mse < self._lowest:
            self._lowest, self._lowest_epoch = mse, epoch
        if patience is not None and epoch - self._lowest_epoch >= patience:
            lowest = f"the lowest MSE was {self._lowest:.6g}, in epoch {self._lowest_epoch}"
            return f"no progress for {count(patience, 'epoch')}: {lowest}"
        if epoch == self._rule.epoch_limit:
            return f"epoch {epoch} is complete, the limit of this run, with an MSE of {mse:.6g}"
        return ""


def _epochs(state: TrainingState, after: int) -> list[tuple[int, float]]:
    """List the epochs completed after epoch ``after``, as far as the history has them, with the MSE at their ends."""
    x = state.history.x
    ends = np.flatnonzero((x > after) & (x == np.floor(x)))
    return [(int(epoch), float(mse)) for epoch, mse in zip(x[ends], state.history.y[ends], strict=True)]
