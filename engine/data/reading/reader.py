"""Reading a file from its bytes to matrices and a report."""

import csv
import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import compress

import numpy as np

from engine.data.options import ReadOptions
from engine.data.reading.choice import ChosenColumns, chosen, targets_of
from engine.data.reading.columns import RawColumn, TableColumn, column_of
from engine.data.reading.decoding import decoded
from engine.data.reading.dialect import guessed, lines_of, parsed
from engine.data.reading.files import content
from engine.data.reading.matrices import Matrices, matrices_of
from engine.data.reading.numbers import fast_numbers
from engine.data.reading.signs import Decimal, table_decimal
from engine.data.reading.table import TextTable, cells_of, strays_allowed
from engine.data.report import ColumnReport, Notes, ReadingProgress, TableReport
from engine.errors import DataError
from engine.wording import count, file_name, listed, quoted

_PREVIEW_ROWS = 20
_EXAMPLES = 3
_EXAMPLE_LENGTH = 200


@dataclass(frozen=True, eq=False)
class ReadResult:
    """A file as read: the report, and either matrices or the reason why there are none."""

    report: TableReport
    matrices: Matrices | None
    problem: DataError | None


def _no_progress(share: float) -> None:
    """Tell nobody."""


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Pause it: a table is millions of cells of which none is rubbish, and looking for it takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_garbage_collection()
def reading_of(
    path: str | os.PathLike[str], options: ReadOptions, progress: ReadingProgress | None = None
) -> ReadResult:
    """Read a file.

    Args:
        path: A regular file.
        options: What is known of it.
        progress: Told the share done, from 0 to 1; what it raises ends the reading.

    Raises:
        DataError: When it is no table of cells. A table that only cannot be learned from gives a ``problem``.
    """
    tell = progress or _no_progress
    file, notes = file_name(path), Notes()
    data = content(path, options.max_bytes)
    tell(0.02)
    text, encoding = decoded(file, data, options.encoding, notes)
    dialect = guessed(file, text, options.delimiter, notes)
    tell(0.05)
    cells = cells_of(file, text, dialect, options, notes, _part(tell, 0.05, 0.45))
    decimal = (
        Decimal(options.decimal, asked=True) if options.decimal else table_decimal(cells.columns, dialect.delimiter)
    )
    columns = _columns(cells, decimal, '="' in text, notes, _part(tell, 0.45, 0.9))
    learned = _learned(file, columns, cells.lines, options, notes)
    _note_strays(columns, cells.lines, options, learned.choice, notes)
    tell(1.0)
    layout = (encoding, dialect.delimiter, decimal.sign)
    return ReadResult(_reported(file, layout, cells, columns, learned, notes), learned.matrices, learned.problem)


def first_rows_of(path: str | os.PathLike[str], options: ReadOptions) -> tuple[tuple[str, ...], ...]:
    """Cut the first rows of a file into cells, each row by itself, whether or not they make a table.

    Args:
        path: A regular file.
        options: How it is laid out.

    Raises:
        DataError: When it is no text.
    """
    file, notes = file_name(path), Notes()
    text, _ = decoded(file, content(path, options.max_bytes), options.encoding, notes)
    dialect = guessed(file, text, options.delimiter, notes)
    lines = (line for number, line in enumerate(lines_of(text), start=1) if number not in dialect.skipped)
    found: list[tuple[str, ...]] = []
    with suppress(csv.Error):  # a cell too large: what comes before it is shown
        for cells in parsed(lines, dialect.delimiter, dialect.quote):
            if any(cells):
                found.append(tuple(cell.strip()[:_EXAMPLE_LENGTH] for cell in cells))
            if len(found) == _PREVIEW_ROWS:
                break
    return tuple(found)


@dataclass(eq=False)
class _Learned:
    """How far it went from columns to matrices."""

    targets: tuple[TableColumn, ...] = ()
    choice: ChosenColumns | None = None
    matrices: Matrices | None = None
    problem: DataError | None = None


def _learned(
    file: str, columns: Sequence[TableColumn], lines: Sequence[int], options: ReadOptions, notes: Notes
) -> _Learned:
    found = _Learned()
    try:
        found.targets = targets_of(file, columns, options, Notes())
        found.choice = chosen(file, columns, lines, options, notes)
        found.matrices = matrices_of(file, found.choice, lines, options, notes)
    except DataError as error:
        found.problem = error
    return found


