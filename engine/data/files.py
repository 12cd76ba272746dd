"""The only door to ``reading``: from the path of a CSV file to a data set, or to the lines of a short list."""

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
    """Read a data set from a CSV file, without a report: see ``read_table``.

    Raises:
        DataError: The file cannot be read or learned from; the message names file, line and column.
    """
    from engine.data.options import ReadOptions

    if target is not None:
        options = replace(options or ReadOptions(), targets=(target,))
    return read_table(path, options)[0]


def read_table(
    path: str | os.PathLike[str], options: ReadOptions | None = None, progress: ReadingProgress | None = None
) -> tuple[Dataset, TableReport]:
    """Read a data set from a CSV file, and report how the file was understood.

    By default the target is the last column. Text is a classification, and so are whole numbers with at most 10
    different values, some of them repeated; other numbers are a regression. Classes are one-hot encoded, in sorted
    order. By default the inputs are all other columns of numbers, and text with at most 20 classes, also one-hot;
    dates, ids and other text are left out. Rows with a missing value are left out or filled.

    Args:
        path: A regular file, by default of at most 10 MB and 100,000 rows.
        options: How to read it. None detects everything.
        progress: Called with the share done, from 0 to 1. Whatever it raises ends the reading and is passed on.

    Raises:
        DataError: The file cannot be read or learned from; the message names file, line and column.
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
    """Report how a CSV file is understood, even if it cannot be learned from.

    Args:
        path: See ``read_table``.
        options: See ``read_table``.
        progress: See ``read_table``.

    Returns:
        The report and the data set. The data set is None if nothing can be learned from the table; the report then
        has a ``problem``.

    Raises:
        DataError: The file is not a table at all.
    """
    reading = _read(path, options, progress)
    return reading.report, _dataset(reading)


def first_rows(path: str | os.PathLike[str], options: ReadOptions | None = None) -> tuple[tuple[str, ...], ...]:
    """Return the cells of the first rows of a CSV file, even if they do not make a table.

    Args:
        path: See ``read_table``.
        options: See ``read_table``.

    Raises:
        DataError: The file is not text.
    """
    from engine.data.options import ReadOptions
    from engine.data.reading.reader import first_rows_of

    return first_rows_of(path, options or ReadOptions())


def name_value_lines(path: str | os.PathLike[str]) -> list[tuple[int, list[str]]]:
    """Return the lines of a text of two columns, a name and a number: their numbers from 1, and their cells.

    Args:
        path: A regular file of at most 1 MB. Cells are cut at tabs, semicolons or commas, whichever fits.

    Raises:
        DataError: The file cannot be read or is no text; the message names it.
    """
    from engine.data.reading.two_columns import two_columns

    return two_columns(path)


def _read(path: str | os.PathLike[str], options: ReadOptions | None, progress: ReadingProgress | None) -> ReadResult:
    # Imported here, so that starting from a preset does not wait for the modules that read files.
    from engine.data.options import ReadOptions
    from engine.data.reading.reader import read_result

    return read_result(path, options or ReadOptions(), progress)


def _dataset(reading: ReadResult) -> Dataset | None:
    from engine.data.understood import layout_text, learned_text

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
        matrices.input_words,
        matrices.output_words,
        matrices.numbers,
        matrices.last_number,
        (layout_text(report), learned_text(report)),
        matrices.filled,
    )
