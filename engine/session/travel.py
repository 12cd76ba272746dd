"""The ways through a timeline. They are values, so that a log of them can be lived again."""

from __future__ import annotations

from engine.quick_dataclass import dataclass


@dataclass(frozen=True)
class Undo:
    """Go back one step."""


@dataclass(frozen=True)
class Redo:
    """Take back one undo."""


@dataclass(frozen=True)
class Goto:
    """Go to a place of the timeline.

    Attributes:
        step: The step.
        samples: How many samples further, in the middle of the run or epoch that follows it, which becomes two steps.
    """

    step: int
    samples: int = 0


Travel = Undo | Redo | Goto
