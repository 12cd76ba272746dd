"""How many bytes some states take together, counted as they come and go."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.data.dataset import Dataset
from engine.experiment.setup import Setup
from engine.training.history import Series
from engine.training.parameter_history import ParameterHistory
from engine.training.state import TrainingState


class KeptBytes:
    """The bytes of the arrays of all states that were added and not dropped, each array counted once.

    States share most of what they are made of: what is met again is not looked into, so that adding a state takes as
    long as what is new in it.

    Attributes:
        total: The bytes.
    """

    def __init__(self) -> None:
        self.total = 0
        self._times: dict[int, int] = {}  # how often each part is there, by its identity: the states keep them alive

    def add(self, part: object) -> None:
        """Count a state, or a part of one."""
        times = self._times.get(id(part), 0)
        self._times[id(part)] = times + 1
        if not times:
            self.total += _bytes_of(part)
            for inner in _parts(part):
                self.add(inner)

    def drop(self, part: object) -> None:
        """Count a state, or a part of one, no longer; it must have been added."""
        times = self._times.pop(id(part))
        if times > 1:
            self._times[id(part)] = times - 1
        else:
            self.total -= _bytes_of(part)
            for inner in _parts(part):
                self.drop(inner)


def _bytes_of(part: object) -> int:
    return part.nbytes if isinstance(part, np.ndarray) else 0


def _parts(part: object) -> Iterator[object]:
    """Yield what a part of a state is made of, as far as it holds arrays."""
    match part:
        case TrainingState():
            yield from (part.setup, part.dataset, part.history, part.test_history, part.parameter_history)
            yield from (part.network.parameters, part.memory.moments)
            yield from (one for one in (part.test, part.before) if one is not None)
        case Setup():
            yield part.dataset
            if part.parameters is not None:
                yield part.parameters
        case Dataset():
            yield from (part.inputs, part.expected)
            yield from (array for array in (part.numbers, part.filled) if array is not None)
        case Series():
            yield from (part.x, part.y)
        case ParameterHistory():
            yield from (checkpoint.parameters for checkpoint in part.checkpoints)
