"""From columns to samples: rows with missing values left out or filled, classes unfolded, the task found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, frozen
from engine.data.options import MAX_CLASSES, MAX_NUMBERS, ReadOptions
from engine.data.reading.choice import ChosenColumns
from engine.data.reading.classes import coded, note_likeness, unfolded
from engine.data.reading.columns import TableColumn
from engine.data.reading.numerals import is_infinite
from engine.data.reading.table import strays_allowed
from engine.data.report import Notes, Task
from engine.wording import count, listed, quoted, refusal

MAX_WHOLE_NUMBER_CLASSES = 10
_EXACT_WHOLE_NUMBERS = 2.0**53


@dataclass(frozen=True, eq=False)
class Matrices:
    """What a network learns from.

    Attributes:
        inputs: Shape (rows, inputs), finite, read-only.
        expected: Shape (rows, outputs), finite, read-only; one-hot in a classification.
        input_names: One name an input; "species=Adelie" for one class of a column.
        output_names: Classification: the classes. Regression: the target columns.
        task: What the outputs mean.
    """

    inputs: FloatArray
    expected: FloatArray
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    task: Task


def matrices_of(file: str, choice: ChosenColumns, lines: Sequence[int], options: ReadOptions, notes: Notes) -> Matrices:
    """Turn columns into samples.

    Args:
        file: What to call the file.
        choice: Inputs and targets.
        lines: The line of each row.
        options: What was asked for.
        notes: Told what was decided.

    Raises:
        DataError: When nothing can be learned from them.
    """
    for column in (*choice.inputs, *choice.targets):
        if len(column.strays) > strays_allowed(options, len(lines)) and column.wrong:
            raise refusal(file, column.wrong, lines[column.strays[0]], column.name)
    kept = _kept(file, choice, lines, options, notes)
    task, names, expected = _expected(file, choice.targets, kept, lines, options.task, notes)
    parts = [_input(file, column, kept, lines, notes) for column in choice.inputs]
    if sum(len(part.names) for part in parts) * len(kept) > MAX_NUMBERS:
        raise refusal(file, f"too large: more than {MAX_NUMBERS:,} numbers once its classes are unfolded")
    input_names = tuple(name for part in parts for name in part.names)
    return Matrices(_side_by_side(parts, len(kept)), expected, input_names, names, task)


class _Part(NamedTuple):
    """The inputs that a column gives: its numbers, or the index of each row's class among the names."""

    names: tuple[str, ...]
    values: FloatArray | NDArray[np.intp]
    classes: bool = False


def _side_by_side(parts: Sequence[_Part], rows: int) -> FloatArray:
    """Return all inputs, shape (rows, inputs), read-only: unfolded in place, as they can be large."""
    inputs = np.zeros((rows, sum(len(part.names) for part in parts)))
    first = 0
    for part in parts:
        if part.classes:
            inputs[np.arange(rows), first + part.values.astype(np.intp)] = 1.0
        else:
            inputs[:, first] = part.values
        first += len(part.names)
    inputs.flags.writeable = False
    return inputs


def _kept(
    file: str, choice: ChosenColumns, lines: Sequence[int], options: ReadOptions, notes: Notes
) -> NDArray[np.intp]:
    """Return the rows to learn from: those without a missing value, as far as it cannot be filled."""
    gone = np.zeros(len(lines), dtype=np.bool_)
    for column in choice.targets if options.missing == "fill" else (*choice.inputs, *choice.targets):
        gone |= column.missing
    if gone.all():
        worst = max((*choice.inputs, *choice.targets), key=lambda column: int(column.missing.sum()))
        what = "no row is left: each has a missing value in some column, most of them in this one"
        raise refusal(file, what, lines[int(worst.missing.argmax())], worst.name)
    if rows := int(gone.sum()):
        what = f"{rows:,} of {count(len(lines), 'row')} left out for missing values; the first in line"
        first = lines[int(gone.argmax())]
        notes.add(f"{what} {first}", first)
    return np.flatnonzero(~gone)


def _expected(
    file: str,
    targets: Sequence[TableColumn],
    kept: NDArray[np.intp],
    lines: Sequence[int],
    task: Task | None,
    notes: Notes,
) -> tuple[Task, tuple[str, ...], FloatArray]:
    """Return the task, the names of the outputs, and what is expected, shape (rows, outputs)."""
    for column in targets:
        if column.kind == "date" and task != "regression":
            what = f"{column.why or 'dates'}; choose another target"
            raise refusal(file, what, lines[column.row], column.name)
    if len(targets) > 1 and task == "classification":
        raise refusal(file, "a classification has one target column", column=targets[1].name)
    if task is None:
        task = "classification" if len(targets) == 1 and _has_classes(targets[0], kept) else "regression"
    if task == "classification":
        _note_lost_classes(targets[0], kept, lines, notes)
        return task, *_one_hot(file, targets[0], kept, lines, notes)
    found = []
    for column in targets:
        if column.values is None:
            row = int(kept[0])
            raise refusal(file, f"{quoted(column.cells[row])} is not a number", lines[row], column.name)
        values = column.values[kept]
        if len(values) > 1 and (values == values[0]).all():
            notes.add(f"every row has the same value, {values[0]:.6g}: there is nothing to learn", column=column.name)
        found.append(values)
    return task, tuple(column.name for column in targets), frozen(np.column_stack(found))


