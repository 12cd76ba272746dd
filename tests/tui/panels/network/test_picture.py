import re
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color
from textual.geometry import Region

from engine.network.network import Network, parameter_count
from engine.network.places import Bias, Expected, Neuron, Place, Weight
from engine.network.propagation import backward, forward
from tui.drawing.braille import DOTTED, THICK, THIN, line
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK, LIGHT, Palette, contrast
from tui.panels.network.picture import Picture, picture
from tui.panels.network.scene import Scene
from tui.terminal.colours256 import nearest

SHAPES = st.lists(st.integers(1, 12), min_size=2, max_size=7).map(tuple)
EVERY_KIND = [None, Neuron(0, 0), Neuron(1, 1), Weight(1, 2, 1), Weight(2, 1, 2), Bias(1, 2), Bias(2, 0), Expected(1)]


def scene(sizes: tuple[int, ...], selected: Place | None = None, *, deltas: bool = False, seed: int = 0) -> Scene:
    generator = np.random.default_rng(seed)
    network = Network(sizes, ("sigmoid",) * (len(sizes) - 1), generator.normal(size=parameter_count(sizes)))
    trace = forward(network, generator.uniform(0, 3, sizes[0]))
    expected = np.eye(sizes[-1])[0]
    gradients = backward(network, trace, expected)
    return Scene(network, trace.activations, gradients.deltas if deltas else None, expected, selected)


def text(drawn: Picture) -> str:
    return "\n".join(strip.text for strip in drawn.lines)


def cells_on(drawn: Picture, background: str) -> str:
    """Return the text that stands on this background colour."""
    return "".join(
        segment.text
        for strip in drawn.lines
        for segment in strip
        if segment.style and segment.style.bgcolor and segment.style.bgcolor.name == background
    )


def spot(drawn: Picture, place: Place) -> Region:
    return next(region for region, shown in reversed(drawn.spots) if shown == place)


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
def test_what_is_selected_stands_out(palette: Palette, place: Place, size: tuple[int, int]) -> None:
    assert not cells_on(picture(scene((2, 3, 2)), Canvas(*size, palette)), palette.selected).strip()
    assert cells_on(picture(scene((2, 3, 2), place), Canvas(*size, palette)), palette.selected).strip()


def test_the_lines_of_others_fade() -> None:
    def colours(selected: Place | None) -> dict[Weight, str]:
        drawn = picture(scene((2, 3, 2), selected), Canvas(70, 18, DARK))
        found = {}
        for y, strip in enumerate(drawn.lines):
            x = 0
            for segment in strip:
                if "⠀" < segment.text[0] <= "⣿" and segment.style and segment.style.color:
                    found[drawn.edges[drawn.owners[y, x]]] = segment.style.color.name
                x += len(segment.text)
        return found

    calm, focused = colours(None), colours(Weight(2, 0, 0))
    assert focused[Weight(2, 0, 0)] == DARK.selected
    background = int(DARK.background[1:3], 16) + int(DARK.background[3:5], 16) + int(DARK.background[5:7], 16)
    for weight in focused.keys() & calm.keys() - {Weight(2, 0, 0)}:
        bright, faint = (sum(bytes.fromhex(some[weight][1:])) for some in (calm, focused))
        assert background < faint < bright


def drawn_edges(drawn: Picture) -> dict[Weight, set[str]]:
    """Return the colours in which each weight's line is drawn."""
    found: dict[Weight, set[str]] = {}
    for y, strip in enumerate(drawn.lines):
        x = 0
        for segment in strip:
            if "⠀" < segment.text[0] <= "⣿" and segment.style and segment.style.color:
                for owner in drawn.owners[y, x : x + len(segment.text)].tolist():
                    if owner >= 0:
                        found.setdefault(drawn.edges[owner], set()).add(segment.style.color.name)
            x += len(segment.text)
    return found


