"""The order in which the values of a layer are listed, as in a worked example: its weights, then its biases.

A layer's weights stand target by target and source by source, as they are numbered. The inputs of a row are a list too,
and so are its expected values.
"""

from __future__ import annotations

from engine.network.places import Bias, Expected, Neuron, Place, Weight, layer_name, place_name


def values_from(sizes: tuple[int, ...], first: Place, count: int) -> tuple[Place, ...]:
    """Return so many values of a list from one of them on; fewer if the list ends before."""
    number = _number(sizes, first)
    end = min(number + count, _length(sizes, first))
    return tuple(_numbered(sizes, first, at) for at in range(number, end))


def value_beside(sizes: tuple[int, ...], place: Place, by: int) -> Place | None:
    """Return the value after a place (1) or before it (-1).

    The weights and biases of the next layer follow those of a layer; the expected values follow the inputs.

    Returns:
        The value; None if there is none further on.
    """
    number, length = _number(sizes, place) + by, _length(sizes, place)
    if 0 <= number < length:
        return _numbered(sizes, place, number)
    other = _list_beside(sizes, place, by)
    return None if other is None else _numbered(sizes, other, 0 if by > 0 else _length(sizes, other) - 1)


def list_name(sizes: tuple[int, ...], place: Place) -> str:
    """Name the list that a value stands in: "inputs", "hidden layer", "output layer", "expected values"."""
    match place:
        case Weight(layer) | Bias(layer) | Neuron(layer):
            return layer_name(sizes, layer)
        case Expected():
            return "expected values"


def span_text(sizes: tuple[int, ...], first: Place, last: Place) -> str:
    """Name the values from one to another: "w1 … b_h2"."""
    names = (place_name(sizes, first), place_name(sizes, last))
    return " … ".join(dict.fromkeys(names))


def _length(sizes: tuple[int, ...], place: Place) -> int:
    match place:
        case Weight(layer) | Bias(layer):
            return sizes[layer] * (sizes[layer - 1] + 1)
        case Neuron(layer):
            return sizes[layer]
        case Expected():
            return sizes[-1]


def _number(sizes: tuple[int, ...], place: Place) -> int:
    """Return the number of a value in its list, counted from 0."""
    match place:
        case Weight(layer, target, source):
            return target * sizes[layer - 1] + source
        case Bias(layer, target):
            return sizes[layer] * sizes[layer - 1] + target
        case Neuron(_, index) | Expected(index):
            return index


def _numbered(sizes: tuple[int, ...], among: Place, number: int) -> Place:
    """Return the value with a number in the list in which ``among`` stands."""
    match among:
        case Weight(layer) | Bias(layer):
            target, source = divmod(number, sizes[layer - 1])
            weights = sizes[layer] * sizes[layer - 1]
            return Weight(layer, target, source) if number < weights else Bias(layer, number - weights)
        case Neuron(layer):
            return Neuron(layer, number)
        case Expected():
            return Expected(number)


def _list_beside(sizes: tuple[int, ...], place: Place, by: int) -> Place | None:
    """Return a value of the list after (1) or before (-1) the one in which a value stands; None if there is none."""
    match place:
        case Weight(layer) | Bias(layer):
            return Bias(layer + by, 0) if 1 <= layer + by < len(sizes) else None
        case Neuron():
            return Expected(0) if by > 0 else None
        case Expected():
            return Neuron(0, 0) if by < 0 else None
