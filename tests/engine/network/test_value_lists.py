"""The order in which the values of a layer are listed, and which value follows which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.network.network import parameter_count
from engine.network.places import Bias, Expected, Neuron, Place, Weight, exists, place_name
from engine.network.value_lists import list_name, span_text, value_beside, values_from
from tests.engine.strategies import shapes

ARTICLE = (2, 2, 2)


def chain(sizes: tuple[int, ...], first: Place, by: int = 1) -> list[Place]:
    """Return all places from one on, each beside the one before."""
    found, here = [first], value_beside(sizes, first, by)
    while here is not None:
        found.append(here)
        here = value_beside(sizes, here, by)
    return found


def test_the_worked_example_is_listed_as_the_article_lists_it() -> None:
    names = [place_name(ARTICLE, place) for place in chain(ARTICLE, Weight(1, 0, 0))]
    assert names == ["w1", "w2", "w3", "w4", "b_h1", "b_h2", "w5", "w6", "w7", "w8", "b_o1", "b_o2"]
    four = values_from(ARTICLE, Weight(1, 0, 1), 4)
    assert [place_name(ARTICLE, place) for place in four] == ["w2", "w3", "w4", "b_h1"]
    assert values_from(ARTICLE, Weight(2, 1, 1), 9) == (Weight(2, 1, 1), Bias(2, 0), Bias(2, 1))


def test_the_expected_values_follow_the_inputs() -> None:
    assert chain((3, 4, 2), Neuron(0, 1)) == [Neuron(0, 1), Neuron(0, 2), Expected(0), Expected(1)]
    assert values_from((3, 4, 2), Neuron(0, 1), 9) == (Neuron(0, 1), Neuron(0, 2))
    assert values_from((3, 4, 2), Expected(1), 9) == (Expected(1),)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (Weight(1, 0, 0), "hidden layer"),
        (Bias(2, 0), "output layer"),
        (Neuron(0, 1), "inputs"),
        (Expected(0), "expected values"),
    ],
)
def test_a_list_has_a_name(place: Place, name: str) -> None:
    assert list_name(ARTICLE, place) == name


def test_a_span_is_named_by_its_ends() -> None:
    assert span_text(ARTICLE, Weight(1, 0, 0), Bias(1, 1)) == "w1 … b_h2"
    assert span_text(ARTICLE, Neuron(0, 1), Neuron(0, 1)) == "i2"


@given(shapes(), st.data())
def test_every_weight_and_bias_is_reached_once_and_the_way_back_is_the_same(
    sizes: tuple[int, ...], data: st.DataObject
) -> None:
    forward = chain(sizes, Weight(1, 0, 0))
    assert len(forward) == len(set(forward)) == parameter_count(sizes)
    assert all(exists(sizes, place) for place in forward)
    assert chain(sizes, forward[-1], -1) == forward[::-1]
    at = data.draw(st.integers(0, len(forward) - 1))
    count = data.draw(st.integers(1, 30))
    listed = values_from(sizes, forward[at], count)
    assert list(listed) == [one for one in forward[at : at + count] if one.layer == forward[at].layer]
    row = [*(Neuron(0, index) for index in range(sizes[0])), *(Expected(index) for index in range(sizes[-1]))]
    assert chain(sizes, row[0]) == row
    assert chain(sizes, row[-1], -1) == row[::-1]
