"""Reads a CSV file of numbers with one target column. What is not plainly right is refused by file, line and column."""

import csv
import io
import math
import os
import re
import stat
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.arrays import FloatArray, frozen
from engine.errors import DataError

MAX_BYTES = 10_000_000
MAX_ROWS = 100_000
_BOM = b"\xef\xbb\xbf"
# Narrower than float(), which also takes 1_000, nan, infinity and the digits of other scripts.
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Table:
    """A CSV file as read: the inputs are numbers, the target is still text.

    Attributes:
        file: The file's name, safe to print.
        input_names: One name an input column.
        target_name: The name of the target column.
        inputs: Shape (rows, inputs), finite, read-only.
        targets: The target cells, one a row, without surrounding space.
        lines: For each row the line of the file where it starts, from 1.
    """

    file: str
    input_names: tuple[str, ...]
    target_name: str
    inputs: FloatArray
    targets: tuple[str, ...]
    lines: tuple[int, ...]


def printable(text: str, limit: int | None = None) -> str:
    """Return ``text`` as one line: cut to ``limit`` characters, what cannot be printed written as an escape."""
    if limit is not None and len(text) > limit:
        text = text[: limit - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def quoted(text: str) -> str:
    """Return ``text`` in double quotes, printable and at most 40 characters of it, for use in a message."""
    return f'"{printable(text, 40)}"'


def refusal(file: str, what: str, line: int | None = None, column: str | None = None) -> DataError:
    """Return the error that says ``what`` is wrong and where; ``line`` counts from 1, ``column`` is a column's name."""
    where = file
    if line is not None:
        where += f", line {line}"
    if column is not None:
        where += f", column {quoted(column)}"
    return DataError(f"{where}: {what}")


def as_number(cell: str) -> float:
    """Return the number in ``cell``: nan when it is not a plain decimal number, infinite when it is too large."""
    return float(cell) if _NUMBER.fullmatch(cell) else math.nan


def not_a_number(cell: str) -> str:
    """Say why ``cell`` is no finite number."""
    if not cell:
        return "the cell is empty"
    if math.isinf(as_number(cell)):
        return f"{quoted(cell)} is not a finite number"
    return f"{quoted(cell)} is not a number" + (" (numbers take a decimal point)" if "," in cell else "")


def read_table(path: str | os.PathLike[str], target: str | None = None) -> Table:
    """Read the CSV file at ``path``: a header line, then one sample a line, all but the target column numbers.

    Args:
        path: A regular file in UTF-8, of at most 10 MB and 100,000 rows.
        target: Name of the target column, or its number from 1; the last column when None.

    Raises:
        DataError: When the file cannot be read or is not such a table.
    """
    file = printable(Path(path).name or os.fspath(path))
    text = _decoded(file, _content(file, path))
    records = _records(file, text)
    header_line, names = next(records, (1, []))
    _check_header(file, header_line, names)
    position = _target_position(file, names, target)
    target_name = names.pop(position)
    values = array("d")
    targets: list[str] = []
    lines: list[int] = []
    for line, cells in records:
        if len(cells) != len(names) + 1:
            raise refusal(file, f"expected {len(names) + 1} cells, as in the header, found {len(cells)}", line)
        if len(lines) == MAX_ROWS:
            raise refusal(file, f"more than {MAX_ROWS:,} rows", line)
        targets.append(cells.pop(position))
        lines.append(line)
        for name, cell in zip(names, cells, strict=True):
            value = as_number(cell)
            if not math.isfinite(value):
                raise refusal(file, not_a_number(cell), line, name)
            values.append(value)
    if not lines:
        raise refusal(file, "there is no row below the header")
    inputs = frozen(np.frombuffer(values).reshape(len(lines), len(names)))
    return Table(file, tuple(names), target_name, inputs, tuple(targets), tuple(lines))


def _content(file: str, path: str | os.PathLike[str]) -> bytes:
    """Return the bytes of a regular file; never waits for one that is not (a FIFO, a device, a terminal)."""
    try:
        # Looked at before opening, since opening alone can wait or act; and after, since the path may have changed.
        _check_regular(file, os.stat(path))  # noqa: PTH116 (Path.stat is no clearer for a str)
        with open(path, "rb", opener=_open_without_waiting) as stream:
            _check_regular(file, os.fstat(stream.fileno()))
            data = stream.read(MAX_BYTES + 1) or b""  # None when a file that calls itself regular has nothing yet
    except OSError as error:
        raise refusal(file, f"cannot be read: {error.strerror or 'unknown reason'}") from None
    except ValueError:  # a NUL character in the path
        raise refusal(file, "is not a possible file name") from None
    if len(data) > MAX_BYTES:
        raise refusal(file, f"larger than {MAX_BYTES // 1_000_000} MB")
    return data


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # Windows has no O_NONBLOCK


def _check_regular(file: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise refusal(file, "is a directory, not a CSV file")
    if not stat.S_ISREG(status.st_mode):
        raise refusal(file, "is not a regular file")


def _decoded(file: str, data: bytes) -> str:
    """Return ``data`` as text, without the byte order mark."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line_at(data, error.start)
        raise refusal(file, f"byte {error.start + 1} of the file is not UTF-8 text", line) from None
    if (position := data.find(0)) >= 0:
        raise refusal(file, "a NUL byte: this is not a text file", _line_at(data, position))
    return data.removeprefix(_BOM).decode("utf-8")


def _line_at(data: bytes, position: int) -> int:
    return 1 + len(re.findall(rb"\r\n?|\n", data[:position]))


def _records(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the stripped cells of each record that is not blank."""
    # newline="" keeps line ends as they are: the csv module asks for it, and then counts lines as an editor does.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), skipinitialspace=True, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise refusal(file, _quoting_mistake(str(error)), line) from None
        if cells not in ([], [""]):
            yield line, cells


def _delimiter(text: str) -> str:
    """Return what separates the cells: a semicolon or tab if the header line has that one alone, else the comma."""
    header = re.sub(r'"[^"]*"?', "", next((line for line in io.StringIO(text, newline="") if line.strip()), ""))
    found = [delimiter for delimiter in ",;\t" if delimiter in header]
    return found[0] if len(found) == 1 else ","


def _quoting_mistake(error: str) -> str:
    if "unexpected end" in error:
        return "a quote is opened and never closed"
    if "field limit" in error:
        return f"a cell of more than {csv.field_size_limit():,} characters (a quote that is never closed?)"
    return "text after a closing quote (a quote inside a quoted cell is written twice)"


def _check_header(file: str, line: int, names: list[str]) -> None:
    """Refuse what cannot name the columns."""
    if not names:
        raise refusal(file, "the file is empty; a header line and rows of data are needed")
    # One cell may be text: the class of a sample. Taking such a line for names would lose that sample unseen.
    numbers = sum(not math.isnan(as_number(name)) for name in names)
    if numbers and numbers >= len(names) - 1:
        raise refusal(file, "no header: the first line must name the columns, and this one looks like data", line)
    if len(names) < 2:
        raise refusal(file, f"only one column, {quoted(names[0])}; at least one input and a target are needed", line)
    seen: set[str] = set()
    for number, name in enumerate(names, start=1):
        if not name:
            raise refusal(file, f"column {number} has no name", line)
        if name in seen:
            raise refusal(file, f"two columns are called {quoted(name)}", line)
        seen.add(name)


def _target_position(file: str, names: list[str], target: str | None) -> int:
    """Return the index of the column that ``target`` means; a name goes before a number."""
    if target is None:
        return len(names) - 1
    wanted = target.strip()
    positions = {str(i + 1): i for i in range(len(names))} | {name: i for i, name in enumerate(names)}
    if wanted not in positions:
        known = ", ".join(quoted(name) for name in names[:8]) + (", …" if len(names) > 8 else "")
        raise refusal(file, f"no column {quoted(wanted)}; the columns are {known}")
    return positions[wanted]
