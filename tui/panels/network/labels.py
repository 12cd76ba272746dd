"""The values and names of weights, written on the lines of a drawn network."""

from rich.style import Style
from textual.geometry import Region

from engine.network.places import Weight, parameter_name
from engine.quick_dataclass import dataclass
from tui.drawing.braille import Grid
from tui.drawing.numbers import compact, fitting
from tui.drawing.palette import Palette, ink, shade
from tui.panels.network.changes import Change
from tui.panels.network.edges import EdgeKey
from tui.panels.network.label_spots import Centre, centre_alone, fan_centres, label_cells, label_centres, value_width
from tui.panels.network.layout import NetworkLayout, Spot
from tui.panels.network.lines import FADED, PLAIN, SELECTED, TOUCHED, Edge, hue
from tui.panels.network.scene import FROZEN, Scene
from tui.panels.network.tile_texts import change_colour

NARROWEST_LABEL = 3
WIDEST_VALUE = 13
NARROW = 9  # cells of a gap in which a long label may reach to the target
LEAST_CONTRAST = 4.5  # of digits
HUES = {FADED: 0.6, PLAIN: 0.8, TOUCHED: 1.0, SELECTED: 1.0}


@dataclass(frozen=True)
class Wording:
    """What the labels of a gap say.

    Attributes:
        name: Cells of the longest name; 0 without names.
        value: Usual cells of a value; 0 without values.
        listed: Whether the labels form a list, with names and values in columns.
    """

    name: int
    value: int
    listed: bool = False

    @property
    def before_value(self) -> int:
        """The cells of the name and the blank after it."""
        return self.name + 1 if self.name else 0

    @property
    def width(self) -> int:
        """The usual cells of a label."""
        return self.before_value + self.value if self.value else self.name

    def texts(self, name: str, value: str) -> tuple[str, str]:
        """Write a name with the blank after it, and a value, so that together they take the usual cells or more."""
        if not self.name:
            return "", value.center(self.value)
        if not self.value or not value.strip():
            return name.ljust(self.name).center(self.width), ""
        if self.listed:
            return name.ljust(self.before_value), value.rjust(self.value)
        return f"{name} ", value.ljust(self.width - len(name) - 1)


@dataclass(frozen=True)
class WeightLabel:
    """The value of a weight, its name or both, written on its line.

    Attributes:
        edge: The weight.
        wording: What the label says.
        centre: The middle of the label.
        cells: The first cell that it may take, and the cell after the last.
        reach: The cell after the last for a label longer than usual.
        most: The most cells that such a label may take.
    """

    edge: Edge
    wording: Wording
    centre: Centre
    cells: tuple[int, int]
    reach: int
    most: int

    @property
    def most_for_value(self) -> int:
        """The most cells that the value may take, or its change."""
        return max(0, self.most - self.wording.before_value)

    def change(self, scene: Scene) -> Change | None:
        """Return how the update changes the weight; None in any other phase."""
        if scene.updated is None:
            return None
        return Change(self.edge.value, scene.updated.value(self.edge.weight), self.most_for_value)


def labels(scene: Scene, edges: list[Edge], layout: NetworkLayout) -> list[WeightLabel]:
    """Find room for the labels: on all lines of a gap if each has room, else on those of the selection."""
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
    """Write the labels, in the update with the changes; return where each stands."""
    spots: list[Spot] = []
    for label in found:
        weight = label.edge.weight
        name, value = label.wording.texts(_name(scene, label), _value(scene, label))
        width = len(name) + len(value)
        if not (name + value).strip():
            continue
        first, last = label.cells
        x = label.centre.start(width, first, last if width <= label.wording.width else label.reach)
        look = _ink(scene, label, palette)
        beside = ink(palette.muted, palette.background) if value and label.edge.rank != SELECTED else look
        grid.write(x, label.centre.y, name, beside)
        grid.write(x + len(name), label.centre.y, value, look)
        if palette.ascii:  # a line drawn with - would read as a minus
            grid.write_over_line(x - 1, label.centre.y, " ", look)
            grid.write_over_line(x + width, label.centre.y, " ", look)
        spots.append((Region(x, label.centre.y, width, 1), weight))
    return spots


def _name(scene: Scene, label: WeightLabel) -> str:
    """Write the name, of a frozen weight with its sign."""
    name = parameter_name(scene.network.sizes, label.edge.weight)
    return name + FROZEN if scene.is_frozen(label.edge.weight) else name


