"""How a network is trained: the hyper-parameters of gradient descent."""

from __future__ import annotations

from engine.arrays import is_finite
from engine.errors import InvalidValue
from engine.network.optimizers import SGD, Memory, optimizer_named
from engine.quick_dataclass import dataclass


@dataclass(frozen=True)
class Method:
    """The hyper-parameters of gradient descent. Immutable; refuses values that make no sense.

    Attributes:
        learning_rate: α, above 0.
        optimizer: Name of the optimiser, one of ``OPTIMIZERS``.
        batch_size: Rows per update; None means all rows.
        shuffle: Whether each epoch takes the rows in a new order.
        l2: λ, the strength of the L2 penalty: see ``propagation.advance``. The errors shown do not include it.

    Raises:
        InvalidValue: A value is out of range, or there is no such optimiser.
    """

    learning_rate: float = 0.5
    optimizer: str = "sgd"
    batch_size: int | None = 1
    shuffle: bool = True
    l2: float = 0.0

    def __post_init__(self) -> None:
        if not (is_finite(self.learning_rate) and self.learning_rate > 0):
            raise InvalidValue(f"the learning rate must be a finite number above 0, got {self.learning_rate}")
        optimizer_named(self.optimizer)
        if self.batch_size is not None and self.batch_size < 1:
            raise InvalidValue(f"a batch takes 1 sample or more, got {self.batch_size}")
        if not (is_finite(self.l2) and self.l2 >= 0):
            raise InvalidValue(f"λ, the strength of L2, must be a finite number, 0 or more, got {self.l2}")
        for name in ("learning_rate", "l2"):
            object.__setattr__(self, name, float(getattr(self, name)))

    @property
    def is_plain(self) -> bool:
        """Whether a step is w ← w − α · ∂E/∂w: no optimiser that remembers, no penalty."""
        return self.optimizer == SGD.name and not self.l2

    def rows_per_batch(self, rows: int) -> int:
        """Return how many of a data set's rows make a batch; the last batch of an epoch may have fewer."""
        return rows if self.batch_size is None else min(self.batch_size, rows)

    def new_memory(self, parameters: int) -> Memory:
        """Return the optimiser's memory before the first update of so many parameters."""
        return optimizer_named(self.optimizer).begin(parameters)
