"""The weights of a drawn network: which become lines, in which colours, and their values on them."""

from dataclasses import dataclass

import numpy as np
from rich.style import Style
from textual.geometry import Region

from engine.names import Bias, Expected, Neuron, Place, Weight
from tui.renderables.braille import Grid, line
from tui.renderables.network_edges import Key, edge_ends, fan_spots, gap, label_spots
from tui.renderables.network_layout import Layout
from tui.renderables.network_scene import Scene, ink, shade
from tui.renderables.numbers import signed
from tui.renderables.palette import Palette

CALM = 16  # lines in one gap up to which each is told from the others
CROWDING = 2.2  # times that lines may cover the cells of a gap; beyond, the weakest are left out
THICK = 0.45  # of the largest weight
LABEL_WIDTH = 5
NARROWEST_LABEL = 3
ROOM_FOR_BOTH = 13  # cells of a gap in which an old and a new value stand side by side
FADED, PLAIN, TOUCHED, SELECTED = range(4)


@dataclass(frozen=True)
class Edge:
    """A weight to be drawn.

    ``strength`` is its share, 0 to 1, of the network's largest; ``rank`` one of four; ``crowded`` tells that it is one
    of many, among which only the strong are to be seen.
    """

    weight: Weight
    value: float
    strength: float
    rank: int
    crowded: bool

    @property
    def key(self) -> Key:
        """Where it stands in its weight matrix."""
        return self.weight.target, self.weight.source


def draw_lines(grid: Grid, scene: Scene, selected: Place | None, placed: Layout, palette: Palette) -> list[Edge]:
    """Draw lines for the weights in view, the strongest on top, and return them in the order of their owner numbers."""
    network = scene.network
    if isinstance(selected, Expected):
        selected = Bias(len(network.sizes) - 1, selected.index)  # the same lines lead to it
    largest = max(float(np.abs(weights).max()) for weights in network.weights)
    edges = [edge for column in placed.columns[1:] for edge in _chosen(scene, selected, placed, column.layer, largest)]
    edges.sort(key=lambda edge: (edge.rank, edge.strength))
    for owner, edge in enumerate(edges):
        ends = edge_ends(placed, edge.weight.layer)[edge.key]
        thick = edge.rank == SELECTED or (edge.strength > THICK and not edge.crowded)
        grid.draw(line(*ends, thick, grid.width), ink(_colour(edge, palette), palette.background), owner)
    grid.finish_lines()
    return edges


def draw_labels(
    grid: Grid, scene: Scene, edges: list[Edge], placed: Layout, palette: Palette
) -> list[tuple[Region, Place]]:
    """Write values onto lines: all where they are few, else those of the selected."""
    spots: list[tuple[Region, Place]] = []
    for column in placed.columns[1:]:
        of_gap = [edge for edge in edges if edge.weight.layer == column.layer]
        wanted = of_gap if len(of_gap) <= CALM else [edge for edge in of_gap if edge.rank >= TOUCHED]
        if wanted:
            spots += _label_gap(grid, scene, wanted, of_gap, placed, palette)
    return spots


def touches(selected: Place | None, weight: Weight) -> bool:
    """Tell whether a weight is selected, or leads from or to the neuron that is, or to that of the bias that is."""
    match selected:
        case Neuron(layer, index):
            return (layer, index) in ((weight.layer, weight.target), (weight.layer - 1, weight.source))
        case Bias(layer, target):
            return (weight.layer, weight.target) == (layer, target)
    return selected == weight