def _value(scene: Scene, label: WeightLabel) -> str:
    """Write the value, in the update its change; beside a name without a plus, which would read as a sum.

    Where there is no name, the value of a frozen weight has its sign.
    """
    change = label.change(scene)
    if change is not None and scene.notation is not None:
        return scene.notation.write(change) or ""
    if not label.wording.value:
        return ""
    if scene.is_frozen(label.edge.weight) and not label.wording.name:
        narrow, wide = label.wording.value - 1, label.most_for_value - 1
        return FROZEN + fitting(compact, label.edge.value, narrow, wide).strip()
    write = _without_plus if label.wording.name else compact
    return fitting(write, label.edge.value, label.wording.value, label.most_for_value)


def _without_plus(value: float, width: int) -> str:
    return compact(value, width) if value < 0 else compact(value, width + 1).lstrip("+ ")


def _in_gap(scene: Scene, edges: list[Edge], layout: NetworkLayout) -> list[WeightLabel]:
    left, right = layout.gap(edges[0].weight.layer)
    wording, centres = _placed(scene, edges, layout)
    first, last = label_cells(left, right, wording.width)
    reach = right if right - left <= NARROW else last
    usual = min(last - first, wording.width)
    lines = [centre.y for centre in centres.values()]
    found = []
    for edge in edges:
        if edge.key in centres:
            centre = centres[edge.key]
            longest = min(reach - first, WIDEST_VALUE + wording.before_value)
            most = longest if lines.count(centre.y) == 1 else usual
            found.append(WeightLabel(edge, wording, centre, (first, last), reach, most))
    return found


def _wordings(scene: Scene, layer: int, left: int, right: int) -> tuple[Wording, ...]:
    """Return what labels may say, the fullest first. In the update its change matters more than the name."""
    value = value_width(left, right)
    if not scene.names:
        return (Wording(0, value),)
    sizes = scene.network.sizes
    name = len(parameter_name(sizes, Weight(layer, sizes[layer] - 1, sizes[layer - 1] - 1)))
    name += any(place.layer == layer and isinstance(place, Weight) for place in scene.network.switches.frozen)
    both = tuple(Wording(name, cells) for cells in range(value, NARROWEST_LABEL - 1, -1))
    return *both, Wording(0, value) if scene.updated is not None else Wording(name, 0)


def _placed(scene: Scene, edges: list[Edge], layout: NetworkLayout) -> tuple[Wording, dict[EdgeKey, Centre]]:
    """Place labels on all edges of a gap; without room, on the selected edge or on all that touch the selection."""
    layer = edges[0].weight.layer
    left, right = layout.gap(layer)
    wordings = _wordings(scene, layer, left, right)
    for wording in wordings:
        if centres := label_centres(layout, layer, wording.width):
            return wording, centres
    selected = next((edge.key for edge in edges if edge.rank == SELECTED), None)
    if selected is not None:
        bare = Wording(0, min(value_width(left, right), right - left))
        wording = next((one for one in wordings if right - left >= one.width + 2), bare)
        centre = centre_alone(layout, layer, selected)
        return wording, {selected: centre} if right - left >= NARROWEST_LABEL else {}
    near = tuple(sorted(edge.key for edge in edges if edge.rank == TOUCHED and scene.phase is None))
    for wording in wordings:
        if near and (centres := fan_centres(layout, layer, near, wording.width)):
            return Wording(wording.name, wording.value, listed=True), centres
    return wordings[-1], {}


def _ink(scene: Scene, label: WeightLabel, palette: Palette) -> Style:
    """Return the style of a value; a change has the colour of its own sign, not of the weight's."""
    edge, change = label.edge, label.change(scene)
    if edge.rank == SELECTED and scene.phase is None:
        return ink(palette.selected_text, palette.selected, True)
    colour = hue(edge, palette) if change is None else change_colour(change, palette)
    if scene.is_silent(edge.weight):
        colour = palette.muted
    dimmed = scene.is_frozen(edge.weight) and edge.rank != SELECTED
    shown = shade(palette.background, colour, HUES[FADED if dimmed else edge.rank], LEAST_CONTRAST)
    bold = change is not None and change.old != change.new
    return ink(shown, palette.background, bold, edge.rank == SELECTED)
