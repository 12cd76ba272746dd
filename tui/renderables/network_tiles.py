"""The tiles of a drawn network: neurons with their values, expected values, and what stands for things out of view."""

from rich.style import Style
from textual.geometry import Region

from engine.arrays import FloatArray
from engine.names import Bias, Expected, Neuron, Place, neuron_name
from engine.phases import Phase, PhaseKind
from tui.renderables.braille import Grid
from tui.renderables.network_layout import Column, Layout, Row, Tile
from tui.renderables.network_scene import Scene, ink, shade
from tui.renderables.numbers import change, short, signed
from tui.renderables.palette import Palette

Spots = list[tuple[Region, Place]]
UNKNOWN, SUM = "·", "Σ"
UNDERLINED = Style(underline=True)


def draw_tiles(grid: Grid, scene: Scene, selected: Place | None, placed: Layout, palette: Palette) -> Spots:
    """Draw the neurons in view."""
    spots: Spots = []
    for column in placed.columns:
        rows = [_shown(row, scene, column) for row in column.rows]
        if scene.deltas is None and rows[-1] == Row.DELTA:
            rows.pop()
        for tile in placed.tiles[column.layer].values():
            neuron = Neuron(column.layer, tile.index)
            spots.append((Region(column.x, tile.y, column.width, len(rows)), neuron))
            for y, row in enumerate(rows, tile.y):
                place = _place(column, tile.index, column.rows[y - tile.y])
                if row == Row.DELTA and place is not None and place == selected:
                    row = column.rows[y - tile.y]  # δ stands in for it, but what is selected has to be seen
                if place is not None:
                    spots.append((Region(column.x, y, column.width, 1), place))
                _draw_row(grid, scene, selected, tile, row, y, palette)
    return spots


def draw_expected_beside(grid: Grid, scene: Scene, selected: Place | None, placed: Layout, palette: Palette) -> Spots:
    """Draw the expected values right of the outputs, where the layout put them there."""
    spots: Spots = []
    if placed.beside is not None:
        layer, x, width = len(scene.network.sizes) - 1, placed.beside.x + 1, placed.beside.width - 1
        for tile in placed.tiles[layer].values():
            place = Expected(tile.index)
            text, colour = _expected(scene, tile.index, width - 2, palette)
            chosen = place == selected
            look = ink(palette.selected_text, palette.selected, True) if chosen else ink(colour, palette.background)
            grid.write(x, tile.y, "y " + text.rjust(width - 2), look)
            spots.append((Region(x, tile.y, width, 1), place))
    return spots


def draw_folds(grid: Grid, placed: Layout, palette: Palette) -> Spots:
    """Draw what stands for neurons and layers out of view."""
    look = ink(palette.muted, palette.background)
    for fold in placed.folds:
        grid.write(fold.x, fold.y, fold.text.center(fold.width), look)
    return [(Region(fold.x, fold.y, fold.width, 1), fold.place) for fold in placed.folds]


def _shown(row: Row, scene: Scene, column: Column) -> Row:
    """Say what a row shows: δ, once it is known, where it shares one; in the update the row's own new value."""
    known = scene.deltas is not None and scene.deltas[column.layer - 1] is not None
    return Row.DELTA if row == column.shared and known and scene.updated is None else row


def _place(column: Column, index: int, row: Row) -> Place | None:
    """Return what is edited in a row, none for those that are computed."""
    return {Row.BIAS: Bias(column.layer, index), Row.EXPECTED: Expected(index)}.get(row)


def _draw_row(grid: Grid, scene: Scene, selected: Place | None, tile: Tile, row: Row, y: int, palette: Palette) -> None:
    """Write one row of a tile: what it is called, and its value."""
    column, body = tile.column, shade(palette.background, palette.tile, 0.5)
    if row == Row.HEAD:
        _draw_head(grid, scene, selected, tile, y, palette)
        return
    place = _place(column, tile.index, row)
    name, value, colour = _row_text(scene, tile, row, palette)
    chosen = place is not None and place == selected
    fresh = _is_fresh(scene, row, column.layer) and (row is not Row.BIAS or _is_changed(scene, place))
    label, look = _looks(scene, chosen, fresh, ink(palette.muted, body), ink(colour, body), palette)
    _write(grid, column, y, (name, label), (value, look))


def _row_text(scene: Scene, tile: Tile, row: Row, palette: Palette) -> tuple[str, str, str]:
    """Return name, value and colour of a row."""
    column, index = tile.column, tile.index
    width = column.fields.value
    match row:
        case Row.BIAS:
            return "b", *_bias(scene, column.layer, index, column, palette)
        case Row.DELTA:
            return "δ", *_delta(scene, column.layer, index, width, palette)
        case Row.ERROR:
            return "a−y", *_error(scene, index, width - (column.fields.between == 1), palette)
        case _:
            return "y", *_expected(scene, index, width, palette)


def _draw_head(grid: Grid, scene: Scene, selected: Place | None, tile: Tile, y: int, palette: Palette) -> None:
    column = tile.column
    layer, index, width = column.layer, tile.index, column.fields.value
    output = _at(scene.activations, layer, index)
    summed = layer > 0 and output is not None and layer <= len(scene.summed) and scene.summed[layer - 1]
    fill = shade(palette.tile, palette.tile_full, output if layer and output is not None and not summed else 0.0)
    value = UNKNOWN if output is None else SUM + short(output, width - 1) if summed else short(output, width)
    chosen = selected == Neuron(layer, index)
    instead = None if chosen else _in_place_of_output(scene, selected, column, index)
    if instead is not None:
        value, chosen = instead, True
    looks = ink(palette.tile_text, fill), ink(palette.key if summed else palette.tile_text, fill, True)
    fresh = instead is None and _is_fresh(scene, Row.HEAD, layer)
    name_look, value_look = _looks(scene, chosen, fresh, *looks, palette)
    if instead is not None:
        name_look = looks[0]
    _write(grid, column, y, (neuron_name(scene.network.sizes, layer, index), name_look), (value, value_look))


