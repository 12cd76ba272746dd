"""The tiles of a drawn network: neurons with their values, expected values, and what stands for things out of view."""

from rich.style import Style
from textual.geometry import Region

from engine.arrays import FloatArray
from engine.names import Bias, Expected, Neuron, Place, neuron_name
from tui.renderables.braille import Grid
from tui.renderables.network_layout import BESIDE_WIDTH, BIAS, DELTA, EXPECTED, HEAD, Column, Layout, Tile
from tui.renderables.network_scene import Scene, ink, shade
from tui.renderables.numbers import short, signed
from tui.renderables.palette import Palette

Spots = list[tuple[Region, Place]]
UNKNOWN, SUM, ARROW = "·", "Σ", "→"
RIGHT_WITHIN = 0.5
NARROWEST_HALF = 5  # cells of an old and of a new value side by side


def draw_tiles(grid: Grid, scene: Scene, selected: Place | None, placed: Layout, palette: Palette) -> Spots:
    """Draw the neurons in view."""
    spots: Spots = []
    for column in placed.columns:
        for tile in placed.tiles[column.layer].values():
            neuron = Neuron(column.layer, tile.index)
            spots.append((Region(column.x, tile.y, column.width, len(column.rows)), neuron))
            for y, row in enumerate(column.rows, tile.y):
                place = {BIAS: Bias(column.layer, tile.index), EXPECTED: Expected(tile.index)}.get(row, neuron)
                if place != neuron:
                    spots.append((Region(column.x, y, column.width, 1), place))
                _draw_row(grid, scene, selected, tile, row, y, palette)
    return spots


def draw_expected_beside(grid: Grid, scene: Scene, selected: Place | None, placed: Layout, palette: Palette) -> Spots:
    """Draw the expected values right of the outputs, where the layout put them there."""
    spots: Spots = []
    if placed.beside is not None:
        layer = len(scene.network.sizes) - 1
        for tile in placed.tiles[layer].values():
            place, x = Expected(tile.index), placed.beside + 1
            text, colour = _expected(scene, tile.index, BESIDE_WIDTH - 3, palette)
            chosen = place == selected
            look = ink(palette.selected_text, palette.selected, True) if chosen else ink(colour, palette.background)
            grid.write(x, tile.y, "y " + text.rjust(BESIDE_WIDTH - 3), look)
            spots.append((Region(x, tile.y, BESIDE_WIDTH - 1, 1), place))
    return spots


def draw_folds(grid: Grid, placed: Layout, palette: Palette) -> Spots:
    """Draw what stands for neurons and layers out of view."""
    spots: Spots = []
    look = ink(palette.muted, palette.background)
    for fold in placed.folds:
        texts = (f"{fold.sign} {fold.count} more", f"{fold.sign} {fold.count}", f"{fold.sign}{fold.count}", fold.sign)
        text = next((text for text in texts if len(text) <= fold.width), "")
        grid.write(fold.x, fold.y, text.center(fold.width), look)
        spots.append((Region(fold.x, fold.y, fold.width, 1), fold.place))
    return spots


def _draw_row(grid: Grid, scene: Scene, selected: Place | None, tile: Tile, row: str, y: int, palette: Palette) -> None:
    """Write one row of a tile: what it is called, and its value."""
    column, body = tile.column, shade(palette.background, palette.tile, 0.5)
    layer, index, width = column.layer, tile.index, column.fields.value
    if row == HEAD:
        _draw_head(grid, scene, selected, tile, y, palette)
        return
    if row == BIAS:
        place, name = Bias(layer, index), "b"
        value, colour = _bias(scene, layer, index, column, palette)
    elif row == DELTA:
        place, name = None, "δ"
        value, colour = _delta(scene, layer, index, width, palette)
    else:
        place, name = Expected(index), "y"
        value, colour = _expected(scene, index, width, palette)
    chosen = place is not None and place == selected
    look = ink(palette.selected_text, palette.selected, True) if chosen else ink(colour, body)
    label = look if chosen else ink(palette.muted, body)
    _write(grid, column, y, (name, label), (value, look))


