"""Find out the kind and the values of a column: numbers, dates, classes, ids or text."""

import heapq
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.options import MAX_INPUT_CLASSES
from engine.data.reading.dates import days_of, has_two_orders, may_be_dates, may_hold_dates
from engine.data.reading.decimal_sign import DecimalSign
from engine.data.reading.distinct import Distinct, Together, distinct_of, shapes_of
from engine.data.reading.joined import joined
from engine.data.reading.numbers import Numbers, ambiguous_cells, fast_numbers, read_as
from engine.data.reading.numerals import has_digit, numeral_of
from engine.data.reading.source import Source
from engine.data.reading.spelled_numbers import numbers_of
from engine.data.reading.words import boolean_words
from engine.data.report import ColumnKind
from engine.wording import count, quoted

EXACT_WHOLE_NUMBERS = 2.0**53
"""Different whole numbers below this are different floats."""
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_LIKE_A_CODE = re.compile(r"\d+[eE]\d+", re.ASCII)  # 3E5 can be a number or the name of a room
_ID_NAME = re.compile(
    r"#|id|index|idx|key|uuid|guid|nr|no|row|rows|row[ _.]?(?:names?|id|number|nr)|unnamed: ?\d+|.+[ _.-]id|id[ _.-].+",
    re.IGNORECASE,
)
_ID_NUMBERED = re.compile(r"id[ _.-].+", re.IGNORECASE)  # id_2 may be an id, or the second of some numbers
_ID_CAMEL = re.compile(r".*[a-z](?:Id|ID)")
# A column holds numbers (or dates) if at least this share of its cells does, or all cells but one.
_MOST = 0.8
_MOST_DROPPED = 0.5  # or if it is asked to drop the others, and these are fewer than this share
_SOME_DATES = 200  # so many cells, the first in sorted order, must be dates by themselves
_LONGEST_ID = 40
_WITHOUT_DIGIT = re.compile(r"\0[^\0\d]*+(?=\0|\Z)")


@dataclass(eq=False)
class TableColumn:
    """A column of a table.

    Attributes:
        name: Its unique name.
        position: Its index in the table, from 0.
        cells: Its cells, as in the file.
        kind: What they are.
        missing: Which rows have no value, shape (rows,).
        values: The numbers, shape (rows,), nan where missing; dates are days since 1970-01-01. None for text.
        strays: The rows whose cell is of another kind than the rest; they count as missing.
        wrong: What is wrong with the first stray.
        booleans: The words for 0 and 1, lower case; None unless the column consists of two such words.
        objection: Why the column is not an input unless asked for, such as "an id: it numbers the rows". None if it is.
        evidence: The row to show for the objection.
    """

    name: str
    position: int
    cells: tuple[str, ...]
    kind: ColumnKind
    missing: NDArray[np.bool_]
    values: FloatArray | None = None
    strays: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    wrong: str = ""
    booleans: tuple[str, str] | None = None
    objection: str | None = None
    evidence: int = 0


@dataclass(frozen=True, eq=False)
class RawColumn:
    """A column of unknown kind.

    Attributes:
        name: Its unique name.
        position: Its index in the table, from 0.
        cells: Its cells.
        source: The file.
        nameless: Whether it has no name in the header.
        missing: Which cells stand for a missing value, shape (rows,).
        distinct: The different cells that are not missing; none if ``values`` are known.
        values: The numbers, shape (rows,), if every cell is a plain number; else None.
        strays: What is asked to be done with cells unlike the rest, see ``ReadOptions``.
    """

    name: str
    position: int
    cells: tuple[str, ...]
    source: Source
    nameless: bool
    missing: NDArray[np.bool_]
    distinct: Distinct
    values: FloatArray | None
    strays: Literal["drop", "refuse"] | None = None

    def column(self, kind: ColumnKind, values: FloatArray | None = None, **more: Any) -> TableColumn:
        """Return the column as one of this kind."""
        return TableColumn(
            self.name, self.position, self.cells, kind, more.pop("missing", self.missing), values, **more
        )

    def note(self, row: int, text: str) -> None:
        """Note something about the cell of a row."""
        self.source.note(text, int(self.source.lines[row]), self.name)


