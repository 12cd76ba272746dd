"""Further parts of formulas: quotients, roots, cases, and functions of several numbers at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from engine.arrays import FloatArray
from engine.formulas.expressions import ATOM, POWER, PRODUCT, Constant, Expression, enclosed
from engine.formulas.notation import Piece, Style, number_text

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def constant(value: float) -> Constant:
    """Return a number that belongs to the formula, written as briefly as it can be: 0.9, 1e-7."""
    return Constant(number_text(value, None).removesuffix(".0"), value)


@dataclass(frozen=True, eq=False)
class Quotient(Expression):
    """One part divided by another."""

    above: Expression
    below: Expression

    def evaluate(self) -> float:
        above, below = self.above.evaluate(), self.below.evaluate()
        with np.errstate(all="ignore"):  # as the engine has it: a division by 0 is infinite, 0/0 not a number
            return float(np.float64(above) / np.float64(below))

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        yield from enclosed(self.above, style, PRODUCT, leading=True, tight=True)
        yield Piece(" / ")
        yield from enclosed(self.below, style, POWER, leading=False, tight=True)

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.above, self.below)

    @property
    def precedence(self) -> int:
        return PRODUCT


@dataclass(frozen=True, eq=False)
class Root(Expression):
    """The square root of a part."""

    base: Expression

    def evaluate(self) -> float:
        value = self.base.evaluate()
        return math.sqrt(value) if value >= 0 else math.nan

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        yield Piece("√")
        yield from enclosed(self.base, style, ATOM, leading=False, tight=True)

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.base,)

    @property
    def precedence(self) -> int:
        return POWER


@dataclass(frozen=True, eq=False)
class Negated(Expression):
    """A part with its sign turned: −y · ln a."""

    base: Expression

    def evaluate(self) -> float:
        return -self.base.evaluate()

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        yield Piece("−")
        yield from enclosed(self.base, style, PRODUCT, leading=False, tight=tight)

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.base,)

    @property
    def precedence(self) -> int:
        return PRODUCT


@dataclass(frozen=True, eq=False)
class Choice(Expression):
    """One number where a part is above 0, another elsewhere: the slope of a neuron that is on or off."""

    condition: Expression
    above: Constant
    otherwise: Constant

    def evaluate(self) -> float:
        return (self.above if self.condition.evaluate() > 0 else self.otherwise).value

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        yield Piece(f"({self.above.written} if ")
        yield from self.condition.pieces(style)
        yield Piece(f" > 0 else {self.otherwise.written})")

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.condition,)


@dataclass(frozen=True, eq=False)
class Joint(Expression):
    """One of the numbers that a function makes of several: softmax₁(s_o1, s_o2).

    Attributes:
        symbol: the function's.
        function: ``function(values)`` returns as many numbers as it gets: the engine's own.
        arguments: what it is applied to.
        index: which of its numbers is meant, from 0.
    """

    symbol: str
    function: Callable[[FloatArray], FloatArray]
    arguments: tuple[Expression, ...]
    index: int

    def evaluate(self) -> float:
        with np.errstate(all="ignore"):
            values = self.function(np.array([argument.evaluate() for argument in self.arguments]))
        return float(values[self.index])

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        yield Piece(f"{self.symbol}{str(self.index + 1).translate(_SUBSCRIPTS)}(")
        for number, argument in enumerate(self.arguments):
            if number:
                yield Piece(", ")
            yield from argument.pieces(style)
        yield Piece(")")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.arguments
