"""The way from a state that is kept to another one: what has to be computed again, and how far that is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from engine.quick_dataclass import dataclass
from engine.session.chunks import CHUNK_SECONDS, FIRST_CHUNK, chunk_after
from engine.training.commands import Command, Run
from engine.training.state import TrainingState
from engine.training.update import update

QUICK = 5 * 10**7
"""Work that is done before anybody notices: at most some 0.3 s."""
Follow = Callable[[float], object]
"""Is told now and then which share is done, 0 to 1. Whatever it raises ends the computing and is passed on."""


def _unwatched(share: float) -> None:
    """Follow nothing."""


@dataclass(frozen=True, eq=False)
class Way:
    """A state that is kept, and the commands that lead on from it. Another thread may walk it: nothing changes.

    Attributes:
        state: The state.
        commands: What leads on from it.
        works: How much work each of them is, see ``work_of``.
    """

    state: TrainingState
    commands: tuple[Command, ...]
    works: tuple[int, ...]

    @property
    def work(self) -> int:
        """How much work it is."""
        return sum(self.works)

    @property
    def is_quick(self) -> bool:
        """Whether it is walked before anybody notices."""
        return self.work <= QUICK

    def walked(self, follow: Follow = _unwatched) -> TrainingState:
        """Return the state that it leads to: long runs are trained in parts, which come to the same.

        Args:
            follow: See there.
        """
        state, done, part = self.state, 0, FIRST_CHUNK
        for command, work in zip(self.commands, self.works, strict=True):
            left = command.samples if isinstance(command, Run) else 0
            while isinstance(command, Run) and left > part:
                began = time.perf_counter()
                state, left = update(state, replace(command, samples=part)), left - part
                follow((done + work * (1 - left / command.samples)) / self.work)
                part = chunk_after(part, part, time.perf_counter() - began, CHUNK_SECONDS)
            state = update(state, replace(command, samples=left) if isinstance(command, Run) else command)
            done += work
            follow(done / self.work)
        return state
