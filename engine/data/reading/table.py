"""A text as a table of cells: header found, rows that do not fit left out or refused."""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from engine.data.options import MOST_ROWS, STRAY_SHARE, ReadOptions, raise_limit
from engine.data.reading.dialect import MOST_TITLES, Dialect, lines_of, parsed
from engine.data.reading.header import are_years, is_header, names_of, names_values
from engine.data.reading.records import Record, records_of, usual_width, without_titles, without_totals
from engine.data.report import Notes, ReadingProgress
from engine.wording import count, listed, quoted, refusal


@dataclass(frozen=True, eq=False)
class TextTable:
    """A table of text.

    Attributes:
        names: One name a column.
        columns: The cells of each column, without surrounding blanks.
        lines: For each row the line of the file where it starts, from 1.
        header: Whether a line of the file named the columns.
        nameless: The positions of the columns that this line has no name for.
    """

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    header: bool
    nameless: frozenset[int]


def strays_allowed(options: ReadOptions, rows: int) -> int:
    """Return how many of ``rows`` may be left out for not fitting the rest."""
    if options.strays is None:
        return math.floor(rows * STRAY_SHARE)
    return rows if options.strays == "drop" else 0


def cells_of(
    file: str, text: str, dialect: Dialect, options: ReadOptions, notes: Notes, progress: ReadingProgress
) -> TextTable:
    """Cut a text into a table of cells.

    Args:
        file: What to call the file.
        text: All of it.
        dialect: How it is laid out.
        options: What was said about it.
        notes: Told what was decided.
        progress: Told the share done.

    Raises:
        DataError: When it is no table, or too large a one.
    """
    records, hollow = records_of(file, text, dialect, options.max_rows, progress)
    notes.many("no cell has a value; skipped", "rows without any value were skipped", hollow)
    if not records:
        raise refusal(file, "the file is empty; a header line and rows of data are needed")
    header, records = _header(text, dialect, records, options.header, notes)
    if not records:
        raise refusal(file, "there is no row below the header")
    if len(records) > options.max_rows:
        what = f"more than {count(options.max_rows, 'row')}"
        more = f"{what}; {raise_limit()}" if options.max_rows < MOST_ROWS else what
        raise refusal(file, more, records[options.max_rows].line)
    first_line = header.line if header else records[0].line
    header = _fitted(header, records, notes)
    width = len(header.cells) if header else usual_width(records)
    records = without_totals(_of_width(file, records, width, header, options, notes), notes)
    width = _kept_width(header, records, width)
    if width < 2:
        name = (header or records[0]).cells[0]
        raise refusal(file, f"only one column, {quoted(name)}; at least one input and a target are needed", first_line)
    names = names_of(header and Record(header.line, header.cells[:width]), width, notes)
    columns = tuple(islice(zip(*(record.cells for record in records), strict=True), width))
    nameless = frozenset(index for index in range(width) if header and not header.cells[index])
    return TextTable(names, columns, tuple(record.line for record in records), header is not None, nameless)


def _header(
    text: str, dialect: Dialect, records: list[Record], wanted: bool | None, notes: Notes
) -> tuple[Record | None, list[Record]]:
    """Return what names the columns, a comment or the first row, and the rows of data."""
    header = None if wanted is False else _header_in_comment(text, dialect, records)
    _note_comments(dialect, header, notes)
    if header is not None:
        return header, records
    records = without_titles(records, notes)
    return _split(records if wanted is False else _without_remarks(records, notes), wanted, notes)


def _without_remarks(records: list[Record], notes: Notes) -> list[Record]:
    """Return the records without those above the header that are shorter: Station, Bern above day, rain, wind."""
    filled = [len(_without_empty_ends(record.cells)) for record in records]
    usual = max(Counter(filled).items(), key=lambda item: (item[1], item[0]))[0]
    first = next((index for index, width in enumerate(filled[: MOST_TITLES + 1]) if width >= usual), 0)
    names, below = records[first].cells, [record.cells for record in records[first + 1 : first + 301]]
    if first == 0 or not (names_values(names, below) or are_years(names, below)):
        return records
    lines = [record.line for record in records[:first]]
    notes.many("a line above the table was skipped", "lines above the table were skipped", lines)
    return records[first:]


