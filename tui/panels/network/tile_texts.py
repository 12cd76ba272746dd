"""What each row of a neuron's tile says in the present phase: its text and its colour."""

import math
from functools import partial

from rich.style import Style

from engine.arrays import FloatArray
from engine.network.places import Bias, Expected
from engine.training.phases import PhaseKind
from tui.drawing.numbers import fitting, named, short, signed
from tui.drawing.palette import Palette, ink, shade
from tui.panels.network.changes import Change
from tui.panels.network.layout import LayerColumn, NetworkLayout, Tile, TileRow
from tui.panels.network.scene import FROZEN, Scene
from tui.panels.network.tile_names import name_of_expected

UNKNOWN, SUM, ERROR = "·", "Σ", "a−y"
OFF = "off"  # in place of the output of a neuron that is switched off
ROOM_FOR_A_NAME = 6  # cells of a value
LIMITED = ("sigmoid", "tanh", "softmax")  # activations whose outputs lie between −1 and 1
LEAST_CONTRAST = 4.5  # of digits


def bias_changes(scene: Scene, layout: NetworkLayout) -> list[Change]:
    """Return how the update changes the biases in view; empty in any other phase."""
    found = (
        _bias_change(scene, tile)
        for column in layout.columns
        if TileRow.BIAS in column.rows
        for tile in layout.tiles[column.layer].values()
    )
    return [change for change in found if change is not None]


def shows_sum(scene: Scene, column: LayerColumn) -> bool:
    """Tell whether a layer's tiles show weighted sums: the sums are computed, the outputs are not."""
    layer = column.layer
    return 0 < layer <= len(scene.summed) and scene.summed[layer - 1] and scene.activations[layer] is not None


def shows_delta(scene: Scene, column: LayerColumn) -> bool:
    """Tell whether a layer's tiles show δ in place of the output: it is computed and has no row."""
    return column.shared_with_delta is TileRow.HEAD and knows_delta(scene, column)


def knows_delta(scene: Scene, column: LayerColumn) -> bool:
    """Tell whether δ of a layer is computed."""
    return scene.deltas is not None and scene.deltas[column.layer - 1] is not None


def row_text(scene: Scene, tile: Tile, row: TileRow, palette: Palette) -> tuple[str, str, str]:
    """Return name, value and colour of a row below the head."""
    column = tile.column
    match row:
        case TileRow.BIAS:
            frozen = scene.is_frozen(Bias(column.layer, tile.index))
            return "b" + FROZEN * frozen, *_bias(scene, tile, palette)
        case TileRow.DELTA:
            return "δ", *_delta(scene, tile, palette)
        case TileRow.ERROR:
            return ERROR, *_error(scene, tile, palette)
        case _:
            text, colour = expected_text(scene, tile.index, column.fields.value, _room(column, 1), palette)
            return _expected_name(scene, tile, text), text, colour


def head_text(scene: Scene, tile: Tile, palette: Palette) -> tuple[str, Style, str]:
    """Return the output, or what stands in its place, its style, and the colour that fills the head row."""
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
    if tile.index in scene.network.off_in(column.layer):
        return OFF if width >= len(OFF) else "0", ink(palette.muted, palette.background, True), palette.background
    text = fitting(short, output, width, room)
    if not column.layer:
        return text, ink(palette.tile_text, palette.tile, True), palette.tile
    share = _strength(output, scene.network.activations[column.layer - 1])
    if output < 0:  # hollow, in the colour of its sign: neither like a 0 nor like a positive output
        colour = shade(palette.background, palette.negative, share, LEAST_CONTRAST)
        return text, ink(colour, palette.background, True), palette.background
    fill = shade(palette.tile, palette.tile_full, share)
    return text, ink(palette.tile_text, fill, True), fill


def _strength(output: float, activation: str) -> float:
    """Return how strongly an output fills its tile, 0 to 1; one without a limit never fills it wholly."""
    size = abs(output)
    return size if activation in LIMITED or not size < math.inf else size / (1 + size)


