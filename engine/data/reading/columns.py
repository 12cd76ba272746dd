"""From a column's cells to its kind and values."""

import heapq
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.options import MAX_INPUT_CLASSES
from engine.data.reading.dates import days, days_of, has_two_orders
from engine.data.reading.distinct import Distinct, Shapes, distinct_of, shapes_of
from engine.data.reading.numbers import Numbers, fast_numbers, numbers_of, read_as, unclear_cells
from engine.data.reading.signs import Decimal
from engine.data.reading.words import missing_of, truth_words
from engine.data.report import ColumnKind, Notes
from engine.wording import count, quoted

_EXACT_WHOLE_NUMBERS = 2.0**53  # from here on two different whole numbers can be the same float
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_LIKE_A_CODE = re.compile(r"\d+[eE]\d+", re.ASCII)  # 3E5 can be a number, and the name of a room
_ID_NAME = re.compile(
    r"#|id|index|idx|key|uuid|guid|nr|no|row|rows|row[ _.]?(?:names?|id|number|nr)|unnamed: ?\d+|.+[ _.-]id|id[ _.-].+",
    re.IGNORECASE,
)
_ID_CAMEL = re.compile(r".*[a-z](?:Id|ID)")
_SENTINELS = frozenset([*(-(10.0**n) + 1 for n in range(2, 7)), *(10.0**n - 1 for n in range(3, 7))])  # -99, 999
# A column is one of numbers (or dates) when at least this share of its cells is, or all but one cell.
_MOST = 0.8


@dataclass(eq=False)
class TableColumn:
    """A column of a table.

    Attributes:
        name: What it is called.
        position: Its index in the table, from 0.
        cells: Its cells, as in the file.
        kind: What they are.
        missing: Which rows have no value, shape (rows,).
        values: The numbers, shape (rows,), nan where missing; for dates days since 1970-01-01. None when it is text.
        strays: The rows whose cell is of another kind than the rest; they are missing too.
        wrong: What is wrong with the first of these.
        truth: The words for 0 and 1, when it is made of two such words.
        why: Why the column is no input unless asked for, such as "an id: it numbers the rows"; None when it is one.
        row: The row that shows it.
    """

    name: str
    position: int
    cells: tuple[str, ...]
    kind: ColumnKind
    missing: NDArray[np.bool_]
    values: FloatArray | None = None
    strays: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    wrong: str = ""
    truth: tuple[str, str] | None = None
    why: str | None = None
    row: int = 0


@dataclass(frozen=True, eq=False)
class RawColumn:
    """A column before anything is known of it.

    Attributes:
        name: What it is called.
        position: Its index in the table, from 0.
        cells: Its cells.
        lines: The line of each.
        nameless: Whether the header has no name for it.
        values: The numbers, if every cell is a plain one.
    """

    name: str
    position: int
    cells: tuple[str, ...]
    lines: Sequence[int]
    nameless: bool
    values: FloatArray | None

    @cached_property
    def distinct(self) -> Distinct:
        """Its different cells that have a value."""
        return distinct_of(self.cells, self.missing if self.missing.any() else None)

    @cached_property
    def missing(self) -> NDArray[np.bool_]:
        """Which cells say that there is no value."""
        return missing_of(self.cells) if self.values is None else np.zeros(len(self.cells), dtype=np.bool_)

    def column(self, kind: ColumnKind, values: FloatArray | None = None, **more: Any) -> TableColumn:
        """Return the column, now known to be of a kind."""
        return TableColumn(
            self.name, self.position, self.cells, kind, more.pop("missing", self.missing), values, **more
        )

    def note(self, notes: Notes, row: int, text: str) -> None:
        """Note something about the cell of a row."""
        notes.add(text, int(self.lines[row]), self.name)


