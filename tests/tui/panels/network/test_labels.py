"""The values and names of weights on their lines."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import setup_for
from engine.network.places import Neuron, Place, Weight, parameter_name
from engine.training.commands import StepPhase
from engine.training.phases import phases
from engine.training.state import begin
from engine.training.update import update
from tests.tui.panels.network.drawn import SHAPES, scene, spot
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.network.picture import Picture, picture
from tui.panels.network.scene_of_state import scene_of


@given(SHAPES, st.integers(10, 90), st.integers(3, 30), st.data())
def test_labels_overlap_neither_tiles_nor_each_other(
    sizes: tuple[int, ...], width: int, height: int, data: st.DataObject
) -> None:
    layer = data.draw(st.integers(1, len(sizes) - 1))
    selected = data.draw(st.sampled_from([None, Neuron(layer, 0), Weight(layer, 0, 0)]))
    shown = replace(scene(sizes, selected), names=data.draw(st.booleans()))
    drawn = picture(shown, Canvas(width, height, DARK))
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


def written(drawn: Picture) -> dict[Weight, str]:
    """Return the label of each weight that has one."""
    return {
        place: drawn.lines[at.y].text[at.x : at.right].strip() for at, place in drawn.spots if isinstance(place, Weight)
    }


@pytest.mark.parametrize("size", [(118, 30), (72, 20), (47, 11), (58, 8)])
def test_the_walkthrough_has_room_for_names_and_values(size: tuple[int, int]) -> None:
    state = begin(setup_for("walkthrough"))
    drawn = written(picture(scene_of(state, Neuron(1, 0), names=True), Canvas(*size, DARK)))
    assert len(drawn) == 8
    for place, text in drawn.items():
        name, value = text.split()
        assert name == parameter_name((2, 2, 2), place)
        assert float(value) == state.network.value(place)


@pytest.mark.parametrize("sizes", [(2, 3, 2), (2, 4, 2)])
def test_where_both_do_not_fit_the_name_stands_alone(sizes: tuple[int, ...]) -> None:
    canvas = Canvas(47, 11, DARK)
    values, names = (written(picture(replace(scene(sizes), names=names), canvas)) for names in (False, True))
    assert names.keys() >= values.keys() > set()
    assert {place: text.split()[0] for place, text in names.items()} == {
        place: parameter_name(sizes, place) for place in names
    }
    assert any(len(text.split()) == 1 for text in names.values())


@pytest.mark.parametrize("selected", [Neuron(1, 3), Neuron(2, 4), Weight(2, 4, 3)])
def test_a_large_network_names_the_weights_of_the_selection(selected: Place) -> None:
    drawn = written(picture(replace(scene((64, 32, 10), selected), names=True), Canvas(72, 20, DARK)))
    assert drawn
    for place, text in drawn.items():
        assert text.split()[0] == parameter_name((64, 32, 10), place)


@pytest.mark.parametrize(("start", "size", "named"), [("walkthrough", (72, 20), True), ("level2", (47, 11), False)])
def test_in_the_update_a_name_gives_way_to_the_change(start: str, size: tuple[int, int], named: bool) -> None:
    state = begin(setup_for(start))
    for _ in phases(state.network.sizes):
        state = update(state, StepPhase())
    drawn = picture(scene_of(state, None, names=True), Canvas(*size, DARK))
    assert drawn.legend == "update: old → new" if named else drawn.legend.startswith("update")
    assert all(text.startswith("w") == named for text in written(drawn).values())


@pytest.mark.parametrize("names", [False, True])
def test_labels_stand_still_while_weights_change(names: bool) -> None:
    first, second = (
        picture(replace(scene((2, 3, 2), seed=seed), names=names), Canvas(70, 18, DARK)).spots for seed in (1, 2)
    )
    assert {place: region for region, place in first} == {place: region for region, place in second}
