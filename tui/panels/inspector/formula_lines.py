"""Explanations as lines of a panel, with their headings in a column of their own where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style

from engine.explaining.explanation import Explanation, ExplanationLine, Role
from engine.formulas.notation import Piece, number_text
from engine.network.quantities import Quantity
from engine.session.look import Look
from engine.training.phases import Phase
from tui.drawing.palette import Palette, style
from tui.panels.inspector.broken_lines import StyledPieces, broken, fitted
from tui.panels.inspector.headline import Meaning, headline
from tui.panels.inspector.link import Link

if TYPE_CHECKING:
    from engine.analysis.gradient_check import Check

ROOM_FOR_HEADINGS = 34
"""Cells; a narrower panel puts headings on lines of their own."""
LONG_SUM = 30
"""Terms; of a longer sum the result comes first, then a few terms, and all of them at the end."""
FEW_TERMS = 8
"""Terms of a long sum that are written at first."""
MOST_OF_MANY = 12
"""Terms up to which the sums of a phase are written whole; leaving out two or three would gain nothing."""
NUDGE, TERMS = "nudge", "terms"

StyledLine = tuple[tuple[str, Style], ...]
"""Pieces of text, each with its style."""


def is_long(section: Explanation) -> bool:
    """Tell whether a section has a sum too long to be read from end to end."""
    return len(section.terms()) >= LONG_SUM


class FormulaLines:
    """The lines written so far.

    Attributes:
        lines: The lines.
        links: The numbers in them that can be followed.
        starts: The lines that a blank line may precede: the starts of sections, first the one below the headline.
        focus_line: The line at which the number in focus begins.
    """

    def __init__(self, look: Look, headings: Sequence[str], width: int, palette: Palette) -> None:
        """Start without lines; leave room for the ``headings`` of the sections to come."""
        self.lines: list[StyledLine] = []
        self.links: list[Link] = []
        self.starts: list[int] = []
        self.focus_line = 0
        self._look, self._width, self._palette = look, width, palette
        self._said: set[str] = set()
        self._muted = style(palette.muted)
        self._beside = width >= ROOM_FOR_HEADINGS
        longest = max(map(len, (*headings, NUDGE)))
        self._indent = longest + 2 if self._beside else 2

    def title(self, name: str, value: str, meaning: Meaning | None) -> None:
        """Write the headline."""
        palette = self._palette
        looks = style(palette.text, bold=True), style(palette.accent, bold=True), style(palette.muted)
        for line in headline(name, value, meaning, self._width):
            self.lines.append(tuple(zip(line.parts, looks, strict=True)))

    def section(self, section: Explanation) -> None:
        """Write the heading and the lines of one explanation."""
        if section.quantity == self._look.focus:
            self.focus_line = len(self.lines)
        look, long = self._look, is_long(section)
        few = long or (isinstance(look.topic, Phase) and len(section.terms()) > MOST_OF_MANY)
        most = FEW_TERMS if few else look.most_terms
        written = list(section.lines(look.digits, most_terms=most, largest_first=look.largest_first))
        if long:
            written = self._result_first(section, written)
        if isinstance(look.topic, Phase):  # what the sections have in common is said once
            written = [line for line in written if line.role != "where" or line.text not in self._said]
            self._said.update(line.text for line in written if line.role == "where")
        self._under(section.heading, self._fitted(written))

    def not_computed(self, section: Explanation) -> None:
        """Write the heading, and a dot for a number that is not computed yet."""
        self._under(section.heading, [[(Piece(f"{section.symbol} = ·"), style(self._palette.faint), False)]])

    def terms(self, section: Explanation) -> None:
        """Write a long sum from end to end."""
        look = self._look
        lines = section.lines(look.digits, most_terms=None, largest_first=look.largest_first)
        pieces = next(line.pieces for line in lines if line.role == "numbers")
        self._under(TERMS, self._fitted([ExplanationLine("numbers", (Piece(section.symbol + " "), *pieces))]))

    def table(self, sections: Sequence[Explanation], names: Sequence[str]) -> None:
        """Write the formula that the sections have in common, then the numbers of each.

        Args:
            sections: Explanations that differ in their numbers only.
            names: The names of their places.
        """
        first = sections[0].lines(self._look.digits)
        rules = [line for line in first if line.role in ("rule", "symbols")]
        common = [ExplanationLine(line.role, (Piece(line.text.replace(names[0], "w")),)) for line in rules]
        common += [line for line in first if line.role == "where"]
        self._under(sections[0].heading, self._fitted(common))
        self.starts.append(len(self.lines))
        column = max(map(len, names)) + 3
        for section, name in zip(sections, names, strict=True):
            lines = section.lines(self._look.digits)
            numbers = next(line.pieces[1:] for line in lines if line.role == "numbers")
            result = ExplanationLine("result", (Piece(f"= {number_text(section.value, self._look.digits)}"),))
            notes = [line for line in lines if line.role == "note"]
            shown = [ExplanationLine("numbers", numbers), result, *notes]
            self._beside_heading(name, fitted(shown, self._width - column - 1, self._palette), column)

    def check(self, check: Check) -> None:
        """Write a gradient check."""
        rows: list[StyledPieces] = []
        from tui.panels.inspector.check_lines import check_lines  # once a gradient is checked

        for text, look in check_lines(check, self._look.digits, self._palette):
            rows += [[(piece, look, False) for piece in row] for row in broken((Piece(text),), self._room)]
        self._under(NUDGE, rows)

    def numbers(self, heading: str, lines: Sequence[Sequence[tuple[str, float]]]) -> None:
        """Write lines of numbers, each number after its symbol."""
        digits = self._look.digits
        texts = [
            ", ".join(f"{symbol}\u00a0=\u00a0{number_text(value, digits)}" for symbol, value in line) for line in lines
        ]
        self._under(heading, self._fitted([ExplanationLine("numbers", (Piece(text),)) for text in texts]))

    def remark(self, text: str, role: Role = "rule") -> None:
        """Write a text that belongs to no section; with the role "note" it stands out."""
        for row in self._fitted([ExplanationLine(role, (Piece(text),))]):
            self._line("", row, self._indent)

    @property
    def _room(self) -> int:
        return self._width - self._indent - 1

    def _fitted(self, lines: Sequence[ExplanationLine]) -> list[StyledPieces]:
        return fitted(lines, self._room, self._palette)

    def _result_first(self, section: Explanation, written: Sequence[ExplanationLine]) -> list[ExplanationLine]:
        """Put the result of a long sum and its number of terms first; leave out the symbols if there is a rule."""
        result = number_text(section.value, self._look.digits)
        first = ExplanationLine("result", (Piece(f"{section.symbol} = {result}"),))
        count = ExplanationLine("rule", (Piece(f"({len(section.terms())} terms)"),))
        rule = any(line.role == "rule" for line in written)
        rest = [line for line in written if line.role != "result" and not (rule and line.role == "symbols")]
        equals = ExplanationLine(rest[0].role, (Piece("= "), *rest[0].pieces[1:]))
        return [first, count, equals, *rest[1:]]

    def _under(self, heading: str, rows: Sequence[StyledPieces]) -> None:
        """Write a section: its heading beside the first row, or above it in a narrow panel."""
        self.starts.append(len(self.lines))
        if not self._beside:
            self.lines.append(((f" {heading}", self._muted),))
            heading = ""
        self._beside_heading(heading, rows, self._indent)

    def _beside_heading(self, heading: str, rows: Sequence[StyledPieces], indent: int) -> None:
        for row in rows:
            self._line(heading, row, indent)
            heading = ""

    def _line(self, heading: str, pieces: StyledPieces, indent: int) -> None:
        start = f" {heading}" if heading else ""
        line = [(start.ljust(indent), self._muted)]
        column = indent
        for piece, look, stop in pieces:
            end = column + cell_len(piece.text)
            if isinstance(piece.reference, Quantity):
                self.links.append(Link(len(self.lines), column, end, piece.reference, stop))
            line.append((piece.text, look))
            column = end
        self.lines.append(tuple(line))
