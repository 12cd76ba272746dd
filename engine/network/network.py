"""A network: its shape, and one flat vector that holds every parameter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, frozen, is_finite
from engine.errors import InvalidValue
from engine.network.activations import check_activations
from engine.network.losses import Loss, loss_for
from engine.network.places import Bias, Place, Weight, exists, parameter_name
from engine.network.switches import NOTHING_OFF, Switches, no_biases
from engine.network.value_lists import values_from
from engine.quick_dataclass import dataclass

MOST_PARAMETERS = 20_000_000


def layer_matrices(parameters: FloatArray, sizes: tuple[int, ...]) -> tuple[FloatArray, ...]:
    """View a flat parameter vector as one matrix per layer, each of shape (neurons, inputs + 1).

    Row j holds the weights into neuron j, and in its last column the neuron's bias: the weight of one more input that
    is always 1. The views share the vector's memory. Several vectors, shape (vectors, parameters), give matrices of
    shape (vectors, neurons, inputs + 1).
    """
    matrices, start = [], 0
    for inputs, neurons in pairwise(sizes):
        end = start + neurons * (inputs + 1)
        matrices.append(parameters[..., start:end].reshape(*parameters.shape[:-1], neurons, inputs + 1))
        start = end
    return tuple(matrices)


@lru_cache(maxsize=256)
def parameter_count(sizes: tuple[int, ...]) -> int:
    """Count the weights and biases of a network."""
    return sum(neurons * (inputs + 1) for inputs, neurons in pairwise(sizes))


@dataclass(frozen=True, eq=False)
class Network:
    """A fully connected feed-forward network. Immutable.

    Attributes:
        sizes: Neurons in each layer, the inputs first: (2, 3, 2).
        activations: The name of the activation of each layer after the inputs.
        parameters: Every weight and bias, shape (parameters,), read-only. Layer by layer and neuron by neuron: the
            neuron's weights source by source, then its bias.
        loss_name: The loss that training minimises, one of ``LOSSES``.
        switches: What is switched off in it. The biases of layers without biases are 0, whatever ``parameters`` says.
        layers: Views of ``parameters``, one matrix per layer: see ``layer_matrices``.

    Raises:
        InvalidValue: The parts do not fit together, or a weight or bias is infinite or NaN.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    parameters: FloatArray
    loss_name: str = "half-squared"
    switches: Switches = NOTHING_OFF
    layers: tuple[FloatArray, ...] = field(init=False)

    def __post_init__(self) -> None:
        check_shape(self.sizes, self.activations)
        loss_for(self.loss_name, self.activations[-1])
        parameters = frozen(self.parameters)
        if parameters.shape != (parameter_count(self.sizes),):
            raise InvalidValue(
                f"a {shape_text(self.sizes)} network has {parameter_count(self.sizes)} parameters, got "
                f"{parameters.size}"
            )
        if not np.isfinite(parameters).all():
            raise InvalidValue("every weight and bias must be a finite number")
        if self.switches:
            self.switches.check(self.sizes)
            parameters = _without_biases(parameters, self.sizes, self.switches.without_bias)
        object.__setattr__(self, "parameters", parameters)
        object.__setattr__(self, "layers", layer_matrices(parameters, self.sizes))

    @property
    def loss(self) -> Loss:
        """The loss, in the form for this network's output activation."""
        return loss_for(self.loss_name, self.activations[-1])

    @property
    def weights(self) -> tuple[FloatArray, ...]:
        """The weights of each layer, views of shape (neurons, inputs)."""
        return tuple(matrix[:, :-1] for matrix in self.layers)

    @property
    def biases(self) -> tuple[FloatArray, ...]:
        """The biases of each layer, views of shape (neurons,)."""
        return tuple(matrix[:, -1] for matrix in self.layers)

    @property
    def left_alone(self) -> NDArray[np.intp]:
        """The indices in ``parameters`` of what training leaves alone; none unless something is switched off."""
        return _left_alone(self.sizes, self.switches)

    def off_in(self, layer: int) -> tuple[int, ...]:
        """Return which neurons of a layer are switched off and answer 0."""
        return tuple(neuron.index for neuron in self.switches.off if neuron.layer == layer)

    def has(self, place: Place | None) -> bool:
        """Tell whether this network has such a place."""
        return exists(self.sizes, place) and self.switches.has(place)

    def value(self, place: Weight | Bias) -> float:
        """Return the weight or bias at ``place``."""
        return float(self.parameters[self.parameter_index(place)])

    def with_value(self, place: Weight | Bias, value: float) -> Network:
        """Return a copy with one weight or bias changed.

        Raises:
            InvalidValue: The value is not finite, or there is no such place in this network.
        """
        return self.with_values(place, (value,))

    def with_values(self, first: Weight | Bias, values: Sequence[float]) -> Network:
        """Return a copy with a weight or bias changed, and those that follow it in its layer: weights, then biases.

        Raises:
            InvalidValue: There are more values than places, one is not finite, or there is no such place.
        """
        self.parameter_index(first)
        places = [place for place in values_from(self.sizes, first, len(values)) if isinstance(place, Weight | Bias)]
        if len(places) != len(values):
            raise InvalidValue(f"{len(values)} values do not fit {len(places)} weights and biases")
        parameters = self.parameters.copy()
        for place, value in zip(places, values, strict=True):
            if not is_finite(value):
                raise InvalidValue(f"{parameter_name(self.sizes, place)} must be a finite number, got {value}")
            parameters[self.parameter_index(place)] = value
        return self.with_parameters(parameters)

    def with_parameters(self, parameters: FloatArray) -> Network:
        """Return the same network with other weights and biases.

        Raises:
            InvalidValue: Their number does not match, or one is infinite or NaN.
        """
        return Network(self.sizes, self.activations, parameters, self.loss_name, self.switches)

    def parameter_index(self, place: Weight | Bias) -> int:
        """Return the index of a weight or bias in ``parameters``.

        Raises:
            InvalidValue: There is no such place in this network.
        """
        if not 1 <= place.layer < len(self.sizes):
            raise InvalidValue(f"a {shape_text(self.sizes)} network has no layer {place.layer} with weights")
        inputs, neurons = self.sizes[place.layer - 1 : place.layer + 1]
        column = place.source if isinstance(place, Weight) else inputs
        if not (0 <= place.target < neurons and 0 <= column <= inputs - isinstance(place, Weight)):
            raise InvalidValue(f"a {shape_text(self.sizes)} network has no {place}")
        if not self.switches.has(place):
            raise InvalidValue(no_biases(self.sizes, place.layer))
        return parameter_count(self.sizes[: place.layer]) + place.target * (inputs + 1) + column


