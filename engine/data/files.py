"""The door to CSV files: from a path to a data set."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.data.dataset import Dataset

if TYPE_CHECKING:
    from engine.data.options import ReadOptions
    from engine.data.reading.reader import ReadResult
    from engine.data.report import ReadingProgress, TableReport


def read_csv(path: str | os.PathLike[str], target: str | None = None, options: ReadOptions | None = None) -> Dataset:
    """Read a data set from a CSV file; what was decided on the way is in its ``notes``.

    See ``read_table``; this is for those who need no report.

    Raises:
        DataError: When the file cannot be read or learned from; names file, line and column.
    """
    from engine.data.options import ReadOptions

    if target is not None:
        options = replace(options or ReadOptions(), targets=(target,))
    return read_table(path, options)[0]


def read_table(
    path: str | os.PathLike[str], options: ReadOptions | None = None, progress: ReadingProgress | None = None
) -> tuple[Dataset, TableReport]:
    """Read a data set from a CSV file as it really comes, and tell how it was understood.

    The target is the last column unless others are asked for. Text is a classification, and so are whole numbers with
    at most 10 different values that come back in other rows; any other numbers are a regression. Classes are one-hot,
    in sorted order. Inputs are all other columns of numbers, and those of text with at most 20 classes, one-hot too;
    dates, ids and other text are left out unless asked for. Rows with a missing value are left out, or filled.

    Args:
        path: A regular file, by default of at most 10 MB and 100,000 rows.
        options: What is known of the file; the rest is guessed.
        progress: Told the share done, from 0 to 1. What it raises ends the reading and comes through.

    Raises:
        DataError: When the file cannot be read or learned from; names file, line and column.
    """
    reading = _read(path, options, progress)
    if reading.problem is not None:
        raise reading.problem
    dataset = _dataset(reading)
    assert dataset is not None
    return dataset, reading.report


def examine_csv(
    path: str | os.PathLike[str], options: ReadOptions | None = None, progress: ReadingProgress | None = None
) -> tuple[TableReport, Dataset | None]:
    """Tell how a CSV file is understood, without needing it to be one that can be learned from.

    Args:
        path: See ``read_table``.
        options: See ``read_table``.
        progress: See ``read_table``.

    Returns:
        The report, and the data set; none where ``read_table`` would refuse the file for its values, and the report
        has the ``problem``.

    Raises:
        DataError: When the file is no table at all.
    """
    reading = _read(path, options, progress)
    return reading.report, _dataset(reading)


def first_rows(path: str | os.PathLike[str], options: ReadOptions | None = None) -> tuple[tuple[str, ...], ...]:
    """Return the cells of the first rows of a CSV file, also of one that is no table when it is cut so.

    Args:
        path: See ``read_table``.
        options: See ``read_table``.

    Raises:
        DataError: When the file is no text.
    """
    from engine.data.options import ReadOptions
    from engine.data.reading.reader import first_rows_of

    return first_rows_of(path, options or ReadOptions())


def _read(path: str | os.PathLike[str], options: ReadOptions | None, progress: ReadingProgress | None) -> ReadResult:
    # Imported with the first file: the presets have none, and need not wait for all that reads one.
    from engine.data.options import ReadOptions
    from engine.data.reading.reader import read_result

    return read_result(path, options or ReadOptions(), progress)


def _dataset(reading: ReadResult) -> Dataset | None:
    report, matrices = reading.report, reading.matrices
    if matrices is None:
        return None
    return Dataset(
        re.sub(r"(?i)(?<=.)\.(?:csv|tsv|txt|dat|data)$", "", report.file),
        matrices.inputs,
        matrices.expected,
        matrices.input_names,
        matrices.output_names,
        matrices.task,
        f"the file {report.file}",
        tuple(str(warning) for warning in report.warnings),
    )
