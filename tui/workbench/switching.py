"""Freezing and thawing what is selected, and switching it off and on."""

from __future__ import annotations

from collections.abc import Callable

from engine.errors import InvalidValue
from engine.network.network import Network
from engine.network.places import Bias, Neuron, Place, Weight, neuron_name, parameter_name
from engine.network.switches import no_biases
from engine.session.look import Look
from engine.training.commands import Command, SetFrozen, SetOff
from engine.training.state import TrainingState
from tui.running.controller import TrainingController


def freeze(training: TrainingController, look: Look) -> None:
    """Freeze the selected weight or bias, or thaw it.

    Raises:
        InvalidValue: Something else is selected.
    """
    _switch(training, lambda network: _freezing(network, look.selected))


def switch_off(training: TrainingController, look: Look) -> None:
    """Switch the selected hidden neuron off, or on again.

    Raises:
        InvalidValue: Something else is selected.
    """
    _switch(training, lambda network: _switching_off(network, look.selected))


def frozen_text(state: TrainingState, look: Look) -> str:
    """Say what ``freeze`` has done."""
    network, place = state.network, _parameter(state.network, look.selected)
    name = parameter_name(network.sizes, place)
    if place in network.switches.frozen:
        return f"{name} is frozen: f thaws it"
    if network.parameter_index(place) in network.left_alone:
        return f"{name} is thawed, but a neuron at its end is off: training leaves it alone"
    return f"{name} is thawed: training changes it again"


def off_text(state: TrainingState, look: Look) -> str:
    """Say what ``switch_off`` has done."""
    neuron = _hidden(state.network, look.selected)
    name = neuron_name(state.network.sizes, neuron.layer, neuron.index)
    if neuron in state.network.switches.off:
        return f"{name} is off and answers 0: F switches it on"
    return f"{name} is on again, with the weights that it had"


def _switch(training: TrainingController, command: Callable[[Network], Command]) -> None:
    """Do a command that depends on what is switched off now; a run goes on."""
    runs_on = training.running
    training.pause()
    try:
        training.do(command(training.session.state.network))
    finally:
        if runs_on:
            training.run()


def _freezing(network: Network, selected: Place | None) -> Command:
    place = _parameter(network, selected)
    return SetFrozen(place, place not in network.switches.frozen)


def _switching_off(network: Network, selected: Place | None) -> Command:
    neuron = _hidden(network, selected)
    return SetOff(neuron, neuron not in network.switches.off)


def _parameter(network: Network, selected: Place | None) -> Weight | Bias:
    match selected:
        case Weight() | Bias():
            return selected
        case Neuron(layer, index) if layer and network.has(Bias(layer, index)):
            return Bias(layer, index)
        case Neuron(layer) if layer:
            raise InvalidValue(no_biases(network.sizes, layer))
    raise InvalidValue("select a weight or a bias to freeze it: training changes no inputs and expected values")


def _hidden(network: Network, selected: Place | None) -> Neuron:
    if isinstance(selected, Neuron) and 0 < selected.layer < len(network.sizes) - 1:
        return selected
    raise InvalidValue(
        "select a hidden neuron to switch it off: inputs, outputs and weights stay on; f freezes weights"
    )
