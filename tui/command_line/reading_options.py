"""The options that say how a file is to be read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engine.data.options import ReadOptions
from engine.data.reading_settings import READING, READING_SETTINGS
from engine.errors import InvalidValue
from engine.experiment.start_options import Option
from engine.wording import listed

if TYPE_CHECKING:
    from engine.data.report import TableReport

READ_OPTIONS = {row.option: Option(row.name, row.metavar, row.read, row.takes, row.note) for row in READING_SETTINGS}
"""Shared by every command that reads a file."""


def check_given_once(words: Sequence[str]) -> None:
    """Check that no option that takes a list is given twice: argparse would take the last one alone.

    Raises:
        InvalidValue: One is.
    """
    for row in READING_SETTINGS:
        if row.example and sum(word.partition("=")[0] == row.option for word in words) > 1:
            raise InvalidValue(f"{row.option}: is given twice; name several in one value: {row.option} {row.example}")


def requested_reading(asked: argparse.Namespace) -> ReadOptions | None:
    """Return how to read the file; None if nothing was said about that.

    Raises:
        InvalidValue: Two of the options contradict each other.
    """
    given = {name: value for name in READING if (value := getattr(asked, name, None)) is not None}
    try:
        return ReadOptions(**given) if given else None
    except InvalidValue as error:
        blamed = [READING[name].option for name in given if _allowed({**given, name: None})]
        raise InvalidValue(f"{', '.join(blamed)}: {error}") from None


def _allowed(chosen: dict[str, Any]) -> bool:
    try:
        ReadOptions(**{name: value for name, value in chosen.items() if value is not None})
    except InvalidValue:
        return False
    return True


def given_options(reading: ReadOptions) -> list[str]:
    """Return the options that say what differs from the default."""
    default = ReadOptions()
    return [row.option for row in READING_SETTINGS if getattr(reading, row.name) != getattr(default, row.name)]


def check_columns(report: TableReport) -> None:
    """Check that the options name columns of the table that can be used so.

    Whether they can be learned from is up to the file, and not checked here.

    Raises:
        InvalidValue: An option names other columns.
    """
    if report.wrong_field:
        wrong, known = str(report.problem), f"the columns are {listed([column.name for column in report.columns])}"
        more = "" if known in wrong or "did you mean" in wrong else f"; {known}"
        raise InvalidValue(f"{READING[report.wrong_field].option}: {wrong}{more}")
