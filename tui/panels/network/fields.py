"""How the tiles of a drawn network spend their width, from roomy to bare."""

from engine.network.places import neuron_name
from engine.quick_dataclass import dataclass

Sizes = tuple[int, ...]


@dataclass(frozen=True)
class Fields:
    """The cells of a tile, from left to right.

    Attributes:
        before: Blanks before the name.
        named: Whether the name is shown.
        between: Blanks between name and value.
        value: Cells of the value.
        after: Blanks after the value.
        gap: The narrowest gap between two columns at which a network still looks good with these fields.
    """

    before: int
    named: bool
    between: int
    value: int
    after: int
    gap: int

    def width(self, name_width: int) -> int:
        """Return the width of a tile whose name takes ``name_width`` cells."""
        return self.before + self.after + (name_width + self.between if self.named else 0) + self.value


# The first that fits is used.
WIDE = (
    Fields(1, True, 2, 7, 1, 11),
    Fields(1, True, 1, 7, 1, 10),
    Fields(1, True, 1, 6, 1, 10),
    Fields(1, True, 1, 6, 0, 8),
    Fields(1, True, 1, 6, 0, 5),
)
WHOLE_DEEP = (*WIDE, Fields(0, True, 1, 6, 0, 4), Fields(0, True, 1, 4, 0, 5))
FIELDS = (
    *WHOLE_DEEP,
    Fields(0, True, 1, 4, 0, 3),
    Fields(0, False, 0, 4, 0, 2),
    Fields(0, False, 0, 2, 0, 1),
)
# While layers are hidden at the sides: each with the fewest layers in view for which it is used.
SCROLLED = (
    (Fields(0, True, 1, 6, 0, 6), 3),
    (Fields(0, True, 1, 4, 0, 5), 3),
    (Fields(0, True, 1, 4, 0, 3), 1),
    (Fields(0, False, 0, 4, 0, 2), 1),
    (Fields(0, False, 0, 2, 0, 1), 1),
)


def name_width(sizes: Sizes, layer: int) -> int:
    """Return the width of a layer's longest name."""
    return len(neuron_name(sizes, layer, sizes[layer] - 1))


def needed_width(sizes: Sizes, layers: range, fields: Fields) -> int:
    """Return the fewest cells that these layers take."""
    return tiles_width(sizes, layers, fields) + fields.gap * (len(layers) - 1)


def tiles_width(sizes: Sizes, layers: range, fields: Fields) -> int:
    """Return the cells that the tiles of these layers take side by side."""
    return sum(fields.width(name_width(sizes, layer)) for layer in layers)
