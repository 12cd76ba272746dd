"""Columns, classes and targets in the tiles of a drawn network."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import Options, setup_for
from engine.network.places import Expected, Neuron
from engine.training.state import begin
from tests.tui.panels.network.drawn import SHAPES, scene
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.network.picture import Picture, picture
from tui.panels.network.scene_of_state import scene_of

PANELS = {"120x36": (72, 20), "80x24": (47, 11), "60x20": (58, 8), "200x55": (122, 31)}


def shown(start: str, size: str, selected: Neuron | None = None, **options: object) -> Picture:
    """Return the picture of a start in the network panel of a terminal."""
    state = begin(setup_for(start, Options(**options)))
    return picture(scene_of(state, selected), Canvas(*PANELS[size], DARK))


def tile(drawn: Picture, place: Neuron | Expected) -> list[str]:
    """Return the lines of a tile, or of an expected value."""
    region = next(region for region, spot in drawn.spots if spot == place)
    return [drawn.lines[y].text[region.x : region.right].strip() for y in range(region.y, region.bottom)]


def test_the_output_that_digits_calls_4_says_so():
    for size in ("120x36", "200x55"):
        head = tile(shown("digits", size), Neuron(2, 4))[0].split()
        assert head[:2] == ["o5", '"4"']
    assert tile(shown("digits", "120x36"), Expected(4))[0].split() == ["y", '"4"', "0"]


@pytest.mark.parametrize("size", ["120x36", "200x55"])
def test_the_tiles_of_iris_name_columns_and_classes_in_full(size):
    drawn = shown("iris", size)
    for layer, names in (
        (0, ("sepal length", "sepal width", "petal length", "petal width")),
        (2, ("setosa", "versicolor", "virginica")),
    ):
        for index, name in enumerate(names):
            assert name in " ".join(tile(drawn, Neuron(layer, index)))


def test_where_room_is_short_the_names_are_cut_and_the_expected_values_name_the_classes():
    drawn = shown("iris", "80x24")
    names = [tile(drawn, Neuron(0, index))[1] for index in range(4)]
    assert len(set(names)) == 4
    assert all(name.endswith("…") for name in names)
    assert [tile(drawn, Neuron(2, index))[-1].split() for index in range(3)] == [
        ["y", "seto…", "0"], ["y", "vers…", "1"], ["y", "virg…", "0"],
    ]  # fmt: skip


def test_a_class_called_by_a_number_is_not_taken_for_a_value():
    assert tile(shown("level2", "120x36"), Neuron(2, 1))[1] == "class 1"
    assert tile(shown("level2", "200x55"), Neuron(2, 1))[0].split()[:2] == ["o2", '"1"']
    assert tile(shown("level2", "80x24"), Neuron(2, 1))[1] == "class 1"


@pytest.mark.parametrize("size", PANELS)
def test_names_that_say_no_more_than_the_neurons_own_are_left_out(size):
    drawn = shown("walkthrough", size)
    assert tile(drawn, Neuron(0, 0))[0].split() == ["i1", "2.7800"]
    assert tile(drawn, Neuron(2, 0))[0].split() == ["o1", "0.7538"]


def test_the_values_of_a_small_network_keep_their_room():
    drawn = shown("xor", "80x24", None)
    assert sum("." in drawn.lines[region.y].text[region.x : region.right] for region, _ in drawn.spots) >= 16


@given(
    SHAPES, st.integers(1, 90), st.integers(1, 30), st.booleans(), st.text(max_size=20), st.sampled_from("abc中e\u0301")
)
def test_any_names_leave_the_picture_its_size(
    sizes: tuple[int, ...], width: int, height: int, classes: bool, stem: str, sign: str
) -> None:
    inputs, outputs = (tuple(f"{stem}{sign * index}" for index in range(sizes[end])) for end in (0, -1))
    named = replace(scene(sizes), input_names=inputs, output_names=outputs, classes=classes)
    drawn = picture(named, Canvas(width, height, DARK))
    assert len(drawn.lines) == height
    assert all(strip.cell_length == width for strip in drawn.lines)
    assert all(sum(segment.cell_length for segment in strip) == width for strip in drawn.lines)


def test_a_wide_name_keeps_the_columns_in_line() -> None:
    named = replace(scene((2, 3, 2)), input_names=("身長", "体重"), output_names=("猫", "犬"), classes=True)
    drawn = picture(named, Canvas(72, 20, DARK))
    text = [strip.text for strip in drawn.lines]
    assert any("身長" in line for line in text)
    assert any("猫" in line for line in text)
