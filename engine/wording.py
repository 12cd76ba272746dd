"""The wording of messages: printable quotes, counts with their nouns, times, places in a file."""

import os
from collections.abc import Sequence
from pathlib import Path

from engine.errors import DataError


def printable(text: str, limit: int | None = None) -> str:
    """Return ``text`` as one line, cut to ``limit`` characters, with escapes for unprintable characters."""
    if limit is not None and len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isprintable():
        return text  # nearly always
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def quoted(text: str) -> str:
    """Return ``text`` in double quotes, printable and cut to 40 characters."""
    return f'"{printable(text, 40)}"'


def listed(names: Sequence[str], most: int = 8) -> str:
    """Return up to ``most`` names, quoted, and "…" for any others."""
    return ", ".join(quoted(name) for name in names[:most]) + (", …" if len(names) > most else "")


def count(number: int, what: str, several: str | None = None) -> str:
    """Return a number and its noun, singular or plural: "1 row", "1,200 rows"."""
    return f"{number:,} {what if number == 1 else several or what + 's'}"


def ago_text(seconds: float) -> str:
    """Say how long ago something was: "5 minutes ago"."""
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return f"{count(int(seconds // size), unit)} ago"
    return "just now"


def where(line: int | None, column: str | None) -> str:
    """Return a place in a file: ``line 7, column "age"``; "" if neither is known."""
    places = [] if line is None else [f"line {line}"]
    if column is not None:
        places.append(f"column {quoted(column)}")
    return ", ".join(places)


def refusal(file: str, what: str, line: int | None = None, column: str | None = None) -> DataError:
    """Return the error that says what is wrong and where; ``line`` counts from 1, ``column`` is a name."""
    place = where(line, column)
    return DataError(f"{file}, {place}: {what}" if place else f"{file}: {what}")


def file_name(path: str | os.PathLike[str]) -> str:
    """Return the name of a file for messages."""
    return printable(Path(path).name or os.fspath(path), 100)
