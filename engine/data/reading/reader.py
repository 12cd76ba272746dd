"""Read a file in steps, from its bytes to matrices and a report."""

import csv
import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import compress, islice

import numpy as np

from engine.data.options import MAX_ROWS, ReadOptions
from engine.data.reading.choice import ChosenColumns, chosen_columns, targets_of
from engine.data.reading.columns import RawColumn, TableColumn, columns_of
from engine.data.reading.decimal_sign import DecimalSign, table_decimal
from engine.data.reading.decoding import decoded
from engine.data.reading.dialect import dialect_of, parsed
from engine.data.reading.distinct import distinct_of
from engine.data.reading.file_content import file_content
from engine.data.reading.lines import lines_of
from engine.data.reading.matrices import Matrices, matrices_of
from engine.data.reading.named_columns import WrongColumns
from engine.data.reading.numbers import fast_numbers
from engine.data.reading.sentinels import note_sentinels, stand_for_missing
from engine.data.reading.source import Source
from engine.data.reading.stray_cells import all_wrong, cells_allowed
from engine.data.reading.table import TextTable, table_of
from engine.data.reading.words import missing_of
from engine.data.report import ColumnReport, ReadingProgress, TableReport
from engine.errors import DataError
from engine.wording import file_name, listed, quoted

_PREVIEW_ROWS = 20
_EXAMPLES = 3
_EXAMPLE_LENGTH = 200
_CELLS_AT_ONCE = 100_000  # so many cells of several columns are read at once


@dataclass(frozen=True, eq=False)
class ReadResult:
    """The result of reading a table: its report, and either the matrices or the reason why there are none."""

    report: TableReport
    matrices: Matrices | None
    problem: DataError | None


def _no_progress(share: float) -> None:
    """Ignore the progress."""


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Pause garbage collection: a table is millions of live cells, and scanning them takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_garbage_collection()
def read_result(
    path: str | os.PathLike[str], options: ReadOptions, progress: ReadingProgress | None = None
) -> ReadResult:
    """Read a file.

    Args:
        path: A regular file.
        options: How to read it.
        progress: Called with the share done, from 0 to 1; whatever it raises ends the reading.

    Raises:
        DataError: The file is not a table. A table that cannot be learned from gives a ``problem`` instead.
    """
    tell = progress or _no_progress
    source, data = _opened(path, options)
    tell(0.02)
    text, encoding = decoded(source, data, options.encoding)
    dialect = dialect_of(source, text, options.delimiter)
    tell(0.05)
    table = table_of(source, text, dialect, options, _part(tell, 0.05, 0.45))
    source = replace(source, lines=table.lines, numbers=table.numbers, last_number=table.last_number)
    if options.decimal:
        decimal = DecimalSign(options.decimal, asked=True)
    else:
        decimal = table_decimal(table.columns, dialect.delimiter)
    columns = _columns(source, table, decimal, options, _part(tell, 0.45, 0.9))
    sentinels = note_sentinels(source, columns)
    learned = _learned(source, columns, options)
    _note_strays(source, columns, options, learned.choice)
    tell(1.0)
    layout = (encoding, dialect.delimiter, decimal.sign)
    return ReadResult(_reported(source, layout, table, columns, learned, sentinels), learned.matrices, learned.problem)


def first_rows_of(path: str | os.PathLike[str], options: ReadOptions) -> tuple[tuple[str, ...], ...]:
    """Return the cells of the first rows of a file, whether or not they make a table.

    Raises:
        DataError: The file is not text.
    """
    source, data = _opened(path, options)
    text, _ = decoded(source, data, options.encoding)
    dialect = dialect_of(source, text, options.delimiter)
    lines = lines_of(text[dialect.start :])
    found: list[tuple[str, ...]] = []
    with suppress(csv.Error):  # a cell is too large: the rows before it are shown
        for cells in islice(parsed(lines, dialect.delimiter, dialect.quote), MAX_ROWS):
            if any(cells):
                found.append(tuple(cell.strip()[:_EXAMPLE_LENGTH] for cell in cells))
            if len(found) == _PREVIEW_ROWS:
                break
    return tuple(found)


def _opened(path: str | os.PathLike[str], options: ReadOptions) -> tuple[Source, bytes]:
    data, size = file_content(path, options)
    return Source(file_name(path), cut=size if size > len(data) else None), data


@dataclass(eq=False)
class _Learned:
    """How far reading got from columns to matrices."""

    targets: tuple[TableColumn, ...] = ()
    choice: ChosenColumns | None = None
    matrices: Matrices | None = None
    problem: DataError | None = None


def _learned(source: Source, columns: Sequence[TableColumn], options: ReadOptions) -> _Learned:
    found = _Learned()
    try:
        found.targets = targets_of(source.silenced(), columns, options)
        found.choice = chosen_columns(source, columns, options)
        found.matrices = matrices_of(source, found.choice, options)
    except DataError as error:
        found.problem = error
    return found


