"""States in the middle of long runs, kept so that going there need not train the whole run again."""

from __future__ import annotations

from collections.abc import Iterator

from engine.session.kept_bytes import KeptBytes
from engine.training.state import TrainingState

MOST_MILESTONES = 64
MILESTONE_BYTES = 24_000_000
"""The most bytes of all milestones together; an array that several of them share counts once."""


class Milestones:
    """Some states within steps, a bounded number, spread evenly."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], TrainingState] = {}  # by step and samples after it, rising
        self._bytes = KeptBytes()

    def add(self, step: int, samples: int, state: TrainingState) -> None:
        """Keep the state after some samples of the command that leads on from a step, the last one kept so far."""
        self.drop_after(step, samples - 1)
        self._kept[step, samples] = state
        self._bytes.add(state)
        while len(self._kept) > MOST_MILESTONES or self._bytes.total > MILESTONE_BYTES:
            self._drop(self._closest())

    def __iter__(self) -> Iterator[tuple[int, int, TrainingState]]:
        """Go through the steps, how many samples after them a state is kept, and the states, the first one first."""
        for (step, samples), state in self._kept.items():
            yield step, samples, state

    def nearest(self, step: int, samples: int) -> tuple[int, TrainingState] | None:
        """Return the last state up to some samples after a step, and after how many samples it is; None without one."""
        before = [trained for at, trained in self._kept if at == step and trained <= samples]
        return (max(before), self._kept[step, max(before)]) if before else None

    def drop_after(self, step: int, samples: int) -> None:
        """Forget the states more than some samples after a step."""
        while self._kept and (last := next(reversed(self._kept))) > (step, samples):
            self._drop(last)

    def split(self, step: int, samples: int) -> None:
        """Number the states anew after the command that leads on from a step became two, the first of some samples."""

        def renumbered(at: int, trained: int) -> tuple[int, int]:
            if at < step or (at == step and trained < samples):
                return at, trained
            return at + 1, trained - samples if at == step else trained

        self._kept = {renumbered(*key): state for key, state in self._kept.items()}

    def _closest(self) -> tuple[int, int]:
        """Return the key of the state that follows another one, or its step, by the fewest samples."""
        gaps, before = {}, (-1, 0)
        for key in self._kept:
            gaps[key] = key[1] - before[1] if key[0] == before[0] else key[1]
            before = key
        return min(gaps, key=lambda key: (gaps[key], key))

    def _drop(self, key: tuple[int, int]) -> None:
        self._bytes.drop(self._kept.pop(key))