@lru_cache(maxsize=16)
def _left_alone(sizes: tuple[int, ...], switches: Switches) -> NDArray[np.intp]:
    """List the frozen parameters, those to and from neurons that are off, and biases that are none."""
    marks = np.zeros(parameter_count(sizes) if switches else 0)
    matrices = layer_matrices(marks, sizes) if switches else ()
    for place in switches.frozen:
        matrices[place.layer - 1][place.target, place.source if isinstance(place, Weight) else -1] = 1.0
    for neuron in switches.off:
        matrices[neuron.layer - 1][neuron.index] = matrices[neuron.layer][:, neuron.index] = 1.0
    for layer in switches.without_bias:
        matrices[layer - 1][:, -1] = 1.0
    left_alone = np.flatnonzero(marks)
    left_alone.flags.writeable = False
    return left_alone


def _without_biases(parameters: FloatArray, sizes: tuple[int, ...], layers: frozenset[int]) -> FloatArray:
    """Return the parameters with the biases of these layers at 0."""
    cleared = parameters.copy()
    for layer in layers:
        layer_matrices(cleared, sizes)[layer - 1][:, -1] = 0.0
    return frozen(cleared)


def shape_text(sizes: tuple[int, ...]) -> str:
    """Write a shape: 2-3-2."""
    return "-".join(map(str, sizes))


def check_shape(sizes: tuple[int, ...], activations: tuple[str, ...]) -> None:
    """Check that sizes and activations make a network.

    Raises:
        InvalidValue: There are fewer than two layers, an empty layer, too many parameters, or the activations do not
            match.
    """
    check_sizes(sizes)
    if len(activations) != len(sizes) - 1:
        raise InvalidValue(f"a {shape_text(sizes)} network takes {len(sizes) - 1} activations, got {len(activations)}")
    check_activations(activations)


def check_sizes(sizes: tuple[int, ...]) -> None:
    """Check that a network can have layers of these sizes.

    Raises:
        InvalidValue: There are fewer than two layers, an empty layer, or too many parameters.
    """
    if len(sizes) < 2 or any(size < 1 for size in sizes):
        raise InvalidValue(f"layers need at least an input and an output, each of 1 or more: got {shape_text(sizes)}")
    if parameter_count(sizes) > MOST_PARAMETERS:
        raise InvalidValue(
            f"{shape_text(sizes)} has {parameter_count(sizes):,} parameters, more than {MOST_PARAMETERS:,}"
        )
