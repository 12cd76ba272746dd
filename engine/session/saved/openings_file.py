"""What a session was opened with, in a file: so that it never needs the files of the learner again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from engine.data.dataset import Dataset
from engine.errors import EngineError, InvalidValue
from engine.experiment.setup import Setup
from engine.session.openings import Openings
from engine.session.saved.arrays_file import Arrays, read_arrays, write_arrays
from engine.session.saved.documents import Given, document_of, value_of
from engine.session.saved.log import Log
from engine.wording import file_name, refusal


def given_by(openings: Openings) -> Given:
    """Return what a timeline file need not hold, as the file of the openings has it."""
    rows = [part for load in openings.loads for part in (load.setup.dataset, *_parts(load.setup))]
    return Given(tuple({id(part): part for part in rows}.values()))


def _parts(setup: Setup) -> tuple[Dataset, ...]:
    parts = setup.parts
    return (parts.train,) if parts.test is None else (parts.train, parts.test)


def write_openings(path: Path, openings: Openings) -> None:
    """Replace a file by one with these openings.

    Raises:
        DataError: It cannot be written.
    """
    try:
        document = document_of(openings, {})
    except InvalidValue as wrong:
        raise refusal(file_name(path), f"cannot be written: {wrong}") from None
    write_arrays(path, document)


def read_openings(path: str | os.PathLike[str]) -> Openings:
    """Return the openings in a file.

    Raises:
        DataError: It cannot be read, or is damaged.
    """
    return openings_of(file_name(path), read_arrays(path))[0]


def openings_of(file: str, document: Arrays) -> tuple[Openings, dict[str, Any]]:
    """Return the openings in the arrays of a file, and what is said about them.

    Args:
        file: The name of the file, for messages.
        document: Its arrays.

    Raises:
        DataError: It is damaged.
    """
    try:
        openings, about = value_of(Openings, document)
        if not openings.loads:
            raise InvalidValue("has no rows")
        for load in openings.loads:
            _ = load.setup.parts  # refuses rows that cannot be split or scaled as it says
    except EngineError as wrong:
        raise refusal(file, str(wrong)) from None
    return openings, about


def check_belongs(file: str, log: Log, openings: Openings, rows_file: str) -> None:
    """Check that a log began with the first of some openings.

    Args:
        file: The name of the log, for the message.
        log: The log.
        openings: The openings.
        rows_file: The name of what has them, likewise.

    Raises:
        DataError: It began with other rows.
    """
    first = openings.loads[0]
    if (log.beginning.get("rows_sha256"), log.beginning.get("rows")) != (first.digest, first.setup.dataset.rows):
        raise refusal(file, f"its first line is about other rows than those in {rows_file}")
