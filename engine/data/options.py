"""What can be said about a file before it is read, and the limits that hold for any."""

import codecs
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from engine.data.report import Task
from engine.errors import InvalidValue
from engine.wording import quoted

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "blank"}
"""The usual delimiters and their names; a blank stands for a run of blanks."""
DECIMAL_SIGNS = {".": "point", ",": "comma"}
"""The decimal signs and their names."""
MAX_BYTES = 10_000_000
MAX_ROWS = 100_000
MOST_ROWS = 1_000_000
"""The highest limit of rows that a learner is offered."""
MAX_COLUMNS = 4096
# So many numbers take 160 MB; a table whose classes unfold to more is refused before it fills the memory.
MAX_NUMBERS = 20_000_000
MAX_CLASSES = 100
MAX_INPUT_CLASSES = 20
# Cells and rows that do not fit the rest: up to this share of a table is left out with a warning, more is refused.
STRAY_SHARE = 0.05
# Codecs that are no encodings of a file, some of them so slow on long text that they hang.
_NO_ENCODINGS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem"}


@dataclass(frozen=True)
class ReadOptions:
    r"""How to read a file; None leaves it to be guessed from the file.

    Attributes:
        header: Whether the first line names the columns.
        delimiter: One character that separates the cells; a blank for runs of blanks.
        decimal: The decimal sign.
        encoding: The name of an encoding, as Python knows it.
        targets: The target columns, by name or number from 1; the last column that can be one when empty.
        inputs: The input columns, likewise; None for every other column of numbers or with few classes.
        task: What to learn.
        missing: What becomes of a row with a missing input: left out, or filled with the column's mean (classes: the
            most frequent one). A row with a missing target is always left out.
        strays: What becomes of rows with too few or many cells and of cells that are no number in a column of
            numbers: "drop" leaves the row out, "refuse" the file, None drops up to 5 % and refuses more.
        max_rows: The most rows to read. More than 100,000 also raise the limit of 10 MB, in proportion.

    Raises:
        InvalidValue: When one of them is none of what it can be.
    """

    header: bool | None = None
    delimiter: str | None = None
    decimal: Literal[".", ","] | None = None
    encoding: str | None = None
    targets: tuple[str, ...] = ()
    inputs: tuple[str, ...] | None = None
    task: Task | None = None
    missing: Literal["drop", "fill"] = "drop"
    strays: Literal["drop", "refuse"] | None = None
    max_rows: int = MAX_ROWS

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", tuple(self.targets))
        if self.inputs is not None:
            object.__setattr__(self, "inputs", tuple(self.inputs))
        if self.delimiter is not None and not _separates(self.delimiter):
            raise InvalidValue(f"{quoted(self.delimiter)} cannot separate cells: one character, such as , ; | or a tab")
        if self.delimiter is not None and self.delimiter == self.decimal:
            raise InvalidValue(f"{quoted(str(self.delimiter))} cannot be both the delimiter and the decimal sign")
        choices: dict[str, tuple[object, ...]] = {
            "decimal": (*DECIMAL_SIGNS, None),
            "task": ("classification", "regression", None),
            "missing": ("drop", "fill"),
            "strays": ("drop", "refuse", None),
            "header": (True, False, None),
        }
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                known = ", ".join(str(value) for value in allowed if value is not None)
                raise InvalidValue(f"{name} is {known}, not {quoted(str(getattr(self, name)))}")
        if not isinstance(self.max_rows, int) or self.max_rows < 1:
            raise InvalidValue("the most rows to read are at least 1")
        if self.encoding is not None:
            _check_encoding(self.encoding)

    @property
    def max_bytes(self) -> int:
        """The largest file to read."""
        return MAX_BYTES * max(self.max_rows, MAX_ROWS) // MAX_ROWS


def raise_limit(rows: int | None = None) -> str:
    """Say how more is read: by what is called so in the dialog, or on the command line."""
    return f'to read more, raise "most rows" (--max-rows){"" if rows is None else f" to {rows:,}"}'


def _separates(delimiter: str) -> bool:
    return len(delimiter) == 1 and not delimiter.isalnum() and delimiter not in "\"'\r\n\0.+-"


def _check_encoding(name: str) -> None:
    known = None
    with suppress(LookupError, ValueError):
        with suppress(UnicodeError):
            b"a".decode(name)  # refuses the codecs that do not make text
        known = codecs.lookup(name).name
    if known is None or known.replace("_", "-") in _NO_ENCODINGS:
        raise InvalidValue(f"unknown encoding {quoted(name)}: such as utf-8, utf-16 or cp1252")
