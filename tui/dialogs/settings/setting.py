"""One line of a list of settings, each of which can be changed in two directions."""

from __future__ import annotations

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
