"""What can be said about reading a file: one row for each option of the command line and setting of the import dialog.

The parser, the help, the refusals and the dialog are made from these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from engine.data.options import DECIMAL_SIGNS, DELIMITERS, MAX_ROWS, MOST_ROWS, ReadOptions
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.typed_numbers import parse_number, parse_whole


@dataclass(frozen=True)
class Shown:
    """How the import dialog shows a value of a setting.

    Attributes:
        value: The value.
        about: What it means.
        brief: The same for the narrowest screen; "" if ``about`` is short enough.
    """

    value: str
    about: str
    brief: str = ""


@dataclass(frozen=True)
class ReadingSetting:
    """One thing that can be said about reading a file.

    Attributes:
        name: The field of ``ReadOptions``.
        option: The option of the command line.
        metavar: What the help calls its value.
        takes: What the option takes, as the help and a refusal say it.
        read: Turns the text of the option into the value; raises ValueError for any other text.
        note: What only the help adds.
        setting: The name of the setting in the import dialog; "" if it is a use of the columns, which the dialog lists.
        values: The values that the dialog steps through.
        example: Several values in one, for an option that takes them; "" for any other.
    """

    name: str
    option: str
    metavar: str
    takes: str
    read: Callable[[str], Any]
    note: str = ""
    setting: str = ""
    values: Mapping[Any, Shown] = field(default_factory=dict)
    example: str = ""


def _one_of(values: Mapping[Any, Shown]) -> Callable[[str], Any]:
    """Return a reader of the words for values."""
    words = {shown.value: value for value, shown in values.items() if value is not None}

    def read(text: str) -> Any:
        if text not in words:
            raise ValueError
        return words[text]

    return read


def _delimiter(text: str) -> str:
    names = {name: sign for sign, name in DELIMITERS.items()} | {"\\t": "\t", "blanks": " "}
    return _valid("delimiter", names.get(text, text))


def _decimal(text: str) -> str:
    signs = {name: sign for sign, name in DECIMAL_SIGNS.items()}
    return _valid("decimal", signs.get(text, text))


def _encoding(text: str) -> str:
    return _valid("encoding", text)


def _valid(name: str, value: str) -> str:
    """Return a value if the engine takes it for a field of ``ReadOptions``; raise ValueError otherwise."""
    chosen: dict[str, Any] = {name: value}
    try:
        ReadOptions(**chosen)
    except InvalidValue:
        raise ValueError from None
    return value


def _columns(text: str) -> tuple[str, ...]:
    """Return a list of columns as it is: only with the file it is known whether a comma is part of a name."""
    if not text.strip():
        raise ValueError
    return (text,)


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(map(parse_number, text.split(",")))


def _columns_row(name: str, option: str, what: str, default: str) -> ReadingSetting:
    takes = f"{what}, by name or number from 1; or several: a,b"
    return ReadingSetting(name, option, "COLUMN", takes, _columns, f"; {default} by default", example="a,b")


HEADER = {
    True: Shown("yes", "the first line names the columns", "names in line 1"),
    False: Shown("no", "the first line is data", "line 1 is data"),
}
TASK = {
    "classification": Shown("classification", "predicts a class"),
    "regression": Shown("regression", "predicts a number"),
}
MISSING = {
    "drop": Shown("drop", "such rows are left out", "rows left out"),
    "fill": Shown("fill", "with the mean or the commonest class of the training rows", "mean or commonest"),
}
MISSING_VALUES = {(): Shown("none", "numbers such as -999 are numbers", "-999 is a number")}
STRAYS = {
    None: Shown("up to 10 %", "of a column: the rows are left out; more: the column", "left out"),
    "drop": Shown("drop", "rows and cells unlike the rest are left out, however many", "left out"),
    "refuse": Shown("refuse", "a single row or cell unlike the rest refuses the file", "refuse the file"),
}
MOST_READ = {None: Shown(f"up to {MAX_ROWS:,}", "a longer file is refused")} | {
    rows: Shown(f"{rows:,}", "the first rows of the file", "the first rows")
    for rows in (MOST_ROWS, MAX_ROWS, 10_000, 1_000, 100)
}
SIGNS = {sign: f"{name} {sign}" for sign, name in DELIMITERS.items()} | {"\t": "tab", " ": "blanks"}
ENCODINGS = (
    *("utf-8", "cp1252", "utf-16", "iso8859-15", "iso8859-2", "cp1250", "cp1251", "koi8-r", "mac-roman", "cp437"),
    *("shift_jis", "gb18030", "big5", "euc_kr"),
)
READING_SETTINGS = (
    ReadingSetting(
        "header",
        "--header",
        "yes|no",
        "yes or no",
        _one_of(HEADER),
        ": whether the first line names the columns; guessed by default",
        "header",
        HEADER,
    ),
    ReadingSetting(
        "delimiter",
        "--delimiter",
        "SIGN",
        "one sign, or comma, semicolon, tab, pipe or blanks",
        _delimiter,
        ": between the cells; guessed by default",
        "delimiter",
        {sign: Shown(shown, "between cells") for sign, shown in SIGNS.items()},
    ),
    ReadingSetting(
        "decimal",
        "--decimal",
        "SIGN",
        "point or comma",
        _decimal,
        ": the decimal sign; guessed by default",
        "decimal sign",
        {sign: Shown(f"{name} {sign}", f"1{sign}5") for sign, name in DECIMAL_SIGNS.items()},
    ),
    ReadingSetting(
        "encoding",
        "--encoding",
        "NAME",
        "an encoding, such as utf-8, utf-16 or cp1252",
        _encoding,
        "; guessed by default",
        "encoding",
        {name: Shown(name, "of the characters") for name in ENCODINGS},
    ),
    _columns_row("targets", "--target", "the column to learn", "the last one"),
    _columns_row("inputs", "--inputs", "the only columns to learn from", "all that can be"),
    _columns_row("without", "--without", "a column to leave out", "none"),
    ReadingSetting(
        "task",
        "--task",
        "NAME",
        "classification or regression",
        _one_of(TASK),
        "; as the target looks by default",
        "task",
        TASK,
    ),
    ReadingSetting(
        "missing",
        "--missing",
        "drop|fill",
        "drop or fill",
        _one_of(MISSING),
        ": leave out rows without an input (the default), or fill in the mean of the training rows",
        "missing values",
        MISSING,
    ),
    ReadingSetting(
        "missing_values",
        "--missing-value",
        "NUMBER",
        "a number that stands for a missing value, such as -999; or several: -99,-999",
        _numbers,
        "; none by default",
        setting="missing number",
        values=MISSING_VALUES,
        example="-99,-999",
    ),
    ReadingSetting(
        "strays",
        "--strays",
        "drop|refuse",
        "drop or refuse",
        _one_of(STRAYS),
        ": what to do with rows and cells unlike the rest; by default few are left out and many refused; drop also "
        "reads a column as numbers where more than half of its cells are",
        "stray cells",
        STRAYS,
    ),
    ReadingSetting(
        "max_rows",
        "--max-rows",
        "N",
        f"a whole number from 1 to {MOST_ROWS}",
        lambda text: parse_whole(text, 1, MOST_ROWS),
        f": the first rows of the file, which can be of any size; without it a file of more than {MAX_ROWS} is refused",
        "most rows",
        MOST_READ,
    ),
)
READING = {row.name: row for row in READING_SETTINGS}
"""The rows by field of ``ReadOptions``."""
