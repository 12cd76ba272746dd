"""Where the arrow keys lead: a walk over a network's neurons, weights, biases and expected values.

Pure arithmetic on the network's shape: it needs no picture and reaches places that are scrolled out of view.
"""

from dataclasses import replace

from engine.network.places import Bias, Expected, Neuron, Place, Weight, exists
from engine.network.switches import NOTHING_OFF, Switches
from tui.panels.panel import Direction

Sizes = tuple[int, ...]


def move(sizes: Sizes, place: Place | None, direction: Direction, switches: Switches = NOTHING_OFF) -> Place:
    """Return where one arrow key leads from ``place``.

    Right and left walk along the network: neuron, weight, neuron, …, and after the outputs the expected values. Up and
    down stay in the column: a neuron, its bias, the next neuron; or the weights of one gap in the order of their
    numbers. At a border the place stays the same. From None, or from a place that this network does not have, any key
    leads to the first input.
    """
    if not (exists(sizes, place) and switches.has(place)):
        return Neuron(0, 0)
    match place:
        case Weight(layer, target, source):
            if direction == "right":
                return Neuron(layer, target)
            if direction == "left":
                return Neuron(layer - 1, source)
            return _next_weight(sizes, place, _step(direction))
        case Expected(index):
            if direction in ("left", "right"):
                return Neuron(len(sizes) - 1, index) if direction == "left" else place
            return Expected(_clamp(index + _step(direction), sizes[-1]))
        case Neuron(layer, index) | Bias(layer, index):
            if direction == "right":
                return _rightward(sizes, layer, index)
            if direction == "left":
                return place if layer == 0 else Weight(layer, index, _opposite(index, sizes[layer], sizes[layer - 1]))
            return _in_column(sizes, place, _step(direction), switches)
    raise AssertionError(f"no such kind of place: {place}")


def leap(sizes: Sizes, place: Place | None, by: int) -> Place:
    """Return the place of the same kind that is ``by`` further down the column (up if negative), or at its end."""
    if not exists(sizes, place):
        return Neuron(0, 0)
    match place:
        case Neuron(layer, index):
            return Neuron(layer, _clamp(index + by, sizes[layer]))
        case Bias(layer, target):
            return Bias(layer, _clamp(target + by, sizes[layer]))
        case Weight():
            return _next_weight(sizes, place, by)
        case Expected(index):
            return Expected(_clamp(index + by, sizes[-1]))
    raise AssertionError(f"no such kind of place: {place}")


def _step(direction: Direction) -> int:
    return 1 if direction == "down" else -1


def _clamp(index: int, count: int) -> int:
    return min(max(index, 0), count - 1)


def _opposite(index: int, count: int, other: int) -> int:
    """Return which of ``other`` evenly spread neurons is level with neuron ``index`` of ``count``."""
    return (2 * index + 1) * other // (2 * count)


def _rightward(sizes: Sizes, layer: int, index: int) -> Place:
    if layer == len(sizes) - 1:
        return Expected(index)
    return Weight(layer + 1, _opposite(index, sizes[layer], sizes[layer + 1]), index)


def _next_weight(sizes: Sizes, place: Weight, step: int) -> Weight:
    sources = sizes[place.layer - 1]
    number = _clamp(place.target * sources + place.source + step, sizes[place.layer] * sources)
    return Weight(place.layer, *divmod(number, sources))


def _in_column(sizes: Sizes, place: Neuron | Bias, step: int, switches: Switches) -> Place:
    if isinstance(place, Neuron) and (place.layer == 0 or not switches.has(Bias(place.layer, place.index))):
        return replace(place, index=_clamp(place.index + step, sizes[place.layer]))
    layer, index = (place.layer, place.index) if isinstance(place, Neuron) else (place.layer, place.target)
    # Neuron and bias alternate down the column: stops 0, 1, 2, 3, … are n1, b1, n2, b2, …
    stop = _clamp(2 * index + isinstance(place, Bias) + step, 2 * sizes[layer])
    return Bias(layer, stop // 2) if stop % 2 else Neuron(layer, stop // 2)
