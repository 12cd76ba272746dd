"""Helpers for the tests of reading: write a file, read it, look at the result."""

from pathlib import Path

import pytest

from engine.data.dataset import Dataset
from engine.data.files import examine_csv, read_table
from engine.data.options import ReadOptions
from engine.data.report import TableReport
from engine.errors import DataError


def file_of(folder: Path, content: str | bytes, name: str = "f.csv") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def report_of(folder: Path, content: str | bytes, **options: object) -> TableReport:
    """Return the report on a file with this content."""
    return examine_csv(file_of(folder, content), ReadOptions(**options))[0]


def table_of(folder: Path, content: str | bytes, **options: object) -> tuple[Dataset, TableReport]:
    """Read a file with this content; check that its warnings are printable."""
    dataset, report = read_table(file_of(folder, content), ReadOptions(**options))
    assert all(str(warning).isprintable() for warning in report.warnings)
    return dataset, report


def refusal_of(folder: Path, content: str | bytes, **options: object) -> str:
    """Return the message that refuses a file with this content, which must be one printable line."""
    with pytest.raises(DataError) as caught:
        read_table(file_of(folder, content), ReadOptions(**options))
    assert str(caught.value).isprintable()
    return str(caught.value)


def told(report: TableReport) -> list[tuple[int | None, str | None, str]]:
    """Return the line, column and text of each warning."""
    return [(warning.line, warning.column, warning.text) for warning in report.warnings]


def kinds(report: TableReport) -> dict[str, str]:
    """Return the kind of each column."""
    return {column.name: column.kind for column in report.columns}
