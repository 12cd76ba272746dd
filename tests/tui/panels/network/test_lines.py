"""The weights as lines: which are drawn, where and in which colours."""

import numpy as np
import pytest
from rich.color import Color

from engine.network.network import Network
from engine.network.places import Neuron, Place, Weight
from tests.tui.panels.network.drawn import scene
from tui.drawing.braille import DOTTED, THICK, THIN, line
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK, LIGHT, Palette, contrast
from tui.panels.network.picture import Picture, picture
from tui.panels.network.scene import Scene
from tui.terminal.colours256 import nearest


def test_other_lines_fade_beside_the_selected_one() -> None:
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
def test_lines_and_digits_contrast_with_the_background_and_show_their_sign(
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


def test_a_small_weight_has_few_dots_rather_than_a_dark_colour() -> None:
    network = Network((1, 2), ("linear",), np.array([1.0, 0.0, 0.02, 0.0]))
    drawn = picture(Scene(network, (np.ones(1), np.ones(2)), selected=None), Canvas(40, 9, DARK))
    dots = dict.fromkeys(range(2), 0)
    for y, x in np.argwhere(drawn.owners >= 0):
        dots[drawn.edges[drawn.owners[y, x]].target] += (ord(drawn.lines[y].text[x]) - 0x2800).bit_count()
    assert 3 * dots[1] < dots[0]


def test_a_selected_weight_of_a_large_network_is_drawn_with_the_others_of_its_sum() -> None:
    drawn = picture(scene((64, 32, 10), Weight(1, 2, 3)), Canvas(70, 18, DARK))
    lines = drawn_edges(drawn)
    assert lines[Weight(1, 2, 3)] == {DARK.selected}
    others = {weight for weight in lines if weight.layer == 1} - {Weight(1, 2, 3)}
    assert len(others) > 10
    assert {weight.target for weight in others} == {2}


def test_lines_stay_between_their_columns() -> None:
    drawn = picture(scene((4, 8, 8, 3)), Canvas(70, 18, DARK))
    tiles = {place: region for region, place in drawn.spots if isinstance(place, Neuron)}
    for y, x in np.argwhere(drawn.owners >= 0):
        weight = drawn.edges[drawn.owners[y, x]]
        assert tiles[Neuron(weight.layer - 1, 0)].right <= x < tiles[Neuron(weight.layer, 0)].x


def test_every_line_of_a_small_network_can_be_clicked() -> None:
    drawn = picture(scene((2, 3, 2)), Canvas(70, 18, DARK))
    hit = {drawn.at(x, y) for y in range(18) for x in range(70)}
    assert {place for place in hit if isinstance(place, Weight)} == set(drawn.edges)
    assert len(drawn.edges) == 12


def test_all_zero_weights_are_drawn_too() -> None:
    network = Network((2, 1), ("linear",), np.zeros(3))
    assert len(picture(Scene(network, (np.zeros(2), np.zeros(1))), Canvas(40, 8, DARK)).edges) == 2


def test_a_line_touches_each_cell_once_and_both_ends() -> None:
    cells, dots = line(0, 0, 19, 15, THIN, 10)
    assert len(set(cells.tolist())) == len(cells)
    assert {0, 3 * 10 + 9} <= set(cells.tolist())
    assert sum(int(some).bit_count() for some in dots) == 20
    assert sum(int(some).bit_count() for some in line(0, 0, 19, 15, THICK, 10)[1]) > 30
    assert sum(int(some).bit_count() for some in line(0, 0, 19, 15, DOTTED, 10)[1]) == 10
