"""What can be said on the command line about how a file is to be read."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from engine.data.options import MOST_ROWS
from tui.command_line.options import Option

if TYPE_CHECKING:
    from engine.data.report import TableReport

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|", "blank": " ", "blanks": " "}
_DECIMALS = {"point": ".", "comma": ",", ".": ".", ",": ","}


def _header(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError
    return text == "yes"


def _delimiter(text: str) -> str:
    return _valid("delimiter", _DELIMITERS.get(text, text))


def _decimal(text: str) -> str:
    if text not in _DECIMALS:
        raise ValueError
    return _DECIMALS[text]


def _encoding(text: str) -> str:
    return _valid("encoding", text)


def _valid(field: str, value: str) -> str:
    """Return a value that the engine takes for a field."""
    from engine.data.options import ReadOptions
    from engine.errors import InvalidValue

    try:
        chosen: dict[str, Any] = {field: value}
        ReadOptions(**chosen)
    except InvalidValue:
        raise ValueError from None
    return value


def _targets(text: str) -> tuple[str, ...]:
    if not text.strip():
        raise ValueError
    return (text,)


def _max_rows(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII) or not 1 <= int(text) <= MOST_ROWS:
        raise ValueError
    return int(text)


READ_OPTIONS = {
    "--header": Option("header", "yes|no", _header, "yes or no", ": whether the first line names the columns"),
    "--delimiter": Option(
        "delimiter", "SIGN", _delimiter, "one sign, or comma, semicolon, tab, pipe or blanks", ": between the cells"
    ),
    "--decimal": Option("decimal", "SIGN", _decimal, "point or comma", ": the decimal sign"),
    "--encoding": Option("encoding", "NAME", _encoding, "an encoding, such as utf-8, utf-16 or cp1252"),
    "--max-rows": Option(
        "max_rows",
        "N",
        _max_rows,
        f"a whole number from 1 to {MOST_ROWS}",
        "; above 100000 the file may be larger too",
    ),
}
"""Of every command that reads a file."""
DATA_OPTIONS = READ_OPTIONS | {
    "--target": Option("targets", "COLUMN", _targets, "the column to learn, by name or number from 1; or several: a,b")
}
"""Of ``glassnet data``."""


def reading_asked(asked: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of ``ReadOptions`` that something was said about."""
    told = {option.field: getattr(asked, option.field, None) for option in DATA_OPTIONS.values()}
    return {field: value for field, value in told.items() if value is not None}


def check_target(report: TableReport) -> None:
    """See to it that what was said for ``--target`` are columns of the table, and leave one to learn from.

    Whether anything can be learned from those that are is a matter of the file.

    Raises:
        InvalidValue: they are not, or leave none.
    """
    from engine.errors import InvalidValue
    from engine.wording import listed

    if 0 < len(report.targets) < len(report.columns):
        return
    wrong, known = str(report.problem), f"the columns are {listed([column.name for column in report.columns])}"
    if report.targets:
        wrong = f"{report.file}: every column is a target, and one has to be an input"
    raise InvalidValue(f"--target: {wrong}" if known in wrong else f"--target: {wrong}; {known}")
