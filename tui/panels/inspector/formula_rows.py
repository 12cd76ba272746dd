"""Formulas laid out in lines, their headings in a column of their own where there is room for one."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style

from engine.explaining.explanation import Explanation, ExplanationLine, Role
from engine.formulas.notation import Digits, Piece, number_text
from engine.session.look import Look
from engine.training.phases import Phase
from tui.drawing.palette import Palette, style
from tui.drawing.wrapping import HANGING, line_spans
from tui.panels.inspector.headline import headline
from tui.panels.inspector.link import Link

if TYPE_CHECKING:
    from engine.analysis.gradient_check import Check

ROOM_FOR_HEADINGS = 34
"""A narrower panel has the headings on lines of their own."""
LONG_SUM = 30
"""Terms; of a longer sum the result comes first, then some terms, and all of them at the end."""
FEW_TERMS = 8
"""Terms of a long sum that are written to begin with."""
MOST_OF_MANY = 12
"""Terms up to which each of a phase's sums is written whole: to leave out two or three gains nothing."""
NUDGE, TERMS = "nudge", "terms"
MOST_DIGITS = 15
"""Of a float that every machine computes alike, or nearly."""

Row = tuple[tuple[str, Style], ...]
Written = list[tuple[Piece, Style, bool]]
"""Pieces of a line with their looks, and whether the cursor halts at them."""


def is_long(section: Explanation) -> bool:
    """Tell whether a section has a sum too long to be read from end to end."""
    return len(section.terms()) >= LONG_SUM


class FormulaRows:
    """The lines as they grow.

    Attributes:
        rows: the lines.
        links: what can be followed in them.
        begins: the lines before which a blank one looks well, first the one below the headline.
        focus_line: the line on which the number begins that one came for.
    """

    def __init__(self, look: Look, headings: Sequence[str], width: int, palette: Palette) -> None:
        """Begin with nothing; ``headings`` are those of the sections to come, for which room is kept."""
        self.rows: list[Row] = []
        self.links: list[Link] = []
        self.begins: list[int] = []
        self.focus_line = 0
        self._look, self._width, self._palette = look, width, palette
        self._said: set[str] = set()
        self._plain, self._muted = style(palette.text), style(palette.muted)
        self._beside = width >= ROOM_FOR_HEADINGS
        longest = max(map(len, (*headings, NUDGE)))
        self._indent = longest + 2 if self._beside else 2

    def title(self, name: str, value: str, meaning: str) -> None:
        """Write the first line."""
        palette = self._palette
        looks = style(palette.text, bold=True), style(palette.accent, bold=True), style(palette.muted)
        for line in headline(name, value, meaning, self._width):
            self.rows.append(tuple(zip(line.parts, looks, strict=True)))

    def section(self, section: Explanation) -> None:
        """Write a heading and the lines of one explanation; a result stands behind its numbers if there is room."""
        if section.quantity == self._look.focus:
            self.focus_line = len(self.rows)
        look, long = self._look, is_long(section)
        few = long or (isinstance(look.topic, Phase) and len(section.terms()) > MOST_OF_MANY)
        most = FEW_TERMS if few else look.most_terms
        written = section.lines(look.digits, most_terms=most, largest_first=look.largest_first)
        if long:
            written = self._result_first(section, written)
        if isinstance(look.topic, Phase):  # what the sections have in common is said once
            written = [line for line in written if line.role != "where" or line.text not in self._said]
            self._said.update(line.text for line in written if line.role == "where")
        self._under(section.heading, self._lines(written))

    def later(self, section: Explanation) -> None:
        """Write a heading, and that the number is not computed yet."""
        self._under(section.heading, [[(Piece(f"{section.symbol} = ·"), style(self._palette.faint), False)]])

    def terms(self, section: Explanation) -> None:
        """Write a long sum from end to end."""
        look = self._look
        lines = section.lines(look.digits, most_terms=None, largest_first=look.largest_first)
        pieces = next(line.pieces for line in lines if line.role == "numbers")
        self._under(TERMS, self._lines([ExplanationLine("numbers", (Piece(section.symbol + " "), *pieces))]))

    def table(self, sections: Sequence[Explanation], names: Sequence[str]) -> None:
        """Write the formula that the sections have in common, and a line for each of them.

        Args:
            sections: explanations that differ in their numbers alone.
            names: the names of what they are about.
        """
        first = sections[0].lines(self._look.digits)
        rules = [line for line in first if line.role in ("rule", "symbols")]
        common = [ExplanationLine(line.role, (Piece(line.text.replace(names[0], "w")),)) for line in rules]
        common += [line for line in first if line.role == "where"]
        self._under(sections[0].heading, self._lines(common))
        self.begins.append(len(self.rows))
        column = max(map(len, names)) + 3
        for section, name in zip(sections, names, strict=True):
            lines = section.lines(self._look.digits)
            numbers = next(line.pieces[1:] for line in lines if line.role == "numbers")
            result = ExplanationLine("result", (Piece(f"= {number_text(section.value, self._look.digits)}"),))
            notes = [line for line in lines if line.role == "note"]
            heading = name
            for row in self._lines([ExplanationLine("numbers", numbers), result, *notes], self._width - column - 1):
                self._row(heading, row, column)
                heading = ""

    def nudge(self, check: Check) -> None:
        """Write what a nudge said of the gradient."""
        palette, digits = self._palette, self._look.digits
        below, above, twice = _nudged(check, digits)
        agrees = f"{'✓' if check.agrees else '✗'} gradient {number_text(check.gradient, digits)}"
        compared = check.fault or f"relative difference {check.relative:.1e}"
        verdict = style(palette.good if check.agrees else palette.bad, bold=True)
        rows: list[Written] = []
        for text, look in (
            ("∂E/∂w ≈ (E(w+ε) − E(w−ε)) / 2ε", self._muted),
            (f"= ({above} − {below}) / {twice}", self._plain),
            (f"= {number_text(check.numeric, digits)}", style(palette.text, bold=True)),
            (agrees, verdict),
            (compared, verdict),
        ):
            broken = _broken(ExplanationLine("numbers", (Piece(text),)), self._room)
            rows += [[(piece, look, False) for piece in pieces] for pieces in broken]
        self._under(NUDGE, rows)

    def figures(self, heading: str, lines: Sequence[Sequence[tuple[str, float]]]) -> None:
        """Write some numbers by their symbols, so many to a line."""
        digits = self._look.digits
        texts = [
            ", ".join(f"{symbol}\u00a0=\u00a0{number_text(value, digits)}" for symbol, value in line) for line in lines
        ]
        self._under(heading, self._lines([ExplanationLine("numbers", (Piece(text),)) for text in texts]))

    def remark(self, text: str) -> None:
        """Write what belongs to no section."""
        for row in self._lines([ExplanationLine("rule", (Piece(text),))]):
            self._row("", row, self._indent)

    @property
    def _room(self) -> int:
        return self._width - self._indent - 1

    def _result_first(self, section: Explanation, written: Sequence[ExplanationLine]) -> list[ExplanationLine]:
        """Put the result of a long sum before it, with how many terms it has; of rule and symbols one is enough."""
        result = number_text(section.value, self._look.digits)
        first = ExplanationLine("result", (Piece(f"{section.symbol} = {result}"),))
        count = ExplanationLine("rule", (Piece(f"({len(section.terms())} terms)"),))
        rule = any(line.role == "rule" for line in written)
        rest = [line for line in written if line.role != "result" and not (rule and line.role == "symbols")]
        begun = ExplanationLine(rest[0].role, (Piece("= "), *rest[0].pieces[1:]))
        return [first, count, begun, *rest[1:]]

    def _lines(self, written: Sequence[ExplanationLine], room: int | None = None) -> list[Written]:
        """Break lines to fit; what is brief enough stands behind the line before it."""
        room = self._room if room is None else room
        stopping: Role = "numbers" if any(line.role == "numbers" for line in written) else "symbols"
        rows: list[Written] = []
        before: Role | None = None
        for line in written:
            look = _look(line.role, self._palette)
            behind = sum(cell_len(piece.text) for piece, _, _ in rows[-1]) if rows else room
            follows = line.role == "result" or (before == "result" and line.text.startswith("("))
            if follows and behind + 1 + cell_len(line.text) <= room:
                rows[-1].append((Piece(f" {line.text}"), look, False))
            else:
                rows += [[(piece, look, line.role == stopping) for piece in row] for row in _broken(line, room)]
            before = line.role
        return rows

    def _under(self, heading: str, rows: Sequence[Written]) -> None:
        self.begins.append(len(self.rows))
        if not self._beside:
            self.rows.append(((f" {heading}", self._muted),))
            heading = ""
        for row in rows:
            self._row(heading, row, self._indent)
            heading = ""

    def _row(self, heading: str, pieces: Written, indent: int) -> None:
        start = f" {heading}" if heading else ""
        row = [(start.ljust(indent), self._muted)]
        column = indent
        for piece, look, stop in pieces:
            end = column + cell_len(piece.text)
            if piece.reference is not None:
                self.links.append(Link(len(self.rows), column, end, piece.reference, stop))
            row.append((piece.text, look))
            column = end
        self.rows.append(tuple(row))


