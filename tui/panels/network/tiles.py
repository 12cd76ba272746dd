"""The tiles of a drawn network: neurons with their values, expected values, and what stands for things out of view."""

from functools import partial

from rich.style import Style
from textual.geometry import Region

from engine.arrays import FloatArray
from engine.network.places import Bias, Expected, Neuron, Place, neuron_name
from engine.training.phases import Phase, PhaseKind
from tui.drawing.braille import Grid
from tui.drawing.numbers import fitting, named, short, signed
from tui.drawing.palette import Palette, ink, shade
from tui.panels.network.changes import Change
from tui.panels.network.layout import LayerColumn, NetworkLayout, Tile, TileRow
from tui.panels.network.scene import Scene

Spots = list[tuple[Region, Place]]
UNKNOWN, SUM, ERROR = "·", "Σ", "a−y"
ROOM_FOR_A_NAME = 6  # cells of a value
UNDERLINED = Style(underline=True)


def bias_changes(scene: Scene, placed: NetworkLayout) -> list[Change]:
    """Return what becomes of the biases in view in the update; none in any other phase."""
    found = (
        _bias_change(scene, tile)
        for column in placed.columns
        if TileRow.BIAS in column.rows
        for tile in placed.tiles[column.layer].values()
    )
    return [change for change in found if change is not None]


def shows_sum(scene: Scene, column: LayerColumn) -> bool:
    """Tell whether the tiles of a layer show the weighted sum: while it is known, and the output is not."""
    layer = column.layer
    return 0 < layer <= len(scene.summed) and scene.summed[layer - 1] and scene.activations[layer] is not None


def shows_delta(scene: Scene, column: LayerColumn) -> bool:
    """Tell whether the tiles of a layer show δ in place of the output: once it is known, where it has no row."""
    return column.shared is TileRow.HEAD and _knows_delta(scene, column)


def draw_tiles(grid: Grid, scene: Scene, selected: Place | None, placed: NetworkLayout, palette: Palette) -> Spots:
    """Draw the neurons in view."""
    if placed.expected_column is not None and isinstance(selected, Expected):
        selected = None  # it stands beside its output, which stays in sight
    spots: Spots = []
    for column in placed.columns:
        rows = [_shown(row, scene, column) for row in column.rows]
        if scene.deltas is None and rows[-1] == TileRow.DELTA:
            rows.pop()
        for tile in placed.tiles[column.layer].values():
            neuron = Neuron(column.layer, tile.index)
            spots.append((Region(column.x, tile.y, column.width, len(rows)), neuron))
            for y, row in enumerate(rows, tile.y):
                place = _place(column, tile.index, column.rows[y - tile.y])
                if row == TileRow.DELTA and place is not None and place == selected:
                    row = column.rows[y - tile.y]  # δ stands in for it, but what is selected has to be seen
                if place is not None:
                    spots.append((Region(column.x, y, column.width, 1), place))
                _draw_row(grid, scene, selected, tile, row, y, palette)
    return spots


def draw_expected_beside(
    grid: Grid, scene: Scene, selected: Place | None, placed: NetworkLayout, palette: Palette
) -> Spots:
    """Draw the expected values right of the outputs, where the layout put them there."""
    spots: Spots = []
    if placed.expected_column is not None:
        layer, x, width = len(scene.network.sizes) - 1, placed.expected_column.x + 1, placed.expected_column.width - 1
        for tile in placed.tiles[layer].values():
            place = Expected(tile.index)
            text, colour = _expected(scene, tile.index, width - 2, width - 2, palette)
            fresh = _is_fresh(scene, TileRow.EXPECTED, layer)
            plain = ink(colour, palette.background)
            name_look, value_look = _looks(scene, place == selected, fresh, plain, plain, palette)
            grid.write(x, tile.y, "y ", name_look)
            grid.write(x + 2, tile.y, text.rjust(width - 2), value_look)
            spots.append((Region(x, tile.y, width, 1), place))
    return spots


def draw_hidden_marks(grid: Grid, placed: NetworkLayout, palette: Palette) -> Spots:
    """Draw what stands for neurons and layers out of view."""
    look = ink(palette.muted, palette.background)
    for mark in placed.hidden:
        grid.write(mark.x, mark.y, mark.text.center(mark.width), look)
    return [(Region(mark.x, mark.y, mark.width, 1), mark.place) for mark in placed.hidden]


