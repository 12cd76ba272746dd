"""Turn the chosen columns into matrices: handle missing values, one-hot encode classes, find the task."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, IndexArray, frozen
from engine.data.data_columns import DataColumn
from engine.data.options import MAX_CLASSES, MAX_NUMBERS, ReadOptions
from engine.data.reading.choice import ChosenColumns
from engine.data.reading.classes import class_indices, note_similar_classes, one_hot
from engine.data.reading.columns import EXACT_WHOLE_NUMBERS, TableColumn
from engine.data.reading.numerals import is_infinite
from engine.data.reading.source import Source
from engine.data.reading.stray_cells import check_strays
from engine.data.report import Task
from engine.quick_dataclass import dataclass
from engine.wording import count, listed, quoted

MAX_WHOLE_NUMBER_CLASSES = 10


@dataclass(frozen=True, eq=False)
class Matrices:
    """The numbers of a table, ready to be learned from.

    Attributes:
        inputs: Shape (rows, inputs), finite, read-only.
        expected: Shape (rows, outputs), finite, read-only; one-hot in a classification.
        input_names: The name of each input; "species=Adelie" for one class of a column.
        output_names: The classes in a classification, the target columns in a regression.
        task: Classification or regression.
        input_words: The columns of words among the inputs.
        output_words: Likewise among the outputs of a regression.
        numbers: The number of each row among the records of the file, from 1. None if no record was dropped.
        last_number: The number of the last record.
        filled: Which inputs were missing and are filled in, shape (rows, inputs), read-only; None if none was.
    """

    inputs: FloatArray
    expected: FloatArray
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    task: Task
    input_words: tuple[DataColumn, ...]
    output_words: tuple[DataColumn, ...]
    numbers: IndexArray | None
    last_number: int
    filled: NDArray[np.bool_] | None


def matrices_of(source: Source, choice: ChosenColumns, options: ReadOptions) -> Matrices:
    """Turn the chosen columns into matrices; note what was decided.

    Raises:
        DataError: Nothing can be learned from these columns.
    """
    check_strays(source, choice.inputs, "an input", options)
    check_strays(source, choice.targets, "the target", options)
    kept = _kept(source, choice, options)
    task, names, expected = _expected(source, choice.targets, kept, options.task)
    parts = [_input(source, column, kept) for column in choice.inputs]
    if sum(len(part.names) for part in parts) * len(kept) > MAX_NUMBERS:
        raise source.refusal(f"too large: more than {MAX_NUMBERS:,} numbers once its classes are one-hot encoded")
    input_names = tuple(name for part in parts for name in part.names)
    firsts = accumulate((len(part.names) for part in parts), initial=0)
    return Matrices(
        _side_by_side(parts, len(kept)),
        expected,
        input_names,
        names,
        task,
        _of_words(zip(choice.inputs, (part.classes for part in parts), firsts, strict=False)),
        _of_words((column, (), first) for first, column in enumerate(choice.targets) if task == "regression"),
        np.asarray(source.numbers)[kept] if len(kept) < source.last_number else None,
        source.last_number,
        _filled(choice, parts, kept),
    )


def _filled(choice: ChosenColumns, parts: Sequence["_Part"], kept: IndexArray) -> NDArray[np.bool_] | None:
    """Return which inputs are filled in, shape (rows, inputs), read-only; None if none is."""
    if not any(column.missing[kept].any() for column in choice.inputs):
        return None
    filled = np.repeat(
        np.column_stack([column.missing[kept] for column in choice.inputs]), [len(part.names) for part in parts], axis=1
    )
    filled.flags.writeable = False
    return filled


class _Part(NamedTuple):
    """The inputs from one column: its numbers, or the index of each row's class among the classes."""

    names: tuple[str, ...]
    values: FloatArray | IndexArray
    classes: tuple[str, ...] = ()


