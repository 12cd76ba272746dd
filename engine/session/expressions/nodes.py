"""The parts of a checked expression, each of which knows its kind and finds its value in a situation.

A comparison with NaN has no answer, None: ``not`` of it has none either, and an expression without an answer is false.
So a number that is not one never reaches a goal.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace

from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.session.expressions.names import CHOICES, Name, ValueKind
from engine.session.expressions.refusal import Spot, nearest
from engine.session.expressions.situation import Situation
from engine.wording import listed, quoted

Value = float | str | bool | None


class Node(ABC):
    """A part of an expression. Immutable."""

    kind: ValueKind

    @abstractmethod
    def value(self, situation: Situation) -> Value:
        """Find the value.

        Raises:
            ExpressionError: There is none in this situation.
        """

    def number(self, situation: Situation) -> float:
        """Find the value of a part that is a number."""
        value = self.value(situation)
        assert isinstance(value, float)
        return value


@dataclass(frozen=True, eq=False)
class Constant(Node):
    """A number, or a text to compare with."""

    kind: ValueKind
    given: float | str

    def value(self, situation: Situation) -> Value:
        return self.given


@dataclass(frozen=True, eq=False)
class Named(Node):
    """A name."""

    kind: ValueKind
    name: Name
    spot: Spot

    def value(self, situation: Situation) -> Value:
        try:
            return self.name.lookup(situation.now)
        except InvalidValue as error:
            raise self.spot.refusal(str(error)) from None


@dataclass(frozen=True, eq=False)
class Negated(Node):
    """A number with its sign turned."""

    part: Node
    kind: ValueKind = ValueKind.NUMBER

    def value(self, situation: Situation) -> Value:
        return -self.part.number(situation)


@dataclass(frozen=True, eq=False)
class Arithmetic(Node):
    """Two numbers added, subtracted or multiplied."""

    compute: Callable[[float, float], float]
    left: Node
    right: Node
    kind: ValueKind = ValueKind.NUMBER

    def value(self, situation: Situation) -> Value:
        return self.compute(self.left.number(situation), self.right.number(situation))


@dataclass(frozen=True, eq=False)
class Quotient(Node):
    """A number divided by another."""

    left: Node
    right: Node
    spot: Spot
    """Where the divisor stands."""
    kind: ValueKind = ValueKind.NUMBER

    def value(self, situation: Situation) -> Value:
        above, below = self.left.number(situation), self.right.number(situation)
        if below == 0.0:
            raise self.spot.refusal("division by zero")
        return above / below


@dataclass(frozen=True, eq=False)
class Comparison(Node):
    """Two values or more in a row, compared with their neighbours."""

    parts: tuple[Node, ...]
    compare: tuple[Callable[[float, float], bool], ...]
    kind: ValueKind = ValueKind.TRUTH

    def value(self, situation: Situation) -> Value:
        answer: bool | None = True
        left = _comparable(self.parts[0], situation)
        for part, compare in zip(self.parts[1:], self.compare, strict=True):
            right = _comparable(part, situation)
            if math.isnan(left) or math.isnan(right):
                answer = None
            elif not compare(left, right):
                return False
            left = right
        return answer


@dataclass(frozen=True, eq=False)
class Connected(Node):
    """Conditions of which all must be true, or one. The first that settles it is the last one looked at.

    Attributes:
        settles: False for ``and``, True for ``or``.
        parts: The conditions.
    """

    settles: bool
    parts: tuple[Node, ...]
    kind: ValueKind = ValueKind.TRUTH

    def value(self, situation: Situation) -> Value:
        answer: bool | None = not self.settles
        for part in self.parts:
            value = part.value(situation)
            if value is self.settles:
                return value
            answer = None if value is None else answer
        return answer


@dataclass(frozen=True, eq=False)
class Denied(Node):
    """A condition that must not be true."""

    part: Node
    kind: ValueKind = ValueKind.TRUTH

    def value(self, situation: Situation) -> Value:
        value = self.part.value(situation)
        return None if value is None else not value


@dataclass(frozen=True, eq=False)
class Computed(Node):
    """A function of numbers: abs, min, max. NaN if one of them is NaN."""

    compute: Callable[..., float]
    parts: tuple[Node, ...]
    kind: ValueKind = ValueKind.NUMBER

    def value(self, situation: Situation) -> Value:
        numbers = [part.number(situation) for part in self.parts]
        return math.nan if any(map(math.isnan, numbers)) else self.compute(*numbers)


@dataclass(frozen=True, eq=False)
class Near(Node):
    """Whether two numbers are near each other: equal to some six digits, or no further apart than the tolerance."""

    left: Node
    right: Node
    tolerance: Node | None
    spot: Spot
    """Where the tolerance stands."""
    kind: ValueKind = ValueKind.TRUTH

    def value(self, situation: Situation) -> Value:
        left, right = self.left.number(situation), self.right.number(situation)
        tolerance = None if self.tolerance is None else self.tolerance.number(situation)
        if tolerance is not None and tolerance < 0.0:
            raise self.spot.refusal(f"a tolerance is 0 or more, not {tolerance:.4g}")
        if any(map(math.isnan, (left, right, tolerance or 0.0))):
            return None
        if tolerance is None:
            return math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-9)
        return left == right or abs(left - right) <= tolerance


@dataclass(frozen=True, eq=False)
class Was(Node):
    """A value as it was when the step began."""

    part: Node
    kind: ValueKind
    spot: Spot

    def value(self, situation: Situation) -> Value:
        if situation.entry is None:
            raise self.spot.refusal("was() needs a step that has begun, and there is none")
        return self.part.value(replace(situation, now=situation.entry))


@dataclass(frozen=True, eq=False)
class At(Node):
    """A value as it was at an earlier step."""

    step: str
    part: Node
    kind: ValueKind
    spot: Spot
    """Where the name of the step stands."""

    def value(self, situation: Situation) -> Value:
        state = situation.steps.get(self.step)
        if state is None:
            known = nearest(self.step, situation.steps) or f"; {_known(tuple(situation.steps))}"
            raise self.spot.refusal(f"there is no earlier step {quoted(self.step)}{known}")
        return self.part.value(replace(situation, now=state))


@dataclass(frozen=True, eq=False)
class Used(Node):
    """Whether a verb was used in the step."""

    verb: str
    kind: ValueKind = ValueKind.TRUTH

    def value(self, situation: Situation) -> Value:
        return self.verb in situation.used


def _comparable(part: Node, situation: Situation) -> float:
    """Return a value as a number that compares as it does: a phase as its place in the walk."""
    value = part.value(situation)
    if isinstance(value, str):
        return float(CHOICES[part.kind].index(value))
    return math.nan if value is None else float(value)


def _known(steps: tuple[str, ...]) -> str:
    return f"earlier steps are {listed(steps)}" if steps else "there are none yet"
