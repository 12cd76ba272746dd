"""What of a network is in view, and how the rest is marked."""

from itertools import pairwise

import pytest

from engine.network.places import Bias, Expected, Neuron, Weight
from tests.tui.panels.network.drawn import cells_on, scene, spot, text
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.network.picture import picture


@pytest.mark.parametrize(("width", "height"), [(70, 18), (50, 10), (58, 8)])
def test_everything_of_the_small_network_is_in_view(width: int, height: int) -> None:
    drawn = picture(scene((2, 3, 2)), Canvas(width, height, DARK))
    shown = {place for _, place in drawn.spots}
    neurons = {Neuron(layer, i) for layer, size in enumerate((2, 3, 2)) for i in range(size)}
    biases = {Bias(layer, i) for layer, size in ((1, 3), (2, 2)) for i in range(size)}
    weights = {Weight(1, t, s) for t in range(3) for s in range(2)} | {
        Weight(2, t, s) for t in range(2) for s in range(3)
    }
    assert shown == neurons | biases | weights | {Expected(0), Expected(1)}


@pytest.mark.parametrize("width", [45, 47, 56])
@pytest.mark.parametrize("height", [9, 11])
def test_a_deep_network_shows_some_layers_well_and_counts_the_hidden_ones(width: int, height: int) -> None:
    sizes = (4, 8, 8, 8, 8, 3)
    for layer in range(1, 6):
        drawn = picture(scene(sizes, Weight(layer, 0, 0)), Canvas(width, height, DARK))
        tiles = {place: region for region, place in drawn.spots if isinstance(place, Neuron)}
        shown = sorted(
            {
                place.layer
                for place in tiles
                if "‹" not in (line := drawn.lines[tiles[place].y].text) and "›" not in line
            }
        )
        assert {layer - 1, layer} <= set(shown)
        assert len(shown) >= 3
        for before, after in pairwise(shown):
            assert tiles[Neuron(after, 0)].x - tiles[Neuron(before, 0)].right >= 5
        for neuron in (Neuron(shown[0], 0), Neuron(shown[-1], 0)):
            name = "i1" if neuron.layer == 0 else "o1" if neuron.layer == 5 else f"h{neuron.layer}.1"
            assert name in drawn.lines[tiles[neuron].y].text
        marks = drawn.lines[-1].text
        for sign, count in (("‹", shown[0]), ("›", 5 - shown[-1])):
            words = f"{count} layer{'s' * (count > 1)}"
            assert (f"‹ {words}" if sign == "‹" else f"{words} ›") in marks if count else sign not in marks


@pytest.mark.parametrize("size", [(45, 11), (58, 8), (70, 18)])
def test_digits_show_their_expected_values_at_every_size(size: tuple[int, int]) -> None:
    drawn = picture(scene((64, 32, 10), Neuron(2, 0)), Canvas(*size, DARK))
    assert sum(isinstance(place, Expected) for _, place in drawn.spots) >= min(10, size[1] - 1)
    assert "y" in text(drawn)


@pytest.mark.parametrize("size", [(70, 18), (58, 8)])
def test_an_expected_value_beside_its_output_is_highlighted_there_and_the_output_stays(size: tuple[int, int]) -> None:
    shown = scene((64, 32, 10), Expected(1))
    drawn = picture(shown, Canvas(*size, DARK))
    assert cells_on(drawn, DARK.selected).split() == ["y", "0"]
    tile = spot(drawn, Neuron(2, 1))
    output = drawn.lines[tile.y].text[tile.x : tile.right].split()
    assert output[0] == "o2"
    assert float(output[1]) == pytest.approx(shown.activations[2][1], abs=1e-4)


@pytest.mark.parametrize("index", [0, 1, 17, 300, 782, 783])
def test_a_long_layer_shows_the_selection_and_counts_the_hidden_neurons(index: int) -> None:
    drawn = picture(scene((784, 12, 10), Neuron(0, index)), Canvas(70, 18, DARK))
    assert f"i{index + 1} " in cells_on(drawn, DARK.selected)
    column = [(region, place) for region, place in drawn.spots if isinstance(place, Neuron) and place.layer == 0]
    folds = [place for region, place in column if "⋮" in drawn.lines[region.y].text[region.x : region.right]]
    assert {region.y for region, _ in column} == set(range(18))
    inputs = sorted({place.index for _, place in column} - {place.index for place in folds})
    assert inputs == list(range(inputs[0], inputs[-1] + 1))
    assert {place.index for place in folds} == {i for i in (inputs[0] - 1, inputs[-1] + 1) if 0 <= i < 784}
    counts = [inputs[0], 783 - inputs[-1]]
    for count in filter(None, counts):
        assert f"⋮ {count} more" in text(drawn)


def test_hidden_layers_are_marked_at_the_sides() -> None:
    drawn = picture(scene((2,) * 14, Neuron(7, 1)), Canvas(40, 10, DARK))
    assert "‹" in text(drawn)
    assert "›" in text(drawn)
    assert "h7.2" in cells_on(drawn, DARK.selected)