def _of_words(columns: Iterable[tuple[TableColumn, tuple[str, ...], int]]) -> tuple[DataColumn, ...]:
    """Return the columns that hold words, each given with its classes, if any, and its first input or output."""
    found = []
    for column, classes, first in columns:
        if classes:
            found.append(DataColumn(column.name, first, classes))
        elif column.booleans:
            found.append(DataColumn(column.name, first, tuple(map(partial(_spelled, column), (0, 1))), one_hot=False))
    return tuple(found)


def _side_by_side(parts: Sequence[_Part], rows: int) -> FloatArray:
    """Return all inputs, shape (rows, inputs), read-only; one-hot encoded in place, since they can be large."""
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


def _kept(source: Source, choice: ChosenColumns, options: ReadOptions) -> IndexArray:
    """Return the rows to learn from: those without a missing value that cannot be filled."""
    gone = np.zeros(len(source.lines), dtype=np.bool_)
    for column in choice.targets if options.missing == "fill" else (*choice.inputs, *choice.targets):
        gone |= column.missing
    if gone.all():
        worst = max((*choice.inputs, *choice.targets), key=lambda column: int(column.missing.sum()))
        what = "no row is left: each has a missing value, most of them in this column"
        raise source.refusal(what, source.lines[int(worst.missing.argmax())], worst.name)
    if rows := int(gone.sum()):
        what = f"{rows:,} of {count(len(source.lines), 'row')} left out for missing values; the first is row"
        first = int(gone.argmax())
        source.note(f"{what} {source.numbers[first]:,} in line {source.lines[first]}", source.lines[first])
    return np.flatnonzero(~gone)


def _expected(
    source: Source,
    targets: Sequence[TableColumn],
    kept: IndexArray,
    task: Task | None,
) -> tuple[Task, tuple[str, ...], FloatArray]:
    """Return the task, the names of the outputs, and the expected values, shape (rows, outputs)."""
    for column in targets:
        if column.kind == "date" and task != "regression":
            what = f"{column.objection or 'dates'}; choose another target"
            raise source.refusal(what, source.lines[column.evidence], column.name)
    if len(targets) > 1 and task == "classification":
        raise source.refusal("a classification has one target column", column=targets[1].name)
    if task is None:
        task = "classification" if len(targets) == 1 and _has_classes(targets[0], kept) else "regression"
    if task == "classification":
        _note_lost_classes(source, targets[0], kept)
        return task, *_one_hot_targets(source, targets[0], kept)
    found = []
    for column in targets:
        if column.values is None:
            row = int(kept[0])
            why = "several targets are numbers, all of them" if len(targets) > 1 else "a regression learns numbers"
            what = f"{quoted(column.cells[row])} is not a number: {why}"
            raise source.refusal(what, source.lines[row], column.name)
        values = column.values[kept]
        if len(values) > 1 and (values == values[0]).all():
            source.note(f"every row has the same value, {values[0]:.6g}: there is nothing to learn", column=column.name)
        found.append(values)
    return task, tuple(column.name for column in targets), frozen(np.column_stack(found))


def _has_classes(column: TableColumn, kept: IndexArray) -> bool:
    """Decide whether a target holds classes: text, or a few whole numbers that repeat."""
    if column.values is None or column.booleans or column.kind == "id":
        return True
    values = column.values[kept]
    different = np.unique(values)
    if len(different) > MAX_WHOLE_NUMBER_CLASSES or len(different) == len(values):
        return False
    return bool(((different == np.round(different)) & (np.abs(different) < EXACT_WHOLE_NUMBERS)).all())


def _note_lost_classes(source: Source, column: TableColumn, kept: IndexArray) -> None:
    """Note the classes that have no row left."""
    if len(kept) == len(source.lines):
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
        source.note(f"{what} rows: each has a missing value", source.lines[next(iter(first.values()))], column.name)


