"""Decide whether the first row is a header, and name every column."""

from collections import Counter
from collections.abc import Iterator, Sequence

from engine.data.reading.numbered_header import (
    ARE_YEARS,
    COUNT_UP,
    Candidate,
    are_years,
    is_value,
    mostly_values,
    sign_of_names,
    why_names,
)
from engine.data.reading.records import Record
from engine.data.reading.source import Source
from engine.data.reading.words import is_missing, without_missing
from engine.wording import count, quoted

_LONGEST_NAME = 60
_FOR, _AGAINST, _TEXTS = "for", "against", "text above text"
_MOST_ROWS, _LEAST_ROWS, _SAMPLE_CELLS = 200, 20, 40_000
"""The rows below that are looked at: fewer where there are thousands of columns, each of which is evidence."""
_COLUMNS_AT_ONCE = 100


def is_header(source: Source, first: Sequence[str], body: Sequence[Sequence[str]], line: int) -> bool:
    """Decide whether the first row names the columns, by comparing it with the rows below; note when it is unclear.

    Text above numbers is evidence for a header; numbers above numbers, and text that occurs again below, are evidence
    against it. When the two are even the row is data, so that no row is lost.

    Args:
        source: The file.
        first: The cells of the first row.
        body: The cells of the rows below.
        line: The line of the first row.
    """
    rows = _sample(body, len(first))
    if not rows:
        return not any(is_value(cell) for cell in first if not is_missing(cell))
    lacks_one = all(len(row) == len(first) + 1 and row[-1] for row in rows)
    if lacks_one:  # the row names have none
        first = ["", *first]
    evidence = Counter(_evidence(first, rows))
    for_header, against, texts_above_texts = (evidence[what] for what in (_FOR, _AGAINST, _TEXTS))
    row = Candidate(first, rows)
    if row.counts_up and (for_header or lacks_one):
        why: str | None = COUNT_UP
    else:
        why = ARE_YEARS if are_years(first, rows) else why_names(row)
    if why:
        note_header(source, why, line)
        return True
    if for_header and against:
        choice, other = (
            ("a header", _or_else("data", "no")) if for_header > against else ("data", _or_else("one", "yes"))
        )
        source.note(f"it is unclear whether this is a header; taken as {choice}; {other}", line)
    elif row.counts_up and len(row.places) > 2:
        source.note(f"its numbers count up, as names may; taken as data; {_or_else('a header', 'yes')}", line)
    elif against and (sign := sign_of_names(row)):
        source.note(f"{sign}; taken as data; {_or_else('a header', 'yes')}", line)
    if for_header == against == 0 and texts_above_texts:
        source.note("text above text: taken as the column names", line)
        return True
    return for_header > against


def note_header(source: Source, why: str, line: int) -> None:
    """Note that a row with numbers is taken as the header."""
    source.note(f"taken as the column names: {why}; {_or_else('data', 'no')}", line)


def _or_else(what: str, header: str) -> str:
    return f'if it is {what}, set "header" to {header} (--header {header})'


def surely_names(first: Sequence[str], body: Sequence[Sequence[str]], least: int = 1) -> bool:
    """Decide whether a row names the columns beyond doubt: text above values, and nothing that speaks against it.

    Args:
        first: The cells of the row.
        body: The cells of the rows below.
        least: The number of columns in which it must be text above values.
    """
    found = 0
    for evidence in _evidence(first, _sample(body, len(first))):
        if evidence is _AGAINST:
            return False
        found += evidence is _FOR
    return found >= least


def _sample(body: Sequence[Sequence[str]], columns: int) -> Sequence[Sequence[str]]:
    """Return the rows to compare a row of some columns with."""
    return body[: min(_MOST_ROWS, max(_LEAST_ROWS, _SAMPLE_CELLS // max(1, columns)))]


def _evidence(first: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the evidence of each column that has any: for a header, against it, or text above other text."""
    for start in range(0, len(first), _COLUMNS_AT_ONCE):
        columns = []
        for index, cell in enumerate(first[start : start + _COLUMNS_AT_ONCE], start):
            below = () if is_missing(cell) else without_missing([row[index] for row in rows if index < len(row)])
            if below:
                columns.append((cell, below))
        for (cell, below), mostly in zip(columns, mostly_values([below for _, below in columns]), strict=True):
            if mostly:
                yield _AGAINST if is_value(cell) else _FOR
            elif cell in below:
                yield _AGAINST
            elif not is_value(cell):
                yield _TEXTS


def column_names(source: Source, record: Record | None, width: int) -> tuple[str, ...]:
    """Return a unique name for each column; note every name that is not the file's.

    Args:
        source: The file.
        record: The header, with ``width`` cells; None if there is no header.
        width: The number of columns.
    """
    if record is None:
        source.note(f"no header: the columns are called c1{'' if width == 1 else f' to c{width}'}", 1)
        return tuple(f"c{number}" for number in range(1, width + 1))
    given = [" ".join(cell.split()) for cell in record.cells]
    taken = set(given)
    names: list[str] = []
    used: set[str] = set()
    tried: dict[str, int] = {}
    for number, name in enumerate(given, start=1):
        new = name
        if not name:
            new = _free(f"c{number}", taken, used, tried)
            source.note(f"column {number} has no name: called {quoted(new)}", record.line, new)
        elif len(name) > _LONGEST_NAME:
            new = _free(name[: _LONGEST_NAME - 1] + "…", taken, used, tried)
            source.note(f"a name of {count(len(name), 'character')} was cut to {len(new)}", record.line, new)
        elif name in used:
            new = _free(name, taken, used, tried)
            source.note(
                f"column {number} is called {quoted(name)} too: renamed to {quoted(new)}",
                record.line,
                new,
            )
        names.append(new)
        used.add(new)
    return tuple(names)


def _free(name: str, taken: set[str], used: set[str], tried: dict[str, int]) -> str:
    """Return ``name`` or ``name_2``, ``name_3`` …, the first that is free; ``tried`` holds the last numbers tried."""
    new = name
    while new in taken or new in used:
        tried[name] = tried.get(name, 1) + 1
        new = f"{name}_{tried[name]}"
    return new
