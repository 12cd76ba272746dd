"""The words of a line: bare words, and texts quoted as in JSON."""

from __future__ import annotations

import json
import re

from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.wording import count, printable

MOST_CHARACTERS = 1_000_000
_WORD = re.compile(r'"(?:[^"\\]|\\.)*+"|[^ \t"]++')
_BLANKS = re.compile(r"[ \t]*+")
_PLAIN = re.compile(r"[^\s\"#&\\][^\s\"\\]*+")


class LineRefused(InvalidValue):
    """A line says nothing that can be done.

    Attributes:
        what: What is wrong, without the place.
        column: Where, counted from 1.
    """

    def __init__(self, what: str, column: int) -> None:
        super().__init__(f"column {column:,}: {what}")
        self.what, self.column = what, column


@dataclass(frozen=True)
class Token:
    """A word of a line. Immutable.

    Attributes:
        text: The word, without its quotes.
        column: Where it begins, counted from 1.
        quoted: Whether it stood in quotes: then it is a text, whatever it looks like.
    """

    text: str
    column: int
    quoted: bool = False


def tokens_of(line: str) -> tuple[Token, ...]:
    """Split a line into its words. ``#`` at the start of a word begins a comment.

    Raises:
        LineRefused: The line is too long, a quote is not closed, or there is a control character outside quotes.
    """
    if len(line) > MOST_CHARACTERS:
        raise LineRefused(f"the line is longer than {count(MOST_CHARACTERS, 'character')}", MOST_CHARACTERS + 1)
    tokens, at = [], _BLANKS.match(line).end()  # type: ignore[union-attr]  # it matches the empty text too
    while at < len(line) and line[at] != "#":
        match = _WORD.match(line, at)
        if match is None:
            raise LineRefused('the text that begins here has no closing "', at + 1)
        end = match.end()
        if end < len(line) and line[end] not in " \t":
            raise LineRefused('a text in "quotes" stands by itself, with a blank on each side', end + 1)
        tokens.append(_token(match[0], at + 1))
        at = _BLANKS.match(line, end).end()  # type: ignore[union-attr]
    return tuple(tokens)


def _token(word: str, column: int) -> Token:
    if word.startswith('"'):
        try:
            return Token(json.loads(word), column, quoted=True)
        except ValueError:
            raise LineRefused('this text is not quoted as in JSON: write \\" for " and \\\\ for \\', column) from None
    if not word.isprintable():
        raise LineRefused(f'"{printable(word, 40)}" has a character that cannot be printed', column)
    return Token(word, column)


def written_text(text: str) -> str:
    """Write a text in quotes, as in JSON, with escapes for what cannot be printed."""
    escaped = json.dumps(text, ensure_ascii=False)
    if escaped.isprintable():
        return escaped
    return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in escaped)


def written_word(text: str) -> str:
    """Write a text as a bare word if it reads back as one, else in quotes."""
    return text if _PLAIN.fullmatch(text) and text.isprintable() else written_text(text)
