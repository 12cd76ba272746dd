"""The weights of a drawn network as lines: which are drawn, how heavy and in which colours."""

import numpy as np

from engine.network.places import Bias, Expected, Neuron, Place, Weight
from engine.quick_dataclass import dataclass
from tui.drawing.ascii_lines import ascii_line
from tui.drawing.braille import DOTTED, THICK, THIN, Grid, line
from tui.drawing.palette import Palette, ink, shade
from tui.panels.network.edges import EdgeKey, edge_ends
from tui.panels.network.layout import NetworkLayout
from tui.panels.network.scene import Scene

CALM = 16  # most lines in one gap that can be told from each other
ALL = 24  # lines in one gap that are drawn however small it is
CROWDING = 2.0  # times that lines may cover the cells of a gap; beyond that, the weakest are left out
STRONG, WEAK = 0.45, 0.12  # of the largest weight: a line above the first is thick, one below the second dotted
FADED, PLAIN, TOUCHED, SELECTED = range(4)
LEAST_CONTRAST = 3.0  # of a line
# How much of its hue a line has, by its rank: the weakest and the strongest.
HUES = {FADED: (0.5, 0.8), PLAIN: (0.7, 1.0), TOUCHED: (0.85, 1.0), SELECTED: (1.0, 1.0)}


@dataclass(frozen=True)
class Edge:
    """A weight to be drawn as a line.

    Attributes:
        weight: The weight.
        value: Its value.
        strength: Its size relative to the largest weight of the network, 0 to 1.
        rank: ``FADED``, ``PLAIN``, ``TOUCHED`` or ``SELECTED``.
        crowded: Whether it is one of many in its gap.
    """

    weight: Weight
    value: float
    strength: float
    rank: int
    crowded: bool

    @property
    def key(self) -> EdgeKey:
        """Its index in the weight matrix."""
        return self.weight.target, self.weight.source


def draw_lines(grid: Grid, scene: Scene, layout: NetworkLayout, palette: Palette) -> list[Edge]:
    """Draw the weights in view, the strongest on top; return them in the order of their owner numbers."""
    network, selected = scene.network, scene.selected
    if isinstance(selected, Expected):
        selected = Bias(len(network.sizes) - 1, selected.index)  # the same lines lead to it
    largest = max(float(np.abs(weights).max()) for weights in network.weights)
    edges = [edge for column in layout.columns[1:] for edge in _drawn(scene, selected, layout, column.layer, largest)]
    edges.sort(key=lambda edge: (edge.rank, edge.strength))
    for owner, edge in enumerate(edges):
        ends = edge_ends(layout, edge.weight.layer)[edge.key]
        colour = _colour(edge, scene, palette)
        dashed = edge.value < 0 and palette.colours == "none"
        thickness = DOTTED if scene.is_silent(edge.weight) else _thickness(edge)
        rasterised = ascii_line if palette.ascii else line
        bold = palette.ascii and thickness == THICK
        grid.draw(rasterised(*ends, thickness, grid.width, dashed), ink(colour, palette.background, bold), owner)
    grid.finish_lines()
    return edges


def touches(selected: Place | None, weight: Weight) -> bool:
    """Tell whether a weight is selected, or leads to or from what is selected."""
    match selected:
        case Neuron(layer, index):
            return (layer, index) in ((weight.layer, weight.target), (weight.layer - 1, weight.source))
        case Bias(layer, target):
            return (weight.layer, weight.target) == (layer, target)
    return selected == weight


def _drawn(scene: Scene, selected: Place | None, layout: NetworkLayout, layer: int, largest: float) -> list[Edge]:
    """Choose the edges to draw into ``layer``: all if there are few, else the strongest or those of the selection."""
    weights = scene.network.weights[layer - 1]
    before, after = layout.tiles[layer - 1], layout.tiles[layer]
    left, right = layout.gap(layer)
    if right <= left:
        return []
    first_source, first_target = min(before), min(after)
    shown = weights[first_target : first_target + len(after), first_source : first_source + len(before)]
    places = [Weight(layer, t, s) for t in after for s in before]
    near = [touches(selected, place) if scene.phase is None else place == selected for place in places]
    keep: list[int] = list(range(len(places)))
    most = max(ALL, int(CROWDING * (right - left) * layout.height / max(right - left, layout.height / 3)))
    if len(places) > most:
        strongest = np.argpartition(np.abs(shown), -most, axis=None)[-most:].tolist()
        # What is selected is drawn alone in a crowded gap, a weight with the others of its sum: a thicket behind it
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


def _thickness(edge: Edge) -> int:
    """Return how heavy a line is: a small weight has few dots rather than a dark colour, so that its sign shows."""
    if edge.rank == SELECTED:
        return THICK
    if edge.strength < WEAK or (edge.crowded and edge.rank < TOUCHED and edge.strength < STRONG):
        return DOTTED
    return THICK if edge.strength > STRONG and not edge.crowded else THIN


def _colour(edge: Edge, scene: Scene, palette: Palette) -> str:
    if edge.rank == SELECTED and scene.phase is None:
        return palette.selected
    if scene.is_silent(edge.weight):
        return palette.faint
    lowest, highest = HUES[FADED if scene.is_frozen(edge.weight) else edge.rank]
    share = lowest + (highest - lowest) * edge.strength
    return shade(palette.background, hue(edge, palette), share, LEAST_CONTRAST)
