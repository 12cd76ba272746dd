"""Where everything of a drawn network goes. Cells count from the top left; nothing here knows a value or a colour."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import accumulate

from engine.network.places import Bias, Expected, Neuron, Place, Weight
from tui.panels.network.fields import FIELDS, SCROLLED, WHOLE_DEEP, WIDE, Fields, name_width, needed

WIDEST_GAP = 30
BESIDE_WIDTHS = (9, 6)  # a blank, "y", a blank, a value
FEW_LAYERS = 3
ROOM_FOR_PADDING = 40  # cells; a narrower panel has no blank beside its border
ROOM_FOR_MARKS = 5  # rows; a lower panel has no row of its own for what is said of the layers out of view

Sizes = tuple[int, ...]


class TileRow(Enum):
    """What a row of a tile shows: name and output, b, y, a − y, δ."""

    HEAD = auto()
    BIAS = auto()
    EXPECTED = auto()
    ERROR = auto()
    DELTA = auto()


@dataclass(frozen=True)
class LayerColumn:
    """One layer on screen: its neurons ``first`` up to, not including, ``last`` are shown.

    ``rows`` are the same in every phase, so that nothing moves from one to the next: the row of δ is empty until the
    phases begin. Where there is none, δ takes in the phases the row ``shared``.
    """

    layer: int
    x: int
    width: int
    name_width: int
    fields: Fields
    rows: tuple[TileRow, ...]
    shared: TileRow | None
    first: int
    last: int


@dataclass(frozen=True)
class Tile:
    """One neuron on screen; ``y`` is the row of its head."""

    column: LayerColumn
    index: int
    y: int


@dataclass(frozen=True)
class HiddenMark:
    """What stands for things out of view, in words; ``place`` is the nearest of them."""

    x: int
    y: int
    width: int
    text: str
    place: Neuron


@dataclass(frozen=True)
class ExpectedColumn:
    """Where expected values stand right of the outputs."""

    x: int
    width: int


@dataclass(frozen=True, eq=False)
class NetworkLayout:
    """Everything placed. Compared and hashed by identity: it is the key of further caches.

    Attributes:
        width: cells.
        height: cells.
        columns: the layers in view, left to right.
        tiles: by layer and index, the neurons in view.
        hidden: what stands for neurons and layers out of view.
        expected_column: where expected values stand right of the outputs; None if they stand under them or nowhere.
    """

    width: int
    height: int
    columns: tuple[LayerColumn, ...]
    tiles: dict[int, dict[int, Tile]]
    hidden: tuple[HiddenMark, ...]
    expected_column: ExpectedColumn | None


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
def layout(sizes: Sizes, width: int, height: int, expected: bool, errors: bool, focus: Focus) -> NetworkLayout:
    """Place a network of these sizes in ``width`` × ``height`` cells, each 1 or more.

    Args:
        sizes: neurons in each layer.
        width: cells.
        height: cells.
        expected: leave room for the expected values.
        errors: leave rows for how far the outputs are off, where there is room.
        focus: the neurons that must be in view: see ``focus_of``.
    """
    below = expected and TileRow.EXPECTED in _rows(sizes, len(sizes) - 1, height, expected, errors)[0]
    padding = 1 if width >= ROOM_FOR_PADDING else 0
    layers, fields, beside = _shown_layers(sizes, width - 2 * padding, focus, expected and not below)
    marked = len(layers) < len(sizes) and height >= ROOM_FOR_MARKS
    body = height - 1 if marked else height
    columns, tiles, marks = [], {}, []
    for layer, x, tile_width in _across(sizes, layers, fields, width, padding, beside, marked):
        first, last = _window(sizes[layer], body, dict(focus).get(layer, 0))
        rows, shared = _rows(sizes, layer, body, expected, errors)
        column = LayerColumn(layer, x, tile_width, name_width(sizes, layer), fields, rows, shared, first, last)
        columns.append(column)
        tops, hidden = _down(column, sizes[layer], body)
        tiles[layer] = {index: Tile(column, index, y) for index, y in zip(range(first, last), tops, strict=True)}
        marks += hidden
    if width >= 3:
        marks += _marks(sizes, layers, width, height, padding, dict(focus))
    end = columns[-1].x + columns[-1].width
    return NetworkLayout(
        width, height, tuple(columns), tiles, tuple(marks), ExpectedColumn(end, beside) if beside else None
    )


def _rows(
    sizes: Sizes, layer: int, height: int, expected: bool, errors: bool
) -> tuple[tuple[TileRow, ...], TileRow | None]:
    """Choose the rows of a layer's tiles, as many as fit, and the one that δ takes if it has none of its own.

    There is a blank row between tiles if at all possible.
    """
    if layer == 0:
        return (TileRow.HEAD,), None
    y = (TileRow.EXPECTED,) if expected and layer == len(sizes) - 1 else ()
    choices: list[tuple[tuple[TileRow, ...], TileRow | None, int]] = [  # rows, what δ takes, blanks between tiles
        ((TileRow.HEAD, TileRow.BIAS, *y, TileRow.DELTA), None, 1),
        ((TileRow.HEAD, TileRow.BIAS, *y), TileRow.BIAS, 1),
        ((TileRow.HEAD, TileRow.DELTA), None, 0),
        ((TileRow.HEAD,), TileRow.HEAD, 0),
    ]
    if y and errors:
        choices.insert(0, ((TileRow.HEAD, TileRow.BIAS, *y, TileRow.ERROR, TileRow.DELTA), None, 2))
    if y:
        choices.insert(-2, ((TileRow.HEAD, *y), TileRow.EXPECTED, 1))
    fitting = (
        (rows, shared) for rows, shared, blank in choices if sizes[layer] * (len(rows) + blank) - blank <= height
    )
    return next(fitting, ((TileRow.HEAD,), TileRow.HEAD))


def _shown_layers(sizes: Sizes, width: int, focus: Focus, beside: bool) -> tuple[range, Fields, int]:
    """Choose the layers in view, the fields of their tiles and the cells beside the outputs.

    All layers, as long as tiles have names and edges room; else as many around the focus as that holds for.
    """
    total = len(sizes)
    whole = FIELDS if total <= FEW_LAYERS else WHOLE_DEEP
    extras = [(BESIDE_WIDTHS[0], WIDE), (BESIDE_WIDTHS[1], WHOLE_DEEP)] if beside else []
    for extra, choices in (*extras, (0, whole)):
        for fields in choices:
            if needed(sizes, range(total), fields) + extra <= width:
                return range(total), fields, extra
    wanted = max((layer for layer, _ in focus), default=0)
    for fields, fewest in SCROLLED:
        for count in range(total - 1, fewest - 1, -1):
            first = min(max(wanted - count // 2, 0), total - count)
            layers = range(first, first + count)
            extra = BESIDE_WIDTHS[1] if beside and layers.stop == total else 0
            for cells in (extra, 0):
                if needed(sizes, layers, fields) + cells + 2 <= width:
                    return layers, fields, cells
    return range(wanted, wanted + 1), Fields(0, False, 0, max(width, 1), 0, 0), 0


def _across(
    sizes: Sizes, layers: range, fields: Fields, width: int, padding: int, beside: int, marked: bool
) -> list[tuple[int, int, int]]:
    """Return (layer, x, width) of each column, the free width shared among the gaps."""
    widths = [fields.width(name_width(sizes, layer)) for layer in layers]
    tight = not marked and sum(widths) < width  # marks of layers out of view stand beside the columns
    left = max(padding, 1 if layers.start > 0 and tight else 0)
    right = max(padding, 1 if layers.stop < len(sizes) and tight else 0) + beside
    free = max(width - left - right - sum(widths), 0)
    gaps = len(layers) - 1
    used = min(free, WIDEST_GAP * gaps)
    margin = min(left, width - sum(widths)) + (free - used) // 2
    starts = [margin, *accumulate(widths, initial=margin)][1:]
    return [(layer, starts[i] + (used * i // gaps if gaps else 0), widths[i]) for i, layer in enumerate(layers)]


def _window(count: int, height: int, wanted: int) -> tuple[int, int]:
    """Return the neurons in view, ``wanted`` among them, leaving a row for a mark at either end that needs one."""
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


def _down(column: LayerColumn, count: int, height: int) -> tuple[list[int], list[HiddenMark]]:
    """Return the row of each tile in view, and the marks above and below them."""
    shown, rows = column.last - column.first, len(column.rows)
    marks = []
    if shown < count and height >= 3:
        above = 1 if column.first else 0
        if above:
            marks.append(_hidden_mark(column, 0, column.first, Neuron(column.layer, column.first - 1)))
        if column.last < count:
            marks.append(_hidden_mark(column, height - 1, count - column.last, Neuron(column.layer, column.last)))
        return list(range(above, above + shown)), marks
    blank = 1 if shown * (rows + 1) - 1 <= height else 0
    pitch = max(rows + blank, height // shown)  # a whole number: an uneven ladder looks broken
    top = (height - (shown - 1) * pitch - rows) // 2
    return [top + i * pitch for i in range(shown)], marks


def _hidden_mark(column: LayerColumn, y: int, count: int, place: Neuron) -> HiddenMark:
    return HiddenMark(column.x, y, column.width, _fitting(column.width, f"⋮ {count} more", f"⋮ {count}", "⋮"), place)


def _marks(
    sizes: Sizes, layers: range, width: int, height: int, padding: int, focus: dict[int, int]
) -> list[HiddenMark]:
    """Return what is said at the left and right of the layers out of view: in the last row, or beside the columns."""
    marks, low = [], height < ROOM_FOR_MARKS
    for count, layer, left in ((layers.start, layers.start - 1, True), (len(sizes) - layers.stop, layers.stop, False)):
        if count:
            words = f"{count} layer{'s' * (count > 1)}"
            long, brief = (f"‹ {words}", "‹") if left else (f"{words} ›", "›")
            text = brief if low else _fitting(width // 2 - padding, long, brief)
            x = padding if left else width - padding - len(text)
            marks.append(HiddenMark(x, height // 2 if low else height - 1, len(text), text, _near(layer, focus)))
    return marks


def _near(layer: int, focus: dict[int, int]) -> Neuron:
    return Neuron(layer, focus.get(layer, 0))


def _fitting(width: int, *texts: str) -> str:
    return next((text for text in texts if len(text) <= width), "")
