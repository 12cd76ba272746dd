"""From text to rows of cells, each with its line: what is malformed is found here."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from engine.data.options import MAX_COLUMNS
from engine.data.reading.dialect import MOST_TITLES, Dialect, lines_of, parsed
from engine.data.report import Notes
from engine.wording import quoted, refusal

_EVERY = 2000
_TOTALS = re.compile(
    r"(grand |sub)?totals?|sums?|mean|average|summe|(gesamt|zwischen)summe|(ins)?gesamt|mittelwert|durchschnitt|"
    r"total g[ée]n[ée]ral|somme|moyenne|suma|promedio|totale|media",
    re.IGNORECASE,
)
_MOST_TOTALS = 3


@dataclass(slots=True)
class Record:
    """A row of a file: where it starts, from 1, and its cells without surrounding blanks."""

    line: int
    cells: list[str]


def records_of(
    file: str, text: str, dialect: Dialect, max_rows: int, progress: Callable[[float], None]
) -> tuple[list[Record], list[int]]:
    """Cut a text into records.

    Args:
        file: What to call the file.
        text: All of it.
        dialect: How it is laid out.
        max_rows: The most rows of data, besides a header.
        progress: Told the share done.

    Returns:
        The records that are not blank, and the lines of those that have delimiters and nothing else.

    Raises:
        DataError: When a quote is not closed, or there are too many rows or cells.
    """
    try:
        return _read(file, text, dialect, max_rows, progress)
    except _Quoting as mistake:
        # Blanks between a closing quote and the delimiter, which the csv module takes for text.
        tidied = _without_blanks_after_quotes(text, dialect)
        if tidied == text:
            raise refusal(file, str(mistake), mistake.line) from None
    try:
        return _read(file, tidied, dialect, max_rows, progress)
    except _Quoting as mistake:
        raise refusal(file, str(mistake), mistake.line) from None


class _Quoting(Exception):
    """A quote that does not belong where it is."""

    def __init__(self, line: int, error: str) -> None:
        self.line = line
        if "unexpected end" in error:
            what = "a quote is opened and never closed"
        elif "field limit" in error or "field larger" in error:
            what = f"a cell of more than {csv.field_size_limit():,} characters (a quote that is never closed?)"
        else:
            what = "text after a closing quote (a quote inside a quoted cell is written twice)"
        super().__init__(what)


def _read(
    file: str, text: str, dialect: Dialect, max_rows: int, progress: Callable[[float], None]
) -> tuple[list[Record], list[int]]:
    lines = lines_of(text)
    if dialect.skipped:
        lines = ("\n" if number in dialect.skipped else line for number, line in enumerate(lines, start=1))
    reader = parsed(lines, dialect.delimiter, dialect.quote, strict=True)
    total = text.count("\n") or text.count("\r") or 1
    records: list[Record] = []
    hollow: list[int] = []
    line = 1
    try:
        for number, cells in enumerate(reader):
            stripped = list(map(str.strip, cells))
            if any(stripped):
                records.append(Record(line, stripped))
                if len(records) > max_rows + 1 + MOST_TITLES:
                    break  # too many, whatever turns out to be a header or a title
                if len(cells) > MAX_COLUMNS:
                    raise refusal(file, f"{len(cells):,} cells in a row; at most {MAX_COLUMNS:,} can be read", line)
            elif len(cells) > 1:
                hollow.append(line)
            line = reader.line_num + 1
            if number % _EVERY == 0:
                progress(min(reader.line_num / total, 1.0))
    except csv.Error as error:
        raise _Quoting(line, str(error)) from None
    return records, hollow


def _without_blanks_after_quotes(text: str, dialect: Dialect) -> str:
    quote, ends = re.escape(dialect.quote), re.escape(dialect.delimiter) + r"\r\n"
    cell = rf"{quote}(?:[^{quote}]|{quote}{quote})*+{quote}"
    return re.sub(rf"((?:\A|[{ends}])[ \t]*{cell})[ \t]+(?=[{ends}]|\Z)", r"\1", text)


def usual_width(records: list[Record]) -> int:
    """Return how many cells most records have; the more, when two numbers are equally frequent."""
    widths = Counter(len(record.cells) for record in records)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0]


def without_titles(records: list[Record], notes: Notes) -> list[Record]:
    """Return the records without the lines of text above the table: those with one cell where the rest has more."""
    width = usual_width(records)
    titles = 0
    while titles < min(MOST_TITLES, len(records) - 1) and _is_title(records[titles].cells, width):
        record = records[titles]
        notes.add(f"{quoted(record.cells[0])} was skipped: a line of text above the table", record.line)
        titles += 1
    return records[titles:]


def _is_title(cells: list[str], width: int) -> bool:
    if width < 2 or not cells[0] or any(cells[1:]):
        return False
    # Padded with delimiters, as a spreadsheet does, it needs more emptiness to be told from a row.
    return len(cells) == 1 or (width >= 3 and len(cells) == width and not any(c.isdigit() for c in cells[0][:1]))


def without_totals(records: list[Record], notes: Notes) -> list[Record]:
    """Return the records without those at the end that sum up the others: Total, 15, 17."""
    last = len(records)
    while last > max(2, len(records) - _MOST_TOTALS):
        cells = records[last - 1].cells
        index = next((index for index, cell in enumerate(cells) if cell), 0)
        if not _TOTALS.fullmatch(cells[index].rstrip(": ")):
            break
        if any(record.cells[index] == cells[index] for record in records[: last - 1]):
            break  # a class that is called so
        last -= 1
    for record in records[last:]:
        label = next(filter(None, record.cells))
        notes.add(f"{quoted(label)} was skipped: a row that sums up those above", record.line)
    return records[:last]
