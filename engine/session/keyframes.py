"""The states after some steps of a timeline, from which the others are computed again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from engine.session.kept_bytes import KeptBytes
from engine.training.state import TrainingState

MOST_KEYFRAMES = 256
KEYFRAME_BYTES = 24_000_000
"""The most bytes of all keyframes together. An array that several of them share counts once, and one that the log holds
itself not at all."""
ALWAYS_KEPT = 3
"""The beginning and the last two: undoing the newest step must cost nothing."""


class Keyframes:
    """A bounded number of states in a bounded number of bytes, spread so that no step is far from the one before it.

    What lies between two neighbours is how much work leads from the earlier one to the later one, in samples. When
    there are too many, the one between the two that are nearest each other is dropped: so no two are much further apart
    than if all were spread evenly.
    """

    def __init__(self, beginning: TrainingState) -> None:
        """Keep the state at step 0, for good."""
        self._steps, self._states = [0], [beginning]
        self._work, self._around = [0], [0]  # of each: work since the one before; and from there to the one after
        self._bytes, self._held_bytes = KeptBytes(), KeptBytes()
        self._held: list[tuple[int, object]] = []  # what the log itself holds, and from which step on
        self._bytes.add(beginning)

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._steps)

    def __iter__(self) -> Iterator[tuple[int, TrainingState]]:
        """Go through the steps whose states are kept, and the states, the beginning first."""
        return zip(self._steps, self._states, strict=True)

    def nearest(self, step: int) -> tuple[int, TrainingState]:
        """Return the last step up to this one whose state is kept, and the state."""
        place = bisect_right(self._steps, step) - 1
        return self._steps[place], self._states[place]

    def keep(self, step: int, state: TrainingState, work: int) -> None:
        """Keep the state after a step that comes after all those kept.

        Args:
            step: The step.
            state: The state, without what can be computed again.
            work: How much work leads there from the last one kept.
        """
        self._steps.append(step)
        self._states.append(state)
        self._work.append(work)
        self._around.append(work)
        self._look_around(len(self) - 1)
        self._bytes.add(state)
        self._trim()

    def hold(self, step: int, part: object) -> None:
        """Note a part of a state that the log holds anyway, with the command that led to a step."""
        self._held.append((step, part))
        for counted in (self._bytes, self._held_bytes):
            counted.add(part)

    def drop_after(self, step: int) -> None:
        """Drop the states of all later steps, and what the log held with their commands."""
        while self._held and self._held[-1][0] > step:
            _, part = self._held.pop()
            for counted in (self._bytes, self._held_bytes):
                counted.drop(part)
        while self._steps[-1] > step:
            self._drop(len(self._steps) - 1)

    def insert(self, step: int, state: TrainingState, work: int) -> None:
        """Keep the state after a step that comes in between: it and the later ones move on by one.

        Args:
            step: The number of the new step.
            state: The state after it.
            work: How much work leads there from the last one kept before it.
        """
        place = bisect_right(self._steps, step - 1)
        self._steps[place:] = [step, *(later + 1 for later in self._steps[place:])]
        self._held = [(since + (since >= step), part) for since, part in self._held]
        self._states.insert(place, state)
        self._work[place] -= work
        self._work.insert(place, work)
        self._around.insert(place, work)
        self._look_around(place)
        self._bytes.add(state)
        self._trim()

    def _trim(self) -> None:
        while len(self) > ALWAYS_KEPT and (
            len(self) > MOST_KEYFRAMES or self._bytes.total - self._held_bytes.total > KEYFRAME_BYTES
        ):
            around = self._around[1 : 1 - ALWAYS_KEPT]
            place = 1 + around.index(min(around))
            self._work[place + 1] += self._work[place]
            self._drop(place)

    def _drop(self, place: int) -> None:
        self._bytes.drop(self._states.pop(place))
        del self._steps[place], self._work[place], self._around[place]
        self._look_around(place)

    def _look_around(self, place: int) -> None:
        """Note the work between the neighbours of a keyframe and of those next to it, after a change there."""
        for near in range(max(0, place - 1), min(place + 2, len(self))):
            self._around[near] = sum(self._work[near : near + 2])