def column_of(cut: RawColumn, decimal: Decimal, notes: Notes) -> TableColumn:
    """Find out what a column is.

    Args:
        cut: Its cells and where they are.
        decimal: The decimal sign of the table.
        notes: Told what was decided.
    """
    if cut.missing.all():
        return cut.column("text", why="no value in any row")
    rows = np.flatnonzero(~cut.missing)
    words = [cut.cells[row] for row in rows] if len(rows) < len(cut.cells) else cut.cells
    values = cut.values
    if values is None and len(rows) < len(cut.cells) and (there := fast_numbers(words, decimal)) is not None:
        values = np.full(len(cut.cells), np.nan)
        values[rows] = there
    if column := _id(cut, rows, words, values):
        return column
    if values is not None:
        unclear = unclear_cells(words, decimal)
        if all(map(_LIKE_A_CODE.fullmatch, words)):
            unclear = list(dict.fromkeys(words))
        if unclear:
            row = cut.cells.index(unclear[0])
            cut.note(notes, row, read_as(unclear[0], values[row], len(unclear) - 1))
        _note_sentinel(cut, values, notes)
        return cut.column("number", values)
    present = cut.distinct.words
    if truth := truth_words(present):
        values = cut.distinct.in_rows(np.array([float(word.lower() == truth[1]) for word in present]))
        cut.note(notes, rows[0], f"{quoted(truth[1])} is read as 1 and {quoted(truth[0])} as 0")
        return cut.column("number", values, truth=truth)
    shapes = shapes_of(present)
    read = numbers_of(cut.distinct, shapes, decimal)
    return _numbers(cut, read, notes) or _dates(cut, shapes, notes) or _text(cut, shapes, read, notes)


def _id(cut: RawColumn, rows: NDArray[np.intp], words: Sequence[str], values: FloatArray | None) -> TableColumn | None:
    """Return a column of whole numbers that count nothing, or are dates; None for any other."""
    # Most columns are settled by the first few cells.
    if not all(map(_WHOLE.fullmatch, words[:20])) or not all(map(_WHOLE.fullmatch, words)):
        return None
    if values is None:  # so many digits that it is infinite
        index = max(range(len(words)), key=lambda index: len(words[index]))
        return cut.column("id", why=f"an id: {quoted(words[index])} is too large to be kept exactly", row=rows[index])
    numbers = values[rows]
    zeros = [index for index, word in enumerate(words) if word[0] == "0" and len(word) > 1]
    large = np.flatnonzero(np.abs(numbers) >= _EXACT_WHOLE_NUMBERS)
    if zeros or len(large):
        index = zeros[0] if zeros else int(large[0])
        what = "begins with a zero, as names made of digits do" if zeros else "is too large to be kept exactly"
        return cut.column("id", values, why=f"an id: {quoted(words[index])} {what}", row=int(rows[index]))
    if _counts_rows(cut, numbers):
        return cut.column("id", values, why="an id: it numbers the rows")
    if (dates := _packed_dates(words)) is not None:
        values = np.full(len(cut.cells), np.nan)
        values[rows] = dates
        return cut.column("date", values, why=f"dates, such as {quoted(words[0])}", row=int(rows[0]))
    return None


def _counts_rows(cut: RawColumn, numbers: FloatArray) -> bool:
    """Tell whether a column is called like an id, or has no name and counts, with no number missing or twice."""
    if len(numbers) < 2 or cut.missing.any() or len(np.unique(numbers)) < len(numbers):
        return False
    counts = cut.nameless and bool((np.diff(numbers) == 1).all())
    return counts or bool(_ID_NAME.fullmatch(cut.name) or _ID_CAMEL.fullmatch(cut.name))


def _packed_dates(words: Sequence[str]) -> FloatArray | None:
    """Return the days that words such as 20240131 say, if all of them do."""
    if set(map(len, words)) != {8}:
        return None
    distinct = distinct_of(words)
    found = days_of(shapes_of(distinct.words), packed=True)
    return None if len(found) < 3 or np.isnan(found).any() else distinct.in_rows(found)


def _numbers(cut: RawColumn, read: Numbers, notes: Notes) -> TableColumn | None:
    """Return a column of numbers; None when too few of its cells are."""
    there, strays = int((~cut.missing).sum()), read.strays
    if not _mostly(there - len(strays), there) or _few_classes(cut, strays):
        return None
    for cell, text in read.remarks:
        cut.note(notes, cut.cells.index(cell), text)
    gone = cut.missing.copy()
    gone[strays] = True
    wrong = read.why(cut.cells[strays[0]]) if len(strays) else ""
    rows = np.flatnonzero(~gone)
    if len(strays) and (column := _id(cut, rows, [cut.cells[row] for row in rows], read.values)):
        column.missing, column.strays, column.wrong = gone, strays, wrong
        return column
    _note_sentinel(cut, read.values, notes)
    return cut.column("number", read.values, missing=gone, strays=strays, wrong=wrong)


