"""The data set: rows of inputs and the expected outputs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, IndexArray, frozen
from engine.data.data_columns import DataColumn, all_columns
from engine.data.digest import digest_of
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.wording import count, quoted

if TYPE_CHECKING:
    from engine.data.report import Task


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows of inputs and the outputs expected for them. Immutable; the arrays are read-only.

    Attributes:
        name: A short name.
        inputs: Shape (rows, inputs), finite.
        expected: Shape (rows, outputs), finite. One-hot when a classification is read, but can be edited.
        input_names: The name of each input.
        output_names: What each output stands for: a class of a classification, a target column of a regression.
        task: Classification or regression.
        source: Where the data come from, one line.
        notes: The decisions made when it was read from a file, one printable line each.
        understood: How the file was understood as a whole, likewise.
        input_words: The columns of words among the inputs, in order.
        output_words: Likewise among the outputs of a regression. All outputs of a classification are one such column.
        numbers: The number of each row, rising from 1, shape (rows,), read-only. None means 1, 2, 3, …; rows of a file
            have those of its records, rows that were dropped or put into another part counted.
        filled: Which inputs were missing in the file and are filled in, shape (rows, inputs), read-only. None if none
            was. ``engine.data.filling`` fills them again from the training rows alone.
        last_number: The highest number that a row has or had: a new row gets the next.
        two_classes: The classes that a single output tells apart: 0 is expected of it for the first and 1 for the
            second, whose name it has. Empty where each class has an output, and in a regression.

    Raises:
        InvalidValue: The shapes disagree, a value is not finite, there is no row, input or output, or the columns of
            words or the row numbers do not fit.
    """

    name: str
    inputs: FloatArray
    expected: FloatArray
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    task: Task
    source: str
    notes: tuple[str, ...] = ()
    input_words: tuple[DataColumn, ...] = ()
    output_words: tuple[DataColumn, ...] = ()
    numbers: IndexArray | None = None
    last_number: int = 0
    understood: tuple[str, ...] = ()
    filled: NDArray[np.bool_] | None = None
    two_classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "input_names", tuple(self.input_names))
        object.__setattr__(self, "output_names", tuple(self.output_names))
        object.__setattr__(self, "notes", tuple(self.notes))
        object.__setattr__(self, "numbers", self._rising(self.numbers))
        object.__setattr__(self, "inputs", self._matrix("input", self.inputs, self.input_names))
        object.__setattr__(self, "expected", self._matrix("output", self.expected, self.output_names))
        if len(self.inputs) != len(self.expected):
            raise InvalidValue(
                f"{self.name}: {count(len(self.inputs), 'row')} of inputs, {len(self.expected):,} of expected outputs"
            )
        if self.filled is not None:
            if self.filled.shape != self.inputs.shape:
                raise InvalidValue(f"{self.name}: it says of {self.filled.shape} inputs which of them are filled in")
            self.filled.flags.writeable = False
        if self.task not in ("classification", "regression"):
            raise InvalidValue(f"{self.name}: the task is classification or regression, not {quoted(str(self.task))}")
        if self.two_classes and (self.task, self.output_count, len(self.two_classes)) != ("classification", 1, 2):
            raise InvalidValue(f"{self.name}: a single output of a classification tells two classes apart")
        _ = self.input_columns, self.output_columns  # refuses columns of words that do not fit
        object.__setattr__(self, "last_number", max(self.last_number, self.number(self.rows - 1)))

    def _rising(self, numbers: object) -> IndexArray | None:
        """Return row numbers as a read-only array, or refuse them."""
        if numbers is None:
            return None
        array = np.asarray(numbers, dtype=np.intp)
        if array.flags.writeable or array.base is not None:
            array = array.copy()
        if array.ndim != 1 or (np.diff(array, prepend=0) < 1).any():
            raise InvalidValue(f"{self.name}: the row numbers do not rise from 1")
        array.flags.writeable = False
        return array

    def _matrix(self, kind: str, values: object, names: tuple[str, ...]) -> FloatArray:
        """Return ``values`` as a read-only array of shape (rows, names), or refuse them."""
        try:
            matrix = frozen(values)
        except (TypeError, ValueError, OverflowError):
            raise InvalidValue(f"{self.name}: the {kind}s are not a table of numbers") from None
        if matrix.ndim != 2 or 0 in matrix.shape:
            raise InvalidValue(f"{self.name}: at least one row and one {kind} are needed, not shape {matrix.shape}")
        if self.numbers is not None and len(self.numbers) != len(matrix):
            raise InvalidValue(f"{self.name}: {count(len(matrix), 'row')} but {len(self.numbers):,} row numbers")
        if matrix.shape[1] != len(names):
            raise InvalidValue(f"{self.name}: {count(matrix.shape[1], kind)} but {count(len(names), f'{kind} name')}")
        if not np.isfinite(matrix).all():
            row, column = np.argwhere(~np.isfinite(matrix))[0]
            where = f"{kind} {quoted(names[column])} of row {self.number(row)}"
            raise InvalidValue(f"{self.name}: {where} is not a finite number")
        return matrix

    @property
    def rows(self) -> int:
        return len(self.inputs)

    def number(self, row: int) -> int:
        """Return the number of a row; ``row`` counts from 0."""
        return row + 1 if self.numbers is None else int(self.numbers[row])

    def row_of(self, number: int) -> int | None:
        """Return the row with this number, counted from 0; None if there is none."""
        row = number - 1 if self.numbers is None else int(np.searchsorted(self.numbers, number))
        return row if 0 <= row < self.rows and self.number(row) == number else None

    @property
    def input_count(self) -> int:
        return len(self.input_names)

    @property
    def output_count(self) -> int:
        return len(self.output_names)

    @cached_property
    def digest(self) -> str:
        """What tells these rows from others, on any machine: see ``digest_of``."""
        return digest_of(self)

    @cached_property
    def input_columns(self) -> tuple[DataColumn, ...]:
        """The columns that the inputs come from, in order: a column of words takes several inputs."""
        return tuple(all_columns(self.input_words, self.input_names))

    @cached_property
    def output_columns(self) -> tuple[DataColumn, ...]:
        """The columns that the expected outputs come from: in a classification one, the class."""
        if self.task == "classification":
            return (DataColumn("class", 0, self.classes, one_hot=not self.two_classes),)
        return tuple(all_columns(self.output_words, self.output_names))

    @cached_property
    def whole_inputs(self) -> tuple[bool, ...]:
        """Whether each input has only whole numbers."""
        return _whole(self.inputs)

    @cached_property
    def whole_outputs(self) -> tuple[bool, ...]:
        """Whether each output expects only whole numbers."""
        return _whole(self.expected)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of a classification."""
        return self.two_classes or self.output_names

    def by_class(self, values: FloatArray) -> FloatArray:
        """Return a value for each class: a single output a counts as 1 − a for the first class and a for the second.

        Args:
            values: Outputs of a network or expected values, shape (…, outputs).

        Returns:
            Shape (…, classes).
        """
        return np.concatenate([1.0 - values, values], axis=-1) if self.two_classes else values

    def classes_of(self, values: FloatArray) -> NDArray[np.intp]:
        """Return the class that outputs or expected values stand for: that of the largest, or the nearer one to one.

        Args:
            values: Shape (…, outputs), finite: with a NaN the answer means nothing.

        Returns:
            The index of the class, shape (…).
        """
        found: NDArray[np.intp] = self.by_class(values).argmax(axis=-1)
        return found

    @property
    def target_classes(self) -> NDArray[np.intp]:
        """The index of the expected class of each row, shape (rows,); see ``classes_of``.

        Raises:
            InvalidValue: This is a regression, which has no classes.
        """
        if self.task != "classification":
            raise InvalidValue(f"{self.name}: a regression has no classes")
        classes = self.classes_of(self.expected)
        classes.flags.writeable = False
        return classes

    def with_input(self, row: int, column: int, *values: float) -> Dataset:
        """Return a copy with one input changed, or several from ``column`` on; ``row`` and ``column`` count from 0.

        Raises:
            InvalidValue: A value is not finite or there is no such row or column.
        """
        inputs, filled = self._changed("input", self.inputs, row, column, values), self.filled
        if filled is not None:
            filled = filled.copy()
            filled[row, column : column + len(values)] = False
        return replace(self, inputs=inputs, filled=filled)

    def with_expected(self, row: int, output: int, *values: float) -> Dataset:
        """Return a copy with one expected output changed, or several from ``output`` on; both count from 0.

        Raises:
            InvalidValue: A value is not finite or there is no such row or output.
        """
        return replace(self, expected=self._changed("output", self.expected, row, output, values))

    def with_row(self, inputs: Sequence[float], expected: Sequence[float]) -> Dataset:
        """Return a copy with one more row at the end, numbered after all that there ever were.

        Raises:
            InvalidValue: There are too few or too many values, or one is not finite.
        """
        for kind, values, names in (("input", inputs, self.input_names), ("output", expected, self.output_names)):
            if len(values) != len(names):
                raise InvalidValue(f"{self.name}: a row takes {count(len(names), kind)}, not {len(values)}")
        rows = np.vstack([self.inputs, inputs]), np.vstack([self.expected, expected])
        numbers = np.append(self.all_numbers, self.last_number + 1)
        filled = None if self.filled is None else np.vstack([self.filled, np.zeros(self.input_count, dtype=np.bool_)])
        return replace(self, inputs=rows[0], expected=rows[1], numbers=numbers, filled=filled)

    def without_row(self, row: int) -> Dataset:
        """Return a copy without one row; ``row`` counts from 0. The others keep their numbers.

        Raises:
            InvalidValue: There is no such row, or it is the only one.
        """
        if not 0 <= row < self.rows:
            raise InvalidValue(f"there is no row {row + 1}: rows go from 1 to {self.rows}")
        if self.rows == 1:
            raise InvalidValue("the only row stays: there would be nothing left to learn from")
        return self.chosen(np.delete(np.arange(self.rows), row))

    def chosen(self, rows: IndexArray) -> Dataset:
        """Return some of the rows, rising and counted from 0, with the numbers they have here."""
        filled = None if self.filled is None else self.filled[rows]
        inputs, expected, numbers = self.inputs[rows], self.expected[rows], self.all_numbers[rows]
        return replace(self, inputs=inputs, expected=expected, numbers=numbers, filled=filled)

    @property
    def all_numbers(self) -> IndexArray:
        """The number of each row, shape (rows,), read-only."""
        if self.numbers is not None:
            return self.numbers
        counted = np.arange(1, self.rows + 1)
        counted.flags.writeable = False
        return counted

    def thinned(self, most: int) -> Dataset:
        """Return at most ``most`` rows, evenly spaced."""
        if self.rows <= most:
            return self
        return self.chosen(np.arange(most) * self.rows // most)

    def _changed(self, kind: str, old: FloatArray, row: int, first: int, values: Sequence[float]) -> FloatArray:
        changed = old.copy()
        for column, value in enumerate(values, start=first):
            # NumPy would count negative indices from the end.
            for what, index, size in (("row", row, old.shape[0]), (kind, column, old.shape[1])):
                if not 0 <= index < size:
                    raise InvalidValue(f"{self.name}: no {what} {index}; they are counted from 0 to {size - 1}")
            try:
                finite = math.isfinite(value)
            except (TypeError, OverflowError):
                finite = False
            if not finite:
                raise InvalidValue(f"{self.name}: the new value of {kind} {column}, row {row}, is not a finite number")
            changed[row, column] = value
        changed.flags.writeable = False  # lets ``frozen`` keep it without another copy
        return changed


def _whole(values: FloatArray) -> tuple[bool, ...]:
    return tuple((values == np.rint(values)).all(axis=0).tolist())
