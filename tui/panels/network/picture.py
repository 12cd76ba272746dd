"""The network drawn: tiles for neurons, braille lines for weights. A pure function from a scene to lines of text."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from textual.geometry import Region
from textual.strip import Strip

from engine.network.places import Place, Weight
from tui.drawing.braille import Grid
from tui.drawing.palette import Palette, ink
from tui.panels.network.changes import notation_for
from tui.panels.network.labels import changes, draw_labels, labels
from tui.panels.network.layout import Focus, NetworkLayout, focus_of, layout
from tui.panels.network.lines import draw_lines
from tui.panels.network.navigation import exists
from tui.panels.network.scene import Scene, phase_layers
from tui.panels.network.tiles import (
    bias_changes,
    draw_expected_beside,
    draw_hidden_marks,
    draw_tiles,
    shows_delta,
    shows_sum,
)

__all__ = ["Picture", "Scene", "picture"]

Spot = tuple[Region, Place]


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawn network.

    Attributes:
        lines: the rows, each exactly as wide as asked.
        spots: rectangles and the places they show, a later one above an earlier one: tiles, rows of tiles, labels.
        edges: the weights drawn as lines.
        legend: what signs in it mean that a phase brings; "" if there are none.
        owners: for each cell the number in ``edges`` of the line on top there, or -1; shape (height, width).
    """

    lines: tuple[Strip, ...]
    spots: tuple[Spot, ...]
    edges: tuple[Weight, ...]
    legend: str
    owners: NDArray[np.int32]

    def at(self, x: int, y: int) -> Place | None:
        """Return what is drawn at a cell: a tile, a row of one, a label, a line; None for the background."""
        for region, place in reversed(self.spots):
            if region.contains(x, y):
                return place
        height, width = self.owners.shape
        if 0 <= x < width and 0 <= y < height and self.owners[y, x] >= 0:
            return self.edges[self.owners[y, x]]
        return None


def picture(scene: Scene, width: int, height: int, palette: Palette) -> Picture:
    """Draw a network into ``width`` × ``height`` cells."""
    width, height = max(width, 0), max(height, 0)
    grid = Grid(width, height, ink(palette.text, palette.background))
    spots: list[Spot] = []
    edges: list[Weight] = []
    legend = ""
    if width and height:
        sizes = scene.network.sizes
        selected = scene.selected if exists(sizes, scene.selected) else None
        placed = layout(sizes, width, height, scene.expected is not None, scene.errors, _focus(scene, selected))
        drawn = draw_lines(grid, scene, selected, placed, palette)
        edges = [edge.weight for edge in drawn]
        found = labels(scene, drawn, placed)
        if _is_updated(scene) and (shown := [*changes(scene, found), *bias_changes(scene, placed)]):
            scene = replace(scene, notation=notation_for(shown))
        legend = _legend(scene, placed)
        spots += draw_labels(grid, scene, found, palette)
        spots += draw_tiles(grid, scene, selected, placed, palette)
        spots += draw_expected_beside(grid, scene, selected, placed, palette)
        spots += draw_hidden_marks(grid, placed, palette)
    return Picture(grid.strips(), tuple(spots), tuple(edges), legend, grid.owners.reshape(height, width))


def _is_updated(scene: Scene) -> bool:
    """Tell whether the update has changed anything: in the middle of a batch it has not."""
    new = scene.updated
    return new is not None and not np.array_equal(new.parameters, scene.network.parameters)


def _legend(scene: Scene, placed: NetworkLayout) -> str:
    """Say what signs mean that a phase brings: those of sums, of δ in place of the output, of the update."""
    pieces = [scene.notation.legend] if scene.notation is not None else []
    if scene.updated is not None and not _is_updated(scene):
        pieces.append("update: nothing changes")
    if any(shows_sum(scene, column) for column in placed.columns):
        pieces.append("Σ weighted sum s")
    if any(shows_delta(scene, column) for column in placed.columns):
        pieces.append("δ in place of a")
    return " · ".join(pieces)


def _focus(scene: Scene, selected: Place | None) -> Focus:
    """Return what must be in view: what is selected, or the layers of the phase, where the selection stands in them."""
    sizes = scene.network.sizes
    focus = focus_of(sizes, selected)
    layers = phase_layers(sizes, scene.phase) if scene.follows_phase and scene.phase else ()
    return tuple((layer, dict(focus).get(layer, 0)) for layer in layers) or focus
