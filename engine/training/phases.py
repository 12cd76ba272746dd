"""The phases of one sample: input, forward pass layer by layer, error, δ from the last layer back, update."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from engine.network.places import Bias, Expected, Neuron, Weight
from engine.network.quantities import ERROR, MEAN_SQUARED_ERROR, Kind, Quantity
from engine.network.switches import NOTHING_OFF, Switches
from engine.wording import count


class PhaseKind(Enum):
    """What a phase computes."""

    INPUT = "input"
    SUMS = "sums"
    OUTPUTS = "activations"
    ERROR = "error"
    DELTAS = "δ"
    UPDATE = "update"


@dataclass(frozen=True)
class Phase:
    """One phase of a sample. Immutable.

    Attributes:
        kind: What it computes.
        layer: The layer it computes: the last one for the error, 0 for the input and the update.
    """

    kind: PhaseKind
    layer: int = 0


def phases(sizes: tuple[int, ...]) -> tuple[Phase, ...]:
    """List the phases of one sample in order. All parameters are updated last, when every δ is known."""
    last = len(sizes) - 1
    forward = [Phase(kind, layer) for layer in range(1, last + 1) for kind in (PhaseKind.SUMS, PhaseKind.OUTPUTS)]
    backward = [Phase(PhaseKind.DELTAS, layer) for layer in range(last, 0, -1)]
    return (Phase(PhaseKind.INPUT), *forward, Phase(PhaseKind.ERROR, last), *backward, Phase(PhaseKind.UPDATE))


def phase_text(sizes: tuple[int, ...], phase: Phase, waiting: int = 0) -> str:
    """Name a phase and its place in the pass, such as "forward 2/5: activations of h" or "backward 2/3: δ of h".

    The forward pass counts sums, activations and the error; the backward pass counts each layer's δ and the update.

    Args:
        sizes: The neurons in each layer, the inputs first.
        phase: The phase.
        waiting: How many more rows the batch takes before its update.
    """
    last = len(sizes) - 1
    layer = layer_letter(sizes, phase.layer)
    match phase.kind:
        case PhaseKind.INPUT:
            return "input"
        case PhaseKind.UPDATE:
            when = f" in {count(waiting, 'row')}" if waiting else ""
            return f"backward {last + 1}/{last + 1}: update{when}"
        case PhaseKind.ERROR:
            return f"forward {2 * last + 1}/{2 * last + 1}: the error"
        case PhaseKind.DELTAS:
            return f"backward {last - phase.layer + 1}/{last + 1}: δ of {layer}"
        case _:
            number = 2 * phase.layer - (phase.kind is PhaseKind.SUMS)
            return f"forward {number}/{2 * last + 1}: {phase.kind.value} of {layer}"


def phase_quantities(
    sizes: tuple[int, ...], phase: Phase, most: int, switches: Switches = NOTHING_OFF
) -> tuple[Quantity, ...]:
    """List the first ``most`` numbers that a phase computes."""
    return tuple(islice((one for one in _quantities(sizes, phase) if switches.has(one.place)), most))


def is_computed(sizes: tuple[int, ...], quantity: Quantity, done: int) -> bool:
    """Return whether a number is known after the first ``done`` phases of the sample.

    Weights, biases, inputs, expected values and α are known from the start. So is the MSE: it is about all rows.
    """
    order = phases(sizes)
    needed = _needed(sizes, quantity)
    return needed is None or order.index(needed) < done


def _needed(sizes: tuple[int, ...], quantity: Quantity) -> Phase | None:
    """Return the phase that computes a number; None if it is known from the start."""
    place, last = quantity.place, len(sizes) - 1
    match quantity.kind, place:
        case Kind.ACTIVATION, Neuron(0, _):
            return Phase(PhaseKind.INPUT)
        case Kind.SUM, Neuron(layer, _):
            return Phase(PhaseKind.SUMS, layer)
        case Kind.ACTIVATION, Neuron(layer, _):
            return Phase(PhaseKind.OUTPUTS, layer)
        case (Kind.ERROR, _) | (Kind.SHARE, _):
            return Phase(PhaseKind.ERROR, last)
        case (Kind.DELTA | Kind.ERROR_SLOPE | Kind.OUTPUT_SLOPE, Neuron(layer, _)):
            return Phase(PhaseKind.DELTAS, layer)
        case Kind.GRADIENT, Weight(layer=layer) | Bias(layer=layer):
            return Phase(PhaseKind.DELTAS, layer)
        case Kind.NEXT, _:
            return Phase(PhaseKind.UPDATE)
    return None


def _quantities(sizes: tuple[int, ...], phase: Phase) -> Iterator[Quantity]:
    kinds = {PhaseKind.SUMS: Kind.SUM, PhaseKind.DELTAS: Kind.DELTA}
    match phase.kind:
        case PhaseKind.ERROR:
            yield ERROR
            yield from (Quantity(Kind.SHARE, Expected(index)) for index in range(sizes[-1]))
            yield MEAN_SQUARED_ERROR
        case PhaseKind.UPDATE:
            yield from (Quantity(Kind.NEXT, place) for place in _parameters_from_the_back(sizes))
        case _:
            kind = kinds.get(phase.kind, Kind.ACTIVATION)
            yield from (Quantity(kind, Neuron(phase.layer, index)) for index in range(sizes[phase.layer]))


def _parameters_from_the_back(sizes: tuple[int, ...]) -> Iterator[Weight | Bias]:
    """Yield the weights and then the biases of each layer, the last layer first, in the article's order."""
    for layer in range(len(sizes) - 1, 0, -1):
        neurons, inputs = sizes[layer], sizes[layer - 1]
        yield from (Weight(layer, target, source) for target in range(neurons) for source in range(inputs))
        yield from (Bias(layer, target) for target in range(neurons))


def layer_letter(sizes: tuple[int, ...], layer: int) -> str:
    """Name a layer after the inputs as its neurons are named: h (h2 if there are several hidden layers), o."""
    if layer == len(sizes) - 1:
        return "o"
    return "h" if len(sizes) == 3 else f"h{layer}"
