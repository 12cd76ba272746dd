"""The rows that a session was opened with as CSV files, for people and other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from engine.arrays import FloatArray
from engine.data.data_columns import DataColumn
from engine.data.dataset import Dataset
from engine.experiment.starts import is_known_start
from engine.session.openings import Openings


def readable_rows(openings: Openings) -> dict[str, bytes]:
    """Return a CSV file for each table of one's own, by its name: "data.csv", then "data-2.csv" and so on."""
    tables = {load.digest: load.setup.dataset for load in openings.loads if not is_known_start(load.start)}
    names = ("data.csv" if number == 1 else f"data-{number}.csv" for number in range(1, len(tables) + 1))
    return dict(zip(names, map(csv_of, tables.values()), strict=True))


def csv_of(dataset: Dataset) -> bytes:
    """Write all rows, in their own units: UTF-8, commas, a header, every number to its last bit.

    A row begins with its number. A column of words has the words, and its code where a row holds none of them.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = [*_columns(dataset.input_columns, dataset.inputs), *_columns(dataset.output_columns, dataset.expected)]
    writer.writerow(["row", *(name for name, _ in columns)])
    writer.writerows(zip(dataset.all_numbers.tolist(), *(cells for _, cells in columns), strict=True))
    return text.getvalue().encode("utf-8", "backslashreplace")


def _columns(columns: Sequence[DataColumn], values: FloatArray) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the cells of each column."""
    for column in columns:
        own = values[:, column.first : column.first + column.width]
        if not column.words:
            yield column.name, [repr(value) for value in own[:, 0].tolist()]
            continue
        words = [column.word_in(row, None) for row in values]
        yield (
            column.name,
            [_code(row) if word is None else column.words[word] for word, row in zip(words, own, strict=True)],
        )


def _code(values: FloatArray) -> str:
    return " ".join(repr(value) for value in values.tolist())
