"""Helpers for the tests of reading: a file of some bytes, and what comes of reading it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.data.dataset import Dataset
from engine.data.files import examine_csv, read_table
from engine.data.options import ReadOptions
from engine.data.report import TableReport
from engine.errors import DataError

Made = Callable[..., tuple[Dataset, TableReport]]


def file_of(folder: Path, content: str | bytes, name: str = "f.csv") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def report_of(folder: Path, content: str | bytes, **options: object) -> TableReport:
    """Look at a file of some content."""
    return examine_csv(file_of(folder, content), ReadOptions(**options))[0]


def table_of(folder: Path, content: str | bytes, **options: object) -> tuple[Dataset, TableReport]:
    """Read a file of some content; whatever is said of it can be printed."""
    dataset, report = read_table(file_of(folder, content), ReadOptions(**options))
    assert all(str(warning).isprintable() for warning in report.warnings)
    return dataset, report


def refusal_of(folder: Path, content: str | bytes, **options: object) -> str:
    """Return the one line with which a file of some content is refused."""
    with pytest.raises(DataError) as caught:
        read_table(file_of(folder, content), ReadOptions(**options))
    assert str(caught.value).isprintable()
    return str(caught.value)


def told(report: TableReport) -> list[tuple[int | None, str | None, str]]:
    """Return the warnings as line, column and text."""
    return [(warning.line, warning.column, warning.text) for warning in report.warnings]


def kinds(report: TableReport) -> dict[str, str]:
    """Return the kind of each column."""
    return {column.name: column.kind for column in report.columns}
