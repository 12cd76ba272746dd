"""The weights of a drawn network: which become lines, and in which colours."""

from dataclasses import dataclass

import numpy as np

from engine.network.places import Bias, Expected, Neuron, Place, Weight
from tui.drawing.braille import DOTTED, THICK, THIN, Grid, line
from tui.drawing.palette import Palette, ink, shade
from tui.panels.network.edges import EdgeKey, edge_ends, gap
from tui.panels.network.layout import NetworkLayout
from tui.panels.network.scene import Scene

CALM = 16  # lines in one gap up to which each is told from the others
ALL = 24  # lines in one gap that are drawn however small it is
CROWDING = 2.0  # times that lines may cover the cells of a gap; beyond, the weakest are left out
STRONG, WEAK = 0.45, 0.12  # of the largest weight: from the one on a line is thick, below the other dotted
FADED, PLAIN, TOUCHED, SELECTED = range(4)
LEAST_CONTRAST = 3.0  # of a line
# The share of its hue that a line has by its rank: of the weakest, of the strongest.
HUES = {FADED: (0.5, 0.8), PLAIN: (0.7, 1.0), TOUCHED: (0.85, 1.0), SELECTED: (1.0, 1.0)}


@dataclass(frozen=True)
class Edge:
    """A weight to be drawn.

    ``strength`` is its share, 0 to 1, of the network's largest; ``rank`` one of four; ``crowded`` tells that it is one
    of many.
    """

    weight: Weight
    value: float
    strength: float
    rank: int
    crowded: bool

    @property
    def key(self) -> EdgeKey:
        """Where it stands in its weight matrix."""
        return self.weight.target, self.weight.source


def draw_lines(grid: Grid, scene: Scene, selected: Place | None, placed: NetworkLayout, palette: Palette) -> list[Edge]:
    """Draw lines for the weights in view, the strongest on top, and return them in the order of their owner numbers."""
    network = scene.network
    if isinstance(selected, Expected):
        selected = Bias(len(network.sizes) - 1, selected.index)  # the same lines lead to it
    largest = max(float(np.abs(weights).max()) for weights in network.weights)
    edges = [edge for column in placed.columns[1:] for edge in _chosen(scene, selected, placed, column.layer, largest)]
    edges.sort(key=lambda edge: (edge.rank, edge.strength))
    for owner, edge in enumerate(edges):
        ends = edge_ends(placed, edge.weight.layer)[edge.key]
        colour = _colour(edge, scene, palette)
        grid.draw(line(*ends, _weight(edge), grid.width), ink(colour, palette.background), owner)
    grid.finish_lines()
    return edges


def touches(selected: Place | None, weight: Weight) -> bool:
    """Tell whether a weight belongs to what is selected: it is it, or it leads to or from it."""
    match selected:
        case Neuron(layer, index):
            return (layer, index) in ((weight.layer, weight.target), (weight.layer - 1, weight.source))
        case Bias(layer, target):
            return (weight.layer, weight.target) == (layer, target)
    return selected == weight


def _chosen(scene: Scene, selected: Place | None, placed: NetworkLayout, layer: int, largest: float) -> list[Edge]:
    """Choose the edges to draw into ``layer``: all while they are few, else the strongest or those of the selected."""
    weights = scene.network.weights[layer - 1]
    before, after = placed.tiles[layer - 1], placed.tiles[layer]
    left, right = gap(placed, layer)
    if right <= left:
        return []
    first_source, first_target = min(before), min(after)
    shown = weights[first_target : first_target + len(after), first_source : first_source + len(before)]
    places = [Weight(layer, t, s) for t in after for s in before]
    near = [touches(selected, place) if scene.phase is None else place == selected for place in places]
    keep: list[int] = list(range(len(places)))
    most = max(ALL, int(CROWDING * (right - left) * placed.height / max(right - left, placed.height / 3)))
    if len(places) > most:
        strongest = np.argpartition(np.abs(shown), -most, axis=None)[-most:].tolist()
        # A selection that touches this gap stands alone in it, a weight with the others of its sum: a thicket behind
        # would hide it.
        target = selected.target if isinstance(selected, Weight) and any(near) else None
        keep = [i for i, place in enumerate(places) if near[i] or place.target == target] or strongest
    values = shown.ravel().tolist()
    rest = PLAIN if selected is None else FADED
    if scene.phase is not None:
        rest = TOUCHED if scene.uses(layer) else FADED
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


def hue(edge: Edge, palette: Palette) -> str:
    """Return the colour of a weight's sign."""
    return palette.positive if edge.value > 0 else palette.negative if edge.value < 0 else palette.muted


def _weight(edge: Edge) -> int:
    """Return how heavy a line is: small weights have few dots and not a dark colour, so that their sign is seen."""
    if edge.rank == SELECTED:
        return THICK
    if edge.strength < WEAK or (edge.crowded and edge.rank < TOUCHED and edge.strength < STRONG):
        return DOTTED
    return THICK if edge.strength > STRONG and not edge.crowded else THIN


def _colour(edge: Edge, scene: Scene, palette: Palette) -> str:
    if edge.rank == SELECTED and scene.phase is None:
        return palette.selected
    lowest, highest = HUES[edge.rank]
    share = lowest + (highest - lowest) * edge.strength
    return shade(palette.background, hue(edge, palette), share, LEAST_CONTRAST)
