"""A setting: one line of a list, changed by a step in either direction."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from engine.quick_dataclass import dataclass
from tui.dialogs.settings.typed import Typing

Change = TypeVar("Change")
"""What changing a setting yields: a command, or the choices after the change."""
Value = TypeVar("Value")


def no_choices(direction: int) -> tuple[Any, ...]:
    """Return the choices of a setting that cannot be changed."""
    return ()


@dataclass(frozen=True, eq=False)
class Setting(Generic[Change]):
    """One line of the list.

    Attributes:
        name: The name of the setting.
        value: What it is set to.
        about: What the value means.
        choices: Given the direction, 1 or -1, returns the changes that a step may make, the nearest first; the first
            one possible is made. They may take long to find, so they are asked for only when a step is made.
            ``no_choices`` for a setting that cannot be changed.
        add: The change that adds a layer after this one; None where no layer can be added.
        remove: The change that removes this layer; None where it cannot be removed.
        brief: A version of ``about`` that fits beside the value on the narrowest screen; "" if ``about`` does.
        words: Other words by which the command palette finds it, such as the names of its choices.
        typing: How it is typed; None if it is chosen by steps alone.
    """

    name: str
    value: str
    about: str = ""
    choices: Callable[[int], Iterable[Change]] = no_choices
    add: Change | None = None
    remove: Change | None = None
    brief: str = ""
    words: str = ""
    typing: Typing[Change] | None = None

    @property
    def how(self) -> str:
        """How it is changed, or what it means if it cannot be."""
        if self.typing is not None:
            return "0-9 and ⏎ type it"
        return "←→ choose another" if self.has_steps else self.about

    @property
    def has_steps(self) -> bool:
        """Whether a step in either direction may change it."""
        return self.choices is not no_choices

    @property
    def fixed(self) -> bool:
        """Whether it cannot be changed at all."""
        return not self.has_steps and self.typing is None


def others(values: Sequence[Value], current: Value, direction: int) -> list[Value]:
    """Return the other values in the order of going round from the current one."""
    at = values.index(current)
    return [values[(at + direction * step) % len(values)] for step in range(1, len(values))]


def ladder(*steps: float | None) -> Callable[[float | None, int], list[float | None]]:
    """Return a function that steps through values from any value, in either direction.

    Args:
        steps: The values, ascending or descending; None may be the first or the last.

    Returns:
        ``step(value, direction)`` lists the next of the steps after any value; it is empty at the end.
    """
    numbers = [step for step in steps if step is not None]
    sign = 1 if numbers == sorted(numbers) else -1

    def place(value: float | None) -> float:
        """Return a number that grows along the ladder."""
        if value is None:
            return -math.inf if steps[0] is None else math.inf
        return sign * value

    def step(value: float | None, direction: int) -> list[float | None]:
        further = [other for other in steps if (place(other) - place(value)) * direction > 0]
        return further[:1] if direction > 0 else further[-1:]

    return step


LOWEST_RATE, HIGHEST_RATE = 1e-9, 1e9


def next_rate(rate: float, direction: int) -> float:
    """Return the next learning rate up or down among 1, 2, 5, 10, … times any power of ten."""
    power = math.floor(math.log10(rate))
    ladder = [float(f"{digit}e{power + shift}") for shift in (-1, 0, 1, 2) for digit in (1, 2, 5)]
    close = 1e-9 * rate
    steps = (
        [step for step in ladder if step > rate + close]
        if direction > 0
        else [step for step in reversed(ladder) if step < rate - close]
    )
    # A rate that was typed may lie beyond the last step; then it stays.
    return max(rate, min(steps[0], HIGHEST_RATE)) if direction > 0 else min(rate, max(steps[0], LOWEST_RATE))
