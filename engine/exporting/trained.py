"""What is exported: a state of a training, and the steps that led there."""

from __future__ import annotations

from functools import cached_property

from engine.exporting.model import Model, model_of
from engine.quick_dataclass import dataclass
from engine.session.steps import Steps
from engine.training.state import TrainingState

WHATS = ("history", "rows")
"""What a table has: the error through time, or each row with its answer."""


@dataclass(frozen=True, eq=False)
class Trained:
    """What was trained. Immutable.

    Attributes:
        state: The state.
        steps: The steps up to it; None if the method stayed the same throughout.
        what: What a table is to have, one of ``WHATS``.
    """

    state: TrainingState
    steps: Steps | None = None
    what: str = WHATS[0]

    @cached_property
    def model(self) -> Model:
        """The network with its scaling and its rows."""
        return model_of(self.state)
