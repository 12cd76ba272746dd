"""Data sets: what a network learns from, read from a CSV file of one's own or from the bundled ones."""

import math
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, frozen
from engine.bundled import BUNDLED
from engine.csv_reader import Table, as_number, not_a_number, quoted, read_table, refusal
from engine.errors import InvalidValue

Task = Literal["classification", "regression"]

MAX_CLASSES = 100
MAX_WHOLE_NUMBER_CLASSES = 10
_EXACT_WHOLE_NUMBERS = 2.0**53  # from here on two different whole numbers can be the same float
# Written as a number, yet not one that is read: 1,5 and 1 000 and nan. As a class it would be a mistake unseen.
_NUMBER_LIKE = re.compile(r"[+-]?(?:nan|inf|infinity|[.,]?\d[\d.,'_\s]*(?:e[+-]?\d+)?)", re.IGNORECASE)


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

    def __post_init__(self) -> None:
        object.__setattr__(self, "input_names", tuple(self.input_names))
        object.__setattr__(self, "output_names", tuple(self.output_names))
        object.__setattr__(self, "inputs", self._matrix("input", self.inputs, self.input_names))
        object.__setattr__(self, "expected", self._matrix("output", self.expected, self.output_names))
        if len(self.inputs) != len(self.expected):
            raise InvalidValue(
                f"{self.name}: {len(self.inputs)} rows of inputs, {len(self.expected)} of expected outputs"
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
            raise InvalidValue(f"{self.name}: {matrix.shape[1]} {kind}s but {len(names)} {kind} names")
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

    def with_input(self, row: int, column: int, value: float) -> "Dataset":
        """Return a copy with one input changed; ``row`` and ``column`` count from 0.

        Raises:
            InvalidValue: When ``value`` is not finite or there is no such row or column.
        """
        return replace(self, inputs=self._changed("input", self.inputs, row, column, value))

    def with_expected(self, row: int, output: int, value: float) -> "Dataset":
        """Return a copy with one expected output changed; ``row`` and ``output`` count from 0.

        Raises:
            InvalidValue: When ``value`` is not finite or there is no such row or output.
        """
        return replace(self, expected=self._changed("output", self.expected, row, output, value))

    def with_row(self, inputs: Sequence[float], expected: Sequence[float]) -> "Dataset":
        """Return a copy with one more row at the end.

        Raises:
            InvalidValue: When there are too few or too many values, or one is not finite.
        """
        for kind, values, names in (("input", inputs, self.input_names), ("output", expected, self.output_names)):
            if len(values) != len(names):
                raise InvalidValue(f"{self.name}: a row takes {len(names)} {kind}s, not {len(values)}")
        rows = np.vstack([self.inputs, inputs]), np.vstack([self.expected, expected])
        return replace(self, inputs=rows[0], expected=rows[1])

    def without_row(self, row: int) -> "Dataset":
        """Return a copy with one row less; ``row`` counts from 0, and the rows after it move up.

        Raises:
            InvalidValue: When there is no such row, or it is the only one.
        """
        if not 0 <= row < self.rows:
            raise InvalidValue(f"there is no row {row + 1}: rows go from 1 to {self.rows}")
        if self.rows == 1:
            raise InvalidValue("the only row stays: there would be nothing left to learn from")
        return replace(self, inputs=np.delete(self.inputs, row, axis=0), expected=np.delete(self.expected, row, axis=0))

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


def read_csv(path: str | os.PathLike[str], target: str | None = None) -> Dataset:
    """Read a data set from a CSV file with a header; every column but the target is an input and holds numbers.

    A target of text is a classification, and so is one of whole numbers with at most 10 different values that come
    back in other rows; any other target of numbers is a regression. Classes are one-hot, in sorted order.

    Args:
        path: A regular file in UTF-8, of at most 10 MB and 100,000 rows.
        target: Name of the target column, or its number from 1; the last column when None.

    Raises:
        DataError: When the file cannot be read or something in it is not plainly right; names file, line and column.
    """
    table = read_table(path, target)
    numbers = _target_numbers(table)
    task: Task = "classification"
    if numbers is None:
        output_names, expected = _one_hot(table, table.targets, sorted(set(table.targets)))
    elif _are_classes(numbers):
        output_names, expected = _one_hot(
            table, [str(int(n)) for n in numbers], [str(int(n)) for n in sorted(set(numbers))]
        )
    else:
        task, output_names, expected = "regression", (table.target_name,), frozen([[n] for n in numbers])
    name = table.file.removesuffix(".csv") or table.file
    return Dataset(name, table.inputs, expected, table.input_names, output_names, task, f"the file {table.file}")


def _target_numbers(table: Table) -> list[float] | None:
    """Return the target cells as numbers, or None when they are text; a mixture is refused."""
    numbers = [as_number(cell) for cell in table.targets]
    for line, cell, number in zip(table.lines, table.targets, numbers, strict=True):
        if not cell or math.isinf(number) or (math.isnan(number) and _NUMBER_LIKE.fullmatch(cell)):
            raise refusal(table.file, not_a_number(cell), line, table.target_name)
        if math.isnan(number) != math.isnan(numbers[0]):
            kinds = ("text", "a number") if math.isnan(number) else ("a number", "text")
            what = f"{quoted(cell)} is {kinds[0]} but line {table.lines[0]} has {kinds[1]}, {quoted(table.targets[0])}"
            raise refusal(table.file, what, line, table.target_name)
    return None if math.isnan(numbers[0]) else numbers


def _are_classes(numbers: Sequence[float]) -> bool:
    different = len(set(numbers))
    if different > MAX_WHOLE_NUMBER_CLASSES or different == len(numbers):
        return False
    return all(number.is_integer() and abs(number) < _EXACT_WHOLE_NUMBERS for number in numbers)


def _one_hot(table: Table, labels: Sequence[str], classes: Sequence[str]) -> tuple[tuple[str, ...], FloatArray]:
    """Return ``classes`` and the labels as rows of shape (rows, classes): 1 for the row's class, 0 elsewhere."""
    if len(classes) < 2:
        what = f"every row is of the same class, {quoted(classes[0])}; there is nothing to tell apart"
        raise refusal(table.file, what, column=table.target_name)
    if len(classes) > MAX_CLASSES:
        what = f"{len(classes):,} different texts; at most {MAX_CLASSES} classes can be told apart"
        raise refusal(table.file, what, column=table.target_name)
    index = {label: i for i, label in enumerate(classes)}
    expected = np.zeros((len(labels), len(classes)))
    expected[np.arange(len(labels)), [index[label] for label in labels]] = 1.0
    expected.flags.writeable = False
    return tuple(classes), expected


def bundled_names() -> tuple[str, ...]:
    """Return the names that ``bundled`` knows."""
    return tuple(BUNDLED)


def bundled(name: str) -> Dataset:
    """Return the data set ``name`` that comes with glassnet.

    Raises:
        InvalidValue: When there is none of that name; the message gives the names there are.
    """
    if name not in BUNDLED:
        raise InvalidValue(f"no bundled data set {quoted(name)}; there are {', '.join(BUNDLED)}")
    installed = files("engine") / "_datasets"
    folder = installed if installed.is_dir() else Path(__file__).parent.parent / "datasets"
    with as_file(folder / f"{name}.csv") as path:
        return replace(read_csv(path), name=name, source=BUNDLED[name].source)
