"""The lines of a text: they end in CR, LF or CRLF, and in none of the other characters that ``splitlines`` takes."""

import io
from collections.abc import Iterator
from itertools import chain

_PIECE = 1_000_000  # characters of which the lines are made at once


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines with their ends."""
    return chain.from_iterable(io.StringIO(piece, newline="") for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """Yield the text in pieces that end with a line: a StringIO takes four bytes for each character."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield text[start:end]
        start = end


def line_at(text: str, position: int) -> int:
    """Return the line, from 1, of a position in the text."""
    return 1 + text.count("\n", 0, position) + text.count("\r", 0, position) - text.count("\r\n", 0, position)


def line_start(text: str, position: int) -> int:
    """Return where the line of a position in the text begins."""
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
