"""Adding and removing layers and neurons: kept parts keep their weights, new parts draw theirs.

The draw depends only on the seed and the new shape, so the same change of the same network always has the same result.
What is switched off stays so, wherever it moves: each change says where the neurons stand after it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.network.initializers import draw_layer
from engine.network.network import Network, check_shape, shape_text
from engine.network.places import Neuron
from engine.network.switches import Moved


def with_activation(network: Network, layer: int, name: str) -> Network:
    """Change the activation of a layer; every weight stays.

    Raises:
        InvalidValue: There is no such layer or neuron, or it cannot be changed in this way.
    """
    if not 1 <= layer < len(network.sizes):
        raise InvalidValue(f"a {shape_text(network.sizes)} network has no layer {layer} with an activation")
    activations = (*network.activations[: layer - 1], name, *network.activations[layer:])
    return replace(network, activations=activations)


def with_layer(network: Network, after: int, neurons: int, activation: str, initializer: str, seed: int) -> Network:
    """Insert a layer after another; the weights into it and into the next layer are new, the next layer's biases stay.

    Raises:
        InvalidValue: There is no such layer or neuron, or it cannot be changed in this way.
    """
    last = len(network.sizes) - 1
    if not 0 <= after < last:
        raise InvalidValue(f"a new layer goes after one of the layers 0 (the inputs) to {last - 1}, not after {after}")
    sizes = (*network.sizes[: after + 1], neurons, *network.sizes[after + 1 :])
    activations = (*network.activations[:after], activation, *network.activations[after:])
    check_shape(sizes, activations)
    new, outgoing = (_drawn(sizes, activations, layer, initializer, seed) for layer in (after + 1, after + 2))
    outgoing[:, -1] = network.layers[after][:, -1]
    matrices = [*network.layers[:after], new, outgoing, *network.layers[after + 1 :]]

    def moved(neuron: Neuron) -> Neuron:
        return replace(neuron, layer=neuron.layer + (neuron.layer > after))

    return _network(network, sizes, activations, matrices, moved)


def without_layer(network: Network, layer: int, initializer: str, seed: int) -> Network:
    """Remove a hidden layer; the weights between its two neighbours are new, the biases stay.

    Raises:
        InvalidValue: There is no such layer or neuron, or it cannot be changed in this way.
    """
    _check_hidden(network, layer)
    sizes = (*network.sizes[:layer], *network.sizes[layer + 1 :])
    activations = (*network.activations[: layer - 1], *network.activations[layer:])
    check_shape(sizes, activations)
    joined = _drawn(sizes, activations, layer, initializer, seed)
    joined[:, -1] = network.layers[layer][:, -1]
    matrices = [*network.layers[: layer - 1], joined, *network.layers[layer + 1 :]]

    def moved(neuron: Neuron) -> Neuron | None:
        return None if neuron.layer == layer else replace(neuron, layer=neuron.layer - (neuron.layer > layer))

    return _network(network, sizes, activations, matrices, moved)


def with_neuron(network: Network, layer: int, initializer: str, seed: int) -> Network:
    """Add a neuron at the end of a hidden layer; the weights to and from it and its bias are new.

    Raises:
        InvalidValue: There is no such layer or neuron, or it cannot be changed in this way.
    """
    _check_hidden(network, layer)
    sizes = (*network.sizes[:layer], network.sizes[layer] + 1, *network.sizes[layer + 1 :])
    check_shape(sizes, network.activations)
    incoming, outgoing = (_drawn(sizes, network.activations, at, initializer, seed) for at in (layer, layer + 1))
    incoming[:-1] = network.layers[layer - 1]
    outgoing[:, :-2], outgoing[:, -1] = network.layers[layer][:, :-1], network.layers[layer][:, -1]
    matrices = [*network.layers[: layer - 1], incoming, outgoing, *network.layers[layer + 1 :]]
    return _network(network, sizes, network.activations, matrices, lambda neuron: neuron)


def without_neuron(network: Network, layer: int, index: int) -> Network:
    """Remove a neuron from a hidden layer, with every weight to and from it.

    Raises:
        InvalidValue: There is no such layer or neuron, or it cannot be changed in this way.
    """
    _check_hidden(network, layer)
    if not 0 <= index < network.sizes[layer]:
        raise InvalidValue(f"neurons of layer {layer} go from 1 to {network.sizes[layer]}: there is no {index + 1}")
    if network.sizes[layer] == 1:
        raise InvalidValue(f"a layer keeps at least one neuron: to lose its last one, remove layer {layer}")
    sizes = (*network.sizes[:layer], network.sizes[layer] - 1, *network.sizes[layer + 1 :])
    incoming = np.delete(network.layers[layer - 1], index, axis=0)
    outgoing = np.delete(network.layers[layer], index, axis=1)
    matrices = [*network.layers[: layer - 1], incoming, outgoing, *network.layers[layer + 1 :]]

    def moved(neuron: Neuron) -> Neuron | None:
        if neuron.layer != layer:
            return neuron
        return None if neuron.index == index else replace(neuron, index=neuron.index - (neuron.index > index))

    return _network(network, sizes, network.activations, matrices, moved)


def with_hidden(network: Network, hidden: tuple[int, ...], initializer: str, seed: int) -> Network:
    """Resize all hidden layers at once, and add or remove layers at the end of them.

    Weights between neurons that were neighbours stay, and so do the biases of those that stay. A new layer takes the
    activation of the hidden layer before it.

    Args:
        network: The network; it is not changed.
        hidden: The neurons of each hidden layer; empty for none.
        initializer: How new weights are drawn.
        seed: What new weights are drawn from.

    Raises:
        InvalidValue: These layers make no network.
    """
    sizes = (network.sizes[0], *hidden, network.sizes[-1])
    *before, output = network.activations
    kept, usual = before[: len(hidden)], before[-1] if before else _without_softmax(output)
    activations = (*kept, *[usual] * (len(hidden) - len(kept)), output)
    check_shape(sizes, activations)
    matrices = [_drawn(sizes, activations, layer, initializer, seed) for layer in range(1, len(sizes))]
    for new, old in zip(matrices[:-1], network.layers[:-1], strict=False):
        _keep(new, old)
    if len(hidden) == len(before):
        _keep(matrices[-1], network.layers[-1])
    else:
        matrices[-1][:, -1] = network.layers[-1][:, -1]

    def moved(neuron: Neuron) -> Neuron | None:
        if neuron.layer == len(before) + 1:
            return replace(neuron, layer=len(hidden) + 1)
        stays = neuron.layer <= len(hidden) and neuron.index < sizes[neuron.layer]
        return neuron if stays else None

    return _network(network, sizes, activations, matrices, moved)


def with_outputs(network: Network, outputs: int, initializer: str, seed: int) -> Network:
    """Change between an output for each of two classes and a single one for the second; the hidden layers stay.

    The output of the second class keeps its weights, and that of the first draws new ones when it comes back. Two
    softmax outputs become the sigmoid output that answers the same: softmax₂(s₁, s₂) = σ(s₂ − s₁).

    Args:
        network: The network; it is not changed.
        outputs: 1 or 2.
        initializer: How new weights are drawn.
        seed: What new weights are drawn from.

    Raises:
        InvalidValue: The network has neither one output nor two.
    """
    before, name = network.sizes[-1], network.activations[-1]
    if {before, outputs} != {1, 2}:
        raise InvalidValue(f"outputs change from 2 to 1 and back, not from {before} to {outputs}")
    sizes, old = (*network.sizes[:-1], outputs), network.layers[-1]
    if outputs == 2:
        new = _drawn(sizes, network.activations, len(sizes) - 1, initializer, seed)
        new[1] = old[0]
    else:
        new = old[1:] - old[:1] if name == "softmax" else old[1:]
    activations = (*network.activations[:-1], _without_softmax(name))

    def moved(neuron: Neuron) -> Neuron | None:
        if neuron.layer < len(sizes) - 1:
            return neuron
        return None if outputs == 1 and neuron.index == 0 else replace(neuron, index=outputs - 1)

    return _network(network, sizes, activations, [*network.layers[:-1], new], moved)


def _without_softmax(output: str) -> str:
    """Return the activation of a first hidden layer, or of a single output, by that of the outputs."""
    return "sigmoid" if output == "softmax" else output


def _keep(new: FloatArray, old: FloatArray) -> None:
    """Copy the weights and biases of the neurons that a layer had before, from those that it came from before."""
    neurons, sources = min(len(new), len(old)), min(new.shape[1], old.shape[1]) - 1
    new[:neurons, :sources] = old[:neurons, :sources]
    new[:neurons, -1] = old[:neurons, -1]


def _check_hidden(network: Network, layer: int) -> None:
    last = len(network.sizes) - 1
    if layer in (0, last):
        which = "outputs" if layer else "inputs"
        raise InvalidValue(f"the {which} are those of the data: only hidden layers change their neurons")
    if not 0 < layer < last:
        raise InvalidValue(f"a {shape_text(network.sizes)} network has no layer {layer}")


def _drawn(sizes: tuple[int, ...], activations: tuple[str, ...], layer: int, initializer: str, seed: int) -> FloatArray:
    """Draw the parameters of a whole layer of the new shape; the new weights are taken from it."""
    rng = np.random.default_rng((seed, layer, *sizes))
    return draw_layer(initializer, rng, sizes[layer], sizes[layer - 1], activations[layer - 1])


def _network(
    network: Network, sizes: tuple[int, ...], activations: tuple[str, ...], matrices: list[FloatArray], moved: Moved
) -> Network:
    parameters = np.concatenate([matrix.ravel() for matrix in matrices])
    return Network(sizes, activations, parameters, network.loss_name, network.switches.moved(network.sizes, moved))
