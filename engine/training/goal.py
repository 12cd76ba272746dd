"""When a run is at its goal, or gets no nearer to it."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from engine.training.history import RECENT
from engine.training.state import TrainingState
from engine.wording import count

MOST_EPOCHS = RECENT // 2
"""Looked at at once: of these the history has every MSE."""


class Goal:
    """Follows the MSE of a run epoch by epoch, and says when to stop, as the state asks for it.

    What is fulfilled already when the run begins does not stop it: the MSE has to come down to its target anew, and
    the patience counts from the beginning of the run.

    Attributes:
        reached: why to stop; "" as long as there is nothing to stop for.
    """

    def __init__(self, state: TrainingState) -> None:
        rule = state.stop_rule
        self._limit, self._target, self._patience = rule.epoch_limit, rule.target_mse, rule.patience
        self._latest = next((mse for _, mse in reversed(_epochs(state, 0))), math.inf)
        self._lowest, self._lowest_epoch = math.inf, state.epoch
        self.reached = ""

    @property
    def watches(self) -> bool:
        """Whether there is anything to stop for."""
        return any(condition is not None for condition in (self._limit, self._target, self._patience))

    def samples(self, state: TrainingState, most: int) -> int:
        """Count the samples, at most so many, that can be trained before it has to look again."""
        return min(most, MOST_EPOCHS * state.dataset.rows - state.position) if self.watches else most

    def look(self, before: TrainingState, after: TrainingState) -> int | None:
        """Look at what was trained, no more than ``samples`` allows; say how much of it is wanted.

        Returns:
            The samples from ``before`` to the end of the epoch in which it is to stop; none if it is not to stop.
        """
        if self.watches and (epoch := self.first_to_stop(_epochs(after, before.epoch))):
            return (epoch - before.epoch) * before.dataset.rows - before.position
        return None

    def first_to_stop(self, epochs: Iterable[tuple[int, float]]) -> int | None:
        """Return the first epoch after which to stop, none if there is none, and note why.

        Args:
            epochs: complete epochs, each later than those before, with the MSE over all rows at its end.
        """
        for epoch, mse in epochs:
            self.reached = self._reason_to_stop(epoch, mse)
            self._latest = mse
            if self.reached:
                return epoch
        return None

    def _reason_to_stop(self, epoch: int, mse: float) -> str:
        if self._target is not None and mse <= self._target < self._latest:
            return f"the MSE came down to {mse:.6g} in epoch {epoch}: the target was {self._target:.6g}"
        if mse < self._lowest:
            self._lowest, self._lowest_epoch = mse, epoch
        if self._patience is not None and epoch - self._lowest_epoch >= self._patience:
            epochs = count(self._patience, "epoch")
            return f"no progress for {epochs}: the lowest MSE was {self._lowest:.6g}, in epoch {self._lowest_epoch}"
        if epoch == self._limit:
            return f"epoch {epoch} is complete, after which it was to stop, with an MSE of {mse:.6g}"
        return ""


def _epochs(state: TrainingState, after: int) -> list[tuple[int, float]]:
    """List the epochs completed after so many, as far as the history has them, with the MSE at the end of each."""
    x = state.history.x
    ends = np.flatnonzero((x > after) & (x == np.floor(x)))
    return [(int(epoch), float(mse)) for epoch, mse in zip(x[ends], state.history.y[ends], strict=True)]
