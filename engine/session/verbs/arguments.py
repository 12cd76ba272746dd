"""The words behind a verb, read one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from engine.errors import EngineError, InvalidValue
from engine.experiment.starts import Options
from engine.session.verbs.tokens import LineRefused, Token
from engine.training.commands import Load
from engine.typed_numbers import parse_number, parse_whole
from engine.wording import quoted

Opener = Callable[[str, Options], Load]
"""Returns the command that opens a start with options; raises EngineError if it cannot be opened."""


def _opens_nothing(start: str, options: Options) -> Load:
    raise InvalidValue(f"{quoted(start)} cannot be opened here")


class Arguments:
    """The words of a line after its verb. Each method takes the next one, or refuses it with its place.

    Attributes:
        open: Opens a start.
    """

    def __init__(self, usage: str, tokens: Sequence[Token], end: int, opener: Opener = _opens_nothing) -> None:
        """Begin with the first word.

        Args:
            usage: How the verb is written, such as "set NAME VALUE", for refusals.
            tokens: The words after the verb.
            end: The column behind the line.
            opener: Opens what a line names.
        """
        self.open = opener
        self._usage, self._tokens, self._end = usage, tokens, end
        self._next = 0

    @property
    def rest(self) -> int:
        """How many words are left."""
        return len(self._tokens) - self._next

    def peek(self) -> Token | None:
        """Return the next word, without taking it; None if there is none."""
        return self._tokens[self._next] if self.rest else None

    def take(self, what: str) -> Token:
        """Take the next word.

        Args:
            what: What it should be, for refusals.
        """
        token = self.peek()
        if token is None:
            raise LineRefused(f"{what} is missing: write {self._usage}", self._end)
        self._next += 1
        return token

    def number(self, what: str) -> float:
        """Take a finite number, as people type it."""
        return number_in(self.take(what), what)

    def whole(self, what: str, least: int, most: int) -> int:
        """Take a whole number from ``least`` to ``most``."""
        token = self.take(what)
        return whole_in(token, token.text, what, least, most)

    def name(self, what: str, names: Sequence[str]) -> str:
        """Take one of a few names."""
        return name_in(self.take(what), what, names)

    def end(self) -> None:
        """Refuse any word that is left."""
        if (token := self.peek()) is not None:
            raise LineRefused(f"{quoted(token.text)} is one word too many: write {self._usage}", token.column)


@contextmanager
def refused_at(token: Token) -> Iterator[None]:
    """Give refusals of the engine the place of a word."""
    try:
        yield
    except EngineError as error:
        raise LineRefused(str(error), token.column) from None


def number_in(token: Token, what: str) -> float:
    """Read a word that is a finite number.

    Raises:
        LineRefused: It is none.
    """
    if token.quoted:
        raise LineRefused(f"{what} is a number, not a text", token.column)
    try:
        return parse_number(token.text)
    except ValueError as error:
        raise LineRefused(str(error), token.column) from None


def name_in(token: Token, what: str, names: Sequence[str]) -> str:
    """Read a word that is one of a few names.

    Raises:
        LineRefused: It is none of them.
    """
    if token.text not in names:
        raise LineRefused(f"{what} is one of {', '.join(names)}, not {quoted(token.text)}", token.column)
    return token.text


def whole_in(token: Token, text: str, what: str, least: int, most: int) -> int:
    """Read a whole number that is a word, or a part of it.

    Raises:
        LineRefused: It is none, or out of range.
    """
    if not token.quoted:
        try:
            return parse_whole(text, least, most)
        except ValueError:
            pass
    many = f"from {least:,} to {most:,}" if most >= least else "but there is none"
    raise LineRefused(f"{what} is a whole number {many}, not {quoted(text)}", token.column)
