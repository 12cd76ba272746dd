"""Read a short text of two columns, a name and a number, as a spreadsheet or a person writes it."""

from __future__ import annotations

import csv
import os
from contextlib import suppress

from engine import regular_files
from engine.data.reading.decoding import decoded
from engine.data.reading.dialect import parsed
from engine.data.reading.lines import lines_of
from engine.data.reading.source import Source
from engine.errors import WrongOption
from engine.typed_numbers import parse_number
from engine.wording import file_name, refusal

MOST_BYTES = 1_000_000
_DELIMITERS = "\t;,"
"""The best first where several would do: a comma may also be a decimal sign."""
Line = tuple[int, list[str]]
"""The number of a line, from 1, and its cells without those at the end that are empty; at least one of them is not."""


def two_columns(path: str | os.PathLike[str]) -> list[Line]:
    """Read the lines of a text that have a cell, cut at the delimiter that gives most of them a number behind a name.

    A decimal comma that cut a number in two is mended.

    Raises:
        DataError: The file cannot be read or is no text; the message names it.
    """
    wanted = regular_files.Wanted(
        "a sheet",
        MOST_BYTES,
        "lines such as w5,0.5 are needed",
        lambda file, size: refusal(file, f"larger than {MOST_BYTES // 1_000_000} MB: no sheet that was made by hand"),
    )
    source = Source(file_name(path))
    try:
        text, _ = decoded(source, regular_files.content(path, wanted), None)
    except WrongOption:
        raise source.refusal("is not UTF-8 text: save it as CSV in UTF-8") from None
    first, _, rest = text.partition("\n")
    if separator := _named_separator(first):
        return [(line + 1, cells) for line, cells in _cells(source, rest, separator)]
    cut = [_cells(source, text, delimiter) for delimiter in _DELIMITERS]
    return max(cut, key=_fit)


def _fit(lines: list[Line]) -> tuple[int, int]:
    """Return how many lines have a number behind a name, and how many have a second cell at all."""
    return sum(_is_figure(cells) for _, cells in lines), sum(len(cells) > 1 for _, cells in lines)


def _named_separator(line: str) -> str:
    """Return the delimiter that a first line such as ``sep=;`` names; "" if it names none."""
    start, _, separator = line.strip("\r").partition("=")
    return separator if start.strip().lower() == "sep" and len(separator) == 1 and separator in _DELIMITERS else ""


def _cells(source: Source, text: str, delimiter: str) -> list[Line]:
    reader = parsed(lines_of(text), delimiter, '"')
    lines: list[Line] = []
    start = 1
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                lines.append((start, _with_decimal_comma(cells) if delimiter == "," else cells))
            start = reader.line_num + 1
    except csv.Error:
        raise source.refusal("a cell is too long: a quote that is never closed?", start) from None
    return lines


def _with_decimal_comma(cells: list[str]) -> list[str]:
    """Return the cells of w5,0,5 with 0,5 in one."""
    if len(cells) == 3 and cells[1].lstrip("+-\N{MINUS SIGN}").isdigit() and cells[2][:1].isdigit():
        with suppress(ValueError):
            parse_number(",".join(cells[1:]))
            return [cells[0], ",".join(cells[1:])]
    return cells


def _is_figure(cells: list[str]) -> bool:
    with suppress(ValueError, IndexError):
        parse_number(cells[1])
        return True
    return False
