"""Where the arrow keys and leaps lead from any place of any network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.network.places import Bias, Expected, Neuron, Place, Weight, exists, weight_number
from tui.panels.network.navigation import leap, move

SHAPES = st.lists(st.integers(1, 5), min_size=2, max_size=5).map(tuple)
DIRECTIONS = ("up", "down", "left", "right")


def all_places(sizes: tuple[int, ...]) -> set[Place]:
    places: set[Place] = {Neuron(layer, i) for layer, size in enumerate(sizes) for i in range(size)}
    for layer, size in enumerate(sizes[1:], 1):
        places |= {Bias(layer, i) for i in range(size)}
        places |= {Weight(layer, t, s) for t in range(size) for s in range(sizes[layer - 1])}
    return places | {Expected(i) for i in range(sizes[-1])}


def reached_from(sizes: tuple[int, ...], start: Place, *, backwards: bool) -> set[Place]:
    """Return every place that leads to or from ``start`` by arrow keys."""
    ways: dict[Place, set[Place]] = {place: set() for place in all_places(sizes)}
    for place in list(ways):
        for direction in DIRECTIONS:
            there = move(sizes, place, direction)
            ways[there if backwards else place].add(place if backwards else there)
    found, edge = {start}, [start]
    while edge:
        new = ways[edge.pop()] - found
        found |= new
        edge += new
    return found


@given(SHAPES)
def test_every_place_can_be_reached_from_every_other(sizes: tuple[int, ...]) -> None:
    # From the first input to every place and back, hence from any place to any other.
    start = Neuron(0, 0)
    assert reached_from(sizes, start, backwards=False) == all_places(sizes)
    assert reached_from(sizes, start, backwards=True) == all_places(sizes)


@given(SHAPES, st.data())
def test_up_undoes_down(sizes: tuple[int, ...], data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(sorted(all_places(sizes), key=repr)))
    below = move(sizes, place, "down")
    if below != place:
        assert move(sizes, below, "up") == place


@given(SHAPES, st.data())
def test_right_then_right_crosses_one_weight_to_its_target(sizes: tuple[int, ...], data: st.DataObject) -> None:
    layer = data.draw(st.integers(0, len(sizes) - 2))
    index = data.draw(st.integers(0, sizes[layer] - 1))
    weight = move(sizes, Neuron(layer, index), "right")
    assert isinstance(weight, Weight)
    assert (weight.layer, weight.source) == (layer + 1, index)
    assert move(sizes, weight, "right") == Neuron(layer + 1, weight.target)
    assert move(sizes, weight, "left") == Neuron(layer, index)


def test_down_walks_the_weights_in_the_order_of_their_numbers() -> None:
    sizes, place, numbers = (2, 3, 2), Weight(2, 0, 0), []
    for _ in range(8):
        numbers.append(weight_number(sizes, place))
        place = move(sizes, place, "down")
    assert numbers == [7, 8, 9, 10, 11, 12, 12, 12]


@pytest.mark.parametrize(
    ("place", "direction", "there"),
    [
        (Neuron(0, 0), "down", Neuron(0, 1)),
        (Neuron(0, 1), "down", Neuron(0, 1)),
        (Neuron(0, 0), "left", Neuron(0, 0)),
        (Neuron(1, 0), "down", Bias(1, 0)),
        (Bias(1, 0), "down", Neuron(1, 1)),
        (Bias(1, 2), "down", Bias(1, 2)),
        (Neuron(1, 0), "up", Neuron(1, 0)),
        (Neuron(1, 2), "left", Weight(1, 2, 1)),
        (Neuron(1, 1), "right", Weight(2, 1, 1)),
        (Neuron(2, 1), "right", Expected(1)),
        (Bias(2, 1), "right", Expected(1)),
        (Expected(1), "left", Neuron(2, 1)),
        (Expected(1), "right", Expected(1)),
        (Expected(1), "up", Expected(0)),
        (Expected(1), "down", Expected(1)),
    ],
)
def test_moves_in_2_3_2(place: Place, direction: str, there: Place) -> None:
    assert move((2, 3, 2), place, direction) == there


@pytest.mark.parametrize("lost", [None, Neuron(3, 0), Neuron(1, 9), Weight(0, 0, 0), Bias(0, 0), Expected(-1)])
def test_from_nowhere_any_key_leads_to_the_first_input(lost: Place | None) -> None:
    assert not exists((2, 3, 2), lost)
    assert move((2, 3, 2), lost, "down") == Neuron(0, 0)


@given(SHAPES, st.integers(-30, 30), st.data())
def test_a_leap_stops_at_the_end_of_the_column(sizes: tuple[int, ...], by: int, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(sorted(all_places(sizes), key=repr)))
    there = leap(sizes, place, by)
    same = [
        other
        for other in all_places(sizes)
        if type(other) is type(place) and getattr(other, "layer", 0) == getattr(place, "layer", 0)
    ]
    column = sorted(same, key=lambda one: tuple(vars(one).values()))
    assert there == column[max(0, min(column.index(place) + by, len(column) - 1))]


def test_a_leap_from_nowhere_leads_to_the_first_input() -> None:
    assert leap((2, 3, 2), None, 10) == Neuron(0, 0)
    assert leap((2, 3, 2), Neuron(7, 7), -10) == Neuron(0, 0)
