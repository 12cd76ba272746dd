"""Reading a small TOML file that may be hostile, and finding the line of each of its keys."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine import regular_files
from engine.regular_files import Wanted
from engine.wording import file_name, refusal

MOST_BYTES = 200_000
_MOST_NESTING = 8
_TOKEN = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\[^\n])*+"?|\'[^\'\n]*+\'?|#[^\n]*+|\n|[\[\]{}]')
_END_OF_LONG = {
    '"""': re.compile(r'(?:[^"\\]|\\.|"(?!""))*+"{3,5}+', re.DOTALL),
    "'''": re.compile(r"(?:[^']|'(?!''))*+'{3,5}+"),
}
"""The last three quotes end the string; one or two more before them belong to it."""
_CHAIN = re.compile(r"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){6}")
"""A key of seven parts: tomllib takes time with the square of their number. No number has so many points."""
_LONGEST_KEY = 200
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


@dataclass(frozen=True, eq=False)
class Document:
    """A TOML file. Immutable.

    Attributes:
        file: Its name, for messages.
        values: What it holds.
        lines: The line of each key, from 1, such as ``rate``, ``weights`` and ``weights.w1``; and of each element of a
            list, such as ``rows[2]`` for the second.
    """

    file: str
    values: dict[str, Any]
    lines: dict[str, int]

    def refusal(self, what: str, key: str = "") -> Exception:
        """Return the error that says what is wrong, and on which line: that of the key, or of what it is part of."""
        while key and key not in self.lines:
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return refusal(self.file, what, self.lines.get(key))


def read_document(path: str | os.PathLike[str], kind: str) -> Document:
    """Read a TOML file.

    Args:
        path: A regular file in UTF-8.
        kind: What it should be, such as "a worked example".

    Raises:
        DataError: It cannot be read, is too large or nested too deeply, or is not TOML.
    """
    file = file_name(path)
    limit = f"larger than {MOST_BYTES // 1000} kB, which no {kind.removeprefix('a ')} needs"
    wanted = Wanted(kind, MOST_BYTES, f"{kind} is needed", lambda name, size: refusal(name, limit))
    data = regular_files.content(path, wanted)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal(file, "is not UTF-8 text, as TOML has to be", line) from None
    lines = _Scan(file, text).lines()
    try:
        return Document(file, tomllib.loads(text), lines)
    except RecursionError:
        raise refusal(file, "is nested too deeply") from None
    except ValueError as error:  # a number of too many digits too
        found = _PLACE.fullmatch(str(error))
        what = found[1] if found else str(error)
        place = f" at column {found[3]}" if found and found[3] else ""
        raise refusal(file, f"no TOML{place}: {what}", int(found[2]) if found and found[2] else None) from None


@dataclass
class _Scan:
    """One pass over a TOML text, before it is parsed: its lines, and how deeply it is nested."""

    file: str
    text: str
    line: int = 1
    depth: int = 0
    table: str = ""
    key: str = ""
    elements: int = 0
    found: dict[str, int] = field(default_factory=dict)

    def lines(self) -> dict[str, int]:
        """Return the line of each key.

        Raises:
            DataError: The text is nested too deeply.
        """
        bare = []
        self._begin_line(0)
        for between, token, after in self._tokens():
            bare.append(between)
            if token == "\n":
                self.line += 1
                bare.append("\n")
                if not self.depth:
                    self._begin_line(after)
            elif token in "[{":
                self._open()
            elif token in "]}":
                self.depth = max(0, self.depth - 1)
            elif token[0] != "#":
                self.line += token.count("\n")
                bare.append("s")
        if _CHAIN.search("".join(bare)):
            raise refusal(self.file, "has keys of too many parts")
        return self.found

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        """Yield the text before each token, the token, and where it ends; up to a string that never ends."""
        at = 0
        while match := _TOKEN.search(self.text, at):
            token, end = match[0], match.end()
            if token in _END_OF_LONG:
                closed = _END_OF_LONG[token].match(self.text, end)
                if not closed:
                    return  # which the parser refuses when it comes there
                token, end = self.text[match.start() : closed.end()], closed.end()
            yield self.text[at : match.start()], token, end
            at = end
        yield self.text[at:], "#", len(self.text)

    def _begin_line(self, at: int) -> None:
        """Note the key or the table that a line begins with."""
        line = self.text[at : at + _LONGEST_KEY].partition("\n")[0].strip()
        if line.startswith("["):
            self.table = _plain(line.strip("[").partition("]")[0])
            self.found.setdefault(self.table, self.line)
        elif "=" in line:
            name = _plain(line.partition("=")[0])
            self.key, self.elements = f"{self.table}.{name}" if self.table else name, 0
            self.found.setdefault(self.key, self.line)

    def _open(self) -> None:
        self.depth += 1
        if self.depth > _MOST_NESTING:
            raise refusal(self.file, "is nested too deeply", self.line)
        if self.depth == 2:
            self.elements += 1
            self.found.setdefault(f"{self.key}[{self.elements}]", self.line)


def _plain(key: str) -> str:
    """Return a key without blanks and quotes."""
    return ".".join(part.strip(" \t\"'") for part in key.split("."))
