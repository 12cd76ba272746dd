"""The drawn network as a whole: its size, its values, the selection, clicks."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region

from engine.network.network import Network
from engine.network.places import Bias, Expected, Neuron, Place, Weight
from engine.network.propagation import backward, forward
from tests.tui.panels.network.drawn import EVERY_KIND, SHAPES, cells_on, scene, spot, text
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK, LIGHT, Palette
from tui.panels.network.picture import picture
from tui.panels.network.scene import Scene


@given(SHAPES, st.integers(0, 90), st.integers(0, 30), st.booleans(), st.data())
def test_any_network_fills_any_size_exactly(
    sizes: tuple[int, ...], width: int, height: int, deltas: bool, data: st.DataObject
) -> None:
    layer = data.draw(st.integers(1, len(sizes) - 1))
    target = data.draw(st.integers(0, sizes[layer] - 1))
    source = data.draw(st.integers(0, sizes[layer - 1] - 1))
    places = [None, Neuron(layer, target), Weight(layer, target, source), Bias(layer, target), Expected(0)]
    shown = scene(sizes, data.draw(st.sampled_from(places)), deltas=deltas)
    drawn = picture(shown, Canvas(width, height, DARK))
    assert len(drawn.lines) == height
    for strip in drawn.lines:
        assert strip.cell_length == width == sum(cell_len(segment.text) for segment in strip)
    whole = Region(0, 0, width, height)
    for region, _ in drawn.spots:
        assert region.area
        assert whole.contains_region(region)


def test_the_values_of_the_worked_example_can_be_read() -> None:
    parameters = [0.1, 0.2, 0.5, 0.3, 0.4, 0.12, 0.5, 0.6, 0.2, 0.7, 0.8, 0.4]
    network = Network((2, 2, 2), ("sigmoid", "sigmoid"), np.array(parameters))
    trace, expected = forward(network, np.array([2.78, 2.55])), np.array([0.1, 0.9])
    deltas = backward(network, trace, expected).deltas
    shown = text(picture(Scene(network, trace.activations, deltas, expected, errors=True), Canvas(70, 18, DARK)))
    for value in (
        "2.7800",
        "0.7838",
        "0.8780",
        "0.7538",
        "0.8390",
        "+0.1200",
        "+0.30",
        "+0.80",
        "+0.1213",
        "y 0.1",
        "a−y +0.6538",
        "y 0.9",
        "a−y -0.0610",
    ):
        assert value in re.sub(" +", " ", shown)


@pytest.mark.parametrize("palette", [DARK, LIGHT])
@pytest.mark.parametrize("place", EVERY_KIND[1:])
@pytest.mark.parametrize("size", [(70, 18), (50, 10), (58, 8), (30, 7)])
def test_the_selection_stands_out(palette: Palette, place: Place, size: tuple[int, int]) -> None:
    assert not cells_on(picture(scene((2, 3, 2)), Canvas(*size, palette)), palette.selected).strip()
    assert cells_on(picture(scene((2, 3, 2), place), Canvas(*size, palette)), palette.selected).strip()


def test_a_click_finds_tile_row_label_and_line() -> None:
    drawn = picture(scene((2, 3, 2)), Canvas(70, 18, DARK))
    for place in (Neuron(1, 1), Bias(1, 1), Expected(1), Weight(1, 2, 0)):
        region = spot(drawn, place)
        assert drawn.at(region.x, region.y) == place
        assert drawn.at(region.right - 1, region.bottom - 1) in (place, Bias(1, 1))
    y, x = np.argwhere(drawn.owners >= 0)[0]
    assert drawn.at(int(x), int(y)) == drawn.edges[drawn.owners[y, x]]
    assert "⠀" < drawn.lines[y].text[x] <= "⣿"
    assert drawn.at(0, 0) is None
    assert drawn.at(-1, 5) is None
    assert drawn.at(70, 18) is None


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e308, -5e-324])
def test_no_value_breaks_the_picture(odd: float) -> None:
    network = Network((2, 3, 2), ("linear", "linear"), np.array([1e308, -1e308, 5e-324] * 5 + [0.0] * 2))
    activations = tuple(np.full(size, odd) for size in (2, 3, 2))
    shown = Scene(network, activations, activations[1:], np.full(2, odd))
    drawn = picture(shown, Canvas(70, 18, DARK))
    assert all(strip.cell_length == 70 for strip in drawn.lines)
    sign = {"nan": "NaN", "inf": "∞", "-inf": "-∞"}.get(str(odd))
    assert sign is None or sign in text(drawn)
    assert "+1e308" in text(drawn)


@pytest.mark.parametrize("size", [(118, 20), (70, 18), (47, 11), (58, 8), (30, 7)])
@pytest.mark.parametrize("value", [1e100, 1e308, -1e120, -1.7e308])
def test_a_large_number_is_written_with_its_exponent_or_not_at_all(value: float, size: tuple[int, int]) -> None:
    for selected in (None, *(Weight(2, target, source) for target in range(2) for source in range(3))):
        network = Network((2, 3, 2), ("linear", "linear"), np.full(17, value))
        activations = tuple(np.full(count, value) for count in (2, 3, 2))
        shown = Scene(network, activations, activations[1:], np.full(2, value), selected, errors=True)
        drawn = picture(shown, Canvas(*size, DARK))
        assert "…" not in text(drawn)
        for region, place in drawn.spots:
            written = drawn.lines[region.y].text[region.x : region.right]
            if isinstance(place, Weight) and written.strip():
                assert float(written.replace("2e308", "1.7e308")) == pytest.approx(value, rel=0.2)
    assert size[0] < 47 or any(isinstance(place, Weight) for _, place in drawn.spots)


def test_sums_too_large_for_their_sign_are_written_without_it() -> None:
    network = Network((2, 2), ("linear",), np.zeros(6))
    for width in (70, 40, 24):
        shown = Scene(network, (np.zeros(2), np.array([-1e120, 1e300])), summed=(True,))
        drawn = text(picture(shown, Canvas(width, 9, DARK)))
        assert "-1e120" in drawn
        assert "1e300" in drawn


def test_a_number_not_computed_yet_is_a_dot() -> None:
    shown = scene((2, 3, 2))
    before = Scene(shown.network, (shown.activations[0], None, None), (None, None), shown.expected)
    drawn = text(picture(before, Canvas(70, 18, DARK)))
    assert drawn.count("·") == 10


def test_single_outputs_of_a_classification_have_no_verdict() -> None:
    drawn = text(picture(scene((2, 3, 2)), Canvas(70, 18, DARK)))
    assert re.findall(r"y +([01])\b", drawn) == ["1", "0"]
    assert not set("✓✗−") & set(drawn)


def test_a_place_of_another_network_counts_as_none() -> None:
    drawn = picture(scene((2, 3, 2), Neuron(7, 7)), Canvas(70, 18, DARK))
    assert not cells_on(drawn, DARK.selected)


def test_neighbours_of_equal_style_are_one_segment() -> None:
    for strip in picture(scene((4, 8, 3)), Canvas(70, 18, DARK)).lines:
        styles = [segment.style for segment in strip]
        assert all(one != next_ for one, next_ in pairwise(styles))