def _shown(row: TileRow, scene: Scene, column: LayerColumn) -> TileRow:
    """Say what a row shows: δ, once it is known, where it shares one; in the update the row's own new value."""
    shares = row == column.shared and row is not TileRow.HEAD  # a head keeps its name: see ``shows_delta``
    becomes = scene.updated is not None and row is TileRow.BIAS
    return TileRow.DELTA if shares and _knows_delta(scene, column) and not becomes else row


def _knows_delta(scene: Scene, column: LayerColumn) -> bool:
    return scene.deltas is not None and scene.deltas[column.layer - 1] is not None


def _place(column: LayerColumn, index: int, row: TileRow) -> Place | None:
    """Return what is edited in a row, none for those that are computed."""
    return {TileRow.BIAS: Bias(column.layer, index), TileRow.EXPECTED: Expected(index)}.get(row)


def _draw_row(
    grid: Grid, scene: Scene, selected: Place | None, tile: Tile, row: TileRow, y: int, palette: Palette
) -> None:
    """Write one row of a tile: what it is called, and its value."""
    column, body = tile.column, shade(palette.background, palette.tile, 0.5)
    if row == TileRow.HEAD:
        _draw_head(grid, scene, selected, tile, y, palette)
        return
    place = _place(column, tile.index, row)
    name, value, colour = _row_text(scene, tile, row, palette)
    chosen = place is not None and place == selected
    fresh = _is_fresh(scene, row, column.layer) and (row is not TileRow.BIAS or _is_changed(scene, place))
    label, look = _looks(scene, chosen, fresh, ink(palette.muted, body), ink(colour, body), palette)
    _write(grid, column, y, (name, label), (value, look))


def _row_text(scene: Scene, tile: Tile, row: TileRow, palette: Palette) -> tuple[str, str, str]:
    """Return name, value and colour of a row."""
    column, index = tile.column, tile.index
    match row:
        case TileRow.BIAS:
            return "b", *_bias(scene, tile, palette)
        case TileRow.DELTA:
            return "δ", *_delta(scene, tile, palette)
        case TileRow.ERROR:
            return ERROR, *_error(scene, tile, palette)
        case _:
            return "y", *_expected(scene, index, column.fields.value, _room(column, 1), palette)


def _draw_head(grid: Grid, scene: Scene, selected: Place | None, tile: Tile, y: int, palette: Palette) -> None:
    column, sizes = tile.column, scene.network.sizes
    neuron = Neuron(column.layer, tile.index)
    value, value_look, fill = _head_value(scene, tile, palette)
    chosen = selected == neuron or _has_no_row(scene, selected, neuron, column)
    fresh = _is_fresh(scene, TileRow.DELTA if shows_delta(scene, column) else TileRow.HEAD, column.layer)
    plain = ink(palette.tile_text, fill)
    name_look, value_look = _looks(scene, chosen, fresh, plain, value_look, palette)
    if chosen and selected != neuron and scene.phase is None:  # it has to be seen, and takes the place of the output
        value, name_look = _in_place_of_output(scene, selected, column), plain
    _write(grid, column, y, (neuron_name(sizes, column.layer, tile.index), name_look), (value, value_look))


def _head_value(scene: Scene, tile: Tile, palette: Palette) -> tuple[str, Style, str]:
    """Return a neuron's output or what stands for it, how that looks, and the colour of the tile."""
    column = tile.column
    width, room = column.fields.value, _room(column, column.name_width)
    if shows_delta(scene, column):
        text, colour = _delta(scene, tile, palette)
        return text, ink(colour, palette.tile, True), palette.tile
    output = _at(scene.activations, column.layer, tile.index)
    if output is None:
        return UNKNOWN, ink(palette.tile_text, palette.tile, True), palette.tile
    if shows_sum(scene, column):
        return named(SUM, short, output, width, room), ink(palette.key, palette.tile, True), palette.tile
    fill = shade(palette.tile, palette.tile_full, output if column.layer else 0.0)
    return fitting(short, output, width, room), ink(palette.tile_text, fill, True), fill


def _has_no_row(scene: Scene, selected: Place | None, neuron: Neuron, column: LayerColumn) -> bool:
    """Tell whether what is selected belongs to a neuron whose tile has no row for it."""
    layer, index = neuron.layer, neuron.index
    if selected == Bias(layer, index):
        return TileRow.BIAS not in column.rows
    outputs = layer == len(scene.network.sizes) - 1 and scene.expected is not None
    return outputs and selected == Expected(index) and TileRow.EXPECTED not in column.rows


