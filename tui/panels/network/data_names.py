"""Where a drawn network names its inputs by their columns and its outputs by their classes or targets.

Beside the neuron's own name if that leaves wide gaps, else in a row of its own, else beside it in narrower tiles, cut
if need be.
"""

from engine.quick_dataclass import dataclass
from tui.panels.network.fields import WIDE, Fields, Sizes, needed_width, tiles_width

ROOMY_GAP = 14  # cells; gaps stay at least so wide beside names that could have a row of their own
TIGHT = WIDE[:4]  # fields that may be used for the sake of names
LEAST = 4  # cells of a cut name beside that of its neuron
LEAST_IN_ROW = 6  # cells of a cut name in a row of its own
MOST = 14  # cells of a name beside that of its neuron


@dataclass(frozen=True)
class NameWidths:
    """Cells of the longest names in the data; 0 where they say no more than the neurons' own."""

    inputs: int = 0
    outputs: int = 0

    def of(self, sizes: Sizes, layer: int) -> int:
        """Return the cells of a layer's longest name; 0 for a hidden layer."""
        return self.inputs if layer == 0 else self.outputs if layer == len(sizes) - 1 else 0


def fits_in_row(fields: Fields, name_width: int, wanted: int) -> bool:
    """Tell whether a row of a tile has room for names of up to ``wanted`` cells, cut if need be."""
    return wanted > 0 and fields.width(name_width) - fields.before >= min(wanted, LEAST_IN_ROW)


def names_beside(
    sizes: Sizes, layers: range, fields: Fields, width: int, widths: NameWidths, in_rows: set[int]
) -> tuple[Fields, dict[int, int]]:
    """Choose the cells of the names that stand beside those of the neurons.

    Args:
        sizes: Neurons in each layer.
        layers: The layers in view.
        fields: How their tiles spend their width without such names.
        width: Cells for tiles and gaps.
        widths: The cells that the names want.
        in_rows: The layers whose names could have a row of their own.

    Returns:
        The fields, narrower if that makes room, and the cells by layer.
    """
    last = len(sizes) - 1
    wanted = {layer: cells for layer in (last, 0) if layer in layers and (cells := widths.of(sizes, layer))}
    found: dict[int, int] = {}
    if not fields.named:
        return fields, found
    free = width - tiles_width(sizes, layers, fields) - ROOMY_GAP * (len(layers) - 1)
    for layer, cells in wanted.items():
        if cells <= MOST and cells + 1 <= free:
            found[layer] = cells
            free -= cells + 1
    left = {layer: cells for layer, cells in wanted.items() if layer not in found and layer not in in_rows}
    if not left or fields not in TIGHT:
        return fields, found
    taken = sum(cells + 1 for cells in found.values())
    for tight in TIGHT[TIGHT.index(fields) :]:
        free = width - needed_width(sizes, layers, tight) - taken
        if all(cells <= MOST for cells in left.values()) and sum(cells + 1 for cells in left.values()) <= free:
            return tight, found | left
    for layer, cells in left.items():
        shown = min(cells, free - 1, MOST)
        if shown >= min(cells, LEAST):
            found[layer] = shown
            free -= shown + 1
            fields = TIGHT[-1]
    return fields, found