@pytest.mark.parametrize("palette", [DARK, LIGHT])
@pytest.mark.parametrize("sizes", [(2, 3, 2), (2, 8, 2), (64, 32, 10)])
@pytest.mark.parametrize("selected", [None, Neuron(0, 0), Weight(2, 0, 1)])
def test_lines_and_figures_can_be_told_from_the_background_and_the_signs_apart(
    palette: Palette, sizes: tuple[int, ...], selected: Place | None
) -> None:
    shown = scene(sizes, selected)
    drawn = picture(shown, Canvas(70, 18, palette))
    for weight, colours in drawn_edges(drawn).items():
        for colour in colours - {palette.selected}:
            in256 = nearest(Color.parse(colour)).get_truecolor().hex
            assert contrast(colour, palette.background) >= 3
            assert contrast(in256, palette.background) >= 2.5
            for written in (colour, in256):
                red, _, blue = bytes.fromhex(written[1:])
                assert (red > blue) == (shown.network.value(weight) > 0)
    for region, place in drawn.spots:
        if isinstance(place, Weight):
            label = next(s for s in drawn.lines[region.y].crop(region.x, region.right) if s.text.strip())
            assert contrast(label.style.color.name, label.style.bgcolor.name) >= 4.5


def test_a_small_weight_has_few_dots_and_no_dark_colour() -> None:
    network = Network((1, 2), ("linear",), np.array([1.0, 0.0, 0.02, 0.0]))
    drawn = picture(Scene(network, (np.ones(1), np.ones(2)), selected=None), Canvas(40, 9, DARK))
    dots = dict.fromkeys(range(2), 0)
    for y, x in np.argwhere(drawn.owners >= 0):
        dots[drawn.edges[drawn.owners[y, x]].target] += (ord(drawn.lines[y].text[x]) - 0x2800).bit_count()
    assert 3 * dots[1] < dots[0]


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
def test_in_a_crowd_the_values_of_what_is_selected_alone_are_written(size: tuple[int, int]) -> None:
    def labels(selected: Place) -> set[Place]:
        drawn = picture(scene((2, 8, 2), selected), Canvas(*size, DARK))
        return {place for _, place in drawn.spots if isinstance(place, Weight)}

    assert labels(Weight(2, 1, 3)) == {Weight(2, 1, 3)}
    assert labels(Neuron(2, 1)) <= {Weight(2, 1, source) for source in range(8)}
    assert size[0] < 70 or len(labels(Neuron(2, 1))) == 8


def test_beside_a_weight_of_a_large_network_the_others_of_its_sum_are_drawn() -> None:
    drawn = picture(scene((64, 32, 10), Weight(1, 2, 3)), Canvas(70, 18, DARK))
    lines = drawn_edges(drawn)
    assert lines[Weight(1, 2, 3)] == {DARK.selected}
    others = {weight for weight in lines if weight.layer == 1} - {Weight(1, 2, 3)}
    assert len(others) > 10
    assert {weight.target for weight in others} == {2}


def test_a_click_finds_the_tile_the_row_the_label_and_the_line() -> None:
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


def test_every_line_of_a_small_network_can_be_clicked() -> None:
    drawn = picture(scene((2, 3, 2)), Canvas(70, 18, DARK))
    hit = {drawn.at(x, y) for y in range(18) for x in range(70)}
    assert {place for place in hit if isinstance(place, Weight)} == set(drawn.edges)
    assert len(drawn.edges) == 12


def test_lines_stay_between_their_columns() -> None:
    drawn = picture(scene((4, 8, 8, 3)), Canvas(70, 18, DARK))
    tiles = {place: region for region, place in drawn.spots if isinstance(place, Neuron)}
    for y, x in np.argwhere(drawn.owners >= 0):
        weight = drawn.edges[drawn.owners[y, x]]
        assert tiles[Neuron(weight.layer - 1, 0)].right <= x < tiles[Neuron(weight.layer, 0)].x


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
def test_a_large_number_is_given_with_its_size_or_not_at_all(value: float, size: tuple[int, int]) -> None:
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


def test_all_zero_weights_are_drawn_too() -> None:
    network = Network((2, 1), ("linear",), np.zeros(3))
    assert len(picture(Scene(network, (np.zeros(2), np.zeros(1))), Canvas(40, 8, DARK)).edges) == 2


def test_what_is_not_yet_computed_is_a_dot() -> None:
    shown = scene((2, 3, 2))
    before = Scene(shown.network, (shown.activations[0], None, None), (None, None), shown.expected)
    drawn = text(picture(before, Canvas(70, 18, DARK)))
    assert drawn.count("·") == 10


