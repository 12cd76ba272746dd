"""Places in a network, and what the article calls them: i1, h1, o1, w1, b_h1.

Layers are numbered from 0, the inputs; neurons within their layer from 0. Names count from 1.
"""

from itertools import pairwise

from engine.quick_dataclass import dataclass


@dataclass(frozen=True)
class Neuron:
    """A neuron; in layer 0 an input."""

    layer: int
    index: int


@dataclass(frozen=True)
class Weight:
    """The weight from neuron ``source`` of the previous layer to neuron ``target`` of ``layer``."""

    layer: int
    target: int
    source: int


@dataclass(frozen=True)
class Bias:
    """The bias of neuron ``target`` of ``layer``."""

    layer: int
    target: int


@dataclass(frozen=True)
class Expected:
    """The expected value of output neuron ``index``."""

    index: int


Place = Neuron | Weight | Bias | Expected


def neuron_name(sizes: tuple[int, ...], layer: int, index: int) -> str:
    """Name a neuron: i1, h1 (h1.2 if there are several hidden layers), o1."""
    if layer == 0:
        return f"i{index + 1}"
    if layer == len(sizes) - 1:
        return f"o{index + 1}"
    return f"h{index + 1}" if len(sizes) == 3 else f"h{layer}.{index + 1}"


def weight_number(sizes: tuple[int, ...], place: Weight) -> int:
    """Number a weight from 1 as the article does: layer by layer, target by target, source by source."""
    before = sum(inputs * neurons for inputs, neurons in pairwise(sizes[: place.layer]))
    return before + place.target * sizes[place.layer - 1] + place.source + 1


def parameter_at(sizes: tuple[int, ...], index: int) -> Weight | Bias:
    """Return the weight or bias at an index of ``Network.parameters``."""
    for layer, (inputs, neurons) in enumerate(pairwise(sizes), start=1):
        if index < neurons * (inputs + 1):
            target, source = divmod(index, inputs + 1)
            return Weight(layer, target, source) if source < inputs else Bias(layer, target)
        index -= neurons * (inputs + 1)
    raise IndexError(index)


def parameter_name(sizes: tuple[int, ...], place: Weight | Bias) -> str:
    """Name a weight or a bias: w7, b_h1."""
    if isinstance(place, Weight):
        return f"w{weight_number(sizes, place)}"
    return f"b_{neuron_name(sizes, place.layer, place.target)}"


def place_name(sizes: tuple[int, ...], place: Place) -> str:
    """Name any place in a network: i1, h1, o1, w7, b_h1, y1."""
    match place:
        case Neuron(layer, index):
            return neuron_name(sizes, layer, index)
        case Expected(index):
            return f"y{index + 1}"
        case _:
            return parameter_name(sizes, place)


def layer_name(sizes: tuple[int, ...], layer: int) -> str:
    """Name a layer: "inputs", "hidden layer" ("hidden layer 2"), "output layer"."""
    if layer == 0:
        return "inputs"
    if layer == len(sizes) - 1:
        return "output layer"
    return "hidden layer" if len(sizes) == 3 else f"hidden layer {layer}"


def exists(sizes: tuple[int, ...], place: Place | None) -> bool:
    """Tell whether a network of these sizes has this place."""
    match place:
        case Neuron(layer, index):
            return 0 <= layer < len(sizes) and 0 <= index < sizes[layer]
        case Weight(layer, target, source):
            return 0 < layer < len(sizes) and 0 <= target < sizes[layer] and 0 <= source < sizes[layer - 1]
        case Bias(layer, target):
            return 0 < layer < len(sizes) and 0 <= target < sizes[layer]
        case Expected(index):
            return 0 <= index < sizes[-1]
    return False
