"""How processor time grows with the work, on any machine: ten times as much should take some ten times as long."""

import time
from collections.abc import Callable

TIMES, MOST = 10, 15
"""How many times as much the larger work is, and how many times as long it may take."""
NO_TIME = 2e-2
"""Seconds for the smaller work that are too short to be compared with: on a busy machine they vary by a factor."""
TRIES = 3


def growth(smaller: Callable[[], object], larger: Callable[[], object]) -> float:
    """Return how many times as long the larger work takes."""
    smaller()  # imports what both need
    return least_seconds(larger) / max(least_seconds(smaller), NO_TIME)


def least_seconds(work: Callable[[], object], times: int = TRIES) -> float:
    """Return the least processor time that the work takes of several times."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best
