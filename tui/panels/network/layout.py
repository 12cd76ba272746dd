"""The parts of a drawn network and where each stands: cells from the top left, without values or colours."""

from enum import Enum, auto

from textual.geometry import Region

from engine.network.places import Neuron, Place
from engine.quick_dataclass import dataclass
from tui.panels.network.fields import Fields

Spot = tuple[Region, Place]
"""A rectangle and the place that a click in it selects."""


class TileRow(Enum):
    """What a row of a tile shows."""

    HEAD = auto()  # the neuron's name and output
    NAME = auto()  # its name in the data: a class or a column
    BIAS = auto()  # b
    EXPECTED = auto()  # y
    ERROR = auto()  # a − y
    DELTA = auto()  # δ


@dataclass(frozen=True)
class LayerColumn:
    """One layer on screen.

    Attributes:
        layer: The layer.
        x: The first cell.
        width: Cells of each tile.
        name_width: Cells of the layer's longest name, with that in the data if it stands beside it.
        data_name: Cells of the names in the data that stand beside those of the neurons; 0 if none do.
        fields: How a tile spends its width.
        rows: What each tile shows. The same in every phase, so that nothing moves: a row for δ stays empty until the
            phases begin.
        shared_with_delta: The row that δ takes over in the phases; None if δ has a row of its own.
        first: The first neuron in view.
        last: One past the last neuron in view.
    """

    layer: int
    x: int
    width: int
    name_width: int
    data_name: int
    fields: Fields
    rows: tuple[TileRow, ...]
    shared_with_delta: TileRow | None
    first: int
    last: int


@dataclass(frozen=True)
class Tile:
    """One neuron on screen; ``y`` is the line of its head row."""

    column: LayerColumn
    index: int
    y: int


@dataclass(frozen=True)
class HiddenMark:
    """A text that stands for neurons or layers out of view, such as "⋮ 12 more".

    Attributes:
        x: The first cell.
        y: The line.
        width: Cells.
        text: What it says.
        place: The nearest hidden neuron, which a click selects.
    """

    x: int
    y: int
    width: int
    text: str
    place: Neuron


@dataclass(frozen=True)
class ExpectedColumn:
    """The column of expected values to the right of the outputs."""

    x: int
    width: int


@dataclass(frozen=True, eq=False)
class NetworkLayout:
    """All parts of a drawn network. Compared and hashed by identity, since it is the key of further caches.

    Attributes:
        width: Cells.
        height: Lines.
        columns: The layers in view, from left to right.
        tiles: The neurons in view, by layer and index.
        marks: The marks for what is out of view.
        expected_column: The expected values beside the outputs; None if they stand in the tiles or nowhere.
    """

    width: int
    height: int
    columns: tuple[LayerColumn, ...]
    tiles: dict[int, dict[int, Tile]]
    marks: tuple[HiddenMark, ...]
    expected_column: ExpectedColumn | None

    def gap(self, layer: int) -> tuple[int, int]:
        """Return the first cell between ``layer`` and the layer before, and the cell after the last."""
        before, after = (next(column for column in self.columns if column.layer == n) for n in (layer - 1, layer))
        return before.x + before.width, after.x
