"""What an explanation is: a number, the formula it comes from, and the lines that show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from engine.formulas.expressions import Expression, Factor
from engine.formulas.notation import Digits, Piece, Style, joined, number_text
from engine.network.quantities import Quantity

MOST_TERMS = 6
"""A longer sum is cut in the middle where it is written as a line."""

Role = Literal["rule", "symbols", "numbers", "result", "where", "note"]


@dataclass(frozen=True)
class ExplanationLine:
    """One line of an explanation.

    Attributes:
        role: the rule for any network ("Σ w·a + b"); the formula in this one's symbols; the same with numbers; the
            result; what a function in it means; a note.
        pieces: the text; a piece that stands for another number refers to it.
    """

    role: Role
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The line as one string."""
        return joined(self.pieces)


@dataclass(frozen=True, eq=False)
class Explanation:
    """A number and its formula. Immutable.

    Attributes:
        quantity: what is explained.
        heading: one word for it: "sum", "activation", "delta", "gradient", "next".
        symbol: how it is written: "s_h1".
        formula: where it comes from; a factor without a reference if it is simply given.
        value: the engine's number, in float64.
        rule: the formula as it is for any such number, in words or symbols; empty if it says no more.
        where: what a function in the formula means; empty if there is none.
        note: what else is to be said, one line; empty if nothing is.
    """

    quantity: Quantity
    heading: str
    symbol: str
    formula: Expression
    value: float
    rule: str = ""
    where: str = ""
    note: str = ""

    @property
    def given(self) -> bool:
        """Whether the number comes from nothing else: an input, a weight, an expected value."""
        return isinstance(self.formula, Factor) and self.formula.reference is None

    @property
    def references(self) -> tuple[Quantity, ...]:
        """The numbers in the formula that can be explained in turn, each once, left to right."""
        references = (factor.reference for factor in self.formula.factors())
        return tuple(dict.fromkeys(reference for reference in references if isinstance(reference, Quantity)))

    def evaluate(self) -> float:
        """Compute the number from the factors' own values, term after term in the engine's order.

        BLAS adds long sums in another order: the last bits can differ from ``value``.
        """
        return self.formula.evaluate()

    def terms(self, *, largest_first: bool = False) -> tuple[Expression, ...]:
        """Return the terms of the sum in the formula, each to be written and evaluated; none if there is no sum.

        Args:
            largest_first: by |value|, NaN before all, instead of in their order.
        """
        total = self.formula.sum()
        return () if total is None else total.ordered(largest_first)

    def lines(
        self, digits: Digits = 4, *, most_terms: int | None = MOST_TERMS, largest_first: bool = False
    ) -> tuple[ExplanationLine, ...]:
        """Write the explanation: rule, formula, the same with numbers, result; then what else there is to say.

        A line that would say the same as the result is left out.

        Args:
            digits: 4, 6 or None for all.
            most_terms: longer sums are cut to so many terms; None for never.
            largest_first: the order of the terms.
        """
        style = Style(digits=digits, most_terms=most_terms, largest_first=largest_first)
        result = ExplanationLine("result", (Piece(number_text(self.value, digits)),))
        steps = [ExplanationLine("rule", (Piece(self.rule),))] if self.rule else []
        if not self.given:
            steps.append(ExplanationLine("symbols", tuple(self.formula.pieces(style))))
            steps.append(ExplanationLine("numbers", tuple(self.formula.pieces(replace(style, numbers=True)))))
        steps = [step for step in steps if step.text != result.text] + [result]
        signs = (f"{self.symbol} = ", *["= "] * (len(steps) - 1))
        equations = [
            ExplanationLine(step.role, (Piece(sign), *step.pieces)) for sign, step in zip(signs, steps, strict=True)
        ]
        if self.where:
            equations.append(ExplanationLine("where", (Piece(f"where {self.where}"),)))
        if self.note:
            equations.append(ExplanationLine("note", (Piece(self.note),)))
        return tuple(equations)


@dataclass(frozen=True, eq=False)
class Account:
    """All there is to say about one place, or about the error. Immutable.

    Attributes:
        quantity: the number one means by its name.
        title: its name and what it is: "w5  h1 → o1".
        value: that number.
        sections: how it and the numbers that belong to it came about.
    """

    quantity: Quantity
    title: str
    value: float
    sections: tuple[Explanation, ...]

    def text(self, digits: Digits = 4, *, most_terms: int | None = MOST_TERMS, largest_first: bool = False) -> str:
        """Write the account as plain lines, the headings in a column of their own.

        The arguments are those of ``Explanation.lines``.
        """
        width = max((len(section.heading) for section in self.sections), default=0) + 2
        written = [f"{self.title}   {number_text(self.value, digits)}"]
        for section in self.sections:
            written.append("")
            heading = section.heading
            for line in section.lines(digits, most_terms=most_terms, largest_first=largest_first):
                written.append(f"{heading:<{width}}{line.text}")
                heading = ""
        return "\n".join(written)
