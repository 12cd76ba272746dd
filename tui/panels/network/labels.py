"""The values of weights, written on the lines of a drawn network."""

from dataclasses import dataclass

from rich.style import Style
from textual.geometry import Region

from engine.network.places import Place
from tui.drawing.braille import Grid
from tui.drawing.numbers import compact, fitting
from tui.drawing.palette import Palette, ink, shade
from tui.panels.network.changes import Change
from tui.panels.network.edges import EdgeKey, gap
from tui.panels.network.label_spots import Centre, centre_alone, fan_centres, label_centres, label_width
from tui.panels.network.layout import NetworkLayout
from tui.panels.network.lines import FADED, PLAIN, SELECTED, TOUCHED, Edge, hue
from tui.panels.network.scene import Scene

NARROWEST_LABEL = 3
WIDEST_LABEL = 13
NARROW = 9  # cells of a gap in which a long label may reach to the target
LEAST_CONTRAST = 4.5  # of figures
HUES = {FADED: 0.6, PLAIN: 0.8, TOUCHED: 1.0, SELECTED: 1.0}

Spots = list[tuple[Region, Place]]


@dataclass(frozen=True)
class Label:
    """Where the value of a weight goes.

    Attributes:
        edge: the weight.
        centre: the middle.
        cells: the first cell, and the one past the last, between which it stands.
        usual: how wide it is as a rule.
        reach: the cell past the last for a longer one.
        most: how long that may be.
    """

    edge: Edge
    centre: Centre
    cells: tuple[int, int]
    usual: int
    reach: int
    most: int

    def change(self, scene: Scene) -> Change | None:
        """Return what becomes of the weight in the update; None in any other phase."""
        if scene.updated is None:
            return None
        return Change(self.edge.value, scene.updated.value(self.edge.weight), self.most)


def labels(scene: Scene, edges: list[Edge], placed: NetworkLayout) -> list[Label]:
    """Find room for values on lines: on all of a gap where each has some of its own, else on those of the selected."""
    found: list[Label] = []
    for column in placed.columns[1:]:
        of_gap = [edge for edge in edges if edge.weight.layer == column.layer]
        if of_gap:
            found += _of_gap(scene, of_gap, placed)
    return found


def changes(scene: Scene, found: list[Label]) -> list[Change]:
    """Return what becomes of the weights with a label in the update; none in any other phase."""
    return [change for label in found if (change := label.change(scene)) is not None]


def draw_labels(grid: Grid, scene: Scene, found: list[Label], palette: Palette) -> Spots:
    """Write the values; in the update what becomes of them, if anything does."""
    written: Spots = []
    for label in found:
        change = label.change(scene)
        if change is not None and scene.notation is not None:
            text = scene.notation.write(change) or ""
        else:
            text = fitting(compact, label.edge.value, label.usual, label.most).center(label.usual)
        if not text.strip():
            continue
        first, last = label.cells
        x = label.centre.start(len(text), first, last if len(text) <= label.usual else label.reach)
        grid.write(x, label.centre.y, text, _ink(scene, label.edge, palette))
        written.append((Region(x, label.centre.y, len(text), 1), label.edge.weight))
    return written


def _of_gap(scene: Scene, edges: list[Edge], placed: NetworkLayout) -> list[Label]:
    layer = edges[0].weight.layer
    left, right = gap(placed, layer)
    width = label_width(left, right)
    centres = _centres(scene, edges, placed, layer)
    # A cell of the line stays in sight on either side where there is room for that.
    first, last = (left + 1, right - 1) if right - left > width + 1 else (left, right)
    reach = right if right - left <= NARROW else last
    usual = min(last - first, width)
    rows = [centre.y for centre in centres.values()]
    found = []
    for edge in edges:
        if edge.key in centres:
            centre = centres[edge.key]
            most = min(reach - first, WIDEST_LABEL) if rows.count(centre.y) == 1 else usual
            found.append(Label(edge, centre, (first, last), usual, reach, most))
    return found


def _centres(scene: Scene, edges: list[Edge], placed: NetworkLayout, layer: int) -> dict[EdgeKey, Centre]:
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


def _ink(scene: Scene, edge: Edge, palette: Palette) -> Style:
    if edge.rank == SELECTED and scene.phase is None:
        return ink(palette.selected_text, palette.selected, True)
    colour = shade(palette.background, hue(edge, palette), HUES[edge.rank], LEAST_CONTRAST)
    bold = scene.updated is not None and scene.updated.value(edge.weight) != edge.value
    return ink(colour, palette.background, bold, edge.rank == SELECTED)
