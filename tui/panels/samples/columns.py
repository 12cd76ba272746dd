"""How the cells of a line in the samples panel are shared out."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from engine.data.dataset import Dataset
from tui.terminal.text import safe

INPUT_WIDTH = 8
VALUE_WIDTH, NARROW_VALUE = 7, 5
SHORTEST_LABEL, SHORT_LABEL, LONGEST_LABEL = 4, 5, 10
"""Cells of a class: at least, where an input would have no room otherwise, and at most."""
MOST_BEFORE_LARGEST = 2
"""Inputs that come before the largest output."""
LARGEST_WIDTH = 8


@dataclass(frozen=True)
class RowColumns:
    """How the cells of a line are shared out.

    Attributes:
        number: Cells of the row number.
        label: Cells of an expected value, and of what the network got.
        first: The first input column shown; one of words takes several inputs.
        inputs: How many input columns are shown.
        more: Cells kept after them for the number of those that are not.
        outputs: How many outputs of a regression are shown.
        largest: Whether the largest output of a classification is shown.
    """

    number: int
    label: int
    first: int
    inputs: int
    more: int
    outputs: int
    largest: bool


def row_columns(dataset: Dataset, width: int, wanted: int, pictured: bool) -> RowColumns:
    """Share out the cells: first to the marks of right and wrong.

    Then come short classes, two inputs, the largest output, more inputs, and longer classes, in this order. Pixels are
    not written as numbers beside their picture (``pictured``).
    """
    total = 0 if pictured else len(dataset.input_columns)
    share = _beside_classes if dataset.task == "classification" else _beside_values
    label, outputs, largest, (inputs, more) = share(dataset, width, total)
    return RowColumns(
        _number_width(dataset), label, max(0, wanted - inputs + 1) if inputs else 0, inputs, more, outputs, largest
    )


_Shares = tuple[int, int, bool, tuple[int, int]]
"""Cells of a label, outputs, whether the largest output is shown, and the inputs: see ``_inputs``."""


def _beside_classes(dataset: Dataset, width: int, total: int) -> _Shares:
    longest = label_width(dataset)
    short = min(longest, SHORT_LABEL)
    without, beside = (_inputs(width - needed_width(dataset, short, conf), total) for conf in (False, True))
    largest = needed_width(dataset, short if total else longest, True) <= width and (
        beside[0] >= min(total, MOST_BEFORE_LARGEST) or beside == without
    )
    inputs = beside if largest else without
    left = width - needed_width(dataset, short, largest) - inputs[0] * INPUT_WIDTH - inputs[1]
    return max(SHORTEST_LABEL, min(longest, short + left // 2)), 1, largest, inputs


def _beside_values(dataset: Dataset, width: int, total: int) -> _Shares:
    label = VALUE_WIDTH
    if dataset.output_count * 2 * (label + 1) + 2 + _number_width(dataset) > width:
        label = NARROW_VALUE
    left = width - needed_width(dataset, label, False)
    outputs = max(1, min(dataset.output_count, 1 + left // (2 * (label + 1))))
    return label, outputs, False, _inputs(left - (outputs - 1) * 2 * (label + 1), total)


def _inputs(room: int, total: int) -> tuple[int, int]:
    """Return how many of the inputs fit, and the cells for the number of the others beside them, such as "+3 ›"."""
    if total * INPUT_WIDTH <= room:
        return total, 0
    more = len(f" +{total} ›")
    return max(0, (room - more) // INPUT_WIDTH), more if room >= more else 0


def needed_width(dataset: Dataset, label: int, largest: bool) -> int:
    """Return the cells that a line takes without inputs and with one output."""
    classes = dataset.task == "classification"
    verdict = (LARGEST_WIDTH if largest else 0) + 2
    return 2 + _number_width(dataset) + 2 * (label + 1) + (verdict if classes else 0)


def label_width(dataset: Dataset) -> int:
    """Return the cells that an expected value takes if there is room."""
    if dataset.task == "regression":
        return VALUE_WIDTH
    names = (cell_len(safe(name, LONGEST_LABEL)) for name in dataset.output_names)
    return min(LONGEST_LABEL, max(SHORTEST_LABEL, *names))


def _number_width(dataset: Dataset) -> int:
    return max(2, len(str(dataset.last_number)))
