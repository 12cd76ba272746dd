"""Walks a long way through the timeline while the screen shows how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.errors import EngineError
from engine.session.way import Way
from engine.training.state import TrainingState
from tui.terminal.text import safe

if TYPE_CHECKING:
    from tui.workbench.workbench import Workbench

STOPPED = "stopped: you are still at the same step"


def walk(workbench: Workbench, way: Way, arrived: Callable[[TrainingState], object]) -> None:
    """Walk a way in a thread, behind a dialog with a bar.

    Args:
        workbench: The workbench.
        way: The way.
        arrived: Is called with the state that it leads to, unless the learner stops it.
    """
    from tui.dialogs.first_reading import Reading

    def ended(state: TrainingState | EngineError | None) -> None:
        if isinstance(state, TrainingState):
            arrived(state)
        elif state is None:
            workbench.say_why(STOPPED)
        else:
            workbench.notify(safe(str(state), 300), severity="warning", markup=False, timeout=6)

    workbench.app.push_screen(Reading("Another step", "computing it again from the last state kept", way.walked), ended)
