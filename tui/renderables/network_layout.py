"""Where everything of a drawn network goes. Cells count from the top left; nothing here knows a value or a colour."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from engine.names import Bias, Expected, Neuron, Place, Weight, neuron_name

HEAD, BIAS, DELTA, EXPECTED = "head", "bias", "delta", "expected"
WIDEST_GAP = 30
BESIDE_WIDTH = 9  # a blank, then "y 0.25 ✓"

Sizes = tuple[int, ...]


@dataclass(frozen=True)
class Fields:
    """How a tile spends its width: a blank or none, a name if shown, blanks, a value, a blank or none.

    ``gap`` is the least width between two columns with which a network still looks well at these fields.
    """

    before: int
    named: bool
    between: int
    value: int
    after: int
    gap: int

    def width(self, name_width: int) -> int:
        """Return a tile's width, for names of ``name_width`` cells."""
        return self.before + self.after + (name_width + self.between if self.named else 0) + self.value


# From roomy to bare; the first that fits is taken.
FIELDS = (
    Fields(1, True, 2, 7, 1, 11),
    Fields(1, True, 1, 7, 1, 10),
    Fields(1, True, 1, 6, 1, 10),
    Fields(1, True, 1, 6, 0, 8),
    Fields(1, True, 1, 6, 0, 5),
    Fields(0, True, 1, 6, 0, 4),
    Fields(0, True, 1, 4, 0, 3),
    Fields(0, False, 0, 4, 0, 2),
    Fields(0, False, 0, 2, 0, 1),
)
SCROLLED = FIELDS[-3]  # of the columns in view while others are out of view at the sides
FEW_LAYERS = 3


@dataclass(frozen=True)
class Column:
    """One layer on screen: its neurons ``first`` up to, not including, ``last`` are shown."""

    layer: int
    x: int
    width: int
    name_width: int
    fields: Fields
    rows: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Tile:
    """One neuron on screen; ``y`` is the row of its head."""

    column: Column
    index: int
    y: int


@dataclass(frozen=True)
class Fold:
    """A tile that stands for ``count`` things out of view; ``place`` is the nearest of them."""

    x: int
    y: int
    width: int
    count: int
    place: Neuron
    sign: str


@dataclass(frozen=True, eq=False)
class Layout:
    """Everything placed. Compared and hashed by identity: it is the key of further caches.

    Attributes:
        width: cells.
        height: cells.
        columns: the layers in view, left to right.
        tiles: by layer and index, the neurons in view.
        folds: what stands for neurons and layers out of view.
        beside: the x where expected values stand right of the outputs; None if they stand under them or nowhere.
    """

    width: int
    height: int
    columns: tuple[Column, ...]
    tiles: dict[int, dict[int, Tile]]
    folds: tuple[Fold, ...]
    beside: int | None


Focus = tuple[tuple[int, int], ...]


def focus_of(sizes: Sizes, place: Place | None) -> Focus:
    """Return the (layer, index) of each neuron that must be in view for ``place`` to be."""
    match place:
        case Neuron(layer, index) | Bias(layer, index):
            return ((layer, index),)
        case Weight(layer, target, source):
            return ((layer - 1, source), (layer, target))
        case Expected(index):
            return ((len(sizes) - 1, index),)
    return ()


@lru_cache(maxsize=256)
def layout(sizes: Sizes, width: int, height: int, deltas: bool, expected: bool, focus: Focus) -> Layout:
    """Place a network of these sizes in ``width`` × ``height`` cells, each 1 or more.

    Args:
        sizes: neurons in each layer.
        width: cells.
        height: cells.
        deltas: leave rows for δ, where there is room.
        expected: leave room for the expected values.
        focus: the neurons that must be in view: see ``focus_of``.
    """
    rows = [_rows(layer, sizes, height, deltas, expected) for layer in range(len(sizes))]
    beside = expected and EXPECTED not in rows[-1]
    layers, fields, beside = _shown_layers(sizes, width, focus, beside)
    columns, tiles, folds = [], {}, []
    for layer, x, tile_width in _across(sizes, layers, fields, width, beside):
        first, last = _window(sizes[layer], height, dict(focus).get(layer, 0))
        name_width = _name_width(sizes, layer)
        column = Column(layer, x, tile_width, name_width, fields, rows[layer], first, last)
        columns.append(column)
        tops, folded = _down(column, sizes[layer], height)
        tiles[layer] = {index: Tile(column, index, y) for index, y in zip(range(first, last), tops, strict=True)}
        folds += folded
    folds += _side_folds(sizes, layers, width, height, dict(focus))
    end = columns[-1].x + columns[-1].width
    return Layout(width, height, tuple(columns), tiles, tuple(folds), end if beside else None)


