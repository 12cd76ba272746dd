"""Explanations: a number, the formula it comes from, and the lines that show it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from engine.formulas.expressions import Expression, Factor
from engine.formulas.notation import Digits, Piece, Style, joined, number_text
from engine.network.quantities import Quantity
from engine.quick_dataclass import dataclass

MOST_TERMS = 6
"""Longer sums are cut in the middle when written on one line."""

Role = Literal["rule", "symbols", "numbers", "result", "where", "note"]


@dataclass(frozen=True)
class ExplanationLine:
    """One line of an explanation.

    Attributes:
        role: "rule" is the formula for any network ("Σ w·a + b"), "symbols" the formula in this network's symbols,
            "numbers" the same with numbers, "where" what a function in it means.
        pieces: The text; a piece that stands for another number refers to it.
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
        quantity: The number that is explained.
        heading: One word for it: "sum", "activation", "delta", "gradient", "next".
        symbol: Its symbol: "s_h1".
        formula: Its formula; a factor without a reference if the number is given.
        value: The engine's number, in float64.
        rule: The general formula, in words or symbols; empty if it adds nothing.
        where: What a function in the formula means; empty if there is none.
        note: A remark of one line; empty if there is none.
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
        """Whether the number is given, not computed: an input, a weight, an expected value."""
        return isinstance(self.formula, Factor) and self.formula.reference is None

    @property
    def references(self) -> tuple[Quantity, ...]:
        """The numbers in the formula that have explanations of their own, each once, left to right."""
        references = (factor.reference for factor in self.formula.factors())
        return tuple(dict.fromkeys(reference for reference in references if isinstance(reference, Quantity)))

    def evaluate(self) -> float:
        """Compute the number from the values of the factors, term by term.

        BLAS adds long sums in another order, so the last bits can differ from ``value``.
        """
        return self.formula.evaluate()

    def terms(self, *, largest_first: bool = False) -> tuple[Expression, ...]:
        """Return the terms of the sum in the formula; empty if there is no sum.

        Args:
            largest_first: Whether to sort them by |value|, NaN first.
        """
        total = self.formula.sum()
        return () if total is None else total.ordered(largest_first)

    def lines(
        self, digits: Digits = 4, *, most_terms: int | None = MOST_TERMS, largest_first: bool = False
    ) -> tuple[ExplanationLine, ...]:
        """Write the explanation: rule, formula, the formula with numbers, result; then where and note.

        A line with the same text as the result is left out.

        Args:
            digits: 4, 6, or None for all.
            most_terms: Longer sums are cut to this many terms; None never cuts.
            largest_first: Whether to sort the terms by |value|.
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
    """The complete explanation of a place, the error or α. Immutable.

    Attributes:
        quantity: The number that its name stands for.
        title: Its name and what it is: "w5  h1 → o1".
        value: That number.
        sections: The explanations of all its numbers.
    """

    quantity: Quantity
    title: str
    value: float
    sections: tuple[Explanation, ...]

    def text(self, digits: Digits = 4, *, most_terms: int | None = MOST_TERMS, largest_first: bool = False) -> str:
        """Write the account as plain lines, with the headings in a column.

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
