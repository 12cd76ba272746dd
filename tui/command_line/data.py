"""``glassnet data``: how a file is read, its columns, and what was guessed about it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

from engine.data.bundled import bundled_names, bundled_path
from engine.data.files import examine_csv
from engine.data.report import ColumnReport, ReadWarning, TableReport
from engine.data.understood import layout_text, learned_text
from engine.errors import InvalidValue
from engine.experiment.starts import is_known_start, is_worked_example
from engine.wording import count, file_name
from tui.command_line.handed_on import refuse_handed_on
from tui.command_line.reading_options import check_columns, requested_reading
from tui.command_line.table import aligned
from tui.command_line.version import VERSION
from tui.terminal.text import safe

SCHEMA = 1
"""The number of the layout of the JSON; it rises when a field changes."""
_MOST_WARNINGS = 20
_MOST_COLUMNS = 200
_NAME_CELLS, _CELL_CELLS, _LINE_CELLS = 24, 16, 300


def data(asked: argparse.Namespace) -> int:
    """Print how a file is read and return the exit code, 0.

    Args:
        asked: ``start``, the file or a bundled data set; ``json``; and the fields of ``READ_OPTIONS``, each None if not
            given.

    Raises:
        InvalidValue: No file was named, or an option names other columns than it has.
        DataError: The file is not a table.
    """
    if not asked.start:
        raise InvalidValue("which file? glassnet data FILE")
    refuse_handed_on(asked.start, "data")
    options = requested_reading(asked)
    if asked.start in bundled_names():
        with bundled_path(asked.start) as path:
            report, _ = examine_csv(path, options)
    elif is_worked_example(asked.start):
        raise InvalidValue(
            f"{file_name(asked.start)} is a worked example: glassnet data takes a table, such as a CSV file"
        )
    elif is_known_start(asked.start):
        raise InvalidValue(f"{asked.start[:60]} is not a file: glassnet data takes a CSV file or a bundled data set")
    else:
        report, _ = examine_csv(asked.start, options)
    check_columns(report)
    if asked.json:
        # DEL is the one control character that JSON does not escape.
        print(json.dumps(json_object(report), allow_nan=False).replace("\x7f", "\\u007f"))
    else:
        print(*lines(report), sep="\n")
    return 0


def json_object(report: TableReport) -> dict[str, Any]:
    """Return a report as an object for JSON.

    ``rows`` counts the rows of data and ``used`` those left to learn from. ``range`` is [smallest, largest] in a column
    of numbers, None in others. ``line`` and ``column`` of a warning are None where it concerns the whole file or
    column. ``problem`` says why the table cannot be learned as it is, None if it can.
    """
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "file": report.file,
        "encoding": report.encoding,
        "delimiter": report.delimiter,
        "decimal": report.decimal,
        "header": report.header,
        "rows": report.rows,
        "used": report.used,
        "columns": [
            {
                "name": column.name,
                "kind": column.kind,
                "range": None if column.minimum is None else [column.minimum, column.maximum],
                "missing": column.missing,
                "distinct": column.distinct,
                "examples": list(column.examples),
            }
            for column in report.columns
        ],
        "warnings": [{"line": w.line, "column": w.column, "text": w.text} for w in report.warnings],
        "inputs": list(report.inputs),
        "targets": list(report.targets),
        "task": report.task,
        "problem": report.problem,
        "preview": [list(row) for row in report.preview],
    }


def lines(report: TableReport) -> list[str]:
    """Return a report as lines that are safe for a terminal."""
    shown = [
        f"{safe(report.file)}  {count(report.rows, 'row')}, {count(len(report.columns), 'column')}",
        safe(layout_text(report), _LINE_CELLS),
        "",
        *_table(report),
        "",
    ]
    if report.warnings:
        shown += [*_warnings(report.warnings), ""]
    if report.problem is not None:
        return [*shown, f"cannot be learned as it is: {safe(report.problem, _LINE_CELLS)}"]
    return [*shown, safe(learned_text(report), _LINE_CELLS)]


def _table(report: TableReport) -> list[str]:
    table = [["", "column", "kind", "use", "from", "to", "missing", "distinct", "such as"]]
    for number, column in enumerate(report.columns[:_MOST_COLUMNS], start=1):
        use = "target" if column.name in report.targets else "input" if column.name in report.inputs else "-"
        table.append(
            [
                str(number),
                safe(column.name, _NAME_CELLS),
                column.kind,
                use,
                _number(column.minimum),
                _number(column.maximum),
                f"{column.missing:,}" if column.missing else "-",
                f"{column.distinct:,}",
                _examples(column),
            ]
        )
    shown = aligned(table, right={0, 4, 5, 6, 7})
    if (more := len(report.columns) - _MOST_COLUMNS) > 0:
        shown.append(f"and {more:,} more (--json gives all)")
    return shown


def _examples(column: ColumnReport) -> str:
    return ", ".join(safe(example, _CELL_CELLS) for example in column.examples[:2])


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.6g}"


def _warnings(warnings: Sequence[ReadWarning]) -> list[str]:
    shown = [f"  {safe(str(warning), _LINE_CELLS)}" for warning in warnings[:_MOST_WARNINGS]]
    if (more := len(warnings) - _MOST_WARNINGS) > 0:
        shown.append(f"  and {more:,} more (--json gives all)")
    return [count(len(warnings), "warning"), *shown]