def test_the_outputs_of_a_classification_have_no_verdict_of_their_own() -> None:
    drawn = text(picture(scene((2, 3, 2)), Canvas(70, 18, DARK)))
    assert re.findall(r"y +([01])\b", drawn) == ["1", "0"]
    assert not set("✓✗−") & set(drawn)


def test_a_place_of_another_network_counts_as_none() -> None:
    drawn = picture(scene((2, 3, 2), Neuron(7, 7)), Canvas(70, 18, DARK))
    assert not cells_on(drawn, DARK.selected)


@pytest.mark.parametrize("width", [45, 47, 56])
@pytest.mark.parametrize("height", [9, 11])
def test_a_deep_network_shows_some_layers_well_and_says_how_many_there_are_more(width: int, height: int) -> None:
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
def test_digits_have_their_expected_values_at_every_size(size: tuple[int, int]) -> None:
    drawn = picture(scene((64, 32, 10), Neuron(2, 0)), Canvas(*size, DARK))
    assert sum(isinstance(place, Expected) for _, place in drawn.spots) >= min(10, size[1] - 1)
    assert "y" in text(drawn)


@pytest.mark.parametrize("size", [(70, 18), (58, 8)])
def test_an_expected_value_beside_its_output_is_selected_there_and_the_output_stays(size: tuple[int, int]) -> None:
    shown = scene((64, 32, 10), Expected(1))
    drawn = picture(shown, Canvas(*size, DARK))
    assert cells_on(drawn, DARK.selected).split() == ["y", "0"]
    tile = spot(drawn, Neuron(2, 1))
    output = drawn.lines[tile.y].text[tile.x : tile.right].split()
    assert output[0] == "o2"
    assert float(output[1]) == pytest.approx(shown.activations[2][1], abs=1e-4)


@pytest.mark.parametrize("index", [0, 1, 17, 300, 782, 783])
def test_a_long_layer_shows_the_selected_and_folds_the_rest(index: int) -> None:
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


def test_layers_out_of_view_are_marked_at_the_sides() -> None:
    drawn = picture(scene((2,) * 14, Neuron(7, 1)), Canvas(40, 10, DARK))
    assert "‹" in text(drawn)
    assert "›" in text(drawn)
    assert "h7.2" in cells_on(drawn, DARK.selected)


def test_the_weight_that_is_selected_always_has_its_label() -> None:
    for target in range(8):
        for source in range(4):
            selected = Weight(1, target, source)
            assert spot(picture(scene((4, 8, 3), selected), Canvas(50, 10, DARK)), selected).width >= 3


def test_labels_stand_still_while_weights_change() -> None:
    first, second = (picture(scene((2, 3, 2), seed=seed), Canvas(70, 18, DARK)).spots for seed in (1, 2))
    assert {place: region for region, place in first} == {place: region for region, place in second}


def test_neighbours_of_one_style_are_one_segment() -> None:
    for strip in picture(scene((4, 8, 3)), Canvas(70, 18, DARK)).lines:
        styles = [segment.style for segment in strip]
        assert all(one != next_ for one, next_ in pairwise(styles))


def test_a_line_touches_each_cell_once_and_both_ends() -> None:
    cells, dots = line(0, 0, 19, 15, THIN, 10)
    assert len(set(cells.tolist())) == len(cells)
    assert {0, 3 * 10 + 9} <= set(cells.tolist())
    assert sum(int(some).bit_count() for some in dots) == 20
    assert sum(int(some).bit_count() for some in line(0, 0, 19, 15, THICK, 10)[1]) > 30
    assert sum(int(some).bit_count() for some in line(0, 0, 19, 15, DOTTED, 10)[1]) == 10


@pytest.mark.parametrize(("sizes", "milliseconds"), [((2, 3, 2), 4), ((784, 128, 10), 10)])
def test_it_is_quick(sizes: tuple[int, ...], milliseconds: float) -> None:
    shown, times = scene(sizes), []
    for _ in range(20):
        start = time.perf_counter()
        picture(shown, Canvas(70, 18, DARK))
        times.append(time.perf_counter() - start)
    assert min(times) * 1000 < milliseconds
