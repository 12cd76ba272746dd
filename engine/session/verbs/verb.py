"""What a verb is: a row of the table from which lines are read and the help is made."""

from __future__ import annotations

from collections.abc import Callable

from engine.quick_dataclass import dataclass
from engine.session.look import LookAction
from engine.session.travel import Travel
from engine.session.verbs.arguments import Arguments
from engine.training.commands import Command
from engine.training.state import TrainingState

Said = Command | Travel | LookAction
"""What a line can say: a command, a way through the timeline, or a look."""


@dataclass(frozen=True)
class Verb:
    """A verb. Immutable.

    Attributes:
        name: The first word of its lines.
        takes: What follows it, such as "NAME VALUE"; optional words stand in brackets.
        about: What it does, in a few words.
        read: Reads the words that follow. It raises ``LineRefused`` for a word that does not fit, and may leave words
            that are too many.
    """

    name: str
    takes: str
    about: str
    read: Callable[[Arguments, TrainingState], Said]

    @property
    def usage(self) -> str:
        """How it is written."""
        return f"{self.name} {self.takes}".strip()
