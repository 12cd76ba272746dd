"""The verbs that switch off: frozen weights and biases, neurons that answer 0, layers without biases."""

from __future__ import annotations

from engine.network.places import Neuron, neuron_name, parameter_name
from engine.session.verbs.arguments import Arguments
from engine.session.verbs.tokens import LineRefused
from engine.session.verbs.values import parameter_in, place_in
from engine.session.verbs.verb import Verb
from engine.training.commands import Command, SetBiases, SetFrozen, SetOff
from engine.training.state import TrainingState
from engine.wording import quoted


def _freeze(words: Arguments, state: TrainingState) -> Command:
    return SetFrozen(parameter_in(words.take("NAME"), state), frozen=True)


def _thaw(words: Arguments, state: TrainingState) -> Command:
    return SetFrozen(parameter_in(words.take("NAME"), state), frozen=False)


def _off(words: Arguments, state: TrainingState) -> Command:
    return SetOff(_neuron(words, state), off=True)


def _on(words: Arguments, state: TrainingState) -> Command:
    return SetOff(_neuron(words, state), off=False)


def _neuron(words: Arguments, state: TrainingState) -> Neuron:
    token = words.take("NEURON")
    place = place_in(token, state)
    if not isinstance(place, Neuron):
        raise LineRefused(f"{quoted(token.text)} is no neuron: hidden neurons are called h1 and h1.2", token.column)
    return place


def _bias(words: Arguments, state: TrainingState) -> Command:
    layer = words.whole("the layer", 1, len(state.network.sizes) - 1)
    return SetBiases(layer, words.name("whether the layer has biases", ("on", "off")) == "on")


VERBS = (
    Verb("freeze", "NAME", "keep training from changing a weight or bias", _freeze),
    Verb("thaw", "NAME", "let training change a frozen weight or bias again", _thaw),
    Verb("off", "NEURON", "switch a hidden neuron off: it answers 0", _off),
    Verb("on", "NEURON", "switch a hidden neuron on again", _on),
    Verb("bias", "LAYER on|off", "give a layer biases, or take them away", _bias),
)


def line_of(command: Command, state: TrainingState) -> str | None:
    """Write a command of these verbs; None for another command.

    Args:
        command: The command.
        state: The state before it.
    """
    sizes = state.network.sizes
    match command:
        case SetFrozen(place, frozen):
            return f"{'freeze' if frozen else 'thaw'} {parameter_name(sizes, place)}"
        case SetOff(neuron, off):
            return f"{'off' if off else 'on'} {neuron_name(sizes, neuron.layer, neuron.index)}"
        case SetBiases(layer, present):
            return f"bias {layer} {'on' if present else 'off'}"
    return None