def _header_in_comment(text: str, dialect: Dialect, records: list[Record]) -> Record | None:
    """Return the names of the columns out of the last comment above the table, if that is what it holds."""
    if not dialect.comments:
        return None
    line = next(line for number, line in enumerate(lines_of(text), start=1) if number == dialect.comments[-1]).strip()
    bare = line.removeprefix("//").lstrip("#%").strip() if line.lstrip("#%/ ") else line
    if bare[:1] == dialect.delimiter:  # a column that is called #
        bare = line
    width = usual_width(records)
    cells = [cell.strip() for cell in next(parsed([bare], dialect.delimiter, dialect.quote), [])]
    cells = _without_empty_ends(cells, width)
    below = [record.cells for record in records[1:]]
    if len(cells) != width or len(cells) < 2 or not is_header(cells, [records[0].cells, *below], Notes(), 1):
        return None
    if is_header(records[0].cells, below, Notes(), 1):
        return None
    return Record(dialect.comments[-1], cells)


def _note_comments(dialect: Dialect, header: Record | None, notes: Notes) -> None:
    lines = [line for line in dialect.comments if header is None or line != header.line]
    notes.many("a comment was skipped", "lines of comment above the table were skipped", lines)
    if header is not None and not header.cells[0].startswith("#"):
        notes.add("the names of the columns were taken from a comment", header.line)


def _split(records: list[Record], wanted: bool | None, notes: Notes) -> tuple[Record | None, list[Record]]:
    """Return the header, if the first record is one, and the other records."""
    first, rest = records[0], records[1:]
    if wanted is None:
        wanted = is_header(first.cells, [record.cells for record in rest[:300]], notes, first.line)
    return (first, _without_units(rest, notes)) if wanted else (None, records)


def _without_units(records: list[Record], notes: Notes) -> list[Record]:
    """Return the records without the first, if that says under two or more names what the numbers below are: kg, cm."""
    if not records or not names_values(records[0].cells, [record.cells for record in records[1:301]], least=2):
        return records
    words = listed([cell for cell in records[0].cells if cell], 3)
    notes.add(f"{words}: skipped, as the units of the columns or more of their names", records[0].line)
    return records[1:]


def _fitted(header: Record | None, records: list[Record], notes: Notes) -> Record | None:
    """Return the header with as many cells as the rows have, where the difference can be explained."""
    if header is None:
        return None
    width = usual_width(records)
    cells = _without_empty_ends(header.cells, width)
    # R writes the names of the rows as a first column without a name, and no delimiter for it in the header.
    if (
        len(cells) == width - 1
        and len(records) > 1
        and all(len(record.cells) == width and record.cells[-1] for record in records)
        and len({record.cells[0] for record in records}) == len(records)
    ):
        notes.add("one name less than cells in a row: the first column is taken as the names of the rows", header.line)
        cells = ["", *cells]
    return Record(header.line, cells)


def _without_empty_ends(cells: list[str], width: int = 0) -> list[str]:
    """Return a row without the empty cells at its end that make it longer than ``width``."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells


def _of_width(
    file: str, records: list[Record], width: int, header: Record | None, options: ReadOptions, notes: Notes
) -> list[Record]:
    """Return the rows that have ``width`` cells; few others are left out, many refused."""
    fitting: list[Record] = []
    strays: list[Record] = []
    comments: list[int] = []
    repeated: list[int] = []
    for record in records:
        cells = record.cells
        if len(cells) > width and not any(cells[width:]):
            record = Record(record.line, cells[:width])  # delimiters at the end of the row, and nothing after them
        if len(record.cells) == width:
            if header is not None and record.cells == header.cells:
                repeated.append(record.line)
            else:
                fitting.append(record)
        elif cells[0].startswith(("#", "%", "//")):
            comments.append(record.line)
        else:
            strays.append(record)
    notes.many("a comment was skipped", "lines of comment between the rows were skipped", comments)
    notes.many("the header once more; skipped", "repetitions of the header were skipped", repeated)
    if strays:
        expected = f"expected {count(width, 'cell')}, as in {'the header' if header else 'most rows'}"
        what = f"{expected}, found {len(strays[0].cells)}"
        if len(strays) > strays_allowed(options, len(records)):
            raise refusal(file, what, strays[0].line)
        lines = [record.line for record in strays]
        notes.many(f"{what}; the row is left out", "rows with too few or too many cells are left out", lines)
    if not fitting:
        raise refusal(file, "there is no row below the header")
    return fitting


def _kept_width(header: Record | None, records: list[Record], width: int) -> int:
    """Return how many columns are left without the last ones that have neither a name nor a value."""
    while width > 1 and not (header and header.cells[width - 1]) and not any(r.cells[width - 1] for r in records):
        width -= 1
    return width
