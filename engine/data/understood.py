"""How a file was understood, in two sentences: its layout, and what is learned from it."""

from engine.data.options import DECIMAL_SIGNS, DELIMITERS
from engine.data.report import TableReport
from engine.wording import count, printable

_LONGEST_NAME = 24


def layout_text(report: TableReport) -> str:
    """Say how the text of a file was read."""
    name = DELIMITERS.get(report.delimiter)
    delimiters = f"{name}s" if name else printable(report.delimiter)
    header = "names in the header" if report.header else "no header"
    decimal = DECIMAL_SIGNS[report.decimal]
    return f"{printable(report.encoding)}, {delimiters} between the cells, decimal {decimal}, {header}"


def learned_text(report: TableReport) -> str:
    """Say what is learned from a file that can be learned from."""
    target = ", ".join(printable(name, _LONGEST_NAME) for name in report.targets)
    inputs = count(len(report.inputs), "column")
    return f"{report.task} of {target} from {inputs}, {report.used:,} of {count(report.rows, 'row')}"
