"""When a run stops by itself."""

from __future__ import annotations

from engine.arrays import is_finite
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass


@dataclass(frozen=True)
class StopRule:
    """The conditions that end a run; any one of them is enough. Immutable.

    Attributes:
        epoch_limit: A run stops at the end of this epoch; None means no limit.
        target_mse: A run stops when the MSE comes down to this; None means no target.
        patience: Early stopping: a run stops after this many epochs without a new lowest MSE; None means never.

    Raises:
        InvalidValue: A value is out of range.
    """

    epoch_limit: int | None = None
    target_mse: float | None = None
    patience: int | None = None

    def __post_init__(self) -> None:
        if self.epoch_limit is not None and self.epoch_limit < 1:
            raise InvalidValue(f"a run stops after 1 epoch or more, got {self.epoch_limit}")
        if self.target_mse is not None and not (is_finite(self.target_mse) and self.target_mse >= 0):
            raise InvalidValue(f"the target MSE must be a finite number, 0 or more, got {self.target_mse}")
        if self.patience is not None and self.patience < 1:
            raise InvalidValue(f"patience takes 1 epoch or more, got {self.patience}")
