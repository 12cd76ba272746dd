"""How a text is laid out: what separates its cells, what quotes them, and which of its first lines are no data."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Protocol

from engine.data.options import DELIMITERS
from engine.data.reading.dates import days
from engine.data.reading.files import empty
from engine.data.reading.numerals import spelling_of, value_of
from engine.data.reading.words import is_missing
from engine.data.report import Notes

# In the order in which they are preferred when two would do: a comma may also be a decimal sign, a blank may be text.
_PREFERRED = sorted(DELIMITERS, key="\t;|, ".index)
_FIRM = "\t;|"
_OTHER_SIGNS = {delimiter: frozenset(DELIMITERS) - {delimiter, " "} for delimiter in DELIMITERS}
_MOST_PACKED = 0.1
MOST_TITLES = 20
_SAMPLE_LINES, _SAMPLE_CHARACTERS = 300, 100_000
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE | re.DOTALL)
_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")
_COMMENT = re.compile(r"\s*(#|%|//)")


@dataclass(frozen=True)
class Dialect:
    """The layout of a text.

    Attributes:
        delimiter: What separates the cells; a blank for runs of blanks and tabs.
        quote: What stands around a cell that holds a delimiter or a line end.
        skipped: The lines, from 1, that are no data: ``sep=`` and comments before the table.
        comments: The last lines of ``skipped`` that begin as comments do.
    """

    delimiter: str
    quote: str
    skipped: frozenset[int]
    comments: tuple[int, ...]


class CellReader(Protocol):
    """What the csv module reads: rows of cells, and how many lines they took so far."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines with their ends as they are, be these CR, LF or CRLF, and nothing else taken for one."""
    return (line[0] for line in _LINE.finditer(text))


def parsed(lines: Iterable[str], delimiter: str, quote: str, strict: bool = False) -> CellReader:
    """Return a reader of cells; its ``line_num`` counts the lines read."""
    if delimiter == " ":  # a run of blanks is one: those after the first are skipped, those at the ends taken off here
        lines = (line.replace("\t", " ").strip() + "\n" for line in lines)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote, skipinitialspace=True, strict=strict)


def guessed(file: str, text: str, delimiter: str | None, notes: Notes) -> Dialect:
    """Find out how a text is laid out.

    Args:
        file: What to call the file.
        text: All of it.
        delimiter: What separates the cells, when that is known.
        notes: Told what was skipped, and when two delimiters would do.

    Raises:
        DataError: When there is nothing in it.
    """
    separator, skipped, comments = _preamble(text)
    sample: list[str] = []
    length = 0
    for number, line in enumerate(lines_of(text), start=1):
        if number not in skipped and line.strip():
            sample.append(line)
            length += len(line)
        if len(sample) >= _SAMPLE_LINES or length > _SAMPLE_CHARACTERS:
            break
    if not sample:
        raise empty(file)
    quote = _quote(sample)
    found = delimiter or separator or _delimiter(sample, quote, notes)
    return Dialect(found, quote, skipped, comments)


def _preamble(text: str) -> tuple[str | None, frozenset[int], tuple[int, ...]]:
    """Return what a ``sep=`` line says, the lines to skip, and those of them that are comments."""
    separator: str | None = None
    skipped: list[int] = []
    comments: list[int] = []
    for number, line in enumerate(lines_of(text), start=1):
        if not line.strip():
            continue
        if not comments and not skipped and (match := _SEPARATOR_LINE.fullmatch(line)):
            separator = match[1]
            skipped.append(number)
        elif _COMMENT.match(line):
            comments.append(number)
        else:
            return separator, frozenset([*skipped, *comments]), tuple(comments)
    # Nothing else in it: then these are no comments, such as a table of colours, #ff0000.
    return separator, frozenset(skipped), ()


def _quote(sample: list[str]) -> str:
    """Return the double quote, unless there is none and lines begin and end with single ones."""
    first = sample[0].strip()
    single = len(first) > 2 and first[0] == first[-1] == "'" and not any('"' in line for line in sample)
    return "'" if single else '"'


class _Fit(NamedTuple):
    """How well a delimiter cuts a sample.

    Attributes:
        share: Of the rows, those that have the usual width, two or more cells.
        values: Of the cells of these, those that are values, less those that hold another delimiter and are none.
        packed: And those that are several values with blanks between them.
    """

    share: float
    values: float
    packed: float


def _delimiter(sample: list[str], quote: str, notes: Notes) -> str:
    """Return the delimiter that cuts the sample into rows of equal width with the most cells that are values."""
    present = [delimiter for delimiter in _PREFERRED if delimiter == " " or any(delimiter in line for line in sample)]
    fits = {delimiter: fit for delimiter in present if (fit := _fit(sample, delimiter, quote)) is not None}
    # Blanks stand within names and cells, too: they separate only what nothing else separates as evenly.
    firm = [fits[delimiter] for delimiter in _FIRM if delimiter in fits]
    if " " in fits and any(fit.share >= fits[" "].share and fit.packed < _MOST_PACKED for fit in firm):
        del fits[" "]
    if not fits:
        return ","
    # A few odd rows count less than cells that make no sense, such as 5;2 out of 1,5;2,5.
    scores = {d: (round(fit.share * 10), round(fit.values, 2), round(fit.share, 3)) for d, fit in fits.items()}
    best, *others = sorted(scores, key=lambda delimiter: scores[delimiter], reverse=True)
    if others and " " not in (best, others[0]) and scores[others[0]] == scores[best]:
        names = [f"a {DELIMITERS[delimiter]}" for delimiter in (best, others[0])]
        notes.add(f"{names[0]} or {names[1]} could separate the cells; {names[0]} was taken")
    return best


def _fit(sample: list[str], delimiter: str, quote: str) -> _Fit | None:
    """Tell how well a delimiter cuts a sample; None when it does not.

    Titles above the table and delimiters at the end of a row do not count, nor does what the header holds.
    """
    reader = parsed(sample, delimiter, quote)
    try:
        rows = [[cell.strip() for cell in row] for row in islice(reader, _SAMPLE_LINES)]
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
    return _Fit(len(fitting) / len(rows), 1 - (len(others) + uncut) / len(cells), packed / len(cells))


def _is_value(cell: str) -> bool:
    if is_missing(cell) or days(cell) is not None:
        return True
    numeral = spelling_of(cell)
    return numeral is not None and any(value_of(numeral, sign) is not None for sign in ".,")