def _broken(line: ExplanationLine, width: int) -> list[list[Piece]]:
    """Break a line to fit, the pieces with it."""
    rows: list[list[Piece]] = []
    pieces = deque(line.pieces)
    at = 0  # where the first of them starts in the text
    for number, (start, end) in enumerate(line_spans(line.text, width)):
        row = [Piece(" " * HANGING)] if number else []
        while pieces and at < end:
            piece = pieces.popleft()
            text = piece.text[max(0, start - at) : end - at]
            if text:
                row.append(Piece(text, piece.reference))
            if at + len(piece.text) > end:  # the rest of it stands on the next line
                pieces.appendleft(Piece(piece.text[end - at :], piece.reference))
                at = end
            else:
                at += len(piece.text)
        rows.append(row)
    return rows


def _nudged(check: Check, digits: Digits) -> tuple[str, str, str]:
    """Write the errors below and above, and 2ε: with so many digits that their difference has some of its own."""
    below, above, twice = check.below, check.above, 2 * check.epsilon
    if digits is None or not (math.isfinite(below) and math.isfinite(above)) or below == above:
        return number_text(below, digits), number_text(above, digits), number_text(twice, digits)
    lost = math.ceil(math.log10(max(abs(below), abs(above)) / abs(above - below)))
    known = max(digits, min(lost + digits, MOST_DIGITS))
    return f"{below:.{known}g}", f"{above:.{known}g}", number_text(twice, digits)


def _look(role: Role, palette: Palette) -> Style:
    match role:
        case "result":
            return style(palette.text, bold=True)
        case "numbers":
            return style(palette.text)
        case "note":
            return style(palette.key)
        case _:
            return style(palette.muted)
