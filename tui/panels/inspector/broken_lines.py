"""The lines of an explanation, broken to fit a width."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style

from engine.explaining.explanation import ExplanationLine, Role
from engine.formulas.notation import Piece, joined
from tui.drawing.palette import Palette, style
from tui.drawing.wrapping import HANGING, line_spans

StyledPieces = list[tuple[Piece, Style, bool]]
"""One line: pieces, the style of each, and whether the cursor stops at it."""


def fitted(lines: Sequence[ExplanationLine], width: int, palette: Palette) -> list[StyledPieces]:
    """Break the lines of an explanation; a result joins the line before if it fits."""
    stopping: Role = "numbers" if any(line.role == "numbers" for line in lines) else "symbols"
    rows: list[StyledPieces] = []
    before: Role | None = None
    for line in lines:
        look = _style(line.role, palette)
        used = sum(cell_len(piece.text) for piece, _, _ in rows[-1]) if rows else width
        joins = line.role == "result" or (before == "result" and line.text.startswith("("))
        if joins and used + 1 + cell_len(line.text) <= width:
            rows[-1].append((Piece(f" {line.text}"), look, False))
        else:
            rows += [[(piece, look, line.role == stopping) for piece in row] for row in broken(line.pieces, width)]
        before = line.role
    return rows


def broken(pieces: Sequence[Piece], width: int) -> list[list[Piece]]:
    """Break a line into lines of at most ``width`` cells, cutting pieces where needed."""
    rows: list[list[Piece]] = []
    left = deque(pieces)
    at = 0  # where the first piece left starts in the text
    for number, (start, end) in enumerate(line_spans(joined(pieces), width)):
        row = [Piece(" " * HANGING)] if number else []
        while left and at < end:
            piece = left.popleft()
            text = piece.text[max(0, start - at) : end - at]
            if text:
                row.append(Piece(text, piece.reference))
            if at + len(piece.text) > end:  # the rest goes on the next line
                left.appendleft(Piece(piece.text[end - at :], piece.reference))
                at = end
            else:
                at += len(piece.text)
        rows.append(row)
    return rows


def _style(role: Role, palette: Palette) -> Style:
    match role:
        case "result":
            return style(palette.text, bold=True)
        case "numbers":
            return style(palette.text)
        case "note":
            return style(palette.key)
        case _:
            return style(palette.muted)
