"""The verbs that change layers, neurons, activations and the loss. Layers are counted from the inputs as 0."""

from __future__ import annotations

from engine.network.activations import ACTIVATIONS
from engine.network.losses import LOSSES
from engine.network.network import MOST_PARAMETERS
from engine.session.verbs.arguments import Arguments, whole_in
from engine.session.verbs.tokens import LineRefused
from engine.session.verbs.verb import Verb
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    Command,
    RemoveLayer,
    RemoveNeuron,
    SetActivation,
    SetHidden,
    SetLoss,
    SetOutputs,
)
from engine.training.state import TrainingState
from engine.wording import quoted

NO_LAYERS = "none"
_NEURONS = "the number of neurons"


def _last(state: TrainingState) -> int:
    return len(state.network.sizes) - 1


def _activation_name(words: Arguments) -> str:
    return words.name("the activation", tuple(ACTIVATIONS))


def _hidden_layer(words: Arguments, state: TrainingState) -> int:
    return words.whole("the hidden layer", 1, _last(state) - 1)


def _add_neuron(words: Arguments, state: TrainingState) -> Command:
    return AddNeuron(_hidden_layer(words, state))


def _remove_neuron(words: Arguments, state: TrainingState) -> Command:
    token = words.take("LAYER.NEURON")
    layer_text, dot, neuron_text = token.text.partition(".")
    if not dot:
        raise LineRefused(f"a neuron is written LAYER.NEURON, such as 1.2, not {quoted(token.text)}", token.column)
    layer = whole_in(token, layer_text, "the hidden layer", 1, _last(state) - 1)
    return RemoveNeuron(layer, whole_in(token, neuron_text, "the neuron", 1, state.network.sizes[layer]) - 1)


def _add_layer(words: Arguments, state: TrainingState) -> Command:
    after = words.whole("the layer before it", 0, _last(state) - 1)
    return AddLayer(after, words.whole(_NEURONS, 1, MOST_PARAMETERS), _activation_name(words))


def _remove_layer(words: Arguments, state: TrainingState) -> Command:
    return RemoveLayer(_hidden_layer(words, state))


def _hidden(words: Arguments, state: TrainingState) -> Command:
    token = words.take("N,N,…")
    if token.text == NO_LAYERS:
        return SetHidden(())
    return SetHidden(tuple(whole_in(token, part, _NEURONS, 1, MOST_PARAMETERS) for part in token.text.split(",")))


def _outputs(words: Arguments, state: TrainingState) -> Command:
    return SetOutputs(words.whole("the number of outputs", 1, MOST_PARAMETERS))


def _activation(words: Arguments, state: TrainingState) -> Command:
    return SetActivation(words.whole("the layer", 1, _last(state)), _activation_name(words))


def _loss(words: Arguments, state: TrainingState) -> Command:
    name = words.name("the loss", LOSSES)
    return SetLoss(name, _activation_name(words) if words.rest else None)


VERBS = (
    Verb("neuron+", "LAYER", "add a neuron to a hidden layer", _add_neuron),
    Verb("neuron-", "LAYER.NEURON", "remove a neuron from a hidden layer", _remove_neuron),
    Verb("layer+", "AFTER N ACTIVATION", "add a layer of N neurons after another one", _add_layer),
    Verb("layer-", "LAYER", "remove a hidden layer", _remove_layer),
    Verb("hidden", f"N,N,…|{NO_LAYERS}", "set the neurons of every hidden layer", _hidden),
    Verb("outputs", "N", "tell two classes apart with 2 outputs or with 1", _outputs),
    Verb("activation", "LAYER NAME", "choose the activation of a layer", _activation),
    Verb("loss", "NAME [ACTIVATION]", "choose the loss, and the activation of the outputs with it", _loss),
)


def line_of(command: Command, state: TrainingState) -> str | None:
    """Write a command of these verbs; None for another command.

    Args:
        command: The command.
        state: The state before it.
    """
    match command:
        case AddNeuron(layer):
            return f"neuron+ {layer}"
        case RemoveNeuron(layer, index):
            return f"neuron- {layer}.{index + 1}"
        case AddLayer(after, neurons, activation):
            return f"layer+ {after} {neurons} {activation}"
        case RemoveLayer(layer):
            return f"layer- {layer}"
        case SetHidden(sizes):
            return f"hidden {','.join(map(str, sizes)) or NO_LAYERS}"
        case SetOutputs(count):
            return f"outputs {count}"
        case SetActivation(layer, name):
            return f"activation {layer} {name}"
        case SetLoss(name, output):
            return f"loss {name}" if output is None else f"loss {name} {output}"
    return None
