"""Marks for the neurons and layers out of view: how many there are, and on which side."""

from textual.geometry import Region

from engine.network.places import Neuron
from engine.wording import count
from tui.drawing.braille import Grid
from tui.drawing.palette import Palette, ink
from tui.panels.network.layout import HiddenMark, LayerColumn, Spot

ROOM_FOR_NEURON_MARKS = 3  # lines
ROOM_FOR_LAYER_MARKS = 5  # lines; a lower panel has no line of its own for them
NARROWEST_WITH_LAYER_MARKS = 3  # cells


def neuron_marks(column: LayerColumn, neurons: int, height: int) -> list[HiddenMark]:
    """Mark the hidden neurons of a layer with ``neurons`` neurons, above and below its tiles."""
    if height < ROOM_FOR_NEURON_MARKS:
        return []
    ends = ((0, column.first, column.first - 1), (height - 1, neurons - column.last, column.last))
    return [_neuron_mark(column, y, hidden, nearest) for y, hidden, nearest in ends if hidden]


def layer_marks(
    sizes: tuple[int, ...], layers: range, width: int, height: int, padding: int, focus: dict[int, int]
) -> list[HiddenMark]:
    """Mark the hidden layers at the left and right, in the last line, or beside the columns in a low panel.

    Args:
        sizes: Neurons in each layer.
        layers: The layers in view.
        width: Cells of the panel.
        height: Lines of the panel.
        padding: Blank cells at either border.
        focus: By layer, the neuron that a click on a mark selects; the first where there is none.
    """
    if width < NARROWEST_WITH_LAYER_MARKS:
        return []
    marks, low = [], height < ROOM_FOR_LAYER_MARKS
    left_side, right_side = (layers.start, layers.start - 1, True), (len(sizes) - layers.stop, layers.stop, False)
    for hidden, nearest, left in (left_side, right_side):
        if hidden:
            words = count(hidden, "layer")
            long, brief = (f"‹ {words}", "‹") if left else (f"{words} ›", "›")
            text = brief if low else _longest_fitting(width // 2 - padding, long, brief)
            x = padding if left else width - padding - len(text)
            place = Neuron(nearest, focus.get(nearest, 0))
            marks.append(HiddenMark(x, height // 2 if low else height - 1, len(text), text, place))
    return marks


def draw_marks(grid: Grid, marks: tuple[HiddenMark, ...], palette: Palette) -> list[Spot]:
    """Write the marks; return where each stands and what it selects."""
    look = ink(palette.muted, palette.background)
    for mark in marks:
        grid.write(mark.x, mark.y, mark.text.center(mark.width), look)
    return [(Region(mark.x, mark.y, mark.width, 1), mark.place) for mark in marks]


def _neuron_mark(column: LayerColumn, y: int, hidden: int, nearest: int) -> HiddenMark:
    text = _longest_fitting(column.width, f"⋮ {hidden} more", f"⋮ {hidden}", "⋮")
    return HiddenMark(column.x, y, column.width, text, Neuron(column.layer, nearest))


def _longest_fitting(width: int, *texts: str) -> str:
    """Return the first of ``texts``, longest first, that fits into ``width`` cells; "" if none does."""
    return next((text for text in texts if len(text) <= width), "")
