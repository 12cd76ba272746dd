"""One line of a list of settings, each of which can be changed in two directions."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Change = TypeVar("Change")
"""What a change of a setting is: a command, or the choices after it."""
Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Setting(Generic[Change]):
    """One line of the list.

    Attributes:
        name: what it is.
        value: what it is set to.
        about: what that means, if it is worth a word.
        choices: what a step on and a step back may mean, the nearest first: the first that is possible is done. Empty
            where it cannot be changed.
        add: what adds a layer here; none where none can be.
        remove: what takes the layer away.
        brief: what it means in so few words that there is always room for them; "" where that is no problem.
    """

    name: str
    value: str
    about: str = ""
    choices: Callable[[int], Sequence[Change]] = lambda direction: ()
    add: Change | None = None
    remove: Change | None = None
    brief: str = ""

    @property
    def fixed(self) -> bool:
        """Whether it cannot be changed here."""
        return not self.choices(1) and not self.choices(-1)


def others(values: Sequence[Value], current: Value, direction: int) -> list[Value]:
    """Go once round some values from the current one, which is left out."""
    at = values.index(current)
    return [values[(at + direction * step) % len(values)] for step in range(1, len(values))]


LOWEST_RATE, HIGHEST_RATE = 1e-9, 1e9


def next_rate(rate: float, direction: int) -> float:
    """Return the next of 1, 2, 5, 10, … (times any power of ten) above or below a learning rate."""
    power = math.floor(math.log10(rate))
    ladder = [float(f"{digit}e{power + shift}") for shift in (-1, 0, 1, 2) for digit in (1, 2, 5)]
    close = 1e-9 * rate
    steps = (
        [step for step in ladder if step > rate + close]
        if direction > 0
        else [step for step in reversed(ladder) if step < rate - close]
    )
    # A rate that was typed may lie beyond where the steps end; then it stays.
    return max(rate, min(steps[0], HIGHEST_RATE)) if direction > 0 else min(rate, max(steps[0], LOWEST_RATE))
