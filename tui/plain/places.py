"""Places of the network in words: a neuron, a weight, a bias, an input, an expected value."""

from __future__ import annotations

from engine.explaining.worked_step import Context, context_of
from engine.formulas.notation import Digits, number_text
from engine.network.places import Bias, Expected, Neuron, Place, Weight, neuron_name, place_name
from engine.network.quantities import Kind, Quantity
from engine.training.state import TrainingState
from tui.plain.numbers import value_of


def place_lines(state: TrainingState, place: Place, digits: Digits) -> list[str]:
    """Say what there is to know of a place, its value first.

    Args:
        state: The training, with the row that is looked at as its current one.
        place: The place.
        digits: How many digits.
    """
    sizes, context = state.network.sizes, context_of(state.shown)
    name = place_name(sizes, place)

    def value(kind: Kind) -> str:
        return value_of(state, Quantity(kind, place), digits, context)

    match place:
        case Weight() | Bias():
            lines = [parameter_line(state, place, digits, context), f"next {name} is {value(Kind.NEXT)}"]
            return [*lines, f"{name} leads {_ends(sizes, place)}"] if isinstance(place, Weight) else lines
        case Expected(index):
            output = neuron_name(sizes, len(sizes) - 1, index)
            return [f"{name} is {value(Kind.EXPECTED)}, expected of {output}{_own(state, place, digits)}"]
        case Neuron(0):
            return [f"{name} is {value(Kind.ACTIVATION)}, an input{_own(state, place, digits)}"]
        case _:
            numbers = f"{value(Kind.ACTIVATION)}, sum {value(Kind.SUM)}, delta {value(Kind.DELTA)}"
            return [f"{name} is {numbers}{', off' if place in state.network.switches.off else ''}"]


def _own(state: TrainingState, place: Neuron | Expected, digits: Digits) -> str:
    """Write a scaled value in its own unit too; "" for one that is not scaled."""
    scaling, dataset, row = state.scaling, state.shown.dataset, state.shown.row
    columns = None if scaling is None else scaling.inputs if isinstance(place, Neuron) else scaling.outputs
    if columns is None:
        return ""
    values = dataset.inputs[row] if isinstance(place, Neuron) else dataset.expected[row]
    own = columns.original_value(place.index, float(values[place.index]))
    return f", {number_text(own, digits)} in its own unit"


def parameter_line(state: TrainingState, place: Weight | Bias, digits: Digits, context: Context) -> str:
    """Say what a weight or bias is, and its gradient: "w5 is 0.5, gradient 0.0951"."""
    name, value = place_name(state.network.sizes, place), number_text(state.network.value(place), digits)
    gradient = value_of(state, Quantity(Kind.GRADIENT, place), digits, context)
    return f"{name} is {value}, gradient {gradient}{', frozen' if place in state.network.switches.frozen else ''}"


def _ends(sizes: tuple[int, ...], place: Weight) -> str:
    source, target = (place.layer - 1, place.source), (place.layer, place.target)
    return f"from {neuron_name(sizes, *source)} to {neuron_name(sizes, *target)}"


def weight_lines(state: TrainingState, neuron: Neuron, most: int, digits: Digits) -> list[str]:
    """List the weights that lead to a neuron, and its bias; of an input those that lead away from it."""
    sizes, context = state.network.sizes, context_of(state.shown)
    places: list[tuple[Weight | Bias, str]]
    if neuron.layer:
        layer = neuron.layer - 1
        places = [(Weight(neuron.layer, neuron.index, source), "from") for source in range(sizes[layer])]
    else:
        layer = 1
        places = [(Weight(1, target, neuron.index), "to") for target in range(sizes[1])]
    lines = []
    for at, (place, way) in enumerate(places[:most]):
        name, rest = parameter_line(state, place, digits, context).split(" ", 1)
        lines.append(f"{name} {way} {neuron_name(sizes, layer, at)} {rest}")
    if (more := len(places) - most) > 0:
        lines.append(f"and {more:,} more")
    if neuron.layer and state.network.has(bias := Bias(neuron.layer, neuron.index)):
        lines.append(parameter_line(state, bias, digits, context))
    return lines
