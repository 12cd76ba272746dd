"""What is exported: a state of a training, and the steps that led there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from engine.errors import InvalidValue
from engine.exporting.model import Model, model_of
from engine.quick_dataclass import dataclass
from engine.session.steps import Steps
from engine.training.state import TrainingState

HISTORY, ROWS = "history", "rows"
"""What a table can have: the error through time, or each row with its answer."""
SAMPLE, STEP = "sample", "step"
"""What a derivation can work out, besides a single number: the current sample, or its step of training."""


def _no_screen() -> str:
    raise InvalidValue("there is no screen to take a picture of")


@dataclass(frozen=True, eq=False)
class Trained:
    """What was trained. Immutable.

    Attributes:
        state: The state.
        steps: The steps up to it; None if the method stayed the same throughout.
        what: What of it a table or a derivation is about; a derivation can be one of a number, such as w5.
        picture: Returns a picture of the screen that shows it, as SVG; whoever has a screen gives this.
    """

    state: TrainingState
    steps: Steps | None = None
    what: str = ""
    picture: Callable[[], str] = _no_screen

    @cached_property
    def model(self) -> Model:
        """The network with its scaling and its rows."""
        return model_of(self.state)
