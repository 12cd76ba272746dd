"""Cut a text into records, each with its line, and refuse malformed ones."""

import csv
import re
from collections import Counter
from dataclasses import dataclass

from engine.data.options import MAX_COLUMNS, MAX_ROWS
from engine.data.reading.dates import days
from engine.data.reading.dialect import MOST_TITLES, Dialect, parsed
from engine.data.reading.lines import lines_of
from engine.data.reading.numerals import is_infinite, numeral_of_shape
from engine.data.reading.source import Source
from engine.data.report import ReadingProgress
from engine.wording import count, quoted

_UNCLOSED = "unexpected end"
_EVERY = 5_000  # cells; rows can be thousands of cells wide
_MOST_EMPTY = 10  # times as many lines without any value as rows may be read
_TOTALS = re.compile(
    r"(grand |sub)?totals?|sums?|mean|average|summe|(gesamt|zwischen)summe|(ins)?gesamt|mittelwert|durchschnitt|"
    r"total g[ée]n[ée]ral|somme|moyenne|suma|promedio|totale|media",
    re.IGNORECASE,
)
_MOST_TOTALS = 3
_MOST_FOOTERS = 8
_COMMENT_SIGNS = ("#", "%", "//")  # comments are skipped wherever they are


@dataclass(slots=True)
class Record:
    """A row of a file: the line on which it starts, from 1, and its cells, stripped."""

    line: int
    cells: list[str]


def records_of(
    source: Source, text: str, dialect: Dialect, max_rows: int, progress: ReadingProgress
) -> tuple[list[Record], list[int]]:
    """Cut a text into records.

    Args:
        source: The file.
        text: All of it.
        dialect: Its layout.
        max_rows: The most rows to read, not counting a header.
        progress: Called with the share done.

    Returns:
        The records that have a value, and the lines of those that have only delimiters.

    Raises:
        DataError: A quote is not closed, or a row has too many cells.
    """
    text = text[dialect.start :].rstrip("\r\n")
    try:
        return _read(source, text, dialect, max_rows, progress)
    except _Quoting as mistake:
        # The csv module takes blanks between a closing quote and the delimiter for text.
        tidied = text if dialect.delimiter == " " else _without_blanks_after_quotes(text, dialect)
        if tidied == text:
            raise source.refusal(str(mistake), mistake.line) from None
    try:
        return _read(source, tidied, dialect, max_rows, progress)
    except _Quoting as mistake:
        raise source.refusal(str(mistake), mistake.line) from None


class _Quoting(Exception):
    """A quote where none can be."""

    def __init__(self, line: int, error: str) -> None:
        self.line = line
        if _UNCLOSED in error:
            what = "a quote is opened and never closed"
        elif "field limit" in error or "field larger" in error:
            what = f"a cell of more than {csv.field_size_limit():,} characters (a quote that is never closed?)"
        else:
            what = "text after a closing quote (a quote inside a quoted cell is written twice)"
        super().__init__(what)


def _read(
    source: Source, text: str, dialect: Dialect, max_rows: int, progress: ReadingProgress
) -> tuple[list[Record], list[int]]:
    reader = parsed(lines_of(text), dialect.delimiter, dialect.quote, strict=True)
    total = text.count("\n") or text.count("\r") or 1
    records: list[Record] = []
    hollow: list[int] = []
    most_empty = max(_MOST_EMPTY * max_rows, _MOST_EMPTY * MAX_ROWS)
    line, untold = dialect.line, _EVERY
    try:
        for number, cells in enumerate(reader):
            untold += 1 + len(cells)
            if untold > _EVERY:
                untold = 0
                progress(min(reader.line_num / total, 1.0))
                if number - len(records) > most_empty:
                    raise source.refusal(f"more than {count(most_empty, 'line')} without any value", line)
            if len(cells) > MAX_COLUMNS:
                raise source.refusal(f"{len(cells):,} cells in a row; at most {MAX_COLUMNS:,} can be read", line)
            stripped = list(map(str.strip, cells))
            if any(stripped):
                records.append(Record(line, stripped))
                if len(records) > max_rows + 1 + MOST_TITLES:
                    break  # too many, even if some turn out to be titles and a header
            elif len(cells) > 1:
                hollow.append(line)
            line = reader.line_num + dialect.line
    except csv.Error as error:
        if source.cut is None or _UNCLOSED not in str(error):  # where the file is cut, the last row is not whole
            raise _Quoting(line, str(error)) from None
    return records, hollow


def _without_blanks_after_quotes(text: str, dialect: Dialect) -> str:
    quote, ends = re.escape(dialect.quote), re.escape(dialect.delimiter) + r"\r\n"
    blanks = "[ ]" if dialect.delimiter == "\t" else r"[ \t]"
    cell = rf"{quote}(?:[^{quote}]|{quote}{quote})*+{quote}"
    return re.sub(rf"((?:\A|[{ends}]){blanks}*+{cell}){blanks}++(?=[{ends}]|\Z)", r"\1", text)


def usual_width(records: list[Record]) -> int:
    """Return how many cells most records have; the larger number if two are equally frequent."""
    widths = Counter(len(record.cells) for record in records)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0]


def without_titles(source: Source, records: list[Record]) -> list[Record]:
    """Return the records without the titles above the table: first records with one cell where the others have more."""
    width = usual_width(records)
    titles = 0
    while titles < min(MOST_TITLES, len(records) - 1) and _is_title(records[titles].cells, width):
        record = records[titles]
        source.note(f"{quoted(record.cells[0])} was skipped: a line of text above the table", record.line)
        titles += 1
    return records[titles:]


def _is_title(cells: list[str], width: int) -> bool:
    if width < 2 or not cells[0] or any(cells[1:]):
        return False
    # A title that a spreadsheet padded with delimiters must be emptier, to be told from a row.
    return len(cells) == 1 or (width >= 3 and len(cells) == width and not any(c.isdigit() for c in cells[0][:1]))


def without_footers(source: Source, records: list[Record]) -> list[Record]:
    """Return the records without the remarks below the table: last records with one cell where the others have more."""
    width = usual_width(records)
    first = len(records)
    while first > max(3, len(records) - _MOST_FOOTERS) and _is_footer(records[first - 1].cells, width):
        first -= 1
    for record in records[first:]:
        source.note(f"{quoted(record.cells[0])} was skipped: a line of text below the table", record.line)
    return records[:first]


def _is_footer(cells: list[str], width: int) -> bool:
    if width < 2 or not cells[0] or any(cells[1:]) or cells[0].startswith(_COMMENT_SIGNS):
        return False
    if len(cells) > 1 and " " not in cells[0]:  # padded with delimiters, or a row that has its first value only
        return False
    return numeral_of_shape(cells[0]) is None and days(cells[0]) is None and not is_infinite(cells[0])


def without_totals(source: Source, records: list[Record]) -> list[Record]:
    """Return the records without rows of totals at the end, such as Total, 15, 17."""
    last = len(records)
    while last > max(2, len(records) - _MOST_TOTALS):
        cells = records[last - 1].cells
        index = next((index for index, cell in enumerate(cells) if cell), 0)
        if not _TOTALS.fullmatch(cells[index].rstrip(": ")):
            break
        if any(record.cells[index] == cells[index] for record in records[: last - 1]):
            break  # a class of that name
        last -= 1
    for record in records[last:]:
        label = next(filter(None, record.cells))
        source.note(f"{quoted(label)} was skipped: a row of totals", record.line)
    return records[:last]
