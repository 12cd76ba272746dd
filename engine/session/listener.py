"""Who is told what a session does, such as the log that is written on disk."""

from __future__ import annotations

from typing import Protocol

from engine.session.travel import Travel
from engine.training.commands import Command
from engine.training.state import TrainingState


class Listener(Protocol):
    """Is told everything that a session does, in the thread that owns the session."""

    def did(self, said: Command | Travel, before: TrainingState, after: TrainingState, step: int, joins: bool) -> None:
        """Take note of what was done.

        Args:
            said: The command, or the way through the timeline.
            before: The state before it.
            after: The state after it.
            step: The step that it led to.
            joins: Whether it is part of the step before: an edit of the same thing, or more of a run.
        """

    def refused(self, command: Command, before: TrainingState) -> None:
        """Take note of a command that could not be done."""

    def paused(self) -> None:
        """Take note that a run has ended."""
