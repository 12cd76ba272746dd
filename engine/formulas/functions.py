"""Functions in formulas: applied to one number, joint over several numbers, and defined by cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from engine.arrays import FloatArray
from engine.formulas.expressions import Constant, Expression
from engine.formulas.notation import Piece, Style, subscript
from engine.quick_dataclass import dataclass


@dataclass(frozen=True, eq=False)
class Conditional(Expression):
    """One constant where the condition is above 0, another elsewhere: the slope of a ReLU."""

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
    """One component of a function from vectors to vectors: softmax₁(s_o1, s_o2).

    Attributes:
        symbol: The function's symbol.
        function: ``function(values)`` returns a vector as long as ``values``. It is the engine's own, so the value is
            the engine's to the last bit.
        arguments: The function's arguments.
        index: Which component, from 0.
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
        yield Piece(f"{self.symbol}{subscript(self.index + 1)}(")
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
    """A function of one number: σ(s).

    Attributes:
        symbol: The function's symbol.
        function: ``function(values, out)`` fills ``out``. It is the engine's own, so the value is the engine's to the
            last bit.
        argument: The function's argument.
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
