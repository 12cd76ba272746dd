"""How the cells of a line in the samples panel are shared out."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from engine.data.dataset import Dataset
from tui.terminal.text import safe

INPUT_WIDTH = 8
VALUE_WIDTH, NARROW_VALUE = 7, 5
SHORTEST_LABEL, LONGEST_LABEL = 4, 10
LARGEST_WIDTH = 8


@dataclass(frozen=True)
class RowColumns:
    """How the cells of a line are shared out.

    Attributes:
        number: Cells of the row number.
        label: Cells of an expected value, and of what the network got.
        first: The first input column shown; one of words takes several inputs.
        inputs: How many input columns are shown.
        outputs: How many outputs of a regression are shown.
        largest: Whether the largest output of a classification is shown.
    """

    number: int
    label: int
    first: int
    inputs: int
    outputs: int
    largest: bool


def row_columns(dataset: Dataset, width: int, wanted: int, pictured: bool) -> RowColumns:
    """Share out the cells: first to the marks of right and wrong, then to classes, the largest output and inputs.

    Pixels are not written as numbers beside their picture (``pictured``).
    """
    classes = dataset.task == "classification"
    label = label_width(dataset)
    outputs = 1
    if classes:
        label = max(SHORTEST_LABEL, min(label, label - (needed_width(dataset, label, False) - width + 1) // 2))
    else:
        if dataset.output_count * 2 * (label + 1) + 2 + _number_width(dataset) > width:
            label = NARROW_VALUE
        spare = width - needed_width(dataset, label, False)
        outputs = max(1, min(dataset.output_count, 1 + spare // (2 * (label + 1))))
    largest = classes and needed_width(dataset, label, True) <= width
    left = width - needed_width(dataset, label, largest) - (outputs - 1) * 2 * (label + 1)
    inputs = 0 if pictured else max(0, min(len(dataset.input_columns), left // INPUT_WIDTH))
    return RowColumns(_number_width(dataset), label, max(0, wanted - inputs + 1), inputs, outputs, largest)


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
