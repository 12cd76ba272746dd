"""How the cells of a line in the samples panel are shared out."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len

from engine.data.dataset import Dataset
from engine.quick_dataclass import dataclass
from tui.terminal.text import safe

INPUT_WIDTH, NARROW_INPUT = 8, 6
"""Cells of an input, the blank before it included."""
VALUE_WIDTH, NARROW_VALUE = 7, 5
SHORTEST_LABEL, SHORT_LABEL, LONGEST_LABEL = 4, 5, 10
"""Cells of a class: at least, where an input would have no room otherwise, and at most."""
FIRST_INPUTS = 2
"""Inputs that come before the largest output, and before wide columns."""
LARGEST_WIDTH = 8


@dataclass(frozen=True)
class RowColumns:
    """How the cells of a line are shared out.

    Attributes:
        number: Cells of the row number.
        label: Cells of an expected value, and of what the network got.
        input: Cells of an input, the blank before it included.
        first: The first input column shown; one of words takes several inputs.
        inputs: How many input columns are shown.
        more: Cells kept after them for the number of those that are not.
        first_output: The first output of a regression shown.
        outputs: How many are shown.
        largest: Whether the largest output of a classification is shown.
    """

    number: int
    label: int
    input: int
    first: int
    inputs: int
    more: int
    first_output: int
    outputs: int
    largest: bool


def row_columns(dataset: Dataset, width: int, wanted: int | None, output: int, pictured: bool) -> RowColumns:
    """Share out the cells: first to the marks of right and wrong, or the outputs of a regression.

    Then come short classes, two inputs, the largest output, more inputs, and longer classes, in this order. Columns
    become narrow before one of the first inputs is left out.

    Args:
        dataset: The rows.
        width: Cells of a line.
        wanted: The input column to bring into view. None if no input is selected.
        output: The output to bring into view.
        pictured: Whether a picture shows the pixels, which are not written as numbers then.
    """
    total = 0 if pictured else len(dataset.input_columns)
    share = _beside_classes if dataset.task == "classification" else _beside_values
    shares = share(dataset, width, total, wanted is not None)
    inputs = shares.inputs
    return RowColumns(
        number=_number_width(dataset),
        label=shares.label,
        input=inputs.cells,
        first=max(0, (wanted or 0) - inputs.shown + 1) if inputs.shown else 0,
        inputs=inputs.shown,
        more=inputs.more,
        first_output=max(0, output - shares.outputs + 1),
        outputs=shares.outputs,
        largest=shares.largest,
    )


class _Inputs(NamedTuple):
    """The cells of an input, how many are shown, and the cells for the number of the others, such as "+3 ›"."""

    cells: int
    shown: int
    more: int


class _Shares(NamedTuple):
    """Cells of a label, the inputs, how many outputs are shown, and whether the largest output is."""

    label: int
    inputs: _Inputs
    outputs: int = 1
    largest: bool = False


def _beside_classes(dataset: Dataset, width: int, total: int, wanted: bool) -> _Shares:
    longest = label_width(dataset)
    short = min(longest, SHORT_LABEL)
    without = _inputs(width - needed_width(dataset, short, False), total, wanted)
    if total and not without.shown:
        short = SHORTEST_LABEL
        without = _inputs(width - needed_width(dataset, short, False), total, wanted)
    beside = _inputs_of(INPUT_WIDTH, width - needed_width(dataset, short, True), total)
    largest = needed_width(dataset, short if total else longest, True) <= width and (
        beside.shown >= min(total, FIRST_INPUTS) or beside == without
    )
    inputs = beside if largest else without
    left = width - needed_width(dataset, short, largest) - inputs.shown * inputs.cells - inputs.more
    return _Shares(max(SHORTEST_LABEL, min(longest, short + left // 2)), inputs, largest=largest)


def _beside_values(dataset: Dataset, width: int, total: int, wanted: bool) -> _Shares:
    """Share out the cells beside the outputs, all of them unless an input that is ``wanted`` has no room then."""
    number, pairs = 2 + _number_width(dataset), dataset.output_count

    def shares(label: int, outputs: int) -> _Shares:
        return _Shares(label, _inputs(width - number - outputs * 2 * (label + 1), total, wanted), outputs)

    widths = [label for label in (VALUE_WIDTH, NARROW_VALUE) if number + pairs * 2 * (label + 1) <= width]
    fitting = [shares(label, pairs) for label in widths]
    enough = [one for one in fitting if one.inputs.shown >= min(total, FIRST_INPUTS)]
    some = [one for one in fitting if one.inputs.shown]
    if enough or some or (fitting and not wanted):
        return (enough or sorted(some, key=lambda one: -one.inputs.shown) or fitting)[0]
    room = width - number - (NARROW_INPUT + 1 if wanted else 0)
    return shares(NARROW_VALUE, max(1, min(pairs, room // (2 * (NARROW_VALUE + 1)))))


def _inputs(room: int, total: int, wanted: bool) -> _Inputs:
    """Return the inputs that fit: narrow ones, if one of the first would be left out otherwise.

    One that is ``wanted`` takes the place of the number of the others.
    """
    wide, narrow = (_inputs_of(cells, room, total) for cells in (INPUT_WIDTH, NARROW_INPUT))
    if wanted and not narrow.shown and room > NARROW_INPUT:
        return _Inputs(NARROW_INPUT, 1, min(2, room - NARROW_INPUT))
    return narrow if wide.shown < min(total, FIRST_INPUTS) and narrow.shown > wide.shown else wide


def _inputs_of(cells: int, room: int, total: int) -> _Inputs:
    if total * cells <= room:
        return _Inputs(cells, total, 0)
    more = len(f" +{total} ›")
    return _Inputs(cells, (room - more) // cells, more) if room >= more else _Inputs(cells, 0, max(0, min(2, room)))


def needed_width(dataset: Dataset, label: int, largest: bool) -> int:
    """Return the cells that a line takes without inputs and with one output."""
    classes = dataset.task == "classification"
    verdict = (LARGEST_WIDTH if largest else 0) + 2
    return 2 + _number_width(dataset) + 2 * (label + 1) + (verdict if classes else 0)


def label_width(dataset: Dataset) -> int:
    """Return the cells that an expected value takes if there is room."""
    if dataset.task == "regression":
        return VALUE_WIDTH
    names = (cell_len(safe(name, LONGEST_LABEL)) for name in dataset.classes)
    return min(LONGEST_LABEL, max(SHORTEST_LABEL, *names))


def _number_width(dataset: Dataset) -> int:
    return max(2, len(str(dataset.last_number)))