def _has_classes(column: TableColumn, kept: NDArray[np.intp]) -> bool:
    """Tell whether a target holds classes: text, or few whole numbers that come again."""
    if column.values is None or column.truth or column.kind == "id":
        return True
    values = column.values[kept]
    different = np.unique(values)
    if len(different) > MAX_WHOLE_NUMBER_CLASSES or len(different) == len(values):
        return False
    return bool(((different == np.round(different)) & (np.abs(different) < _EXACT_WHOLE_NUMBERS)).all())


def _note_lost_classes(column: TableColumn, kept: NDArray[np.intp], lines: Sequence[int], notes: Notes) -> None:
    """Note the classes of which no row is left."""
    if len(kept) == len(lines):
        return
    numbers = column.values if column.kind == "number" else None
    classes: Sequence[object] = column.cells if numbers is None else numbers.tolist()
    left = {classes[row] for row in kept}
    first: dict[object, int] = {}
    for row in np.flatnonzero(~column.missing).tolist():
        if classes[row] not in left:
            first.setdefault(classes[row], row)
    if first:
        lost = listed([column.cells[row] for row in first.values()])
        what = f"class {lost} is left out with its" if len(first) == 1 else f"classes {lost} are left out with their"
        notes.add(f"{what} rows: each has a missing value", lines[next(iter(first.values()))], column.name)


def _one_hot(
    file: str, column: TableColumn, kept: NDArray[np.intp], lines: Sequence[int], notes: Notes
) -> tuple[tuple[str, ...], FloatArray]:
    """Return the classes, in sorted order, and for each row 1 for its class and 0 for the others."""
    words: Sequence[str] = ()
    classes: Sequence[str]
    if column.values is not None and column.kind == "number":
        different, codes = np.unique(column.values[kept], return_inverse=True)
        classes = [_label(column, value, kept) for value in different.tolist()]
    else:
        words = [column.cells[row] for row in kept]
        classes, codes = coded(words)
        if infinite := set(filter(is_infinite, classes)):
            row = next(row for row in kept if column.cells[row] in infinite)
            raise refusal(file, f"{quoted(column.cells[row])} is not a finite number", lines[row], column.name)
    if len(classes) < 2:
        what = f"every row is of the same class, {quoted(classes[0])}; there is nothing to tell apart"
        raise refusal(file, what, column=column.name)
    if len(classes) > MAX_CLASSES:
        what = f"{len(classes):,} different texts; at most {MAX_CLASSES} classes can be told apart"
        raise refusal(file, what, column=column.name)
    note_likeness(words, [lines[row] for row in kept], column.name, notes)
    if len(classes) == len(kept) > MAX_WHOLE_NUMBER_CLASSES:
        notes.add("every row is a class of its own: nothing can be learned from that", column=column.name)
    return tuple(classes), unfolded(codes, len(classes))


def _label(column: TableColumn, value: float, kept: NDArray[np.intp]) -> str:
    if column.truth:  # as it is written in the file
        word = column.truth[int(value)]
        return str(next(column.cells[row] for row in kept if column.cells[row].lower() == word))
    return str(int(value)) if value == int(value) and abs(value) < _EXACT_WHOLE_NUMBERS else repr(value)


def _input(file: str, column: TableColumn, kept: NDArray[np.intp], lines: Sequence[int], notes: Notes) -> _Part:
    """Return the names and values of the inputs that a column gives, missing ones filled."""
    gone = column.missing[kept]
    if column.values is not None:
        if column.kind == "date":
            notes.add("dates are counted in days since 1970-01-01", lines[column.row], column.name)
        values = column.values[kept]
        if gone.any():
            with np.errstate(over="ignore"):
                mean = float(np.mean(values[~gone])) if not gone.all() else np.nan
            if not np.isfinite(mean):
                raise refusal(file, "no mean to fill missing values with", lines[int(kept[0])], column.name)
            values = np.where(gone, mean, values)
            _note_filled(column, kept[gone], lines, f"the mean, {mean:.6g}", notes)
        if len(values) > 1 and (values == values[0]).all():
            notes.add(
                f"every row has the same value, {values[0]:.6g}: nothing can be learned from it", column=column.name
            )
        return _Part((column.name,), values)
    words = [column.cells[row] for row in kept]
    if gone.any():
        counts = Counter(word for word, none in zip(words, gone.tolist(), strict=True) if not none)
        if not counts:
            raise refusal(file, "no value to fill missing ones with", lines[int(kept[0])], column.name)
        often = min(counts, key=lambda word: (-counts[word], word))
        words = [often if none else word for word, none in zip(words, gone.tolist(), strict=True)]
        _note_filled(column, kept[gone], lines, f"the most frequent, {quoted(often)}", notes)
    classes, codes = coded(words)
    if len(classes) == 1:
        notes.add(
            f"every row has the same value, {quoted(classes[0])}: nothing can be learned from it", column=column.name
        )
    if len(classes) * len(words) > MAX_NUMBERS:
        raise refusal(file, f"too large: more than {MAX_NUMBERS:,} numbers once its classes are unfolded")
    note_likeness(words, [lines[row] for row in kept], column.name, notes)
    return _Part(tuple(f"{column.name}={name}" for name in classes), codes, classes=True)


def _note_filled(column: TableColumn, rows: NDArray[np.intp], lines: Sequence[int], what: str, notes: Notes) -> None:
    first = lines[int(rows[0])]
    notes.add(f"{count(len(rows), 'missing value')} filled with {what}; the first in line {first}", first, column.name)