def _reported(
    source: Source,
    layout: tuple[str, str, str],
    table: TextTable,
    columns: Sequence[TableColumn],
    learned: _Learned,
    sentinels: tuple[float, ...],
) -> TableReport:
    encoding, delimiter, decimal = layout
    matrices, choice = learned.matrices, learned.choice
    is_class = matrices is not None and matrices.task == "classification"
    return TableReport(
        file=source.file,
        encoding=encoding,
        delimiter=delimiter,
        decimal=decimal,
        header=table.header,
        rows=len(source.lines),
        used=0 if matrices is None else len(matrices.inputs),
        columns=tuple(_described(column, is_class and column in learned.targets) for column in columns),
        warnings=tuple(sorted(source.warnings, key=lambda warning: warning.line or 0)),
        preview=_preview(table),
        inputs=() if choice is None else tuple(column.name for column in choice.inputs),
        targets=tuple(column.name for column in learned.targets),
        task=None if matrices is None else matrices.task,
        problem=None if learned.problem is None else str(learned.problem),
        sentinels=sentinels,
        wrong_field=learned.problem.field if isinstance(learned.problem, WrongColumns) else "",
    )


def _part(tell: ReadingProgress, start: float, end: float) -> Callable[[float], None]:
    return lambda share: tell(start + (end - start) * share)


def _columns(
    source: Source, table: TextTable, decimal: DecimalSign, options: ReadOptions, progress: ReadingProgress
) -> list[TableColumn]:
    """Read the columns, several at a time if they are short: that takes less time than one by one."""
    columns: list[TableColumn] = []
    several = max(1, _CELLS_AT_ONCE // len(table.lines))
    while len(columns) < len(table.names):
        positions = range(len(columns), min(len(columns) + several, len(table.names)))
        raws = [_raw(source, table, position, decimal, options) for position in positions]
        for raw, column in zip(raws, columns_of(raws, decimal), strict=True):
            _note_missing(raw)
            source.warnings.extend(raw.source.warnings)
            columns.append(column)
            progress(len(columns) / len(table.names))
    return columns


def _raw(source: Source, table: TextTable, position: int, decimal: DecimalSign, options: ReadOptions) -> RawColumn:
    """Return a column of unknown kind, with notes of its own."""
    own, name, cells = source.silenced(), table.names[position], table.columns[position]
    nameless, numbers = position in table.nameless, options.missing_values
    if (values := fast_numbers(cells, decimal)) is not None:
        missing = stand_for_missing(cells, values, numbers, decimal.sign)
        values[missing] = np.nan
        return RawColumn(name, position, cells, own, nameless, missing, distinct_of(()), values, options.strays)
    cells = _without_formulas(own, name, cells)
    distinct = distinct_of(cells)
    gone = missing_of(distinct.words) | stand_for_missing(distinct.words, None, numbers, decimal.sign)
    missing, distinct = gone[distinct.codes], distinct.without(gone)
    return RawColumn(name, position, cells, own, nameless, missing, distinct, None, options.strays)


def _note_missing(raw: RawColumn) -> None:
    """Note that values are missing, unless all are."""
    rows = np.flatnonzero(raw.missing).tolist()
    if 0 < len(rows) < len(raw.cells):
        words = list(dict.fromkeys(raw.cells[row] for row in rows if raw.cells[row]))
        spelled = f" ({listed(words, 3)})" if words else ""
        lines = [raw.source.lines[row] for row in rows]
        raw.source.note_lines(f"the value is missing{spelled}", f"values are missing{spelled}", lines, raw.name)


def _without_formulas(source: Source, name: str, column: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cells with ="007", a spreadsheet's way to write the text 007, replaced by that text."""
    if '="' not in "\0".join(column):
        return column  # nearly always
    rows = [row for row, cell in enumerate(column) if cell.startswith('="') and cell.endswith('"') and len(cell) > 3]
    bare = {row: column[row][2:-1].strip() for row in rows}
    if rows:
        source.note(f"{quoted(column[rows[0]])} is read as {quoted(bare[rows[0]])}", source.lines[rows[0]], name)
    return tuple(bare.get(row, cell) for row, cell in enumerate(column))


def _note_strays(
    source: Source, columns: Sequence[TableColumn], options: ReadOptions, choice: ChosenColumns | None
) -> None:
    """Note the cells of another kind than the rest of their column."""
    inputs: set[TableColumn] = set() if choice is None else set(choice.inputs)
    learned = inputs.union(() if choice is None else choice.targets)
    for column in columns:
        if not column.wrong or column.kind == "text" or (column.kind == "number" and column.objection):
            continue  # what is wrong is said elsewhere
        what = all_wrong(column)
        if column not in learned or len(column.strays) <= cells_allowed(options, len(source.lines)):
            what = f"{what}; taken as missing"
            if column in inputs and len(inputs) > 1 and options.missing == "drop":
                these = "this row" if len(column.strays) == 1 else "these rows"
                what = f"{what}; to keep {these}, leave the column out (--without)"
        source.note(what, source.lines[column.strays[0]], column.name)


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


def _preview(table: TextTable) -> tuple[tuple[str, ...], ...]:
    rows = range(min(len(table.lines), _PREVIEW_ROWS))
    return tuple(tuple(column[row][:_EXAMPLE_LENGTH] for column in table.columns) for row in rows)
