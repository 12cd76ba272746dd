"""Starting weights that the learner gives in a file, and how they go together with the other options."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from engine.arrays import FloatArray
from engine.data.two_classes import possible_outputs
from engine.errors import InvalidValue
from engine.network.network import layer_matrices, parameter_count, shape_text
from engine.network.places import layer_name
from engine.network.switches import Switches
from engine.quick_dataclass import dataclass

if TYPE_CHECKING:
    from engine.experiment.setup import Setup
    from engine.experiment.starts import Options

SCHEMA = 1
"""Of the JSON of ``glassnet train``, which is also read here. It rises when a field changes its meaning or goes; new
fields may come without."""


@dataclass(frozen=True, eq=False)
class GivenWeights:
    """The weights and biases of a file. Immutable.

    Attributes:
        file: The name of the file, for messages.
        sizes: Neurons in each layer, the inputs first.
        parameters: Every weight and bias, as ``Network.parameters`` has them.
        activations: The activation of each layer; None if the file does not say.
        loss: The loss of the network; likewise.
        scaling: The kind of scaling of the numbers that the weights take; likewise.
        switches: What is frozen and off, and which layers have no biases; likewise.
    """

    file: str
    sizes: tuple[int, ...]
    parameters: FloatArray
    activations: tuple[str, ...] | None = None
    loss: str | None = None
    scaling: str | None = None
    switches: Switches | None = None


def joined(sizes: tuple[int, ...], layers: list[tuple[FloatArray, FloatArray]]) -> FloatArray:
    """Return the weights, shape (neurons, inputs), and biases, shape (neurons,), of all layers as one vector."""
    parameters = np.empty(parameter_count(sizes))
    for matrix, (weights, biases) in zip(layer_matrices(parameters, sizes), layers, strict=True):
        matrix[:, :-1], matrix[:, -1] = weights, biases
    parameters.flags.writeable = False
    return parameters


def options_with(options: Options) -> Options:
    """Return the options with the network that the file of weights describes where the learner asked for no other.

    Raises:
        InvalidValue: Another option draws the weights that the file gives.
    """
    given = options.weights
    if given is None:
        return options
    if options.seed is not None or options.initializer is not None:
        raise InvalidValue(f"the starting weights are those of {given.file}: there is nothing to draw")
    if options.layers is None and options.hidden is None:
        options = replace(options, layers=given.sizes)
    if options.activations is None:
        options = replace(options, activations=given.activations, loss=options.loss or given.loss)
    return replace(options, scaling=options.scaling or given.scaling)


def with_weights(setup: Setup, sizes: tuple[int, ...], given: GivenWeights, switches: Switches) -> Setup:
    """Return the setup with the given weights as its starting ones.

    Args:
        setup: The setup.
        sizes: Neurons in each layer that it is to have, the inputs first.
        given: The weights.
        switches: Which layers are to have no biases.

    Raises:
        InvalidValue: They are for another shape, or have biases where there are to be none.
    """
    if given.sizes != sizes:
        raise InvalidValue(f"{given.file} holds a {shape_text(given.sizes)} network, not {shape_text(sizes)}")
    check_biases(given, switches)
    return replace(setup, parameters=given.parameters, is_own_start=True)


def check_biases(given: GivenWeights, switches: Switches) -> None:
    """Check that layers that are to have no biases are given none but 0.

    Raises:
        InvalidValue: They are given others.
    """
    for layer in sorted(switches.without_bias):
        if layer_matrices(given.parameters, given.sizes)[layer - 1][:, -1].any():
            name = layer_name(given.sizes, layer)
            raise InvalidValue(f"{given.file} has biases other than 0 in the {name}, which is to have none")


def check_can_take(setup: Setup, given: GivenWeights) -> None:
    """Check that a start can begin with given weights.

    Args:
        setup: The start, without the learner's options.
        given: The weights.

    Raises:
        InvalidValue: The start has weights of its own, or other numbers of inputs or outputs.
    """
    if setup.parameters is not None:
        raise InvalidValue(f"{setup.name} has weights of its own, so it takes none from {given.file}")
    inputs, outputs = setup.dataset.input_count, possible_outputs(setup.dataset)
    if given.sizes[0] != inputs or given.sizes[-1] not in outputs:
        fitting = " or ".join(f"{inputs}-…-{number}" for number in outputs)
        raise InvalidValue(f"{given.file} holds a {shape_text(given.sizes)} network, {setup.name} needs {fitting}")
