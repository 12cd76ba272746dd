"""The number at a place of the network, to be copied."""

from __future__ import annotations

from engine.errors import InvalidValue
from engine.network.places import Expected, Neuron, Place, place_name
from engine.training.state import TrainingState
from tui.panels.copied import Copied, number
from tui.panels.network.scene_of_state import scene_of


def copied_place(state: TrainingState, place: Place) -> Copied:
    """Return the value of a weight, bias or expected value, or the output of a neuron, as the network shows it.

    Raises:
        InvalidValue: The phases so far have not computed it.
    """
    scene, shown, name = scene_of(state, place), state.shown, place_name(state.network.sizes, place)
    match place:
        case Neuron(layer, index):
            values = scene.activations[layer]
            if values is None:
                raise InvalidValue(f"{name} is not computed yet: n goes on")
            value = float(values[index])
        case Expected(index):
            value = float(shown.dataset.expected[shown.row, index])
        case _:
            value = scene.network.value(place)
    return Copied(number(value), f"{name}, {number(value)}")
