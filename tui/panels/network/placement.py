"""Fitting a network into a panel: which layers and neurons are in view, the rows of their tiles, the gaps between."""

from functools import lru_cache
from itertools import accumulate

from engine.network.places import Bias, Expected, Neuron, Place, Weight
from engine.quick_dataclass import dataclass
from tui.panels.network.data_names import NameWidths, fits_in_row, names_beside
from tui.panels.network.fields import FIELDS, SCROLLED, WHOLE_DEEP, WIDE, Fields, Sizes, name_width, needed_width
from tui.panels.network.hidden_marks import ROOM_FOR_LAYER_MARKS, ROOM_FOR_NEURON_MARKS, layer_marks, neuron_marks
from tui.panels.network.layout import ExpectedColumn, LayerColumn, NetworkLayout, Tile, TileRow

WIDEST_GAP = 30
EXPECTED_WIDTHS = (9, 6)  # a blank, "y", a blank, a value
FEW_LAYERS = 3
ROOM_FOR_PADDING = 40  # cells; a narrower panel has no blank beside its border

Rows = tuple[tuple[TileRow, ...], TileRow | None]
"""The rows of a layer's tiles, and the one that δ shares if it has none of its own."""
Focus = tuple[tuple[int, int], ...]
"""The (layer, index) of each neuron that must be in view."""


def focus_of(sizes: Sizes, place: Place | None) -> Focus:
    """Return the neurons that must be in view for ``place`` to be."""
    match place:
        case Neuron(layer, index) | Bias(layer, index):
            return ((layer, index),)
        case Weight(layer, target, source):
            return ((layer - 1, source), (layer, target))
        case Expected(index):
            return ((len(sizes) - 1, index),)
    return ()


@dataclass(frozen=True)
class Parts:
    """What tiles have rows for beside the neuron's output: expected values, errors a − y, biases but in some layers."""

    expected: bool
    errors: bool
    without_bias: frozenset[int]


@lru_cache(maxsize=256)
def lay_out(
    sizes: Sizes,
    width: int,
    height: int,
    expected: bool,
    errors: bool,
    focus: Focus,
    names: NameWidths,
    without_bias: frozenset[int] = frozenset(),
) -> NetworkLayout:
    """Lay out a network in ``width`` × ``height`` cells, each 1 or more.

    Args:
        sizes: Neurons in each layer.
        width: Cells.
        height: Lines.
        expected: Whether to leave room for the expected values.
        errors: Whether to leave rows for the errors a − y, where they fit.
        focus: The neurons that must be in view.
        names: The cells of the longest names in the data.
        without_bias: The layers whose tiles have no row for a bias.
    """
    parts = Parts(expected, errors, without_bias)
    in_tiles = expected and TileRow.EXPECTED in _rows(sizes, len(sizes) - 1, height, parts)[0]
    padding = 1 if width >= ROOM_FOR_PADDING else 0
    layers, fields, column_width = _shown_layers(sizes, width - 2 * padding, focus, expected and not in_tiles)
    marked = len(layers) < len(sizes) and height >= ROOM_FOR_LAYER_MARKS
    body = height - 1 if marked else height
    with_name = _rows_with_name(sizes, layers, fields, body, parts, names)
    fields, data_names = names_beside(sizes, layers, fields, width - 2 * padding - column_width, names, set(with_name))
    widths = {layer: name_width(sizes, layer) + (data_names.get(layer, -1) + 1) for layer in layers}
    tile_widths = {layer: fields.width(widths[layer]) for layer in layers}
    columns, tiles, marks = [], {}, []
    for layer, x in _across(len(sizes), tile_widths, width, padding, column_width, marked):
        first, last = _window(sizes[layer], body, dict(focus).get(layer, 0))
        named_in_row = layer in with_name and layer not in data_names
        rows, shared = with_name[layer] if named_in_row else _rows(sizes, layer, body, parts)
        in_head = data_names.get(layer, 0)
        column = LayerColumn(layer, x, tile_widths[layer], widths[layer], in_head, fields, rows, shared, first, last)
        columns.append(column)
        tops = _tops(column, sizes[layer], body)
        tiles[layer] = {index: Tile(column, index, y) for index, y in zip(range(first, last), tops, strict=True)}
        marks += neuron_marks(column, sizes[layer], body)
    marks += layer_marks(sizes, layers, width, height, padding, dict(focus))
    expected_column = ExpectedColumn(columns[-1].x + columns[-1].width, column_width) if column_width else None
    return NetworkLayout(width, height, tuple(columns), tiles, tuple(marks), expected_column)


def _rows_with_name(
    sizes: Sizes, layers: range, fields: Fields, height: int, parts: Parts, names: NameWidths
) -> dict[int, Rows]:
    """Return the rows of each layer whose tiles have room for one with the name in the data."""
    found = {}
    for layer in layers:
        if fits_in_row(fields, name_width(sizes, layer), names.of(sizes, layer)):
            rows, shared = _rows(sizes, layer, height, parts, name=True)
            if TileRow.NAME in rows:
                found[layer] = rows, shared
    return found


