"""What stands above a table: blank lines, ``sep=`` for spreadsheets, and comments."""

import re

from engine.data.reading.lines import line_at, line_start, lines_of
from engine.quick_dataclass import dataclass

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"\s*+")
_COMMENTS = re.compile(r"(?:\s*+(?:#|%|//)[^\r\n]*+)++")


@dataclass(frozen=True)
class Comments:
    """The comments above a table.

    Attributes:
        count: How many lines of comment there are.
        first: The line of the first, from 1.
        last: The line of the last.
        last_text: The text of the last.
    """

    count: int
    first: int
    last: int
    last_text: str


@dataclass(frozen=True)
class Preamble:
    """What stands above a table.

    Attributes:
        separator: The delimiter that ``sep=`` names; None if no line does.
        start: Where the first line of the table begins in the text.
        line: The number of that line, from 1.
        comments: The comments; None if there are none.
    """

    separator: str | None
    start: int
    line: int
    comments: Comments | None


def preamble_of(text: str) -> Preamble:
    """Find what stands above the table in a text."""
    separator, start = None, _filled_line(text, 0)
    if match := _SEPARATOR_LINE.fullmatch(next(lines_of(text[start : start + 1000]), "")):
        separator, start = match[1], _filled_line(text, start + match.end())
    found = _COMMENTS.match(text, start)
    below = len(text) if found is None else _filled_line(text, found.end())
    if found is None or below == len(text):  # nothing but "comments" is data, such as a table of colours, #ff0000
        return Preamble(separator, start, line_at(text, start), None)
    last = found.end()
    comments = Comments(
        sum(map(bool, map(str.strip, lines_of(found[0])))),
        line_at(text, start),
        line_at(text, last),
        text[line_start(text, last) : last].strip(),
    )
    return Preamble(separator, below, line_at(text, below), comments)


def _filled_line(text: str, start: int) -> int:
    """Return where the first line with more than blanks begins, from ``start`` on; the end of the text if none does."""
    match = _BLANKS.match(text, start)
    assert match is not None
    return match.end() if match.end() == len(text) else max(line_start(text, match.end()), start)
