"""The drawn network: tiles for neurons, lines for weights. A pure function from a scene to lines of text."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from textual.geometry import Offset
from textual.strip import Strip

from engine.network.places import Bias, Expected, Neuron, Place, Weight
from engine.quick_dataclass import dataclass
from tui.drawing.ascii_lines import SIGNS
from tui.drawing.braille import BRAILLE, Grid
from tui.drawing.canvas import Canvas
from tui.drawing.palette import ink
from tui.panels.network.changes import NEW_VALUES, notation_for
from tui.panels.network.hidden_marks import draw_marks
from tui.panels.network.labels import WeightLabel, draw_labels, labels, weight_changes
from tui.panels.network.layout import NetworkLayout, Spot
from tui.panels.network.lines import Edge, draw_lines
from tui.panels.network.placement import Focus, focus_of, lay_out
from tui.panels.network.scene import FROZEN, Scene, phase_layers
from tui.panels.network.tile_names import name_widths
from tui.panels.network.tile_texts import bias_changes, shows_delta, shows_sum
from tui.panels.network.tiles import draw_expected_column, draw_tiles


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawn network.

    Attributes:
        lines: The lines, each exactly as wide as the canvas.
        spots: What a click selects, a later spot above an earlier one: tiles, rows of tiles, labels.
        edges: The weights drawn as lines.
        legend: What the signs of the present phase mean; "" if there are none.
        owners: For each cell, the index in ``edges`` of the topmost line there, or -1; shape (height, width).
    """

    lines: tuple[Strip, ...]
    spots: tuple[Spot, ...]
    edges: tuple[Weight, ...]
    legend: str
    owners: NDArray[np.int32]

    def at(self, x: int, y: int) -> Place | None:
        """Return what is drawn at a cell: a tile, a row of one, a label or a line; None for the background."""
        for region, place in reversed(self.spots):
            if region.contains(x, y):
                return place
        height, width = self.owners.shape
        owner = int(self.owners[y, x]) if 0 <= x < width and 0 <= y < height else -1
        return self.edges[owner] if owner >= 0 else None

    def cell_of(self, place: Place) -> Offset | None:
        """Return where a place is drawn: the start of its tile, row or label, or the middle of its line.

        A bias or an expected value without a row of its own is drawn in the tile of its neuron.
        """
        for wanted in (place, self._neuron_of(place)):
            for region, drawn in reversed(self.spots):
                if drawn == wanted:
                    return region.offset
        if place not in self.edges:
            return None
        cells = np.argwhere(self.owners == self.edges.index(place))
        y, x = cells[len(cells) // 2].tolist() if len(cells) else (0, 0)
        return Offset(x, y) if len(cells) else None

    def _neuron_of(self, place: Place) -> Place:
        """Return the neuron in whose tile a bias or an expected value is drawn."""
        if isinstance(place, Bias):
            return Neuron(place.layer, place.target)
        if isinstance(place, Expected):
            return Neuron(max(drawn.layer for _, drawn in self.spots if isinstance(drawn, Neuron)), place.index)
        return place


def picture(scene: Scene, canvas: Canvas) -> Picture:
    """Draw a network."""
    palette = canvas.palette
    characters = SIGNS if palette.ascii else BRAILLE
    grid = Grid(canvas.width, canvas.height, ink(palette.text, palette.background), characters)
    if not canvas.width or not canvas.height:
        return Picture(grid.strips(), (), (), "", grid.owners.reshape(canvas.height, canvas.width))
    if not scene.network.has(scene.selected):
        scene = replace(scene, selected=None)
    layout = _layout(scene, canvas)
    edges = draw_lines(grid, scene, layout, palette)
    scene, found = _worded(scene, edges, layout)
    spots = (
        *draw_labels(grid, scene, found, palette),
        *draw_tiles(grid, scene, layout, palette),
        *draw_expected_column(grid, scene, layout, palette),
        *draw_marks(grid, layout.marks, palette),
    )
    weights = tuple(edge.weight for edge in edges)
    owners = grid.owners.reshape(canvas.height, canvas.width)
    return Picture(grid.strips(), spots, weights, _legend(scene, layout), owners)


def _layout(scene: Scene, canvas: Canvas) -> NetworkLayout:
    expected = scene.expected is not None
    return lay_out(
        scene.network.sizes,
        canvas.width,
        canvas.height,
        expected,
        scene.errors,
        _focus(scene),
        name_widths(scene),
        scene.network.switches.without_bias,
    )


def _worded(scene: Scene, edges: list[Edge], layout: NetworkLayout) -> tuple[Scene, list[WeightLabel]]:
    """Find room for the labels and, in the update, the notation of the changes, for which names may have to go."""
    found = labels(scene, edges, layout)
    changes = [*weight_changes(scene, found), *bias_changes(scene, layout)]
    if not _is_updated(scene) or not changes:
        return scene, found
    notation = notation_for(changes)
    if scene.names and notation is NEW_VALUES:
        return _worded(replace(scene, names=False), edges, layout)
    return replace(scene, notation=notation), found


def _is_updated(scene: Scene) -> bool:
    """Tell whether the update has changed anything; in the middle of a batch it has not."""
    new = scene.updated
    return new is not None and not np.array_equal(new.parameters, scene.network.parameters)


def _legend(scene: Scene, layout: NetworkLayout) -> str:
    """Explain the signs of the present phase: of sums, of δ in place of the output, of the update."""
    pieces = [scene.notation.legend] if scene.notation is not None else []
    if scene.updated is not None and not _is_updated(scene):
        pieces.append("update: nothing changes")
    if any(shows_sum(scene, column) for column in layout.columns):
        pieces.append("Σ weighted sum s")
    if any(shows_delta(scene, column) for column in layout.columns):
        pieces.append("δ in place of a")
    if scene.network.switches.frozen:
        pieces.append(f"{FROZEN} frozen")
    return " · ".join(pieces)


def _focus(scene: Scene) -> Focus:
    """Return what must be in view: the selection, or the phase's layers, scrolled to the selection's neurons."""
    sizes = scene.network.sizes
    focus = focus_of(sizes, scene.selected)
    layers = phase_layers(sizes, scene.phase) if scene.follows_phase and scene.phase else ()
    return tuple((layer, dict(focus).get(layer, 0)) for layer in layers) or focus
