"""The values of weights, written on the lines of a drawn network."""

from rich.style import Style
from textual.geometry import Region

from engine.names import Place
from tui.renderables.braille import Grid
from tui.renderables.network_edges import Key, gap
from tui.renderables.network_label_spots import Centre, centre_alone, fan_centres, label_centres, label_width
from tui.renderables.network_layout import Layout
from tui.renderables.network_lines import FADED, PLAIN, SELECTED, TOUCHED, Edge, hue
from tui.renderables.network_scene import Scene, ink, shade
from tui.renderables.numbers import change, compact
from tui.renderables.palette import Palette

NARROWEST_LABEL = 3
WIDEST_CHANGE = 13
NARROW = 9  # cells of a gap in which what becomes of a weight may reach to the target
LEAST_CONTRAST = 4.5  # of figures
HUES = {FADED: 0.6, PLAIN: 0.8, TOUCHED: 1.0, SELECTED: 1.0}

Spots = list[tuple[Region, Place]]


def draw_labels(grid: Grid, scene: Scene, edges: list[Edge], placed: Layout, palette: Palette) -> Spots:
    """Write values onto lines: on all where each has room of its own, else on those of the selected."""
    spots: Spots = []
    for column in placed.columns[1:]:
        of_gap = [edge for edge in edges if edge.weight.layer == column.layer]
        if of_gap:
            spots += _label_gap(grid, scene, of_gap, placed, palette)
    return spots


def _label_gap(grid: Grid, scene: Scene, edges: list[Edge], placed: Layout, palette: Palette) -> Spots:
    layer = edges[0].weight.layer
    left, right = gap(placed, layer)
    width = label_width(left, right)
    centres = _centres(scene, edges, placed, layer)
    # A cell of the line stays in sight on either side where there is room for that.
    first, last = (left + 1, right - 1) if right - left > width + 1 else (left, right)
    room = min(last - first, width)
    if scene.updated is not None and len({centre.y for centre in centres.values()}) == len(centres):
        last = right if right - left <= NARROW else last
        room = min(last - first, WIDEST_CHANGE)
    written: Spots = []
    for edge in edges:
        if edge.key in centres:
            text, centre = _text(scene, edge, room), centres[edge.key]
            x = centre.start(len(text), first, last)
            grid.write(x, centre.y, text, _ink(scene, edge, palette))
            written.append((Region(x, centre.y, len(text), 1), edge.weight))
    return written


def _centres(scene: Scene, edges: list[Edge], placed: Layout, layer: int) -> dict[Key, Centre]:
    """Place labels on all edges of a gap; where they have no room on that of the selected, or on all that touch it."""
    centres = label_centres(placed, layer)
    if centres:
        return centres
    left, right = gap(placed, layer)
    chosen = next((edge.key for edge in edges if edge.rank == SELECTED), None)
    if chosen is not None:
        return {chosen: centre_alone(placed, layer, chosen)} if right - left >= NARROWEST_LABEL else {}
    near = tuple(sorted(edge.key for edge in edges if edge.rank == TOUCHED and scene.phase is None))
    return fan_centres(placed, layer, near)


def _text(scene: Scene, edge: Edge, width: int) -> str:
    """Write a weight; in the update what becomes of it."""
    if scene.updated is None:
        return compact(edge.value, width).center(width)
    return change(edge.value, scene.updated.value(edge.weight), width)


def _ink(scene: Scene, edge: Edge, palette: Palette) -> Style:
    if edge.rank == SELECTED and scene.phase is None:
        return ink(palette.selected_text, palette.selected, True)
    colour = shade(palette.background, hue(edge, palette), HUES[edge.rank], LEAST_CONTRAST)
    bold = scene.updated is not None and scene.updated.value(edge.weight) != edge.value
    return ink(colour, palette.background, bold, edge.rank == SELECTED)
