"""The tiles of a drawn network: neurons, and the expected values beside the outputs."""

from dataclasses import replace

from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Region

from engine.network.places import Bias, Expected, Neuron, Place, neuron_name
from engine.training.phases import Phase, PhaseKind
from tui.drawing.braille import Grid
from tui.drawing.palette import Palette, ink, shade
from tui.panels.network.layout import LayerColumn, NetworkLayout, Spot, Tile, TileRow
from tui.panels.network.scene import Scene
from tui.panels.network.tile_names import name_beside, name_in_row, name_of_expected
from tui.panels.network.tile_texts import expected_text, head_text, knows_delta, row_text, rowless_text, shows_delta

UNDERLINED = Style(underline=True)


def draw_tiles(grid: Grid, scene: Scene, layout: NetworkLayout, palette: Palette) -> list[Spot]:
    """Draw the neurons in view; return where each, and each of its values, stands."""
    if layout.expected_column is not None and isinstance(scene.selected, Expected):
        scene = replace(scene, selected=None)  # it stands beside its output, which stays in view
    spots: list[Spot] = []
    for column in layout.columns:
        rows = [_shown(row, scene, column) for row in column.rows]
        if scene.deltas is None and rows[-1] == TileRow.DELTA:
            rows.pop()
        for tile in layout.tiles[column.layer].values():
            spots.append((Region(column.x, tile.y, column.width, len(rows)), Neuron(column.layer, tile.index)))
            for y, row in enumerate(rows, tile.y):
                own = column.rows[y - tile.y]
                place = _place(column, tile.index, own)
                if place is not None:
                    spots.append((Region(column.x, y, column.width, 1), place))
                    if place == scene.selected:
                        row = own  # what is selected has to be seen, even if δ has taken over its row
                _draw_row(grid, scene, tile, row, y, palette)
    return spots


def draw_expected_column(grid: Grid, scene: Scene, layout: NetworkLayout, palette: Palette) -> list[Spot]:
    """Draw the expected values to the right of the outputs, if that is where the layout put them."""
    spots: list[Spot] = []
    if layout.expected_column is not None:
        layer = len(scene.network.sizes) - 1
        x, width = layout.expected_column.x + 1, layout.expected_column.width - 1
        for tile in layout.tiles[layer].values():
            place = Expected(tile.index)
            text, colour = expected_text(scene, tile.index, width - 2, width - 2, palette)
            fresh = _is_fresh(scene, TileRow.EXPECTED, layer)
            plain = ink(colour, palette.background)
            name_look, value_look = _looks(scene, place == scene.selected, fresh, plain, plain, palette)
            name = name_of_expected(scene, tile.index, width - 3 - len(text)) if scene.classes else ""
            grid.write(x, tile.y, f"y {name}", name_look)
            start = x + 2 + cell_len(name)
            grid.write(start, tile.y, text.rjust(width - 2 - cell_len(name)), value_look)
            spots.append((Region(x, tile.y, width, 1), place))
    return spots


def _shown(row: TileRow, scene: Scene, column: LayerColumn) -> TileRow:
    """Return what a row shows: δ, once computed, in the row that it shares; in the update the bias again."""
    if row is not column.shared_with_delta or row is TileRow.HEAD:  # a head keeps its name: see ``shows_delta``
        return row
    shows_change = scene.updated is not None and row is TileRow.BIAS
    return TileRow.DELTA if knows_delta(scene, column) and not shows_change else row


def _place(column: LayerColumn, index: int, row: TileRow) -> Place | None:
    """Return what can be edited in a row; None for what is computed."""
    match row:
        case TileRow.BIAS:
            return Bias(column.layer, index)
        case TileRow.EXPECTED:
            return Expected(index)
    return None


