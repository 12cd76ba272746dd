"""What a session was opened with."""

from __future__ import annotations

from engine.quick_dataclass import dataclass
from engine.training.commands import Load


@dataclass(frozen=True, eq=False)
class Openings:
    """What a session began with, and what was opened in it later, in order. Immutable.

    Attributes:
        loads: The first is the beginning.
    """

    loads: tuple[Load, ...]