def columns_of(raws: Sequence[RawColumn], decimal: DecimalSign) -> list[TableColumn]:
    """Find out the kind of some columns with as many rows each, and read their values."""
    found = {raw.position: column for raw in raws if (column := _plain(raw, decimal))}
    others = [raw for raw in raws if raw.position not in found]
    read = numbers_of(Together([raw.distinct for raw in others]), decimal) if others else []
    left = []
    for raw, numbers in zip(others, read, strict=True):
        if column := _numbers(raw, numbers):
            found[raw.position] = column
        else:
            left.append((raw, numbers))
    for (raw, numbers), days in zip(left, _days([raw.distinct for raw, _ in left]), strict=True):
        found[raw.position] = (days and _dates(raw, days)) or _text(raw, numbers)
    return [found[raw.position] for raw in raws]


def _plain(raw: RawColumn, decimal: DecimalSign) -> TableColumn | None:
    """Return a column whose cells need no trying: plain numbers, two words, or text without digits; None for others."""
    if raw.missing.all():
        return raw.column("text", objection="no value in any row")
    rows = np.flatnonzero(~raw.missing)
    words = [raw.cells[row] for row in rows] if len(rows) < len(raw.cells) else raw.cells
    values = raw.values
    if values is None and len(rows) < len(raw.cells) and (there := fast_numbers(words, decimal)) is not None:
        values = np.full(len(raw.cells), np.nan)
        values[rows] = there
    if column := _id(raw, rows, words, values):
        return column
    if values is not None:
        unclear = ambiguous_cells(words, decimal)
        if all(map(_LIKE_A_CODE.fullmatch, words)):
            unclear = list(dict.fromkeys(words))
        if unclear:
            row = raw.cells.index(unclear[0])
            raw.note(row, read_as(unclear[0], values[row], len(unclear) - 1))
        return raw.column("number", values)
    present = raw.distinct.words
    if booleans := boolean_words(present):
        values = raw.distinct.in_rows(np.array([float(word.lower() == booleans[1]) for word in present]))
        raw.note(rows[0], f"{quoted(booleans[1])} is read as 1 and {quoted(booleans[0])} as 0")
        return raw.column("number", values, booleans=booleans)
    # Without a digit a cell is neither a number nor a date. Most columns of these show one in their first cell.
    return None if has_digit(present[0]) or has_digit("\0".join(present)) else _words(raw)


def _id(raw: RawColumn, rows: NDArray[np.intp], words: Sequence[str], values: FloatArray | None) -> TableColumn | None:
    """Return a column of whole numbers that are ids or dates; None for any other column."""
    # The first few cells settle most columns.
    if not all(map(_WHOLE.fullmatch, words[:20])) or not all(map(_WHOLE.fullmatch, words)):
        return None
    if values is None:  # a number so large that it is infinite as a float
        index = max(range(len(words)), key=lambda index: len(words[index]))
        return raw.column(
            "id", objection=f"an id: {quoted(words[index])} is too large to be kept exactly", evidence=rows[index]
        )
    numbers = values[rows]
    zeros = [index for index, word in enumerate(words) if word[0] == "0" and len(word) > 1]
    large = np.flatnonzero(np.abs(numbers) >= EXACT_WHOLE_NUMBERS)
    if zeros or len(large):
        index = zeros[0] if zeros else int(large[0])
        what = "begins with a zero, as codes do" if zeros else "is too large to be kept exactly"
        return raw.column("id", values, objection=f"an id: {quoted(words[index])} {what}", evidence=int(rows[index]))
    if _counts_rows(raw, numbers):
        counted = bool((np.diff(numbers) == 1).all())
        what = "it numbers the rows" if counted else "its name says so, and each row has its own"
        return raw.column("id", values, objection=f"an id: {what}")
    if (dates := _packed_dates(words)) is not None:
        values = np.full(len(raw.cells), np.nan)
        values[rows] = dates
        return raw.column("date", values, objection=f"dates, such as {quoted(words[0])}", evidence=int(rows[0]))
    return None


