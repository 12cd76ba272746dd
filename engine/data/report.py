"""What is known of a table after a look at it, and what had to be decided on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine.wording import where

ColumnKind = Literal["number", "class", "text", "date", "id"]
Task = Literal["classification", "regression"]
ReadingProgress = Callable[[float], None]
"""Told the share done, from 0 to 1. Whatever it raises ends the reading: that is the way to cancel."""


@dataclass(frozen=True)
class ReadWarning:
    """Something that was decided while reading and might have been meant otherwise.

    Attributes:
        line: The line of the file, from 1, where it first came up; None when it is about the whole file.
        column: The column's name; None when it is about a row or the file.
        text: What was found and what was done, one printable line. Many alike are one warning.
    """

    line: int | None
    column: str | None
    text: str

    def __str__(self) -> str:
        """Return it with its place, as ``line 7, column "age": 12 values missing``."""
        place = where(self.line, self.column)
        return f"{place}: {self.text}" if place else self.text


@dataclass(frozen=True)
class ColumnReport:
    """One column.

    Attributes:
        name: What it is called, after renaming.
        kind: What its cells are. "class" is text with few values, or the target of a classification.
        minimum: The smallest number in it; None when it holds none.
        maximum: The largest.
        missing: How many rows have no value here.
        distinct: How many different values there are.
        examples: The first few different cells, as they stand in the file.
    """

    name: str
    kind: ColumnKind
    minimum: float | None
    maximum: float | None
    missing: int
    distinct: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class TableReport:
    """A file as it was understood, immutable.

    Attributes:
        file: The file's name, printable.
        encoding: Python's name of the encoding.
        delimiter: What separates the cells; a blank stands for runs of blanks.
        decimal: The decimal sign, "." or ",".
        header: Whether a line names the columns.
        rows: How many rows of data there are, those with missing values too.
        used: How many of them are left to learn from; 0 when there is a ``problem``.
        columns: One report a column.
        warnings: What was decided.
        preview: The cells of the first rows, as text.
        inputs: The names of the columns that are inputs.
        targets: The names of the columns that are targets.
        task: What is learned; None when there is a ``problem``.
        problem: Why the table cannot be learned from as it is, with place; None when it can.
    """

    file: str
    encoding: str
    delimiter: str
    decimal: str
    header: bool
    rows: int
    used: int
    columns: tuple[ColumnReport, ...]
    warnings: tuple[ReadWarning, ...]
    preview: tuple[tuple[str, ...], ...]
    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    task: Task | None
    problem: str | None