def _in_place_of_output(scene: Scene, selected: Place | None, column: LayerColumn) -> str:
    """Write a selected value that has no row."""
    narrow, wide = column.fields.value - 1, _room(column, column.name_width) - 1
    if isinstance(selected, Bias):
        return "b" + fitting(signed, scene.network.value(selected), narrow, wide)
    assert isinstance(selected, Expected)
    assert scene.expected is not None
    return "y" + fitting(partial(short, trim=True), float(scene.expected[selected.index]), narrow, wide)


def _is_fresh(scene: Scene, row: TileRow, layer: int) -> bool:
    """Tell whether the phase has just computed what a row of a layer shows."""
    match scene.phase:
        case Phase(PhaseKind.INPUT | PhaseKind.SUMS | PhaseKind.OUTPUTS, of):
            return row is TileRow.HEAD and layer == of
        case Phase(PhaseKind.ERROR):
            return row in (TileRow.EXPECTED, TileRow.ERROR)
        case Phase(PhaseKind.DELTAS, of):
            return row is TileRow.DELTA and layer == of
        case Phase(PhaseKind.UPDATE):
            return row is TileRow.BIAS
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


def _write(grid: Grid, column: LayerColumn, y: int, name: tuple[str, Style], value: tuple[str, Style]) -> None:
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


def _room(column: LayerColumn, name_width: int) -> int:
    """Return the cells that a value may take beside a name, with a blank between them."""
    beside = name_width + 1 if column.fields.named else 0
    return column.width - column.fields.before - column.fields.after - beside


def _bias_change(scene: Scene, tile: Tile) -> Change | None:
    if scene.updated is None:
        return None
    place = Bias(tile.column.layer, tile.index)
    return Change(scene.network.value(place), scene.updated.value(place), _room(tile.column, 1))


def _bias(scene: Scene, tile: Tile, palette: Palette) -> tuple[str, str]:
    """Write a bias; in the update what becomes of it."""
    column, change = tile.column, _bias_change(scene, tile)
    if change is None or scene.notation is None:
        value = scene.network.value(Bias(column.layer, tile.index))
        return fitting(signed, value, column.fields.value, _room(column, 1)), palette.muted
    return scene.notation.write(change) or "", palette.muted if change.old == change.new else palette.key


def _delta(scene: Scene, tile: Tile, palette: Palette) -> tuple[str, str]:
    """Write δ, where it stands in the place of the output with its name, if there is room."""
    column = tile.column
    delta = _at(scene.deltas or (), column.layer - 1, tile.index)
    if delta is None:
        return UNKNOWN, palette.muted
    in_head = column.shared is TileRow.HEAD
    name = "δ" if in_head and column.fields.value >= ROOM_FOR_A_NAME else ""
    room = _room(column, column.name_width if in_head else 1)
    return named(name, signed, delta, column.fields.value, room), _sign_colour(delta, palette)


def _expected(scene: Scene, index: int, narrow: int, wide: int, palette: Palette) -> tuple[str, str]:
    """Write an expected value; of a class 0 or 1."""
    assert scene.expected is not None
    expected = float(scene.expected[index])
    if not scene.errors and expected in (0.0, 1.0):
        return f"{expected:.0f}", palette.text if expected else palette.muted
    return fitting(partial(short, trim=True), expected, narrow, wide), palette.text


def _error(scene: Scene, tile: Tile, palette: Palette) -> tuple[str, str]:
    """Write how far an output is off, a − y, once it is known."""
    assert scene.expected is not None
    output = _at(scene.activations, len(scene.network.sizes) - 1, tile.index)
    before = scene.phase is not None and scene.phase.kind in (PhaseKind.INPUT, PhaseKind.SUMS, PhaseKind.OUTPUTS)
    if output is None or before:
        return UNKNOWN, palette.muted
    fields, room = tile.column.fields, _room(tile.column, len(ERROR))
    error = output - float(scene.expected[tile.index])
    return fitting(signed, error, min(fields.value, room), room), _sign_colour(error, palette)


def _sign_colour(value: float, palette: Palette) -> str:
    return palette.positive if value > 0 else palette.negative if value < 0 else palette.muted
