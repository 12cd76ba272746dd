"""What an expression speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from engine.quick_dataclass import dataclass
from engine.training.state import TrainingState


@dataclass(frozen=True, eq=False)
class Situation:
    """The states that an expression can speak of. Immutable.

    The numbers of a sample, such as ``a_h1``, ``y1`` and ``delta_o1``, are those of the row that a state shows or
    trains; in the update phase, of the passes before the update, as on the screen.

    Attributes:
        now: The state now.
        entry: The state when the step began, for ``was``. None if no step has begun.
        steps: The states of earlier steps by their names, for ``at``.
        used: The verbs that were used in the step, for ``used``.
    """

    now: TrainingState
    entry: TrainingState | None = None
    steps: Mapping[str, TrainingState] = field(default_factory=dict)
    used: frozenset[str] = frozenset()
