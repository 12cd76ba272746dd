"""Data sets: what a network learns from, read from a CSV file of one's own or from the bundled ones."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, frozen
from engine.data.bundled import BUNDLED
from engine.errors import InvalidValue
from engine.wording import count, quoted

if TYPE_CHECKING:
    from engine.data.reading.options import ReadOptions
    from engine.data.reading.reader import Reading
    from engine.data.reading.report import Progress, TableReport, Task


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples and what a network is to answer to each. Immutable; the arrays are read-only.

    Attributes:
        name: What the data set is called.
        inputs: Shape (rows, inputs), finite.
        expected: Shape (rows, outputs), finite. One-hot when read as a classification, free to be edited after that.
        input_names: One name an input.
        output_names: Classification: the class labels. Regression: the target columns.
        task: What the outputs mean.
        source: One line: where the data come from.
        notes: What was decided when it was read from a file, one printable line each.

    Raises:
        InvalidValue: When the shapes disagree, a value is not finite, or there is no row, input or output.
    """

    name: str
    inputs: FloatArray
    expected: FloatArray
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    task: Task
    source: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "input_names", tuple(self.input_names))
        object.__setattr__(self, "output_names", tuple(self.output_names))
        object.__setattr__(self, "notes", tuple(self.notes))
        object.__setattr__(self, "inputs", self._matrix("input", self.inputs, self.input_names))
        object.__setattr__(self, "expected", self._matrix("output", self.expected, self.output_names))
        if len(self.inputs) != len(self.expected):
            raise InvalidValue(
                f"{self.name}: {count(len(self.inputs), 'row')} of inputs, {len(self.expected):,} of expected outputs"
            )
        if self.task not in ("classification", "regression"):
            raise InvalidValue(f"{self.name}: the task is classification or regression, not {quoted(str(self.task))}")

    def _matrix(self, kind: str, values: object, names: tuple[str, ...]) -> FloatArray:
        """Return ``values`` as a read-only array of shape (rows, names), or refuse them."""
        try:
            matrix = frozen(values)
        except (TypeError, ValueError, OverflowError):
            raise InvalidValue(f"{self.name}: the {kind}s are not a table of numbers") from None
        if matrix.ndim != 2 or 0 in matrix.shape:
            raise InvalidValue(f"{self.name}: at least one row and one {kind} are needed, not shape {matrix.shape}")
        if matrix.shape[1] != len(names):
            raise InvalidValue(f"{self.name}: {count(matrix.shape[1], kind)} but {count(len(names), f'{kind} name')}")
        if not np.isfinite(matrix).all():
            row, column = np.argwhere(~np.isfinite(matrix))[0]
            raise InvalidValue(f"{self.name}: {kind} {quoted(names[column])} of row {row + 1} is not a finite number")
        return matrix

    @property
    def rows(self) -> int:
        return len(self.inputs)

    @property
    def input_count(self) -> int:
        return len(self.input_names)

    @property
    def output_count(self) -> int:
        return len(self.output_names)

    @property
    def target_classes(self) -> NDArray[np.intp]:
        """The index of the expected class of each row, shape (rows,): where ``expected`` is largest.

        Raises:
            InvalidValue: When this is a regression, which has no classes.
        """
        if self.task != "classification":
            raise InvalidValue(f"{self.name}: a regression has no classes")
        classes: NDArray[np.intp] = self.expected.argmax(axis=1)
        classes.flags.writeable = False
        return classes

    def with_input(self, row: int, column: int, value: float) -> Dataset:
        """Return a copy with one input changed; ``row`` and ``column`` count from 0.

        Raises:
            InvalidValue: When ``value`` is not finite or there is no such row or column.
        """
        return replace(self, inputs=self._changed("input", self.inputs, row, column, value))

    def with_expected(self, row: int, output: int, value: float) -> Dataset:
        """Return a copy with one expected output changed; ``row`` and ``output`` count from 0.

        Raises:
            InvalidValue: When ``value`` is not finite or there is no such row or output.
        """
        return replace(self, expected=self._changed("output", self.expected, row, output, value))

    def with_row(self, inputs: Sequence[float], expected: Sequence[float]) -> Dataset:
        """Return a copy with one more row at the end.

        Raises:
            InvalidValue: When there are too few or too many values, or one is not finite.
        """
        for kind, values, names in (("input", inputs, self.input_names), ("output", expected, self.output_names)):
            if len(values) != len(names):
                raise InvalidValue(f"{self.name}: a row takes {count(len(names), kind)}, not {len(values)}")
        rows = np.vstack([self.inputs, inputs]), np.vstack([self.expected, expected])
        return replace(self, inputs=rows[0], expected=rows[1])

    def without_row(self, row: int) -> Dataset:
        """Return a copy with one row less; ``row`` counts from 0, and the rows after it move up.

        Raises:
            InvalidValue: When there is no such row, or it is the only one.
        """
        if not 0 <= row < self.rows:
            raise InvalidValue(f"there is no row {row + 1}: rows go from 1 to {self.rows}")
        if self.rows == 1:
            raise InvalidValue("the only row stays: there would be nothing left to learn from")
        return replace(self, inputs=np.delete(self.inputs, row, axis=0), expected=np.delete(self.expected, row, axis=0))

    def sample(self, most: int) -> Dataset:
        """Return so many rows, evenly spaced; all of them, where there are no more."""
        if self.rows <= most:
            return self
        chosen = np.arange(most) * self.rows // most
        return replace(self, inputs=self.inputs[chosen], expected=self.expected[chosen])

    def _changed(self, kind: str, values: FloatArray, row: int, column: int, value: float) -> FloatArray:
        # Negative indices are refused too: NumPy would count them from the end.
        for what, index, size in (("row", row, values.shape[0]), (kind, column, values.shape[1])):
            if not 0 <= index < size:
                raise InvalidValue(f"{self.name}: no {what} {index}; they are counted from 0 to {size - 1}")
        try:
            finite = math.isfinite(value)
        except (TypeError, OverflowError):
            finite = False
        if not finite:
            raise InvalidValue(f"{self.name}: the new value of {kind} {column}, row {row}, is not a finite number")
        changed = values.copy()
        changed[row, column] = value
        changed.flags.writeable = False  # so that it is taken over without another copy
        return changed