def rowless_text(scene: Scene, column: LayerColumn) -> str:
    """Write a selected bias or expected value that has no row, for the place of the output."""
    narrow, wide = column.fields.value - 1, _room(column, column.name_width) - 1
    if isinstance(scene.selected, Bias):
        return "b" + fitting(signed, scene.network.value(scene.selected), narrow, wide)
    assert isinstance(scene.selected, Expected)
    assert scene.expected is not None
    return "y" + fitting(partial(short, trim=True), float(scene.expected[scene.selected.index]), narrow, wide)


def expected_text(scene: Scene, index: int, narrow: int, wide: int, palette: Palette) -> tuple[str, str]:
    """Write an expected value in ``narrow`` to ``wide`` cells, of a class as 0 or 1; return text and colour."""
    assert scene.expected is not None
    expected = float(scene.expected[index])
    if not scene.errors and expected in (0.0, 1.0):
        return f"{expected:.0f}", palette.text if expected else palette.muted
    return fitting(partial(short, trim=True), expected, narrow, wide), palette.text


def _expected_name(scene: Scene, tile: Tile, text: str) -> str:
    """Name an expected value, also by its class where its tile says it nowhere else."""
    column = tile.column
    told = column.data_name or TileRow.NAME in column.rows or not column.fields.named
    room = column.width - column.fields.before - column.fields.after - len("y ") - 1 - len(text)
    name = name_of_expected(scene, tile.index, room) if scene.classes and not told else ""
    return f"y {name}" if name else "y"


def _bias_change(scene: Scene, tile: Tile) -> Change | None:
    if scene.updated is None:
        return None
    place = Bias(tile.column.layer, tile.index)
    return Change(scene.network.value(place), scene.updated.value(place), _room(tile.column, 1))


def _bias(scene: Scene, tile: Tile, palette: Palette) -> tuple[str, str]:
    """Write a bias, in the update its change."""
    column, change = tile.column, _bias_change(scene, tile)
    if change is None or scene.notation is None:
        value = scene.network.value(Bias(column.layer, tile.index))
        name = len("b") + scene.is_frozen(Bias(column.layer, tile.index))
        return fitting(signed, value, column.fields.value, _room(column, name)), palette.muted
    return scene.notation.write(change) or "", change_colour(change, palette)


def _delta(scene: Scene, tile: Tile, palette: Palette) -> tuple[str, str]:
    """Write δ; in place of the output with its name, if that fits."""
    column = tile.column
    delta = _at(scene.deltas or (), column.layer - 1, tile.index)
    if delta is None:
        return UNKNOWN, palette.muted
    in_head = column.shared_with_delta is TileRow.HEAD
    name = "δ" if in_head and column.fields.value >= ROOM_FOR_A_NAME else ""
    room = _room(column, column.name_width if in_head else 1)
    return named(name, signed, delta, column.fields.value, room), _sign_colour(delta, palette)


def _error(scene: Scene, tile: Tile, palette: Palette) -> tuple[str, str]:
    """Write the error a − y of an output, once it is computed."""
    assert scene.expected is not None
    output = _at(scene.activations, len(scene.network.sizes) - 1, tile.index)
    before = scene.phase is not None and scene.phase.kind in (PhaseKind.INPUT, PhaseKind.SUMS, PhaseKind.OUTPUTS)
    if output is None or before:
        return UNKNOWN, palette.muted
    fields, room = tile.column.fields, _room(tile.column, len(ERROR))
    error = output - float(scene.expected[tile.index])
    return fitting(signed, error, min(fields.value, room), room), _sign_colour(error, palette)


def _at(values: tuple[FloatArray | None, ...], layer: int, index: int) -> float | None:
    """Return one neuron's value; None if its layer is not computed yet."""
    in_layer = values[layer] if layer < len(values) else None
    return None if in_layer is None else float(in_layer[index])


def _room(column: LayerColumn, name_width: int) -> int:
    """Return the cells that a value may take beside a name, with a blank between them."""
    beside = name_width + 1 if column.fields.named else 0
    return column.width - column.fields.before - column.fields.after - beside


def change_colour(change: Change, palette: Palette) -> str:
    """Return the colour of a change: that of positive numbers where a value grows."""
    return _sign_colour(change.new - change.old, palette)


def _sign_colour(value: float, palette: Palette) -> str:
    return palette.positive if value > 0 else palette.negative if value < 0 else palette.muted
