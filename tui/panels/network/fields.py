"""How the tiles of a drawn network spend their width, from roomy to bare."""

from dataclasses import dataclass

from engine.network.places import neuron_name

Sizes = tuple[int, ...]


@dataclass(frozen=True)
class Fields:
    """How a tile spends its width: a blank or none, a name if shown, blanks, a value, a blank or none.

    ``gap`` is the least width between two columns with which a network still looks well at these fields.
    """

    before: int
    named: bool
    between: int
    value: int
    after: int
    gap: int

    def width(self, name_width: int) -> int:
        """Return a tile's width, for names of ``name_width`` cells."""
        return self.before + self.after + (name_width + self.between if self.named else 0) + self.value


# The first that fits is taken.
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
# With the fewest layers in view for which it is taken, while others are out of view at the sides.
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


def needed(sizes: Sizes, layers: range, fields: Fields) -> int:
    """Return the cells that these layers take at least."""
    return sum(fields.width(name_width(sizes, layer)) for layer in layers) + fields.gap * (len(layers) - 1)
