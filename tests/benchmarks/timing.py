"""Timing side by side: every contestant's turn comes again and again, so that a busy moment hits them all alike."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Trial = Callable[[], object]


@dataclass(frozen=True)
class Contestant:
    """Something to be timed.

    Attributes:
        name: what the table calls it.
        prepare: returns a trial, ready to run; what it does is not timed.
        samples: how many samples a trial trains.
    """

    name: str
    prepare: Callable[[], Trial]
    samples: int


def samples_a_second(contestants: list[Contestant], repeats: int = 7) -> dict[str, float]:
    """Time all of them in turn, several times over; return for each the samples a second of its median trial.

    The time is that of the processor: all of them run in one thread, and what else the machine does does not count.
    """
    seconds: dict[str, list[float]] = {contestant.name: [] for contestant in contestants}
    for _ in range(repeats):
        for contestant in contestants:
            trial = contestant.prepare()
            began = time.process_time()
            trial()
            seconds[contestant.name].append(time.process_time() - began)
    return {one.name: one.samples / statistics.median(seconds[one.name]) for one in contestants}