def _counts_rows(raw: RawColumn, numbers: FloatArray) -> bool:
    """Decide whether unique whole numbers are ids: by the column's name, or because it has none and counts up."""
    if len(numbers) < 2 or raw.missing.any() or len(np.unique(numbers)) < len(numbers):
        return False
    if raw.nameless:
        return bool((np.diff(numbers) == 1).all())
    if _ID_NUMBERED.fullmatch(raw.name) and not (np.diff(numbers) > 0).all():
        return False
    return bool(_ID_NAME.fullmatch(raw.name) or _ID_CAMEL.fullmatch(raw.name))


def _packed_dates(words: Sequence[str]) -> FloatArray | None:
    """Return dates such as 20240131 as days since 1970-01-01; None unless all words are such dates."""
    if set(map(len, words)) != {8}:
        return None
    distinct = distinct_of(words)
    shapes = shapes_of(distinct.words)
    found = days_of(shapes, shapes.groups(), packed=True)
    return None if len(found) < 3 or np.isnan(found).any() else distinct.in_rows(found)


def _numbers(raw: RawColumn, read: Numbers) -> TableColumn | None:
    """Return a column of numbers; None if too few of its cells are numbers."""
    there, strays = int((~raw.missing).sum()), read.strays
    dropped = raw.strays == "drop" and len(strays) < _MOST_DROPPED * there
    if not (dropped or _mostly(there - len(strays), there)) or _few_classes(raw, strays):
        return None
    for cell, text in read.remarks():
        raw.note(raw.cells.index(cell), text)
    gone = raw.missing.copy()
    gone[strays] = True
    wrong = read.why(raw.cells[strays[0]]) if len(strays) else ""
    rows = np.flatnonzero(~gone)
    if len(strays) and (column := _id(raw, rows, [raw.cells[row] for row in rows], read.values)):
        column.missing, column.strays, column.wrong = gone, strays, wrong
        return column
    return raw.column("number", read.values, missing=gone, strays=strays, wrong=wrong)


def _mostly(fitting: int, all_of_them: int) -> bool:
    others = all_of_them - fitting
    return fitting > 0 and (fitting >= _MOST * all_of_them or (others == 1 and fitting > 1))


def _few_classes(raw: RawColumn, strays: NDArray[np.intp]) -> bool:
    """Decide whether the cells are classes of which only some are numbers: 0, 1, 2, 3+."""
    if len(strays) == 0 or len(raw.distinct.words) > MAX_INPUT_CLASSES:
        return False
    counts = raw.distinct.counts()
    return bool((counts[raw.distinct.codes[strays]] > 1).all()) and len(strays) * 100 > int(counts.sum())


@dataclass(frozen=True, eq=False)
class _Days:
    """The words of a column read as dates: the number of days of each, nan for none; twice if some have two orders."""

    day_first: FloatArray
    month_first: FloatArray | None


def _days(columns: Sequence[Distinct]) -> list[_Days | None]:
    """Return the words of each column read as dates; None if too few of them may be dates."""
    if not any(may_hold_dates(column.words) for column in columns):
        return [None] * len(columns)
    together = Together(columns)
    shapes = shapes_of(together.words, may_be_dates)
    may_be = together.per_column(shapes.kinds >= 0)
    enough = list(map(_mostly, may_be.tolist(), together.sizes.tolist()))
    groups = shapes.groups((shapes.kinds >= 0) & np.array(enough)[together.owners])
    day_first = days_of(shapes, groups)
    two_orders = [alike for alike in groups if has_two_orders(shapes.words[alike[0]])]
    turned = np.zeros(len(day_first), dtype=np.bool_)
    for alike in two_orders:
        turned[alike] = True
    month_first = np.where(turned, days_of(shapes, two_orders, day_first=False), day_first)
    found: list[_Days | None] = []
    for part, one, several in zip(together.parts, enough, together.per_column(turned).tolist(), strict=True):
        found.append(_Days(day_first[part], month_first[part] if several else None) if one else None)
    return found


