"""Cells of another kind than the rest of their column: their rows are left out, or the column is."""

import math
from collections.abc import Sequence

import numpy as np

from engine.data.options import STRAY_CELLS, STRAY_ROWS_IN_ALL, ReadOptions
from engine.data.reading.columns import TableColumn
from engine.data.reading.source import Source
from engine.errors import DataError
from engine.wording import count

_DROP = 'to leave out their rows instead, set "stray cells" to drop (--strays drop)'


def cells_allowed(options: ReadOptions, rows: int) -> int:
    """Return how many cells of a column of ``rows`` cells may be of another kind than the rest."""
    if options.strays is None:
        return math.floor(rows * STRAY_CELLS)
    return rows if options.strays == "drop" else 0


def object_to_strays(columns: Sequence[TableColumn], options: ReadOptions, rows: int) -> None:
    """Object to the columns that cannot be inputs by default, since too many of their cells are of another kind.

    These are all columns with too many, and then those with the most until not too many rows are lost in all.

    Args:
        columns: The columns that may become inputs.
        options: How to read them.
        rows: The number of rows.
    """
    if options.strays is not None:
        return
    dirty = [column for column in columns if column.objection is None and column.kind == "number" and column.wrong]
    dirty.sort(key=lambda column: len(column.strays), reverse=True)
    lost = np.zeros(rows, dtype=np.intp)  # by how many columns each row is
    for column in dirty:
        lost[column.strays] += options.missing == "drop"
    for column in dirty:
        too_many = len(column.strays) > cells_allowed(options, rows)
        if not too_many and (lost > 0).sum() <= rows * STRAY_ROWS_IN_ALL:
            break
        lost[column.strays] -= options.missing == "drop"
        why = (
            f"over {100 * STRAY_CELLS:.0f} % of its cells" if too_many else "too many rows, with those of other columns"
        )
        column.objection, column.evidence = f"{all_wrong(column)}: {why}; {_DROP}", int(column.strays[0])


def all_wrong(column: TableColumn) -> str:
    """Say what is wrong with the strays of a column that has some."""
    others = len(column.strays) - 1
    return column.wrong + (f", nor {'is' if others == 1 else 'are'} {count(others, 'other cell')}" if others else "")


def check_strays(source: Source, columns: Sequence[TableColumn], use: str, options: ReadOptions) -> None:
    """Refuse the file if a column that is needed has too many cells of another kind.

    Args:
        source: The file.
        columns: The columns that are needed.
        use: What for: "the target".
        options: How to read it.

    Raises:
        DataError: One has.
    """
    for column in columns:
        if column.wrong and len(column.strays) > cells_allowed(options, len(source.lines)):
            raise _refusal(source, column, use, options)


def _refusal(source: Source, column: TableColumn, use: str, options: ReadOptions) -> DataError:
    what = column.wrong
    if options.strays is None and column.kind == "text" and 2 * len(column.strays) < (~column.missing).sum():
        what = f"{all_wrong(column)}; {_DROP}"
    elif options.strays is None and column.kind != "text":
        what = f"{all_wrong(column)}: over {100 * STRAY_CELLS:.0f} % of {use}; {_DROP}"
    return source.refusal(what, source.lines[column.strays[0]], column.name)
