"""Whether a timeline that was handed on can be gone through: no step of it may be far from all states that it has."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from engine.errors import InvalidValue
from engine.network.network import parameter_count
from engine.session.saved.log_limits import check
from engine.session.timeline import Kept
from engine.session.work import samples_of, work_of_step

MOST_WAY = 2 * 10**9
"""Work from a state that is kept to the next steps: with NumPy some 20 seconds."""
MOST_INTO = 10**10
"""Work from a state that is kept to the middle of a run, to which nobody comes by undo and redo."""


def check_ways(kept: Kept) -> None:
    """Check that going to any step, or to the middle of a run, takes no longer than anybody waits.

    Raises:
        InvalidValue: It does.
        TooLarge: A network in it is large.
    """
    at, way, before = {number for number, _ in kept.keyframes}, 0, kept.steps[0]
    within: dict[int, list[int]] = {}
    for number, samples, _ in kept.milestones:
        within.setdefault(number + 1, []).append(samples)
    for number, step in enumerate(kept.steps):
        check(step.sizes, parameter_count(step.sizes))
        if number:
            into = work_of_step(before, step, max(_gaps(within.get(number, []), samples_of(before, step))))
            way = 0 if number in at else way + work_of_step(before, step)
            if way > MOST_WAY or into > MOST_INTO:
                raise InvalidValue(f"going to step {number:,} would take too long")
        before = step


def _gaps(kept: list[int], samples: int) -> Iterator[int]:
    """Yield how many samples lie between the states that are kept in the middle of a step, and its ends."""
    places = [0, *kept[: bisect_left(kept, samples)], samples]
    yield from (after - before for before, after in pairwise(places))