def _dates(raw: RawColumn, dates: _Days) -> TableColumn | None:
    """Return a column of dates; None if too few of its cells are dates."""
    words, known, month_first = raw.distinct.words, dates.day_first, dates.month_first
    orders = [known] if month_first is None else [known, month_first]
    if not any(_there(order) == len(words) for order in orders):
        some = heapq.nsmallest(_SOME_DATES, range(len(words)), key=words.__getitem__)
        if not any(_mostly(_there(order[some]), len(some)) for order in orders):
            return None
    if month_first is not None:
        known = _in_order(raw, known, month_first)
    if not _mostly(_there(known), len(known)):
        return None
    values = raw.distinct.in_rows(known)
    strays = np.flatnonzero(np.isnan(values) & ~raw.missing)
    wrong = f"{quoted(raw.cells[strays[0]])} is not a date" if len(strays) else ""
    first = int(np.argmin(np.isnan(values)))
    why = f"dates, such as {quoted(raw.cells[first])}"
    return raw.column(
        "date", values, missing=np.isnan(values), strays=strays, wrong=wrong, objection=why, evidence=first
    )


def _there(values: FloatArray) -> int:
    return int((~np.isnan(values)).sum())


def _in_order(raw: RawColumn, day_first: FloatArray, month_first: FloatArray) -> FloatArray:
    """Return the dates in the order that more of the words have; note it where both would do."""
    gained = _there(month_first) - _there(day_first)
    differs = np.flatnonzero((day_first != month_first) & ~(np.isnan(day_first) & np.isnan(month_first)))
    if gained == 0 and len(differs):
        unclear = raw.distinct.words[differs[0]]
        text = f"{quoted(unclear)} could be day/month or month/day; taken as day/month"
        raw.note(raw.cells.index(unclear), text)
    return month_first if gained > 0 else day_first


def _text(raw: RawColumn, read: Numbers) -> TableColumn:
    """Return a column that holds neither numbers nor dates: classes, ids or text."""
    there, strays = int((~raw.missing).sum()), read.strays
    numbers = there - len(strays)
    wrong = read.why(raw.cells[strays[0]]) if numbers else ""
    if numbers:
        share = f"{numbers:,} of {count(there, 'cell')} are numbers" if numbers > 1 else "one cell is a number"
        what = f"{wrong}, while {share}; the column is taken as text"
        if len(strays) < _MOST_DROPPED * there and not _few_classes(raw, strays):
            part = f"{100 * len(strays) / there:.0f} %"
            what += f'; to read it as numbers, without {part} of the rows, set "stray cells" to drop (--strays drop)'
        raw.note(strays[0], what)
    column = _words(raw)
    numeral = numeral_of(raw.cells[strays[0]])
    other_sign = numbers > 0 and numeral is not None and numeral.unit == read.unit
    if numbers * 2 < there and not other_sign:  # text with some numbers: no strays
        strays, wrong = strays[:0], ""
    return replace(column, strays=strays, wrong=wrong) if column.kind == "text" else column


def _words(raw: RawColumn) -> TableColumn:
    """Return a column of classes, ids or text."""
    words, there = raw.distinct.words, int((~raw.missing).sum())
    if len(words) <= MAX_INPUT_CLASSES and len(words) < max(there, 2):
        return raw.column("class")
    if len(words) == there > MAX_INPUT_CLASSES and _like_ids(words):
        return raw.column("id", objection=f"an id: {there:,} different codes")
    return raw.column("text", objection=f"text: {count(len(words), 'different value')} in {count(there, 'row')}")


def _like_ids(words: Sequence[str]) -> bool:
    """Decide whether all words are like ids: short, with a digit and without blanks."""
    text = joined(words)
    if " " in text or max(map(len, words)) > _LONGEST_ID:
        return False
    return all(any(map(str.isdigit, word[0])) for word in _WITHOUT_DIGIT.finditer(text))  # ² is one of these "digits"