def _note_sentinel(cut: RawColumn, values: FloatArray, notes: Notes) -> None:
    """Note a number like -999 that stands further from the others than these from each other."""
    for extreme in (np.nanmin(values), np.nanmax(values)):
        if extreme not in _SENTINELS:
            continue
        others = values[(values != extreme) & ~np.isnan(values)]
        with np.errstate(over="ignore"):
            far = len(others) > 0 and np.abs(others - extreme).min() > np.ptp(others) > 0
        if far:
            rows = np.flatnonzero(values == extreme)
            where = f"in {count(len(rows), 'row')}"
            text = f"{extreme:.0f} {where} is far from all others; if it says that a value is missing, empty the cell"
            cut.note(notes, int(rows[0]), text)


def _mostly(fitting: int, all_of_them: int) -> bool:
    others = all_of_them - fitting
    return fitting > 0 and (fitting >= _MOST * all_of_them or (others == 1 and fitting > 1))


def _few_classes(cut: RawColumn, strays: NDArray[np.intp]) -> bool:
    """Tell whether the cells that are no numbers are classes beside others that are: 0, 1, 2, 3+."""
    if len(strays) == 0:
        return False
    counts = cut.distinct.counts()
    return (
        len(counts) <= MAX_INPUT_CLASSES
        and bool((counts[cut.distinct.codes[strays]] > 1).all())
        and len(strays) * 100 > counts.sum()
    )


def _dates(cut: RawColumn, shapes: Shapes, notes: Notes) -> TableColumn | None:
    """Return a column of dates; None when too few of its cells are."""
    words = cut.distinct.words
    some = heapq.nsmallest(200, words)
    if not any(_mostly(sum(days(word, first) is not None for word in some), len(some)) for first in (True, False)):
        return None
    known = days_of(shapes)
    if two_orders := [alike for alike in shapes.groups if has_two_orders(words[alike[0]])]:
        turned = np.concatenate([np.array(alike) for alike in two_orders])
        month_first = days_of(replace(shapes, groups=two_orders), day_first=False)
        gained = int(np.isnan(known[turned]).sum()) - int(np.isnan(month_first[turned]).sum())
        same = (known == month_first) | (np.isnan(known) & np.isnan(month_first))
        differs = turned[~same[turned]]
        if gained > 0:
            known[turned] = month_first[turned]
        elif gained == 0 and len(differs):
            unclear = words[differs.min()]
            text = f"{quoted(unclear)} could be day/month or month/day; taken as day/month"
            cut.note(notes, cut.cells.index(unclear), text)
    if not _mostly(int((~np.isnan(known)).sum()), len(known)):
        return None
    values = cut.distinct.in_rows(known)
    strays = np.flatnonzero(np.isnan(values) & ~cut.missing)
    wrong = f"{quoted(cut.cells[strays[0]])} is not a date" if len(strays) else ""
    first = int(np.argmin(np.isnan(values)))
    why = f"dates, such as {quoted(cut.cells[first])}"
    return cut.column("date", values, missing=np.isnan(values), strays=strays, wrong=wrong, why=why, row=first)


def _text(cut: RawColumn, shapes: Shapes, read: Numbers, notes: Notes) -> TableColumn:
    """Return a column of classes, ids or text."""
    words = cut.distinct.words
    there, strays = int((~cut.missing).sum()), read.strays
    wrong = read.why(cut.cells[strays[0]])
    if numbers := there - len(strays):
        share = f"{numbers:,} of {count(there, 'cell')} are numbers" if numbers > 1 else "one cell is a number"
        cut.note(notes, strays[0], f"{wrong}, while {share}; the column is taken as text")
    if len(words) <= MAX_INPUT_CLASSES and len(words) < max(there, 2):
        return cut.column("class")
    if len(words) == there > MAX_INPUT_CLASSES and all(_like_an_id(words[alike[0]]) for alike in shapes.groups):
        return cut.column("id", why=f"an id: {there:,} different codes")
    why = f"text: {count(len(words), 'different value')} in {count(there, 'row')}"
    return cut.column("text", strays=strays if numbers else strays[:0], wrong=wrong if numbers else "", why=why)


def _like_an_id(cell: str) -> bool:
    return len(cell) <= 40 and " " not in cell and any(c.isdigit() for c in cell)
