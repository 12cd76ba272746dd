"""Timing in turns, so that a busy moment of the machine hits all contestants alike."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Trial = Callable[[], object]


@dataclass(frozen=True)
class Contestant:
    """Something to be timed.

    Attributes:
        name: Its name in the table.
        prepare: Returns a trial, ready to run; preparing is not timed.
        samples: The samples that a trial trains.
    """

    name: str
    prepare: Callable[[], Trial]
    samples: int


def samples_a_second(contestants: list[Contestant], repeats: int = 7) -> dict[str, float]:
    """Time all of them in turn, several times; return the samples a second of each one's median trial.

    All of them run in one thread; the processor time is taken, so that other processes do not count.
    """
    seconds: dict[str, list[float]] = {contestant.name: [] for contestant in contestants}
    for _ in range(repeats):
        for contestant in contestants:
            trial = contestant.prepare()
            began = time.process_time()
            trial()
            seconds[contestant.name].append(time.process_time() - began)
    return {one.name: one.samples / statistics.median(seconds[one.name]) for one in contestants}
