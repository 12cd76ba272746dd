"""Further parts of formulas: quotients, roots, cases, and functions of several numbers at once."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from engine.arrays import FloatArray
from engine.formulas.expressions import (
    Constant,
    Expression,
)
from engine.formulas.notation import Piece, Style

_SUBSCRIPTS = str.maketrans(string.digits, "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, eq=False)
class Conditional(Expression):
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


@dataclass(frozen=True, eq=False)
class Applied(Expression):
    """A function of a part: σ(s).

    Attributes:
        symbol: the function's.
        function: ``function(values, out)`` fills ``out``: the engine's own, so that the value is the engine's too.
        argument: what it is applied to.
    """

    symbol: str
    function: Callable[[FloatArray, FloatArray], object]
    argument: Expression

    def evaluate(self) -> float:
        out = np.empty(1)
        with np.errstate(all="ignore"):
            self.function(np.array([self.argument.evaluate()]), out)
        return float(out[0])

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        yield Piece(f"{self.symbol}(")
        yield from self.argument.pieces(style)
        yield Piece(")")

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.argument,)
