"""The answers: titles of the map, and curves in the data's own units."""

from dataclasses import replace

import pytest

from engine.data.dataset import Dataset
from engine.session.look import Look
from engine.training.state import Setup, begin
from tests.tui.panels.chart.frame_texts import STATES, title
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.chart.answer_curves import got_over_expected
from tui.panels.chart.drawer import ChartDrawer


def test_the_title_of_a_map_names_its_inputs():
    assert title(STATES["iris"], 70, "answers") == "Answers  ↑ sepal width  → sepal length · rest at mean"
    assert title(STATES["iris"], 58, "answers", (2, 0)) == "↑sepal length →petal length · rest at mean"


def test_long_names_of_inputs_are_shortened_step_by_step():
    state = STATES["iris"]
    names = ("the speed of the wind in metres per second", "the temperature of the water", *"ab")
    state = replace(state, dataset=replace(state.dataset, input_names=names))
    assert title(state, 132, "answers") == f"Answers  ↑ {names[1]}  → {names[0]} · rest at mean"
    assert title(state, 92, "answers") == f"↑{names[1]} →the speed of the wind in metr… · rest at mean"
    assert title(state, 66, "answers") == "↑the temperature… →the speed of th… · rest at mean"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scaling", ["none", "standard"])
@pytest.mark.parametrize(
    ("inputs", "expected", "name"),
    [
        ([[-1e308], [1e308], [0.0]], [[1.0], [2.0], [3.0]], "speed"),
        ([[1.0], [2.0], [3.0]], [[-1e308], [1e308], [0.0]], "drag"),
        ([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0]], [[-1e308], [1e308], [0.0]], "drag"),
    ],
)
def test_values_too_large_to_draw_are_named(inputs, expected, name, scaling):
    names = ("speed", "height")[: len(inputs[0])]
    dataset = Dataset("large", inputs, expected, names, ("drag",), "regression", "")
    state = begin(Setup("large", dataset, (len(names), 3, 1), ("sigmoid", "linear"), scaling=scaling))
    lines = ChartDrawer().draw(state, Look(view="answers"), Canvas(60, 7, DARK))
    assert [line.text.strip() for line in lines if line.text.strip()] == [
        f"{name} goes beyond ±1e305: too large to draw"
    ]


def test_a_regression_is_drawn_in_the_units_of_the_data():
    state = STATES["penguin-mass"]
    assert title(state, 60, "answers") == "body mass g  ↑ got  → expected"
    diagonal, rows = got_over_expected(state, DARK).curves
    assert rows.x.tolist() == pytest.approx(sorted(state.setup.dataset.expected[:, 0].tolist()))
    assert 2000 < diagonal.x[0] < diagonal.x[1] < 7000
