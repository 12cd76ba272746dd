"""Turn a text into a table of cells: find the header, drop or refuse the rows that do not fit."""

import math
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from itertools import compress, islice

from engine.data.options import MAX_ROWS, STRAY_SHARE, ReadOptions, raise_limit
from engine.data.reading.dialect import MOST_TITLES, Dialect, parsed
from engine.data.reading.file_content import too_large
from engine.data.reading.header import column_names, is_header, note_header, surely_names
from engine.data.reading.numbered_header import ALONE_IN_QUOTES, alone_in_quotes, are_years
from engine.data.reading.records import (
    Record,
    records_of,
    usual_width,
    without_footers,
    without_titles,
    without_totals,
)
from engine.data.reading.source import Source
from engine.data.report import ReadingProgress
from engine.errors import WrongOption
from engine.quick_dataclass import dataclass
from engine.wording import count, listed, quoted

JUDGED_ROWS = 300
"""How many rows are looked at to find the header, though fewer may be read."""


@dataclass(frozen=True, eq=False)
class TextTable:
    """A table of text.

    Attributes:
        names: The name of each column.
        columns: The cells of each column, stripped.
        lines: The line on which each row starts, from 1.
        numbers: The number of each row among the records below the header, from 1; those that were dropped count.
        last_number: The number of the last record.
        header: Whether the file has a header.
        nameless: The positions of the columns that have no name in the header.
    """

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    numbers: Sequence[int]
    last_number: int
    header: bool
    nameless: frozenset[int]


def strays_allowed(options: ReadOptions, rows: int) -> int:
    """Return how many of ``rows`` may be left out because they do not fit the rest."""
    if options.strays is None:
        return math.floor(rows * STRAY_SHARE)
    return rows if options.strays == "drop" else 0


def table_of(source: Source, text: str, dialect: Dialect, options: ReadOptions, progress: ReadingProgress) -> TextTable:
    """Cut a text into a table of cells.

    Args:
        source: The file.
        text: All of it.
        dialect: Its layout.
        options: How to read it.
        progress: Called with the share done.

    Raises:
        DataError: The text is not a table, or one that is too large; or it is the beginning of a file that is too
            large, and has too few rows.
    """
    limit = max(options.max_rows or MAX_ROWS, JUDGED_ROWS)
    records, hollow = records_of(source, text, dialect, limit, progress)
    if source.cut is not None and len(records) <= (options.max_rows or MAX_ROWS) + 1 + MOST_TITLES:
        raise too_large(source.file, source.cut, options.max_bytes)
    if not records:
        raise source.refusal("the file is empty; a header line and rows of data are needed")
    records = without_footers(source, records)
    header, records = _header(source, text, dialect, records, options.header)
    if not records:
        raise source.refusal("there is no row below the header")
    if options.max_rows is None and len(records) > MAX_ROWS:
        what = f"more than {count(MAX_ROWS, 'row')}; {raise_limit()}"
        raise WrongOption(str(source.refusal(what, records[MAX_ROWS].line)), "max_rows")
    if options.max_rows is not None and len(records) > options.max_rows:
        records = _first_rows(source, records, options.max_rows, source.cut is None and len(records) <= limit)
        hollow = [line for line in hollow if line < records[-1].line]
    source.note_lines("no cell has a value; skipped", "rows without any value were skipped", hollow)
    first_line = header.line if header else records[0].line
    header = _fitted(source, header, records)
    width = len(header.cells) if header else usual_width(records)
    fitting, strays = _of_width(source, records, width, header, options)
    records = without_totals(source, fitting)
    width = _kept_width(header, records, width)
    if width < 2:
        name = (header or records[0]).cells[0]
        raise source.refusal(f"only one column, {quoted(name)}; at least one input and a target are needed", first_line)
    names = column_names(source, header and Record(header.line, header.cells[:width]), width)
    columns = tuple(islice(zip(*(record.cells for record in records), strict=True), width))
    nameless = frozenset(index for index in range(width) if header and not header.cells[index])
    lines = tuple(record.line for record in records)
    numbers = _numbers(lines, sorted([*strays, *(line for line in hollow if line > first_line)]))
    return TextTable(names, columns, lines, *numbers, header is not None, nameless)


def _first_rows(source: Source, records: list[Record], most: int, all_read: bool) -> list[Record]:
    """Return the first ``most`` records, and note that there are more."""
    what = f"{most:,} of {count(len(records), 'row')} are" if all_read else f"{count(most, 'row')} of more are"
    source.note(f"the first {what} read, as asked", records[most].line)
    return records[:most]


def _numbers(lines: Sequence[int], dropped: Sequence[int]) -> tuple[Sequence[int], int]:
    """Return the number of each row, by the lines of the rows and of the dropped records, and that of the last one."""
    last = len(lines) + len(dropped)
    if not dropped:
        return range(1, last + 1), last
    return [number + bisect(dropped, line) for number, line in enumerate(lines, start=1)], last


def _header(
    source: Source, text: str, dialect: Dialect, records: list[Record], wanted: bool | None
) -> tuple[Record | None, list[Record]]:
    """Return the header, a comment or the first row, and the rows of data."""
    header = None if wanted is False else _header_in_comment(source, dialect, records)
    _note_comments(source, dialect, header)
    if header is not None:
        return header, records
    records = without_titles(source, records)
    records = records if wanted is False else _without_remarks(source, records)
    if wanted is None and alone_in_quotes(text, dialect, records):
        note_header(source, ALONE_IN_QUOTES, records[0].line)
        wanted = True
    return _split(source, records, wanted)


