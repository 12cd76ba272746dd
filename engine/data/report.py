"""The report on a file that was read: its layout, its columns, and the decisions made."""

from collections.abc import Callable
from functools import cached_property
from typing import Literal

from engine.quick_dataclass import dataclass
from engine.wording import where

ColumnKind = Literal["number", "class", "text", "date", "id"]
Task = Literal["classification", "regression"]
ReadingProgress = Callable[[float], None]
"""Called with the share done, from 0 to 1. Whatever it raises ends the reading: that is how to cancel."""


@dataclass(frozen=True)
class ReadWarning:
    """A decision made while reading that the learner may want otherwise.

    Attributes:
        line: The first line concerned, from 1; None if it is about the whole file.
        column: The column's name; None if it is about a row or the file.
        text: What was found and what was done, one printable line. The same decision in many rows is one warning.
    """

    line: int | None
    column: str | None
    text: str

    def __str__(self) -> str:
        """Return the text after its place: ``line 7, column "age": the value is missing``."""
        place = where(self.line, self.column)
        return f"{place}: {self.text}" if place else self.text


@dataclass(frozen=True)
class ColumnReport:
    """The report on one column.

    Attributes:
        name: Its unique name.
        kind: What its cells are. "class" is text with few different values, or the target of a classification.
        minimum: Its smallest number; None if it is not a column of numbers.
        maximum: Its largest number; likewise.
        missing: The number of rows without a value.
        distinct: The number of different values.
        examples: The first few different cells, as in the file.
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
    """How a file was understood. Immutable.

    Attributes:
        file: The file's name, printable.
        encoding: Python's name of the encoding.
        delimiter: The delimiter; a blank stands for runs of blanks.
        decimal: The decimal sign, "." or ",".
        header: Whether a line names the columns.
        rows: The number of rows, including those with missing values.
        used: The number of rows left to learn from; 0 if there is a ``problem``.
        columns: A report on each column.
        warnings: The decisions made: first those about the file, then by line.
        preview: The cells of the first rows, as text.
        inputs: The names of the input columns.
        targets: The names of the target columns.
        task: What is learned; None if there is a ``problem``.
        sentinels: The numbers that may stand for a missing value, and are read as numbers.
        problem: Why the table cannot be learned from, and where; None if it can.
        wrong_field: The field of ``ReadOptions`` that asks for columns which the table does not have, or which cannot
            be used so: that is the problem. "" if it is another.
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
    sentinels: tuple[float, ...]
    problem: str | None
    wrong_field: str = ""

    @cached_property
    def input_set(self) -> frozenset[str]:
        """The names of the input columns, to look one up among thousands."""
        return frozenset(self.inputs)

    @cached_property
    def target_set(self) -> frozenset[str]:
        """The names of the target columns, likewise."""
        return frozenset(self.targets)
