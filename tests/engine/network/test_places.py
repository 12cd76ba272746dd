"""Names of places: the article's, and its numbering continued in deep networks."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given

from engine.errors import InvalidValue
from engine.network.network import Network, parameter_count
from engine.network.places import (
    Bias,
    Expected,
    Neuron,
    Weight,
    exists,
    layer_name,
    neuron_name,
    parameter_at,
    parameter_name,
    place_name,
)
from tests.engine.strategies import networks, shapes

ARTICLE = (2, 2, 2)
DEEP = (3, 4, 2, 5)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("w1", Weight(1, target=0, source=0)),
        ("w2", Weight(1, target=0, source=1)),
        ("w3", Weight(1, target=1, source=0)),
        ("w4", Weight(1, target=1, source=1)),
        ("w5", Weight(2, target=0, source=0)),
        ("w6", Weight(2, target=0, source=1)),
        ("w7", Weight(2, target=1, source=0)),
        ("w8", Weight(2, target=1, source=1)),
        ("b_h1", Bias(1, 0)),
        ("b_h2", Bias(1, 1)),
        ("b_o1", Bias(2, 0)),
        ("b_o2", Bias(2, 1)),
        ("i2", Neuron(0, 1)),
        ("h1", Neuron(1, 0)),
        ("o2", Neuron(2, 1)),
        ("y2", Expected(1)),
    ],
)
def test_the_articles_network(name: str, place: object) -> None:
    assert place_name(ARTICLE, place) == name


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("i3", Neuron(0, 2)),
        ("h1.4", Neuron(1, 3)),
        ("h2.1", Neuron(2, 0)),
        ("o5", Neuron(3, 4)),
        ("b_h1.2", Bias(1, 1)),
        ("b_h2.2", Bias(2, 1)),
        ("b_o1", Bias(3, 0)),
        ("w12", Weight(1, target=3, source=2)),  # the last of 3·4
        ("w13", Weight(2, target=0, source=0)),
        ("w20", Weight(2, target=1, source=3)),  # the last of 4·2 more
        ("w21", Weight(3, target=0, source=0)),
        ("w30", Weight(3, target=4, source=1)),
        ("y5", Expected(4)),
    ],
)
def test_a_deep_network(name: str, place: object) -> None:
    """With several hidden layers the layer goes first: h1.2 is the 2nd neuron of the 1st hidden layer."""
    assert place_name(DEEP, place) == name


def test_no_hidden_layer() -> None:
    sizes = (3, 2)
    assert [neuron_name(sizes, 1, index) for index in range(2)] == ["o1", "o2"]
    assert [layer_name(sizes, layer) for layer in range(2)] == ["inputs", "output layer"]


def test_layer_names() -> None:
    assert [layer_name(ARTICLE, layer) for layer in range(3)] == ["inputs", "hidden layer", "output layer"]
    assert [layer_name(DEEP, layer) for layer in range(4)] == [
        "inputs",
        "hidden layer 1",
        "hidden layer 2",
        "output layer",
    ]


def every_weight(sizes: tuple[int, ...]) -> list[Weight]:
    """Layer by layer, target neuron by target neuron, source by source."""
    return [
        Weight(layer, target, source)
        for layer, (sources, targets) in enumerate(pairwise(sizes), start=1)
        for target in range(targets)
        for source in range(sources)
    ]


def every_bias(sizes: tuple[int, ...]) -> list[Bias]:
    return [Bias(layer, target) for layer in range(1, len(sizes)) for target in range(sizes[layer])]


@given(shapes())
def test_weights_are_numbered_in_the_articles_order(sizes: tuple[int, ...]) -> None:
    weights = every_weight(sizes)
    assert [parameter_name(sizes, place) for place in weights] == [f"w{n + 1}" for n in range(len(weights))]


@given(networks())
def test_every_place_has_a_name_and_a_parameter_of_its_own(network: Network) -> None:
    places = [*every_weight(network.sizes), *every_bias(network.sizes)]
    assert len({place_name(network.sizes, place) for place in places}) == len(places)
    indices = {network.parameter_index(place) for place in places}
    assert indices == set(range(parameter_count(network.sizes)))
    assert all(parameter_at(network.sizes, network.parameter_index(place)) == place for place in places)


@given(networks())
def test_a_place_is_its_entry_in_the_matrices(network: Network) -> None:
    for place in every_weight(network.sizes):
        assert network.value(place) == network.weights[place.layer - 1][place.target, place.source]
    for place in every_bias(network.sizes):
        assert network.value(place) == network.biases[place.layer - 1][place.target]


@pytest.mark.parametrize(
    "place",
    [
        Weight(0, 0, 0),
        Weight(3, 0, 0),
        Weight(-1, 0, 0),
        Weight(1, 2, 0),
        Weight(1, -1, 0),
        Weight(1, 0, 2),  # one further would be the bias
        Weight(2, 0, -1),
        Bias(0, 0),
        Bias(1, 2),
        Bias(2, -1),
    ],
)
def test_an_unknown_place_is_refused(place: Weight | Bias) -> None:
    network = Network(ARTICLE, ("sigmoid", "sigmoid"), np.arange(12.0))
    with pytest.raises(InvalidValue, match="2-2-2 network has no"):
        network.value(place)
    with pytest.raises(InvalidValue, match="2-2-2 network has no"):
        network.with_value(place, 1.0)


@given(networks())
def test_an_edit_changes_one_parameter_of_a_copy(network: Network) -> None:
    before = network.parameters.copy()
    for place in every_weight(network.sizes)[-1:] + every_bias(network.sizes)[:1]:
        edited = network.with_value(place, 9.5)
        different = np.flatnonzero(edited.parameters != network.parameters).tolist()
        assert different == [network.parameter_index(place)]
        assert edited.value(place) == 9.5
    assert (network.parameters == before).all()


@given(shapes())
def test_a_network_has_the_places_of_its_layers_and_no_others(sizes: tuple[int, ...]) -> None:
    there = {Neuron(layer, index) for layer, size in enumerate(sizes) for index in range(size)}
    for layer, (sources, targets) in enumerate(pairwise(sizes), start=1):
        there |= {Bias(layer, target) for target in range(targets)}
        there |= {Weight(layer, target, source) for target in range(targets) for source in range(sources)}
    there |= {Expected(index) for index in range(sizes[-1])}
    layers, indices = range(-1, len(sizes) + 1), range(-1, max(sizes) + 1)
    tried = {kind(layer, index) for kind, layer, index in product((Neuron, Bias), layers, indices)}
    tried |= {Weight(*numbers) for numbers in product(layers, indices, indices)} | {Expected(i) for i in indices}
    assert {place for place in tried if exists(sizes, place)} == there
    assert not exists(sizes, None)