def _without_remarks(source: Source, records: list[Record]) -> list[Record]:
    """Return the records without the shorter ones above the header, such as Station, Bern above day, rain, wind."""
    filled = [len(_without_empty_ends(record.cells)) for record in records]
    usual = max(Counter(filled).items(), key=lambda item: (item[1], item[0]))[0]
    first = next((index for index, width in enumerate(filled[: MOST_TITLES + 1]) if width >= usual), 0)
    names, below = records[first].cells, [record.cells for record in records[first + 1 : first + 1 + JUDGED_ROWS]]
    if first == 0 or not (surely_names(names, below) or are_years(names, below)):
        return records
    lines = [record.line for record in records[:first]]
    source.note_lines("a line above the table was skipped", "lines above the table were skipped", lines)
    return records[first:]


def _header_in_comment(source: Source, dialect: Dialect, records: list[Record]) -> Record | None:
    """Return the last comment above the table as a header, if it is one."""
    if dialect.comments is None:
        return None
    line = dialect.comments.last_text
    bare = line.removeprefix("//").lstrip("#%").strip() if line.lstrip("#%/ ") else line
    if bare[:1] == dialect.delimiter:  # the first column is called #
        bare = line
    width = usual_width(records)
    cells = [cell.strip() for cell in next(parsed([bare], dialect.delimiter, dialect.quote), [])]
    cells = _without_empty_ends(cells, width)
    below, silent = [record.cells for record in records[1:]], source.silenced()
    if len(cells) != width or len(cells) < 2 or not is_header(silent, cells, [records[0].cells, *below], 1):
        return None
    if is_header(silent, records[0].cells, below, 1):
        return None
    return Record(dialect.comments.last, cells)


def _note_comments(source: Source, dialect: Dialect, header: Record | None) -> None:
    if (comments := dialect.comments) is not None:
        skipped = comments.count - (header is not None)  # the last one may be the header
        several = "lines of comment above the table were skipped"
        source.note_many("a comment was skipped", several, skipped, comments.first)
    if header is not None and not header.cells[0].startswith("#"):
        source.note("the column names were taken from a comment", header.line)


def _split(source: Source, records: list[Record], wanted: bool | None) -> tuple[Record | None, list[Record]]:
    """Return the header, None if the first record is data, and the rows of data."""
    first, rest = records[0], records[1:]
    if wanted is None:
        wanted = is_header(source, first.cells, [record.cells for record in rest[:JUDGED_ROWS]], first.line)
    return (first, _without_units(source, rest)) if wanted else (None, records)


def _without_units(source: Source, records: list[Record]) -> list[Record]:
    """Return the records without a first one that names, in two or more columns, the units of the numbers: kg, cm."""
    if not records or not surely_names(
        records[0].cells, [record.cells for record in records[1 : 1 + JUDGED_ROWS]], least=2
    ):
        return records
    words = listed([cell for cell in records[0].cells if cell], 3)
    source.note(f"{words}: skipped as units or further column names", records[0].line)
    return records[1:]


def _fitted(source: Source, header: Record | None, records: list[Record]) -> Record | None:
    """Return the header with as many cells as the rows have, if the difference can be explained."""
    if header is None:
        return None
    width = usual_width(records)
    cells = _without_empty_ends(header.cells, width)
    # R writes row names as a first column that the header has neither a name nor a delimiter for.
    if (
        len(cells) == width - 1
        and len(records) > 1
        and all(len(record.cells) == width and record.cells[-1] for record in records)
        and len({record.cells[0] for record in records}) == len(records)
    ):
        source.note("one name fewer than cells in a row: the first column is taken as row names", header.line)
        cells = ["", *cells]
    return Record(header.line, cells)


def _without_empty_ends(cells: list[str], width: int = 0) -> list[str]:
    """Return a row without empty cells at its end, but with ``width`` cells at least."""
    if len(cells) <= width or cells[-1]:
        return cells
    filled = 1 + next(compress(range(len(cells) - 1, -1, -1), reversed(cells)), -1)
    return cells[: max(filled, width)]


def _of_width(
    source: Source, records: list[Record], width: int, header: Record | None, options: ReadOptions
) -> tuple[list[Record], list[int]]:
    """Return the rows that have ``width`` cells, and the lines of the others; refuse the file if these are many."""
    fitting: list[Record] = []
    strays: list[Record] = []
    comments: list[int] = []
    repeated: list[int] = []
    for record in records:
        cells = record.cells
        if len(cells) > width and not any(cells[width:]):
            record = Record(record.line, cells[:width])  # delimiters at the end of the row
        if len(record.cells) == width:
            if header is not None and record.cells == header.cells:
                repeated.append(record.line)
            else:
                fitting.append(record)
        elif cells[0].startswith(("#", "%", "//")):
            comments.append(record.line)
        else:
            strays.append(record)
    source.note_lines("a comment was skipped", "lines of comment between the rows were skipped", comments)
    source.note_lines("a repeated header; skipped", "repeated headers were skipped", repeated)
    if strays:
        expected = f"expected {count(width, 'cell')}, as in {'the header' if header else 'most rows'}"
        what = f"{expected}, found {len(strays[0].cells)}"
        if len(strays) > strays_allowed(options, len(records)):
            raise source.refusal(what, strays[0].line)
        lines = [record.line for record in strays]
        source.note_lines(f"{what}; the row is left out", "rows with too few or too many cells are left out", lines)
    if not fitting:
        raise source.refusal("there is no row below the header")
    return fitting, [record.line for record in strays]


def _kept_width(header: Record | None, records: list[Record], width: int) -> int:
    """Return how many columns are left without the last ones if they have neither a name nor a value."""
    filled = max(len(_without_empty_ends(record.cells)) for record in ([header, *records] if header else records))
    return max(1, min(width, filled))
