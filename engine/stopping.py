"""When a training without a screen is at its goal, or gets no nearer to it."""

from __future__ import annotations

import math

from engine.setup import Setup


class Goal:
    """Follows the MSE epoch by epoch and says when to stop, as the setup asks for it."""

    def __init__(self, setup: Setup) -> None:
        self._target, self._patience = setup.target_mse, setup.patience
        self._lowest, self._lowest_epoch = math.inf, 0

    @property
    def watches(self) -> bool:
        """Whether there is anything to stop for before the last epoch."""
        return self._target is not None or self._patience is not None

    def reason_to_stop(self, epoch: int, mse: float) -> str:
        """Look at the MSE of an epoch; return why to stop after it, nothing to go on.

        Args:
            epoch: how many epochs are complete, one more at every call.
            mse: over all rows.
        """
        if self._target is not None and mse <= self._target:
            return f"the MSE came down to {mse:.6g} in epoch {epoch}: the target was {self._target:.6g}"
        if mse < self._lowest:
            self._lowest, self._lowest_epoch = mse, epoch
        if self._patience is not None and epoch - self._lowest_epoch >= self._patience:
            epochs = f"{self._patience} epoch{'s' * (self._patience != 1)}"
            return f"no progress for {epochs}: the lowest MSE was {self._lowest:.6g}, in epoch {self._lowest_epoch}"
        return ""