def _draw_row(grid: Grid, scene: Scene, tile: Tile, row: TileRow, y: int, palette: Palette) -> None:
    """Write name and value of one row of a tile."""
    column, body = tile.column, shade(palette.background, palette.tile, 0.5)
    if row == TileRow.HEAD:
        _draw_head(grid, scene, tile, y, palette)
        return
    if row == TileRow.NAME:
        cells = column.width - column.fields.before
        name = name_in_row(scene, column.layer, tile.index, cells)
        blanks = " " * (cells - cell_len(name))
        grid.write(column.x, y, " " * column.fields.before + name + blanks, ink(palette.text, body))
        return
    place = _place(column, tile.index, row)
    name, value, colour = row_text(scene, tile, row, palette)
    selected = place is not None and place == scene.selected
    fresh = _is_fresh(scene, row, column.layer) and (row is not TileRow.BIAS or _is_changed(scene, place))
    mark = colour if row is TileRow.BIAS else palette.key  # a change stands out in the colour of its sign
    name_look, look = _looks(scene, selected, fresh, ink(palette.muted, body), ink(colour, body), palette, mark)
    _write(grid, column, y, (name, name_look), (value, look))


def _draw_head(grid: Grid, scene: Scene, tile: Tile, y: int, palette: Palette) -> None:
    column, neuron = tile.column, Neuron(tile.column.layer, tile.index)
    value, value_look, fill = head_text(scene, tile, palette)
    rowless = _is_selected_without_row(scene, neuron, column)
    fresh = _is_fresh(scene, TileRow.DELTA if shows_delta(scene, column) else TileRow.HEAD, column.layer)
    plain = ink(palette.tile_text, fill)
    name_look, value_look = _looks(scene, rowless or scene.selected == neuron, fresh, plain, value_look, palette)
    if rowless and scene.phase is None:
        value, name_look = rowless_text(scene, column), plain
    name = neuron_name(scene.network.sizes, column.layer, tile.index)
    if column.data_name:
        name = name.ljust(column.name_width - column.data_name)
        name += name_beside(scene, column.layer, tile.index, column.data_name)
    _write(grid, column, y, (name, name_look), (value, value_look))


def _is_selected_without_row(scene: Scene, neuron: Neuron, column: LayerColumn) -> bool:
    """Tell whether the neuron's bias or expected value is selected and its tile has no row for it."""
    layer, index = neuron.layer, neuron.index
    if scene.selected == Bias(layer, index):
        return TileRow.BIAS not in column.rows
    outputs = layer == len(scene.network.sizes) - 1 and scene.expected is not None
    return outputs and scene.selected == Expected(index) and TileRow.EXPECTED not in column.rows


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
    """Tell whether the update has changed a bias; in the middle of a batch it has not."""
    new = scene.updated
    return isinstance(place, Bias) and new is not None and new.value(place) != scene.network.value(place)


def _looks(
    scene: Scene, selected: bool, fresh: bool, name: Style, value: Style, palette: Palette, mark: str = ""
) -> tuple[Style, Style]:
    """Return the styles of name and value: in a phase its own numbers stand out (in ``mark``), else the selection."""
    if scene.phase is None:
        look = ink(palette.selected_text, palette.selected, True)
        return (look, look) if selected else (name, value)
    if fresh:
        value = ink(palette.background, mark or palette.key, True)
    return (name + UNDERLINED, value + UNDERLINED) if selected else (name, value)


def _write(grid: Grid, column: LayerColumn, y: int, name: tuple[str, Style], value: tuple[str, Style]) -> None:
    fields, x = column.fields, column.x
    room = column.name_width + fields.between
    if len(value[0]) > fields.value or cell_len(name[0]) > room:  # one takes the blanks of the other
        blanks = " " * (column.width - fields.before - cell_len(name[0]))
        grid.write(x, y, " " * fields.before + name[0] + blanks, name[1])
        grid.write(x + column.width - fields.after - len(value[0]), y, value[0], value[1])
        return
    if fields.named:
        grid.write(x, y, " " * fields.before + name[0] + " " * (room - cell_len(name[0])), name[1])
        x += fields.before + room
    grid.write(x, y, value[0].rjust(fields.value) + " " * fields.after, value[1])
