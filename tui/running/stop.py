"""Where a training stopped by itself, and how long that is told."""

from __future__ import annotations

import numpy as np

from engine.quick_dataclass import dataclass
from engine.session.session import Session
from engine.training.state import TrainingState


@dataclass(frozen=True, eq=False)
class Stop:
    """Where a training stopped by itself, and why.

    Attributes:
        reason: Why it stopped.
        by_rule: Whether a stop condition was met.
        step: The step of the session that led there.
        state: The state it stopped in.
    """

    reason: str
    by_rule: bool
    step: int
    state: TrainingState

    def holds(self, session: Session) -> bool:
        """Return whether it still applies: the stop was not undone, and nothing was trained since."""
        before, now = self.state, session.state
        undone = session.step < self.step or now.setup is not before.setup
        same_place = (now.samples, now.phase) == (before.samples, before.phase)
        return not undone and same_place and np.array_equal(now.network.parameters, before.network.parameters)