def _chosen(scene: Scene, selected: Place | None, placed: Layout, layer: int, largest: float) -> list[Edge]:
    """Choose the edges to draw into ``layer``: all while they are few, else the strongest or those of the selected."""
    weights = scene.network.weights[layer - 1]
    before, after = placed.tiles[layer - 1], placed.tiles[layer]
    left, right = gap(placed, layer)
    if right <= left:
        return []
    first_source, first_target = min(before), min(after)
    shown = weights[first_target : first_target + len(after), first_source : first_source + len(before)]
    places = [Weight(layer, t, s) for t in after for s in before]
    near = [touches(selected, place) if scene.lit is None else place == selected for place in places]
    keep: list[int] = list(range(len(places)))
    most = max(CALM, int(CROWDING * (right - left) * placed.height / max(right - left, placed.height / 3)))
    if len(places) > most:
        strongest = np.argpartition(np.abs(shown), -most, axis=None)[-most:].tolist()
        # A selection that touches this gap stands alone in it: a thicket behind would hide it.
        keep = [i for i, is_near in enumerate(near) if is_near] or strongest
    values = shown.ravel().tolist()
    rest = PLAIN if selected is None else FADED
    if scene.lit is not None:
        rest = TOUCHED if layer in scene.lit else FADED
    return [
        Edge(
            places[i],
            values[i],
            abs(values[i]) / largest if largest else 0.0,
            SELECTED if places[i] == selected else TOUCHED if near[i] else rest,
            len(keep) > CALM,
        )
        for i in keep
    ]


def _hue(edge: Edge, palette: Palette) -> str:
    return palette.positive if edge.value > 0 else palette.negative if edge.value < 0 else palette.muted


def _colour(edge: Edge, palette: Palette) -> str:
    if edge.rank == SELECTED:
        return palette.selected
    lowest, highest = {FADED: (0.26, 0.48), PLAIN: (0.34, 1.0), TOUCHED: (0.5, 1.0)}[edge.rank]
    strength = edge.strength
    if edge.crowded and edge.rank < TOUCHED:
        lowest, strength = lowest / 2, strength**1.5
    return shade(palette.background, _hue(edge, palette), lowest + (highest - lowest) * strength)


def _label_gap(
    grid: Grid, scene: Scene, wanted: list[Edge], drawn: list[Edge], placed: Layout, palette: Palette
) -> list[tuple[Region, Place]]:
    layer = wanted[0].weight.layer
    left, right = gap(placed, layer)
    keys, lines = (tuple(sorted(edge.key for edge in some)) for some in (wanted, drawn))
    width = LABEL_WIDTH + any("…" in signed(edge.value, LABEL_WIDTH, 2) for edge in wanted)
    both = scene.updated is not None and right - left >= ROOM_FOR_BOTH
    if both:
        width = 2 * LABEL_WIDTH + 1
    chosen = next((edge.key for edge in wanted if edge.rank == SELECTED), None)
    if chosen is None and len(lines) > CALM:
        spots = fan_spots(placed, layer, keys, width)
    else:
        spots = label_spots(placed, layer, keys, lines, width, None)
    if chosen is not None and chosen not in spots:
        if right - left < NARROWEST_LABEL:
            return []
        width = min(width, right - left)
        spots = label_spots(placed, layer, keys, lines, width, chosen)
    written = []
    for edge in wanted:
        if edge.key in spots:
            x, y = spots[edge.key]
            grid.write(x, y, _label(scene, edge, width, both).center(width), _label_ink(edge, palette))
            written.append((Region(x, y, width, 1), edge.weight))
    return written


def _label(scene: Scene, edge: Edge, width: int, both: bool) -> str:
    """Write a weight; in the update the new one, behind the old one where there is room."""
    if scene.updated is None:
        return signed(edge.value, width, 2)
    new = scene.updated.value(edge.weight)
    if not both:
        return signed(new, width, 2)
    half = (width - 1) // 2
    return f"{signed(edge.value, half, 2).strip()}→{signed(new, half, 2).strip()}"


def _label_ink(edge: Edge, palette: Palette) -> Style:
    if edge.rank == SELECTED:
        return ink(palette.selected_text, palette.selected, True)
    lowest, highest = {FADED: (0.5, 0.5), PLAIN: (0.6, 1.0), TOUCHED: (0.8, 1.0)}[edge.rank]
    share = lowest + (highest - lowest) * edge.strength
    return ink(shade(palette.background, _hue(edge, palette), share), palette.background)
