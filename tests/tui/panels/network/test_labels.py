"""The values of weights on their lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.network.places import Neuron, Place, Weight
from tests.tui.panels.network.drawn import SHAPES, scene, spot
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.network.picture import picture


@given(SHAPES, st.integers(10, 90), st.integers(3, 30), st.data())
def test_labels_overlap_neither_tiles_nor_each_other(
    sizes: tuple[int, ...], width: int, height: int, data: st.DataObject
) -> None:
    layer = data.draw(st.integers(1, len(sizes) - 1))
    selected = data.draw(st.sampled_from([None, Neuron(layer, 0), Weight(layer, 0, 0)]))
    drawn = picture(scene(sizes, selected), Canvas(width, height, DARK))
    labels = [region for region, place in drawn.spots if isinstance(place, Weight)]
    tiles = [region for region, place in drawn.spots if isinstance(place, Neuron)]
    for i, label in enumerate(labels):
        assert not any(label.overlaps(tile) for tile in tiles)
        assert not any(label.overlaps(other) for other in labels[:i])


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 3, 2)])
@pytest.mark.parametrize("size", [(118, 30), (70, 18), (47, 11), (58, 8)])
def test_every_weight_of_a_small_network_has_its_value_on_its_own_line(
    sizes: tuple[int, ...], size: tuple[int, int]
) -> None:
    drawn = picture(scene(sizes), Canvas(*size, DARK))
    labels = {place: region for region, place in drawn.spots if isinstance(place, Weight)}
    assert labels.keys() == set(drawn.edges)
    for place, label in labels.items():
        alone = picture(scene(sizes, place), Canvas(*size, DARK))  # selected, its line lies above the others
        assert spot(alone, place).y == label.y
        around = alone.owners[max(label.y - 1, 0) : label.y + 2, label.x - 1 : label.right + 1]
        assert place in {alone.edges[owner] for owner in around.ravel() if owner >= 0}


def test_labels_are_in_the_order_of_their_lines() -> None:
    drawn = picture(scene((2, 2, 2)), Canvas(70, 18, DARK))
    labels = {place: region for region, place in drawn.spots if isinstance(place, Weight)}
    for layer in (1, 2):
        order = sorted((place for place in labels if place.layer == layer), key=lambda place: labels[place].y)
        assert order == [Weight(layer, target, source) for source in range(2) for target in range(2)]


@pytest.mark.parametrize("size", [(70, 18), (45, 10)])
def test_in_a_crowded_gap_only_the_selection_has_values(size: tuple[int, int]) -> None:
    def labels(selected: Place) -> set[Place]:
        drawn = picture(scene((2, 8, 2), selected), Canvas(*size, DARK))
        return {place for _, place in drawn.spots if isinstance(place, Weight)}

    assert labels(Weight(2, 1, 3)) == {Weight(2, 1, 3)}
    assert labels(Neuron(2, 1)) <= {Weight(2, 1, source) for source in range(8)}
    assert size[0] < 70 or len(labels(Neuron(2, 1))) == 8


def test_the_selected_weight_always_has_its_label() -> None:
    for target in range(8):
        for source in range(4):
            selected = Weight(1, target, source)
            assert spot(picture(scene((4, 8, 3), selected), Canvas(50, 10, DARK)), selected).width >= 3


def test_labels_stand_still_while_weights_change() -> None:
    first, second = (picture(scene((2, 3, 2), seed=seed), Canvas(70, 18, DARK)).spots for seed in (1, 2))
    assert {place: region for region, place in first} == {place: region for region, place in second}
