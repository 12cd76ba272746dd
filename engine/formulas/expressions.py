"""Formulas as expression trees, to be written with symbols or numbers, evaluated, and searched for references.

Operators build formulas: ``a * (1 - a)`` on expressions is a tree where on numbers it would be a value. So the formula
of an activation or a loss is one line beside its code.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator

import numpy as np

from engine.formulas.notation import SYMBOLS, Piece, Style, joined, number_text
from engine.quick_dataclass import dataclass

SUM, PRODUCT, POWER, ATOM = range(4)
"""Precedence: the greater binds more tightly."""


class Expression(ABC):
    """A formula or a part of one. Immutable."""

    @abstractmethod
    def evaluate(self) -> float:
        """Compute the value from the values of the factors, adding and multiplying from left to right."""

    @abstractmethod
    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        """Write the formula; ``tight`` leaves out the spaces around "·"."""

    @property
    @abstractmethod
    def children(self) -> tuple[Expression, ...]:
        """The direct parts of this expression."""

    @property
    def precedence(self) -> int:
        """How tightly the parts bind; decides where parentheses are needed."""
        return ATOM

    def text(self, style: Style = SYMBOLS, tight: bool = False) -> str:
        """Write the formula as one string."""
        return joined(self.pieces(style, tight))

    def factors(self) -> Iterator[Factor]:
        """Iterate over every named number in the formula, left to right."""
        for child in self.children:
            yield from child.factors()

    def sum(self) -> Sum | None:
        """Return the first sum in the formula; None if it contains no sum."""
        return next(filter(None, (child.sum() for child in self.children)), None)

    def squared(self) -> Expression:
        """Return the square."""
        return Square(self)

    def __add__(self, other: Expression) -> Expression:
        return Sum((self, other))

    def __mul__(self, other: Expression) -> Expression:
        return Product((self, other))

    def __sub__(self, other: Expression) -> Expression:
        return Difference(self, other)

    def __rsub__(self, other: int) -> Expression:
        return Difference(Constant(str(other), float(other)), self)


@dataclass(frozen=True, eq=False)
class Factor(Expression):
    """A named number.

    Attributes:
        symbol: Its symbol in the formula: δ_o1.
        value: The engine's number.
        reference: What explains the number in turn; None if it is given.
    """

    symbol: str
    value: float
    reference: object | None = None

    def evaluate(self) -> float:
        return self.value

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        yield Piece(number_text(self.value, style.digits) if style.numbers else self.symbol, self.reference)

    @property
    def children(self) -> tuple[Expression, ...]:
        return ()

    def factors(self) -> Iterator[Factor]:
        yield self


@dataclass(frozen=True, eq=False)
class Constant(Expression):
    """A number that is part of the formula itself: 1, ½."""

    written: str
    value: float

    def evaluate(self) -> float:
        return self.value

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        yield Piece(self.written)

    @property
    def children(self) -> tuple[Expression, ...]:
        return ()


ZERO = Constant("0", 0.0)
ONE = Constant("1", 1.0)
HALF = Constant("½", 0.5)


@dataclass(frozen=True, eq=False)
class Sum(Expression):
    """Terms added from left to right."""

    terms: tuple[Expression, ...]

    def evaluate(self) -> float:
        total = self.terms[0].evaluate()
        for term in self.terms[1:]:
            total += term.evaluate()
        return total

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        if len(self.terms) == 1:
            yield from self.terms[0].pieces(style, tight=True)
            return
        for number, term in enumerate(self._shown(style)):
            written = enclosed(term, style, PRODUCT, leading=True, tight=True)
            minus = number > 0 and written[0].text.startswith("-")  # … + -0.3 is written … − 0.3
            if number:
                yield Piece(" − " if minus else " + ")
            yield Piece(written[0].text.removeprefix("-"), written[0].reference) if minus else written[0]
            yield from written[1:]

    def ordered(self, largest_first: bool) -> tuple[Expression, ...]:
        """Return the terms in order, or sorted by |value|, the largest first and NaN before everything."""
        return tuple(sorted(self.terms, key=_contribution, reverse=True)) if largest_first else self.terms

    def _shown(self, style: Style) -> tuple[Expression, ...]:
        terms = self.ordered(style.largest_first)
        if style.most_terms is None or len(terms) <= style.most_terms:
            return terms
        # Unsorted, the last term stays: it is the bias.
        tail = terms[-1:] if not style.largest_first else ()
        head = terms[: style.most_terms - len(tail)]
        more = Constant(f"… {len(terms) - len(head) - len(tail)} more", math.nan)
        return (*head, more, *tail)

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.terms

    @property
    def precedence(self) -> int:
        return SUM if len(self.terms) > 1 else self.terms[0].precedence

    def sum(self) -> Sum | None:
        return self


@dataclass(frozen=True, eq=False)
class Difference(Expression):
    """A difference: a − y."""

    left: Expression
    right: Expression

    def evaluate(self) -> float:
        return self.left.evaluate() - self.right.evaluate()

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        yield from enclosed(self.left, style, SUM, leading=True, tight=True)
        yield Piece(" − ")
        yield from enclosed(self.right, style, PRODUCT, leading=False, tight=True)

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.left, self.right)

    @property
    def precedence(self) -> int:
        return SUM


@dataclass(frozen=True, eq=False)
class Product(Expression):
    """Factors multiplied from left to right."""

    parts: tuple[Expression, ...]

    def evaluate(self) -> float:
        result = self.parts[0].evaluate()
        for part in self.parts[1:]:
            result *= part.evaluate()
        return result

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        before: Expression | None = None
        for part in self.parts:
            written = enclosed(part, style, PRODUCT, leading=before is None, tight=tight)
            if before is not None and not (before is HALF and written[0].text == "("):  # ½(a − y)², without a dot
                yield Piece("·" if tight else " · ")
            yield from written
            before = part

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.parts

    @property
    def precedence(self) -> int:
        return PRODUCT


@dataclass(frozen=True, eq=False)
class Square(Expression):
    """A square: a²."""

    base: Expression

    def evaluate(self) -> float:
        value = self.base.evaluate()
        return value * value  # value ** 2 would raise OverflowError; the engine gives infinity

    def pieces(self, style: Style, tight: bool = False) -> Iterator[Piece]:
        written = enclosed(self.base, style, ATOM, leading=False, tight=tight)
        ambiguous = written[0].text.startswith("∂")  # ∂E/∂w² would read as the derivative by w²
        yield from (Piece("("), *written, Piece(")")) if ambiguous else written
        yield Piece("²")

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.base,)

    @property
    def precedence(self) -> int:
        return POWER


def product(*parts: Expression) -> Expression:
    """Multiply the parts, leaving out ``ONE``: the slope of a linear neuron."""
    kept = tuple(part for part in parts if part is not ONE)
    return kept[0] if len(kept) == 1 else Product(kept or (ONE,))


def _contribution(term: Expression) -> tuple[bool, float]:
    value = term.evaluate()
    return (math.isnan(value), abs(value))


def enclosed(part: Expression, style: Style, least: int, *, leading: bool, tight: bool) -> list[Piece]:
    """Write a part, in parentheses if it binds less tightly than ``least`` or starts with a sign in mid-formula."""
    if part.precedence < least:
        return [Piece("("), *part.pieces(style), Piece(")")]
    written = list(part.pieces(style, tight))
    if not leading and written[0].text.startswith("-"):
        return [Piece("("), *written, Piece(")")]
    return written


def constant(value: float) -> Constant:
    """Return a constant written as briefly as possible: 0.9, 1e-7."""
    return Constant(number_text(value, None).removesuffix(".0"), value)


@dataclass(frozen=True, eq=False)
class Quotient(Expression):
    """A quotient: a / b."""

    above: Expression
    below: Expression

    def evaluate(self) -> float:
        above, below = self.above.evaluate(), self.below.evaluate()
        with np.errstate(all="ignore"):  # as in the engine, x/0 is infinite and 0/0 is NaN
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
    """A square root: √v."""

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
    """A negation: −y · ln a."""

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
