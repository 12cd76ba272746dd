"""The options for reading a file, and the limits for any file."""

import codecs
import math
from contextlib import suppress
from typing import Literal

from engine.data.report import Task
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.wording import quoted

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "blank"}
"""The usual delimiters and their names; a blank stands for a run of blanks."""
DECIMAL_SIGNS = {".": "point", ",": "comma"}
"""The decimal signs and their names."""
MAX_BYTES = 10_000_000
MAX_ROWS = 100_000
MOST_ROWS = 1_000_000
"""The highest row limit that a learner can set."""
MAX_COLUMNS = 4096
# They take 160 MB. A table that one-hot encoding makes larger is refused before it fills the memory.
MAX_NUMBERS = 20_000_000
MAX_CLASSES = 100
MAX_INPUT_CLASSES = 20
# The shares that may be left out, with a warning, because they do not fit the rest: of the rows, for their number of
# cells; of the cells of a column; of the rows again, for such cells in any input.
STRAY_SHARE = 0.05
STRAY_CELLS = 0.1
STRAY_ROWS_IN_ALL = 0.2
# Codecs that are not file encodings; some are so slow on long text that they hang.
_NO_ENCODINGS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem"}


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file; None detects it from the file.

    Attributes:
        header: Whether the first line names the columns.
        delimiter: One character between the cells; a blank stands for runs of blanks.
        decimal: The decimal sign.
        encoding: Python's name of the encoding.
        targets: The target columns, by name or number from 1. Empty means the last column that has a value
            and is not in ``without``.
        inputs: The input columns, likewise. None means every other column of numbers or with few classes.
        without: Columns that are not used, likewise; only if no inputs are given.
        task: What to learn.
        missing: What to do with a row that lacks an input: "drop" leaves it out, "fill" takes the column's mean, or
            its most frequent class. A row that lacks a target is always left out.
        missing_values: Numbers that stand for a missing value, such as -999, in every column and however spelled.
        strays: What to do with rows that have too few or too many cells, and with cells that are not numbers in a
            column of numbers: "drop" leaves the row out, "refuse" the file. None drops up to 5 % of the rows for
            their number of cells, and refuses more; and up to 10 % for cells of a column: more leave an input out,
            unless it is in ``inputs``, and refuse a target. All input columns together cost 20 % of the rows at most:
            those with the most such cells are left out. A column is one of numbers if four fifths of its cells are;
            with "drop" more than half of them will do.
        max_rows: How many rows to read, the first ones of the file: at most 10 MB of it, and above 100,000 rows more in
            proportion. None reads all rows, and refuses a file of more than 100,000, or of more than 10 MB.

    Raises:
        InvalidValue: A field has a value that it cannot have.
    """

    header: bool | None = None
    delimiter: str | None = None
    decimal: Literal[".", ","] | None = None
    encoding: str | None = None
    targets: tuple[str, ...] = ()
    inputs: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    task: Task | None = None
    missing: Literal["drop", "fill"] = "drop"
    missing_values: tuple[float, ...] = ()
    strays: Literal["drop", "refuse"] | None = None
    max_rows: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", tuple(self.targets))
        object.__setattr__(self, "missing_values", tuple(map(float, self.missing_values)))
        object.__setattr__(self, "without", tuple(self.without))
        if self.inputs is not None:
            object.__setattr__(self, "inputs", tuple(self.inputs))
        if self.delimiter is not None and not _separates(self.delimiter):
            raise InvalidValue(f"{quoted(self.delimiter)} cannot separate cells: one character, such as , ; | or a tab")
        if self.inputs is not None and self.without:
            raise InvalidValue("give either the columns that are inputs or those that are left out, not both")
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
                raise InvalidValue(f"{name} must be one of {known}, not {quoted(str(getattr(self, name)))}")
        if not all(map(math.isfinite, self.missing_values)):
            raise InvalidValue("a number that stands for a missing value must be finite")
        if self.max_rows is not None and (not isinstance(self.max_rows, int) or self.max_rows < 1):
            raise InvalidValue("the most rows to read must be at least 1")
        if self.encoding is not None:
            _check_encoding(self.encoding)

    @property
    def max_bytes(self) -> int:
        """How many bytes are read at most; a larger file is refused, unless a row limit is set and these suffice."""
        return MAX_BYTES * max(self.max_rows or 0, MAX_ROWS) // MAX_ROWS


def raise_limit(rows: int | None = None) -> str:
    """Say how to read more rows, in the dialog and on the command line."""
    return f'to read more, raise "most rows" (--max-rows){"" if rows is None else f" to {rows:,}"}'


def _separates(delimiter: str) -> bool:
    return len(delimiter) == 1 and not delimiter.isalnum() and delimiter not in "\"'\r\n\0.+-"


def _check_encoding(name: str) -> None:
    known = None
    with suppress(LookupError, ValueError):
        with suppress(UnicodeError):
            b"a".decode(name)  # raises LookupError for a codec that does not decode to text
        known = codecs.lookup(name).name
    if known is None or known.replace("_", "-") in _NO_ENCODINGS:
        raise InvalidValue(f"unknown encoding {quoted(name)}: use one such as utf-8, utf-16 or cp1252")