def _draw_head(grid: Grid, scene: Scene, selected: Place | None, tile: Tile, y: int, palette: Palette) -> None:
    column = tile.column
    layer, index, width = column.layer, tile.index, column.fields.value
    output = _at(scene.activations, layer, index)
    summed = layer > 0 and output is not None and layer <= len(scene.summed) and scene.summed[layer - 1]
    fill = shade(palette.tile, palette.tile_full, output if layer and output is not None and not summed else 0.0)
    lit = ink(palette.selected_text, palette.selected, True)
    name_look, value_look = ink(palette.tile_text, fill), ink(palette.key if summed else palette.tile_text, fill, True)
    value = UNKNOWN if output is None else SUM + short(output, width - 1) if summed else short(output, width)
    if selected == Neuron(layer, index):
        name_look = value_look = lit
    elif selected == Bias(layer, index) and BIAS not in column.rows:
        # There is no row for it, but what is selected has to be seen.
        value, value_look = "b" + signed(float(scene.network.biases[layer - 1][index]), width - 1), lit
    elif (
        selected == Expected(index)
        and layer == len(scene.network.sizes) - 1
        and scene.expected is not None
        and EXPECTED not in column.rows
    ):
        value, value_look = "y" + short(float(scene.expected[index]), width - 1, trim=True), lit
    _write(grid, column, y, (neuron_name(scene.network.sizes, layer, index), name_look), (value, value_look))


def _write(grid: Grid, column: Column, y: int, name: tuple[str, Style], value: tuple[str, Style]) -> None:
    fields, x = column.fields, column.x
    if len(value[0]) > fields.value:  # an old and a new value take the room between name and value too
        grid.write(x, y, name[0].ljust(column.width), name[1])
        grid.write(x + column.width - len(value[0]), y, value[0], value[1])
        return
    if fields.named:
        text = " " * fields.before + name[0].ljust(column.name_width) + " " * fields.between
        grid.write(x, y, text, name[1])
        x += len(text)
    grid.write(x, y, value[0].rjust(fields.value) + " " * fields.after, value[1])


def _at(values: tuple[FloatArray | None, ...], layer: int, index: int) -> float | None:
    """Return one neuron's value, None where its layer has none yet."""
    of_layer = values[layer] if layer < len(values) else None
    return None if of_layer is None else float(of_layer[index])


def _bias(scene: Scene, layer: int, index: int, column: Column, palette: Palette) -> tuple[str, str]:
    """Write a bias; in the update the old and the new one if there is room for both, else the new one."""
    width, value = column.fields.value, float(scene.network.biases[layer - 1][index])
    if scene.updated is None:
        return signed(value, width), palette.muted
    new = float(scene.updated.biases[layer - 1][index])
    room = column.width - 2  # all but the name and a blank
    half = (room - 1) // 2
    if half < NARROWEST_HALF:
        return signed(new, width), palette.key
    return f"{signed(value, half, 2).strip()}{ARROW}{signed(new, half, 2).strip()}", palette.key


def _delta(scene: Scene, layer: int, index: int, width: int, palette: Palette) -> tuple[str, str]:
    delta = _at(scene.deltas or (), layer - 1, index)
    if delta is None:
        return UNKNOWN, palette.muted
    colour = palette.positive if delta > 0 else palette.negative if delta < 0 else palette.muted
    return signed(delta, width), colour


def _expected(scene: Scene, index: int, width: int, palette: Palette) -> tuple[str, str]:
    """Write an expected value and, once the output is known, whether it is near."""
    assert scene.expected is not None
    expected = float(scene.expected[index])
    output = _at(scene.activations, len(scene.network.sizes) - 1, index)
    if output is None or (scene.summed and scene.summed[-1]):
        return short(expected, width, trim=True), palette.muted
    right = abs(output - expected) < RIGHT_WITHIN
    colour = palette.good if right else palette.bad
    if width < 5:
        return short(expected, width, trim=True), colour
    return short(expected, width - 2, trim=True) + (" ✓" if right else " ✗"), colour
