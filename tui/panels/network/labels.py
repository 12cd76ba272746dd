"""The values of weights, written on the lines of a drawn network."""

from dataclasses import dataclass

from rich.style import Style
from textual.geometry import Region

from tui.drawing.braille import Grid
from tui.drawing.numbers import compact, fitting
from tui.drawing.palette import Palette, ink, shade
from tui.panels.network.changes import Change
from tui.panels.network.edges import EdgeKey
from tui.panels.network.label_spots import Centre, centre_alone, fan_centres, label_centres, label_width
from tui.panels.network.layout import NetworkLayout, Spot
from tui.panels.network.lines import FADED, PLAIN, SELECTED, TOUCHED, Edge, hue
from tui.panels.network.scene import Scene

NARROWEST_LABEL = 3
WIDEST_LABEL = 13
NARROW = 9  # cells of a gap in which a long label may reach to the target
LEAST_CONTRAST = 4.5  # of digits
HUES = {FADED: 0.6, PLAIN: 0.8, TOUCHED: 1.0, SELECTED: 1.0}


@dataclass(frozen=True)
class WeightLabel:
    """The value of a weight, written on its line.

    Attributes:
        edge: The weight.
        centre: The middle of the label.
        cells: The first cell that it may take, and the cell after the last.
        usual: Its usual width.
        reach: The cell after the last for a label longer than usual.
        most: The most cells that such a label may take.
    """

    edge: Edge
    centre: Centre
    cells: tuple[int, int]
    usual: int
    reach: int
    most: int

    def change(self, scene: Scene) -> Change | None:
        """Return how the update changes the weight; None in any other phase."""
        if scene.updated is None:
            return None
        return Change(self.edge.value, scene.updated.value(self.edge.weight), self.most)


def labels(scene: Scene, edges: list[Edge], layout: NetworkLayout) -> list[WeightLabel]:
    """Find room for the values: on all lines of a gap if each has room, else on those of the selection."""
    found: list[WeightLabel] = []
    for column in layout.columns[1:]:
        in_gap = [edge for edge in edges if edge.weight.layer == column.layer]
        if in_gap:
            found += _in_gap(scene, in_gap, layout)
    return found


def weight_changes(scene: Scene, found: list[WeightLabel]) -> list[Change]:
    """Return how the update changes the weights that have a label; empty in any other phase."""
    return [change for label in found if (change := label.change(scene)) is not None]


def draw_labels(grid: Grid, scene: Scene, found: list[WeightLabel], palette: Palette) -> list[Spot]:
    """Write the values, in the update their changes; return where each stands."""
    spots: list[Spot] = []
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
        spots.append((Region(x, label.centre.y, len(text), 1), label.edge.weight))
    return spots


def _in_gap(scene: Scene, edges: list[Edge], layout: NetworkLayout) -> list[WeightLabel]:
    layer = edges[0].weight.layer
    left, right = layout.gap(layer)
    width = label_width(left, right)
    centres = _centres(scene, edges, layout, layer)
    # Where there is room, one cell of the line stays in view on either side.
    first, last = (left + 1, right - 1) if right - left > width + 1 else (left, right)
    reach = right if right - left <= NARROW else last
    usual = min(last - first, width)
    lines = [centre.y for centre in centres.values()]
    found = []
    for edge in edges:
        if edge.key in centres:
            centre = centres[edge.key]
            most = min(reach - first, WIDEST_LABEL) if lines.count(centre.y) == 1 else usual
            found.append(WeightLabel(edge, centre, (first, last), usual, reach, most))
    return found


def _centres(scene: Scene, edges: list[Edge], layout: NetworkLayout, layer: int) -> dict[EdgeKey, Centre]:
    """Place labels on all edges of a gap; without room, on the selected edge or on all that touch the selection."""
    centres = label_centres(layout, layer)
    if centres:
        return centres
    left, right = layout.gap(layer)
    selected = next((edge.key for edge in edges if edge.rank == SELECTED), None)
    if selected is not None:
        return {selected: centre_alone(layout, layer, selected)} if right - left >= NARROWEST_LABEL else {}
    near = tuple(sorted(edge.key for edge in edges if edge.rank == TOUCHED and scene.phase is None))
    return fan_centres(layout, layer, near)


def _ink(scene: Scene, edge: Edge, palette: Palette) -> Style:
    if edge.rank == SELECTED and scene.phase is None:
        return ink(palette.selected_text, palette.selected, True)
    colour = shade(palette.background, hue(edge, palette), HUES[edge.rank], LEAST_CONTRAST)
    bold = scene.updated is not None and scene.updated.value(edge.weight) != edge.value
    return ink(colour, palette.background, bold, edge.rank == SELECTED)