def _reported(
    file: str,
    layout: tuple[str, str, str],
    cells: TextTable,
    columns: Sequence[TableColumn],
    learned: _Learned,
    notes: Notes,
) -> TableReport:
    encoding, delimiter, decimal = layout
    matrices, choice = learned.matrices, learned.choice
    is_class = matrices is not None and matrices.task == "classification"
    return TableReport(
        file=file,
        encoding=encoding,
        delimiter=delimiter,
        decimal=decimal,
        header=cells.header,
        rows=len(cells.lines),
        used=0 if matrices is None else len(matrices.inputs),
        columns=tuple(_described(column, is_class and column in learned.targets) for column in columns),
        warnings=notes.all(),
        preview=_preview(cells),
        inputs=() if choice is None else tuple(column.name for column in choice.inputs),
        targets=tuple(column.name for column in learned.targets),
        task=None if matrices is None else matrices.task,
        problem=None if learned.problem is None else str(learned.problem),
    )


def _part(tell: ReadingProgress, start: float, end: float) -> Callable[[float], None]:
    return lambda share: tell(start + (end - start) * share)


def _columns(
    cells: TextTable, decimal: Decimal, formulas: bool, notes: Notes, progress: ReadingProgress
) -> list[TableColumn]:
    columns = []
    for position, (name, column) in enumerate(zip(cells.names, cells.columns, strict=True)):
        values = fast_numbers(column, decimal)
        if values is None and formulas:
            column = _without_formulas(name, column, cells.lines, notes)
        cut = RawColumn(name, position, column, cells.lines, position in cells.nameless, values)
        columns.append(column_of(cut, decimal, notes))
        if 0 < cut.missing.sum() < len(column):
            rows = np.flatnonzero(cut.missing)
            words = list(dict.fromkeys(column[row] for row in rows if column[row]))
            spelled = f" ({listed(words, 3)})" if words else ""
            lines = [cells.lines[row] for row in rows]
            notes.many(f"the value is missing{spelled}", f"values are missing{spelled}", lines, name)
        progress((position + 1) / len(cells.names))
    return columns


def _without_formulas(name: str, column: tuple[str, ...], lines: Sequence[int], notes: Notes) -> tuple[str, ...]:
    """Return the cells with ="007", which spreadsheets read as the text 007, as that text."""
    rows = [row for row, cell in enumerate(column) if cell.startswith('="') and cell.endswith('"') and len(cell) > 3]
    bare = {row: column[row][2:-1].strip() for row in rows}
    if rows:
        notes.add(f"{quoted(column[rows[0]])} is read as {quoted(bare[rows[0]])}", lines[rows[0]], name)
    return tuple(bare.get(row, cell) for row, cell in enumerate(column))


def _note_strays(
    columns: Sequence[TableColumn],
    lines: Sequence[int],
    options: ReadOptions,
    choice: ChosenColumns | None,
    notes: Notes,
) -> None:
    """Note the cells that are of another kind than the rest of their column."""
    used = () if choice is None else (*choice.inputs, *choice.targets)
    for column in columns:
        if not column.wrong or column.kind == "text":
            continue
        allowed = column not in used or len(column.strays) <= strays_allowed(options, len(lines))
        others = len(column.strays) - 1
        more = f", nor {'is' if others == 1 else 'are'} {count(others, 'other cell')}" if others else ""
        what = f"{column.wrong}{more}" + ("; taken as missing" if allowed else "")
        notes.add(what, lines[column.strays[0]], column.name)


def _described(column: TableColumn, is_class: bool) -> ColumnReport:
    there = np.flatnonzero(~column.missing)
    minimum = maximum = None
    if column.kind == "number" and column.values is not None and len(there):
        values = column.values[there]
        minimum, maximum, distinct = float(values.min()), float(values.max()), len(np.unique(values))
    else:
        distinct = len(set(compress(column.cells, (~column.missing).tolist())))
    examples: dict[str, None] = {}
    for row in there[:1000]:
        examples[column.cells[row][:_EXAMPLE_LENGTH]] = None
        if len(examples) == _EXAMPLES:
            break
    kind = "class" if is_class else column.kind
    return ColumnReport(column.name, kind, minimum, maximum, int(column.missing.sum()), distinct, tuple(examples))


def _preview(cells: TextTable) -> tuple[tuple[str, ...], ...]:
    rows = range(min(len(cells.lines), _PREVIEW_ROWS))
    return tuple(tuple(column[row][:_EXAMPLE_LENGTH] for column in cells.columns) for row in rows)