def _rows(layer: int, sizes: Sizes, height: int, deltas: bool, expected: bool) -> tuple[str, ...]:
    """Choose the rows of a layer's tiles: as many as fit, with a blank row between tiles if at all possible."""
    delta = (DELTA,) if deltas else ()
    y = (EXPECTED,) if expected and layer == len(sizes) - 1 else ()
    if layer == 0:
        return (HEAD,)
    for rows in ((HEAD, BIAS, *delta, *y), (HEAD, *delta, *y)):
        if sizes[layer] * (len(rows) + 1) - 1 <= height:
            return rows
    # While δ stands on screen it is the news: it may cost the blank row, nothing else may.
    return (HEAD, *delta) if sizes[layer] * (1 + len(delta)) <= height else (HEAD,)


def _name_width(sizes: Sizes, layer: int) -> int:
    return len(neuron_name(sizes, layer, sizes[layer] - 1))


def _needed(sizes: Sizes, layers: range, fields: Fields) -> int:
    gaps = fields.gap * (len(layers) - 1)
    return sum(fields.width(_name_width(sizes, layer)) for layer in layers) + gaps


def _shown_layers(sizes: Sizes, width: int, focus: Focus, beside: bool) -> tuple[range, Fields, bool]:
    """Choose the layers in view and the fields of their tiles: rather short fields than hidden layers."""
    total = len(sizes)
    whole = FIELDS[:-1] if total > FEW_LAYERS else FIELDS
    for extra, choices in ((BESIDE_WIDTH, FIELDS[:5]), (0, whole)) if beside else ((0, whole),):
        for fields in choices:
            if _needed(sizes, range(total), fields) + extra <= width:
                return range(total), fields, extra > 0
    wanted = max((layer for layer, _ in focus), default=0)
    for fields, fewest in ((SCROLLED, FEW_LAYERS), *((fields, 1) for fields in FIELDS[-3:])):
        for count in range(total - 1, fewest - 1, -1):
            first = min(max(wanted - count // 2, 0), total - count)
            layers = range(first, first + count)
            if _needed(sizes, layers, fields) + 2 <= width:
                return layers, fields, False
    return range(wanted, wanted + 1), Fields(0, False, 0, width, 0, 0), False


def _across(sizes: Sizes, layers: range, fields: Fields, width: int, beside: bool) -> list[tuple[int, int, int]]:
    """Return (layer, x, width) of each column, the free width shared among the gaps."""
    widths = [fields.width(_name_width(sizes, layer)) for layer in layers]
    left = 1 if layers.start > 0 and sum(widths) < width else 0
    right = (1 if layers.stop < len(sizes) and sum(widths) + left < width else 0) + (BESIDE_WIDTH if beside else 0)
    free = width - left - right - sum(widths)
    gaps = len(layers) - 1
    used = min(free, WIDEST_GAP * gaps)
    margin = left + (free - used) // 2
    starts = [margin, *accumulate(widths, initial=margin)][1:]
    return [(layer, starts[i] + (used * i // gaps if gaps else 0), widths[i]) for i, layer in enumerate(layers)]


def _window(count: int, height: int, wanted: int) -> tuple[int, int]:
    """Return the neurons in view, ``wanted`` among them, leaving a row for a fold tile at either end that needs one."""
    if count <= height:
        return 0, count
    if height < 3:
        first = min(max(wanted - height // 2, 0), count - height)
        return first, first + height
    if wanted < height - 1 - (height - 2) // 2:
        return 0, height - 1
    if wanted >= count - (height - 1) + (height - 2) // 2:
        return count - height + 1, count
    first = wanted - (height - 2) // 2
    return first, first + height - 2


def _down(column: Column, count: int, height: int) -> tuple[list[int], list[Fold]]:
    """Return the row of each tile in view, and the fold tiles above and below them."""
    shown, rows = column.last - column.first, len(column.rows)
    folds = []
    if shown < count and height >= 3:
        above = 1 if column.first else 0
        if above:
            place = Neuron(column.layer, column.first - 1)
            folds.append(Fold(column.x, 0, column.width, column.first, place, "⋮"))
        if column.last < count:
            place = Neuron(column.layer, column.last)
            folds.append(Fold(column.x, height - 1, column.width, count - column.last, place, "⋮"))
        return list(range(above, above + shown)), folds
    blank = 1 if shown * (rows + 1) - 1 <= height else 0
    pitch = max(rows + blank, height // shown)  # a whole number: an uneven ladder looks broken
    top = (height - (shown - 1) * pitch - rows) // 2
    return [top + i * pitch for i in range(shown)], folds


def _side_folds(sizes: Sizes, layers: range, width: int, height: int, focus: dict[int, int]) -> list[Fold]:
    """Return the marks at the left and right border that stand for layers out of view."""
    folds, y = [], height // 2
    if layers.start > 0 and width >= 3:
        layer = layers.start - 1
        folds.append(Fold(0, y, 1, layers.start, Neuron(layer, focus.get(layer, 0)), "‹"))
    if layers.stop < len(sizes) and width >= 3:
        layer = layers.stop
        folds.append(Fold(width - 1, y, 1, len(sizes) - layer, Neuron(layer, focus.get(layer, 0)), "›"))
    return folds