def _in_place_of_output(scene: Scene, selected: Place | None, column: Column, index: int) -> str | None:
    """Write a selected value that has no row: it has to be seen, and takes the place of the output."""
    layer, width = column.layer, column.fields.value - 1
    if selected == Bias(layer, index) and Row.BIAS not in column.rows:
        return "b" + signed(float(scene.network.biases[layer - 1][index]), width)
    outputs = layer == len(scene.network.sizes) - 1
    if selected == Expected(index) and outputs and scene.expected is not None and Row.EXPECTED not in column.rows:
        return "y" + short(float(scene.expected[index]), width, trim=True)
    return None


def _is_fresh(scene: Scene, row: Row, layer: int) -> bool:
    """Tell whether the phase has just computed what a row of a layer shows."""
    match scene.phase:
        case Phase(PhaseKind.INPUT | PhaseKind.SUMS | PhaseKind.OUTPUTS, of):
            return row is Row.HEAD and layer == of
        case Phase(PhaseKind.ERROR):
            return row in (Row.EXPECTED, Row.ERROR)
        case Phase(PhaseKind.DELTAS, of):
            return row is Row.DELTA and layer == of
        case Phase(PhaseKind.UPDATE):
            return row is Row.BIAS
    return False


def _is_changed(scene: Scene, place: Place | None) -> bool:
    """Tell whether the update has changed a bias: in the middle of a batch it has not."""
    new = scene.updated
    return isinstance(place, Bias) and new is not None and new.value(place) != scene.network.value(place)


def _looks(scene: Scene, chosen: bool, fresh: bool, name: Style, value: Style, palette: Palette) -> tuple[Style, Style]:
    """Return how name and value look: the phase's own numbers stand out, or what is selected if there is no phase."""
    if scene.phase is None:
        look = ink(palette.selected_text, palette.selected, True)
        return (look, look) if chosen else (name, value)
    if fresh:
        value = ink(palette.background, palette.key, True)
    return (name + UNDERLINED, value + UNDERLINED) if chosen else (name, value)


def _write(grid: Grid, column: Column, y: int, name: tuple[str, Style], value: tuple[str, Style]) -> None:
    fields, x = column.fields, column.x
    if len(value[0]) > fields.value:  # an old and a new value take the room between name and value too
        grid.write(x, y, " " * fields.before + name[0].ljust(column.width - fields.before), name[1])
        grid.write(x + column.width - fields.after - len(value[0]), y, value[0], value[1])
        return
    if fields.named:
        text = " " * fields.before + name[0].ljust(column.name_width + fields.between)
        grid.write(x, y, text, name[1])
        x += len(text)
    grid.write(x, y, value[0].rjust(fields.value) + " " * fields.after, value[1])


def _at(values: tuple[FloatArray | None, ...], layer: int, index: int) -> float | None:
    """Return one neuron's value, None where its layer has none yet."""
    of_layer = values[layer] if layer < len(values) else None
    return None if of_layer is None else float(of_layer[index])


def _bias(scene: Scene, layer: int, index: int, column: Column, palette: Palette) -> tuple[str, str]:
    """Write a bias; in the update what becomes of it."""
    value = float(scene.network.biases[layer - 1][index])
    if scene.updated is None or not _is_changed(scene, Bias(layer, index)):
        return signed(value, column.fields.value), palette.muted
    room = column.width - column.fields.before - column.fields.after - 2  # all but the name and a blank
    return change(value, float(scene.updated.biases[layer - 1][index]), room), palette.key


def _delta(scene: Scene, layer: int, index: int, width: int, palette: Palette) -> tuple[str, str]:
    delta = _at(scene.deltas or (), layer - 1, index)
    if delta is None:
        return UNKNOWN, palette.muted
    return _coloured(delta, width, palette)


def _expected(scene: Scene, index: int, width: int, palette: Palette) -> tuple[str, str]:
    """Write an expected value; of a class 0 or 1."""
    assert scene.expected is not None
    expected = float(scene.expected[index])
    if not scene.errors and expected in (0.0, 1.0):
        return f"{expected:.0f}", palette.text if expected else palette.muted
    return short(expected, width, trim=True), palette.text


def _error(scene: Scene, index: int, width: int, palette: Palette) -> tuple[str, str]:
    """Write how far an output is off, a − y, once it is known."""
    assert scene.expected is not None
    output = _at(scene.activations, len(scene.network.sizes) - 1, index)
    before = scene.phase is not None and scene.phase.kind in (PhaseKind.INPUT, PhaseKind.SUMS, PhaseKind.OUTPUTS)
    if output is None or before:
        return UNKNOWN, palette.muted
    return _coloured(output - float(scene.expected[index]), width, palette)


def _coloured(value: float, width: int, palette: Palette) -> tuple[str, str]:
    colour = palette.positive if value > 0 else palette.negative if value < 0 else palette.muted
    return signed(value, width), colour