def _rows(sizes: Sizes, layer: int, height: int, parts: Parts, *, name: bool = False) -> Rows:
    """Choose as many rows for a layer's tiles as fit, and the row that δ shares if it has none of its own.

    Tiles have a blank line between them wherever possible. ``name`` asks for a row for names in the data, too.
    """
    head, y = (TileRow.HEAD,), (TileRow.EXPECTED,) if parts.expected and layer == len(sizes) - 1 else ()
    bias = () if layer in parts.without_bias else (TileRow.BIAS,)
    if layer == 0:
        with_name = (TileRow.HEAD, TileRow.NAME)
        return (with_name if name and sizes[0] * (len(with_name) + 1) - 1 <= height else head), None
    choices: list[tuple[tuple[TileRow, ...], TileRow | None, int]] = []  # rows, shared with δ, blanks between tiles
    tops = [((*head, *names, *bias, *y), 2 if names else 1) for names in ((TileRow.NAME,), ())[not name :]]
    if y and parts.errors:
        choices += [((*top, TileRow.ERROR, TileRow.DELTA), None, 2) for top, _ in tops]
    for top, blanks in tops:
        choices += [((*top, TileRow.DELTA), None, blanks), *((top, row, blanks) for row in bias)]
    if y:
        choices.append(((*head, *y), TileRow.EXPECTED, 1))
    choices += [((*head, TileRow.DELTA), None, 0), (head, TileRow.HEAD, 0)]
    fitting = (
        (rows, shared) for rows, shared, blank in choices if sizes[layer] * (len(rows) + blank) - blank <= height
    )
    return next(fitting, (head, TileRow.HEAD))


def _shown_layers(sizes: Sizes, width: int, focus: Focus, beside: bool) -> tuple[range, Fields, int]:
    """Choose the layers in view, the fields of their tiles and the width of the expected column.

    Shows all layers as long as tiles can have names and edges have room, else as many around the focus as allow that.
    """
    total = len(sizes)
    whole = FIELDS if total <= FEW_LAYERS else WHOLE_DEEP
    extras = [(EXPECTED_WIDTHS[0], WIDE), (EXPECTED_WIDTHS[1], WHOLE_DEEP)] if beside else []
    for extra, choices in (*extras, (0, whole)):
        for fields in choices:
            if needed_width(sizes, range(total), fields) + extra <= width:
                return range(total), fields, extra
    wanted = max((layer for layer, _ in focus), default=0)
    for fields, fewest in SCROLLED:
        for count in range(total - 1, fewest - 1, -1):
            first = min(max(wanted - count // 2, 0), total - count)
            layers = range(first, first + count)
            extra = EXPECTED_WIDTHS[1] if beside and layers.stop == total else 0
            for cells in (extra, 0):
                if needed_width(sizes, layers, fields) + cells + 2 <= width:
                    return layers, fields, cells
    return range(wanted, wanted + 1), Fields(0, False, 0, max(width, 1), 0, 0), 0


def _across(
    total: int, widths: dict[int, int], width: int, padding: int, beside: int, marked: bool
) -> list[tuple[int, int]]:
    """Return (layer, x) of each column, with the free width shared among the gaps.

    Where the marks of hidden layers have no line of their own (``marked``), they stand beside the columns.

    Args:
        total: How many layers there are.
        widths: Cells of the tiles of each layer in view.
        width: Cells of the panel.
        padding: Blank cells at either border.
        beside: Cells of the expected column.
        marked: Whether the marks of hidden layers have a line of their own.
    """
    layers, taken = list(widths), sum(widths.values())
    marks_beside = not marked and taken < width
    left = max(padding, 1 if layers[0] > 0 and marks_beside else 0)
    right = max(padding, 1 if layers[-1] < total - 1 and marks_beside else 0) + beside
    free = max(width - left - right - taken, 0)
    gaps = len(layers) - 1
    used = min(free, WIDEST_GAP * gaps)
    margin = min(left, width - taken) + (free - used) // 2
    starts = accumulate(widths.values(), initial=margin)
    return [
        (layer, x + (used * i // gaps if gaps else 0)) for i, (layer, x) in enumerate(zip(layers, starts, strict=False))
    ]


def _window(neurons: int, height: int, wanted: int) -> tuple[int, int]:
    """Return the range of neurons in view, ``wanted`` among them, with a line left for each mark that is needed."""
    if neurons <= height:
        return 0, neurons
    if height < ROOM_FOR_NEURON_MARKS:
        first = min(max(wanted - height // 2, 0), neurons - height)
        return first, first + height
    if wanted < height - 1 - (height - 2) // 2:
        return 0, height - 1
    if wanted >= neurons - (height - 1) + (height - 2) // 2:
        return neurons - height + 1, neurons
    first = wanted - (height - 2) // 2
    return first, first + height - 2


def _tops(column: LayerColumn, neurons: int, height: int) -> list[int]:
    """Return the line of each tile's head: close together if neurons are hidden, else spread over the height."""
    shown, rows = column.last - column.first, len(column.rows)
    if shown < neurons and height >= ROOM_FOR_NEURON_MARKS:
        first = 1 if column.first else 0  # below the mark
        return list(range(first, first + shown))
    blank = 1 if shown * (rows + 1) - 1 <= height else 0
    pitch = max(rows + blank, height // shown)  # a whole number: an uneven ladder looks broken
    top = (height - (shown - 1) * pitch - rows) // 2
    return [top + i * pitch for i in range(shown)]
