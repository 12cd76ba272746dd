"""Settings that are typed: what they take, and how far the page keys move them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from engine.quick_dataclass import dataclass
from engine.typed_numbers import in_plain_digits, number_reader, parse_whole
from engine.wording import quoted
from tui.drawing.numbers import brief

Change = TypeVar("Change")
TEN = 10


@dataclass(frozen=True, eq=False)
class Typing(Generic[Change]):
    """How a setting is typed.

    Attributes:
        draft: The text to begin with: its value.
        read: Returns the change for a text, or None if it is the present value; raises ValueError with one line for
            any other text.
        by_ten: Given the direction, 1 or -1, returns the changes that a page key may make, the nearest first. Empty if
            there is nothing to count.
    """

    draft: str
    read: Callable[[str], Change | None]
    by_ten: Callable[[int], Iterable[Change]] = lambda direction: ()


@dataclass(frozen=True, eq=False)
class Numbers:
    """What a setting that is a number takes.

    Attributes:
        takes: In words: "a whole number from 1".
        parse: Reads a number; raises ValueError.
        by_ten: Given a number and a direction, returns the numbers that a page key may lead to.
        without: What stands for no number: "no limit". "" if there must be one.
        is_whole: Whether it is a whole number.
    """

    takes: str
    parse: Callable[[str], float]
    by_ten: Callable[[Any, int], Sequence[float | None]]
    without: str = ""
    is_whole: bool = False

    def read(self, text: str, name: str) -> float | None:
        """Read a number, or None for ``without``, its first word or nothing.

        Raises:
            ValueError: The text is neither; the message names the setting and says what it takes.
        """
        typed = text.strip().casefold()
        if self.without and typed in ("", self.without, self.without.split()[0]):
            return None
        try:
            return self.parse(text)
        except ValueError:
            takes = f"{self.takes}, or {self.without}" if self.without else self.takes
            plain = "" if self.is_whole else in_plain_digits(text)  # which may be a fraction
            more = f"; {plain}" if plain else ""
            raise ValueError(f"{quoted(text.strip())}: {name} takes {takes}{more}") from None

    def typing(self, name: str, value: float | None, change: Callable[[Any], Change]) -> Typing[Change]:
        """Return how a setting with this value is typed.

        Args:
            name: The name of the setting, for messages.
            value: What it is set to.
            change: Returns the change to another value.
        """
        draft = "" if value is None else str(value) if isinstance(value, int) else brief(value, 10)

        def read(text: str) -> Change | None:
            new = self.read(text, name)
            return None if new == value or text.strip() == draft != "" else change(new)

        def by_ten(direction: int) -> list[Change]:
            return [change(new) for new in self.by_ten(value, direction)]

        return Typing(draft, read, by_ten)


def whole_numbers(least: int, most: int, without: str = "") -> Numbers:
    """Take whole numbers; a page key counts ten up or down."""

    def by_ten(value: int | None, direction: int) -> list[float]:
        ten_on = max(least, min((0 if value is None else value) + direction * TEN, most))
        return [] if ten_on == value or (value is None and direction < 0) else [ten_on]

    return Numbers(
        f"a whole number from {least}", lambda text: parse_whole(text, least, most), by_ten, without, is_whole=True
    )


def real_numbers(
    takes: str, accepts: Callable[[float], bool], next_steps: Callable[[Any, int], Sequence[Any]], without: str = ""
) -> Numbers:
    """Take numbers; a page key makes one ten times as large or small.

    Args:
        takes: Which, in words.
        accepts: Tells whether a number is one of them.
        next_steps: Where a page key leads from 0 or no number, given that and the direction.
        without: See ``Numbers``.
    """

    def by_ten(value: float | None, direction: int) -> Sequence[float]:
        return [float(f"{value * 10.0**direction:.12g}")] if value else next_steps(value, direction)

    return Numbers(takes, number_reader(accepts), by_ten, without)
