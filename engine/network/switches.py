"""What is switched off in a network: parameters that training leaves alone, neurons that answer 0, biases that are not.

Every mark stands at a place. Where neurons and layers come and go, it moves along with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from engine.errors import InvalidValue
from engine.network.places import Bias, Neuron, Weight, exists, layer_name, neuron_name, parameter_name
from engine.quick_dataclass import dataclass

Item = TypeVar("Item")
Moved = Callable[[Neuron], Neuron | None]
"""Where a neuron of the network before stands in the network after; None if it is gone."""


@dataclass(frozen=True)
class Switches:
    """What is switched off in a network; nothing unless the learner says so. Immutable.

    Attributes:
        frozen: Weights and biases that training leaves alone, and so what an optimiser remembers for them.
        off: Hidden neurons that answer 0, whatever their sum is. Training leaves alone what leads to and from them.
        without_bias: Layers without biases: theirs are 0 and no parameters.
    """

    frozen: frozenset[Weight | Bias] = frozenset()
    off: frozenset[Neuron] = frozenset()
    without_bias: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether anything is switched off."""
        return bool(self.frozen or self.off or self.without_bias)

    def check(self, sizes: tuple[int, ...]) -> None:
        """Check that a network has these places.

        Raises:
            InvalidValue: It has not, or a neuron that is off is an input or an output.
        """
        last = len(sizes) - 1
        for place in (*self.frozen, *self.off):
            if not exists(sizes, place):
                raise InvalidValue(f"this network has no {place}")
        for neuron in self.off:
            if neuron.layer in (0, last):
                name = neuron_name(sizes, neuron.layer, neuron.index)
                raise InvalidValue(f"only hidden neurons can be switched off, and {name} is none")
        for layer in self.without_bias:
            if not 0 < layer <= last:
                raise InvalidValue(f"layer {layer} has no biases to go without: layers go from 1 to {last}")

    def has(self, place: object) -> bool:
        """Tell whether a place of the network is one: a bias of a layer without biases is none."""
        return not (isinstance(place, Bias) and place.layer in self.without_bias)

    def with_frozen(self, sizes: tuple[int, ...], place: Weight | Bias, frozen: bool) -> Switches:
        """Freeze a weight or bias, or thaw it.

        Raises:
            InvalidValue: There is no such place, or it is frozen, or not, already.
        """
        replace(self, frozen=self.frozen | {place}).check(sizes)
        after = replace(self, frozen=_changed(self.frozen, place, frozen))
        name = parameter_name(sizes, place)
        if not self.has(place):
            raise InvalidValue(no_biases(sizes, place.layer))
        if after == self:
            raise InvalidValue(f"{name} is {'frozen already' if frozen else 'not frozen'}")
        return after

    def with_off(self, sizes: tuple[int, ...], neuron: Neuron, off: bool) -> Switches:
        """Switch a hidden neuron off, or on again.

        Raises:
            InvalidValue: There is no such hidden neuron, or it is off, or on, already.
        """
        replace(self, off=self.off | {neuron}).check(sizes)
        after = replace(self, off=_changed(self.off, neuron, off))
        if after == self:
            name = neuron_name(sizes, neuron.layer, neuron.index)
            raise InvalidValue(f"{name} is {'off' if off else 'on'} already")
        return after

    def with_biases(self, sizes: tuple[int, ...], layer: int, present: bool) -> Switches:
        """Take the biases away from a layer, or give it biases again.

        Raises:
            InvalidValue: There is no such layer, or it has biases, or none, already.
        """
        replace(self, without_bias=self.without_bias | {layer}).check(sizes)
        after = self.without_biases(_changed(self.without_bias, layer, not present))
        if after.without_bias == self.without_bias:
            raise InvalidValue(f"the {layer_name(sizes, layer)} has {'biases' if present else 'no biases'} already")
        return after

    def without_biases(self, layers: Iterable[int]) -> Switches:
        """Take the biases away from these layers alone, with what froze them."""
        after = replace(self, without_bias=frozenset(layers))
        return replace(after, frozen=frozenset(filter(after.has, self.frozen)))

    def moved(self, sizes: tuple[int, ...], to: Moved) -> Switches:
        """Return the marks in a network whose neurons stand elsewhere; a weight goes when its ends come apart.

        Args:
            sizes: Neurons in each layer before, the inputs first.
            to: Where each neuron stands after.
        """
        layers = {layer: [to(Neuron(layer, index)) for index in range(sizes[layer])] for layer in self.without_bias}
        return Switches(
            frozenset(parameter for place in self.frozen if (parameter := _parameter_at(place, to)) is not None),
            frozenset(neuron for place in self.off if (neuron := to(place)) is not None),
            frozenset(neuron.layer for neurons in layers.values() for neuron in neurons if neuron is not None),
        )


NOTHING_OFF = Switches()


def no_biases(sizes: tuple[int, ...], layer: int) -> str:
    """Say that a layer has no biases."""
    return f"the {layer_name(sizes, layer)} has no biases: they are switched on in the network's settings"


def _changed(marks: frozenset[Item], item: Item, marked: bool) -> frozenset[Item]:
    return marks | {item} if marked else marks - {item}


def _parameter_at(place: Weight | Bias, to: Moved) -> Weight | Bias | None:
    target = to(Neuron(place.layer, place.target))
    if target is None:
        return None
    if isinstance(place, Bias):
        return Bias(target.layer, target.index)
    source = to(Neuron(place.layer - 1, place.source))
    if source is None or source.layer + 1 != target.layer:
        return None
    return Weight(target.layer, target.index, source.index)
