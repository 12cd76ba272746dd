"""The dialect of a text: its delimiter, its quote, and the lines at its top that are not data."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple, Protocol

from engine.data.options import DELIMITERS, MAX_COLUMNS
from engine.data.reading.dates import days
from engine.data.reading.file_content import empty
from engine.data.reading.lines import lines_of
from engine.data.reading.numerals import numeral_of_shape, value_of
from engine.data.reading.preamble import Comments, preamble_of
from engine.data.reading.source import Source
from engine.data.reading.words import is_missing
from engine.quick_dataclass import dataclass

# The best first where several would do: a comma may also be a decimal sign, a blank may be text.
_PREFERRED = sorted(DELIMITERS, key="\t;|, ".index)
_FIRM = "\t;|"
_OTHER_SIGNS = {delimiter: frozenset(DELIMITERS) - {delimiter, " "} for delimiter in DELIMITERS}
_MOST_PACKED = 0.1
MOST_TITLES = 20
_SAMPLE_LINES, _SAMPLE_CHARACTERS = 300, 100_000
_SEARCHED_LINES, _LONGEST_LINE = 100_000, 1_000_000
_DECIMAL_COMMA = re.compile(r"[+-]?\d++,\d++", re.ASCII)


@dataclass(frozen=True)
class Dialect:
    """The layout of a text.

    Attributes:
        delimiter: One character; a blank stands for runs of blanks and tabs.
        quote: The character around cells that hold a delimiter or a line end.
        start: Where the first line of the table begins in the text, below blank lines, ``sep=`` and comments.
        line: The number of that line, from 1.
        comments: The comments above the table; None if there are none.
    """

    delimiter: str
    quote: str
    start: int = 0
    line: int = 1
    comments: Comments | None = None


class CellReader(Protocol):
    """The type of ``csv.reader``: rows of cells, and the number of lines read so far."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def parsed(lines: Iterable[str], delimiter: str, quote: str, strict: bool = False) -> CellReader:
    """Return a reader of the cells of each row."""
    if delimiter == " ":  # skipinitialspace joins runs of blanks; those at the ends go here
        lines = (line.replace("\t", " ").strip() + "\n" for line in lines)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote, skipinitialspace=True, strict=strict)


def dialect_of(source: Source, text: str, delimiter: str | None) -> Dialect:
    """Detect the dialect of a text; note when two delimiters would do.

    Args:
        source: The file.
        text: All of it.
        delimiter: The delimiter; None detects it.

    Raises:
        DataError: The text is empty.
    """
    above = preamble_of(text)
    sample: list[str] = []
    length = 0
    for line in filter(str.strip, islice(lines_of(text[above.start :]), _SEARCHED_LINES)):
        sample.append(line[:_LONGEST_LINE])
        length += len(line)
        if len(sample) >= _SAMPLE_LINES or length > _SAMPLE_CHARACTERS:
            break
    if not sample:
        raise empty(source.file)
    quote = _quote(sample)
    delimiter = delimiter or above.separator or _delimiter(source, sample, quote)
    return Dialect(delimiter, quote, above.start, above.line, above.comments)


def _quote(sample: list[str]) -> str:
    """Return the single quote if it encloses the first line and there are no double ones, else the double quote."""
    first = sample[0].strip()
    single = len(first) > 2 and first[0] == first[-1] == "'" and not any('"' in line for line in sample)
    return "'" if single else '"'


class _Fit(NamedTuple):
    """How well a delimiter cuts a sample.

    Attributes:
        share: The share of rows that have the usual width, two or more cells.
        values: The share of their cells that are values, less that of other cells that hold another delimiter.
        packed: The share of their cells that are several values with blanks between them.
        names: Whether the first row has the usual width and no value in it, as names have.
    """

    share: float
    values: float
    packed: float
    names: bool

    def is_firm(self, delimiter: str) -> bool:
        """Return whether blanks within the cells are no delimiters: the first row names columns, or few are packed."""
        return (self.names and self.share == 1) or (delimiter in _FIRM and self.packed < _MOST_PACKED)


def _delimiter(source: Source, sample: list[str], quote: str) -> str:
    """Return the delimiter that cuts the sample into rows of equal width with the most cells that are values."""
    present = [delimiter for delimiter in _PREFERRED if delimiter == " " or any(delimiter in line for line in sample)]
    fits = {delimiter: fit for delimiter in present if (fit := _fit(sample, delimiter, quote)) is not None}
    # Blanks also occur within names and cells: they are the delimiter only if nothing else cuts as evenly.
    firm = [fit for delimiter, fit in fits.items() if delimiter != " " and fit.is_firm(delimiter)]
    if " " in fits and any(fit.share >= fits[" "].share for fit in firm):
        del fits[" "]
    if not fits:
        return ","
    if set(fits) == {","} and _is_one_column(sample):
        return ";"  # which is in none of its lines
    # A few odd rows count less than cells that make no sense, such as 5;2 from 1,5;2,5.
    scores = {d: (round(fit.share * 10), round(fit.values, 2), round(fit.share, 3)) for d, fit in fits.items()}
    best, *others = sorted(scores, key=lambda delimiter: scores[delimiter], reverse=True)
    if others and " " not in (best, others[0]) and scores[others[0]] == scores[best]:
        names = [f"a {DELIMITERS[delimiter]}" for delimiter in (best, others[0])]
        source.note(f"{names[0]} or {names[1]} could separate the cells; {names[0]} was taken")
    return best


def _is_one_column(sample: list[str]) -> bool:
    """Decide whether the commas are decimal commas of a single column: a name without one, and 21,5 in each row."""
    name, *rows = sample
    return "," not in name and len(rows) > 1 and all(_DECIMAL_COMMA.fullmatch(row.strip()) for row in rows)


def _fit(sample: list[str], delimiter: str, quote: str) -> _Fit | None:
    """Return how well a delimiter cuts a sample; None if it does not cut it at all.

    Titles above the table, delimiters at the end of a row and the cells of the header do not count.
    """
    reader = parsed(sample, delimiter, quote)
    try:
        rows = [[cell.strip() for cell in row[: MAX_COLUMNS + 1]] for row in islice(reader, _SAMPLE_LINES)]
    except csv.Error:  # a cell too large
        return None
    rows = [row for row in rows if any(row)]
    titles = next((index for index, row in enumerate(rows) if len(row) > 1), 0)
    if delimiter != " " and titles <= MOST_TITLES and 2 * titles < len(rows):
        rows = rows[titles:]
    widths = Counter(len(row) for row in rows)
    width, _ = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    fitting = [row for row in rows if len(row) >= width and not any(row[width:])]
    if width < 2 or not any(any(row[1:]) for row in fitting):
        return None
    cells = [cell for row in fitting[1:] or fitting for cell in row[: min(width, 50)]]
    others = [cell for cell in cells if not _is_value(cell)]
    uncut = sum(not _OTHER_SIGNS[delimiter].isdisjoint(cell) for cell in others)
    packed = sum(len(parts := cell.split()) > 1 and all(map(_is_value, parts)) for cell in others)
    names = len(rows[0]) == width and not any(_is_value(part) for cell in rows[0] for part in cell.split())
    return _Fit(len(fitting) / len(rows), 1 - (len(others) + uncut) / len(cells), packed / len(cells), names)


def _is_value(cell: str) -> bool:
    if is_missing(cell) or days(cell) is not None:
        return True
    numeral = numeral_of_shape(cell)
    return numeral is not None and any(value_of(numeral, sign) is not None for sign in ".,")
