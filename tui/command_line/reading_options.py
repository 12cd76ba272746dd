"""The options that say how a file is to be read."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from engine.data.options import DECIMAL_SIGNS, DELIMITERS, MOST_ROWS, ReadOptions
from engine.errors import InvalidValue
from engine.wording import listed
from tui.command_line.options import Option, whole_number

if TYPE_CHECKING:
    from engine.data.report import TableReport

_DELIMITERS = {name: sign for sign, name in DELIMITERS.items()} | {"\\t": "\t", "blanks": " "}
_DECIMALS = {name: sign for sign, name in DECIMAL_SIGNS.items()} | {sign: sign for sign in DECIMAL_SIGNS}


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
    """Return a value if the engine takes it for a field of ``ReadOptions``; raise ValueError otherwise."""
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


READ_OPTIONS = {
    "--header": Option("header", "yes|no", _header, "yes or no", ": whether the first line names the columns"),
    "--delimiter": Option(
        "delimiter", "SIGN", _delimiter, "one sign, or comma, semicolon, tab, pipe or blanks", ": between the cells"
    ),
    "--decimal": Option("decimal", "SIGN", _decimal, "point or comma", ": the decimal sign"),
    "--encoding": Option("encoding", "NAME", _encoding, "an encoding, such as utf-8, utf-16 or cp1252"),
    "--max-rows": whole_number("max_rows", 1, MOST_ROWS, "; above 100000 the file may be larger too"),
}
"""Shared by every command that reads a file."""
DATA_OPTIONS = READ_OPTIONS | {
    "--target": Option("targets", "COLUMN", _targets, "the column to learn, by name or number from 1; or several: a,b")
}
"""The options of ``glassnet data``."""


def requested_reading(asked: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of ``ReadOptions`` that were given, by name."""
    given = {option.field: getattr(asked, option.field, None) for option in DATA_OPTIONS.values()}
    return {field: value for field, value in given.items() if value is not None}


def check_target(report: TableReport) -> None:
    """Check that ``--target`` names columns of the table and leaves at least one as an input.

    Whether they can be learned is up to the file, and not checked here.

    Raises:
        InvalidValue: They are not columns of the table, or leave no input.
    """
    if 0 < len(report.targets) < len(report.columns):
        return
    wrong, known = str(report.problem), f"the columns are {listed([column.name for column in report.columns])}"
    if report.targets:
        wrong = f"{report.file}: every column is a target, and one has to be an input"
    raise InvalidValue(f"--target: {wrong}" if known in wrong else f"--target: {wrong}; {known}")