def read_csv(path: str | os.PathLike[str], target: str | None = None, options: ReadOptions | None = None) -> Dataset:
    """Read a data set from a CSV file; what was decided on the way is in its ``notes``.

    See ``read_table``; this is for those who need no report.

    Raises:
        DataError: When the file cannot be read or learned from; names file, line and column.
    """
    from engine.data.reading.options import ReadOptions

    if target is not None:
        options = replace(options or ReadOptions(), targets=(target,))
    return read_table(path, options)[0]


def read_table(
    path: str | os.PathLike[str], options: ReadOptions | None = None, progress: Progress | None = None
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
    path: str | os.PathLike[str], options: ReadOptions | None = None, progress: Progress | None = None
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
    from engine.data.reading.options import ReadOptions
    from engine.data.reading.reader import first_rows_of

    return first_rows_of(path, options or ReadOptions())


def _read(path: str | os.PathLike[str], options: ReadOptions | None, progress: Progress | None) -> Reading:
    # Imported with the first file: the presets have none, and need not wait for all that reads one.
    from engine.data.reading.options import ReadOptions
    from engine.data.reading.reader import reading_of

    return reading_of(path, options or ReadOptions(), progress)


def _dataset(reading: Reading) -> Dataset | None:
    report, samples = reading.report, reading.samples
    if samples is None:
        return None
    return Dataset(
        re.sub(r"(?i)(?<=.)\.(?:csv|tsv|txt|dat|data)$", "", report.file),
        samples.inputs,
        samples.expected,
        samples.input_names,
        samples.output_names,
        samples.task,
        f"the file {report.file}",
        tuple(str(warning) for warning in report.warnings),
    )


def bundled_names() -> tuple[str, ...]:
    """Return the names that ``bundled`` knows."""
    return tuple(BUNDLED)


@contextmanager
def bundled_path(name: str) -> Iterator[Path]:
    """Give the file of a bundled data set, as long as the ``with`` lasts.

    Raises:
        InvalidValue: When there is none of that name; the message gives the names there are.
    """
    from importlib.resources import as_file, files  # together with zipfile, which takes a while

    if name not in BUNDLED:
        raise InvalidValue(f"no bundled data set {quoted(name)}; there are {', '.join(BUNDLED)}")
    installed = files("engine") / "_datasets"
    folder = installed if installed.is_dir() else Path(__file__).parents[2] / "datasets"
    with as_file(folder / f"{name}.csv") as path:
        yield path


def bundled(name: str) -> Dataset:
    """Return the data set ``name`` that comes with glassnet.

    Raises:
        InvalidValue: When there is none of that name; the message gives the names there are.
    """
    with bundled_path(name) as path:
        return replace(read_csv(path), name=name, source=BUNDLED[name].source, notes=())