def _one_hot_targets(source: Source, column: TableColumn, kept: IndexArray) -> tuple[tuple[str, ...], FloatArray]:
    """Return the sorted classes of a target, and their one-hot encoding, shape (rows, classes)."""
    words: Sequence[str] = ()
    classes: Sequence[str]
    if column.values is not None and column.kind == "number":
        different, codes = np.unique(column.values[kept], return_inverse=True)
        classes = [_label(column, value) for value in different.tolist()]
    else:
        words = [column.cells[row] for row in kept]
        classes, codes = class_indices(words)
        if infinite := set(filter(is_infinite, classes)):
            row = next(row for row in kept if column.cells[row] in infinite)
            raise source.refusal(f"{quoted(column.cells[row])} is not a finite number", source.lines[row], column.name)
    if len(classes) < 2:
        what = f"every row is of the same class, {quoted(classes[0])}; there is nothing to tell apart"
        raise source.refusal(what, column=column.name)
    if len(classes) > MAX_CLASSES:
        what = (
            f"{len(classes):,} different texts; at most {MAX_CLASSES} classes can be told apart: choose another target"
        )
        raise source.refusal(what, column=column.name)
    note_similar_classes(source, words, kept, column.name)
    if len(classes) == len(kept) > MAX_WHOLE_NUMBER_CLASSES:
        source.note("every row is a class of its own: nothing can be learned from that", column=column.name)
    return tuple(classes), one_hot(codes, len(classes))


def _spelled(column: TableColumn, value: int) -> str:
    """Return the word for no (0) or yes (1) as it is first spelled in the file."""
    assert column.booleans is not None
    return next(cell for cell in column.cells if cell.lower() == column.booleans[value])


def _label(column: TableColumn, value: float) -> str:
    if column.booleans:
        return _spelled(column, int(value))
    return str(int(value)) if value == int(value) and abs(value) < EXACT_WHOLE_NUMBERS else repr(value)


def _input(source: Source, column: TableColumn, kept: IndexArray) -> _Part:
    """Return the inputs from one column, missing values filled."""
    gone = column.missing[kept]
    if column.values is not None:
        if column.kind == "date":
            source.note("dates are counted in days since 1970-01-01", source.lines[column.evidence], column.name)
        values = column.values[kept]
        if gone.any():
            with np.errstate(over="ignore"):
                mean = float(np.mean(values[~gone])) if not gone.all() else np.nan
            if not np.isfinite(mean):
                raise source.refusal("no mean to fill missing values with", source.lines[int(kept[0])], column.name)
            values = np.where(gone, mean, values)
            _note_filled(source, column, kept[gone], f"the mean of the training rows ({mean:.6g} of all rows)")
        if len(values) > 1 and (values == values[0]).all():
            source.note(
                f"every row has the same value, {values[0]:.6g}: nothing can be learned from it", column=column.name
            )
        return _Part((column.name,), values)
    words = [column.cells[row] for row in kept]
    if gone.any():
        counts = Counter(word for word, none in zip(words, gone.tolist(), strict=True) if not none)
        if not counts:
            raise source.refusal("no value to fill missing ones with", source.lines[int(kept[0])], column.name)
        often = min(counts, key=lambda word: (-counts[word], word))
        words = [often if none else word for word, none in zip(words, gone.tolist(), strict=True)]
        _note_filled(
            source, column, kept[gone], f"the most frequent of the training rows ({quoted(often)} of all rows)"
        )
    classes, codes = class_indices(words)
    if len(classes) == 1:
        source.note(
            f"every row has the same value, {quoted(classes[0])}: nothing can be learned from it", column=column.name
        )
    if len(classes) * len(words) > MAX_NUMBERS:
        raise source.refusal(f"too large: more than {MAX_NUMBERS:,} numbers once its classes are one-hot encoded")
    note_similar_classes(source, words, kept, column.name)
    return _Part(tuple(f"{column.name}={name}" for name in classes), codes, tuple(classes))


def _note_filled(source: Source, column: TableColumn, rows: IndexArray, what: str) -> None:
    first = source.lines[int(rows[0])]
    source.note(
        f"{count(len(rows), 'missing value')} filled with {what}; the first in line {first}", first, column.name
    )
