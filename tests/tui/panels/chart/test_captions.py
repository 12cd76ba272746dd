"""The frame of the chart: titles say what is drawn, captions which colour is what."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.data.dataset import Dataset
from engine.experiment.presets import Options, setup_for
from engine.network.places import Weight
from engine.session.look import Look
from engine.training.commands import Run, SetParameter, StepEpoch
from engine.training.state import Setup, TrainingState, begin
from engine.training.update import update
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.drawing.palette import DARK
from tui.panels.chart.answer_curves import got_over_expected
from tui.panels.chart.drawer import ChartDrawer
from tui.panels.chart.error import error_chart
from tui.panels.chart.slices import slice_chart
from tui.panels.chart.views import VIEWS, view_named

WEIGHT = Weight(2, 0, 0)


def state_of(start: str, epochs: int = 1, **options: object) -> TrainingState:
    state = begin(setup_for(start, Options(**options)))
    for _ in range(epochs):
        state = update(state, StepEpoch())
    return state


def pieces(state: TrainingState, width: int = 70, view: str = "linear") -> Caption:
    return view_named(view).caption(state, Look(view=view, selected=WEIGHT), Canvas(width, 9, DARK))


def caption(state: TrainingState, width: int = 70, view: str = "linear") -> str:
    return "".join(text for text, _ in pieces(state, width, view))


def title(state: TrainingState, width: int = 70, view: str = "linear", inputs: tuple[int, int] = (0, 1)) -> str:
    return view_named(view).title(state, Look(view=view, selected=WEIGHT, inputs=inputs), Canvas(width, 9, DARK))


@given(
    st.sampled_from(["level2", "iris", "penguin-mass", "digits"]),
    st.sampled_from([view.name for view in VIEWS]),
    st.integers(46, 150),
)
def test_titles_and_captions_fit(start, view, width):
    state = STATES[start]
    assert cell_len(title(state, width, view)) <= width - 2
    assert cell_len(caption(state, width, view)) <= width - 2


STATES = {start: state_of(start, 0) for start in ("level2", "iris", "penguin-mass", "digits")}


def test_the_caption_names_train_and_test_in_the_style_of_their_curves():
    state = state_of("iris", test_share=0.2)
    train, test = error_chart(state, DARK).curves
    colours = dict(pieces(state, 46))
    assert colours[f"━ train {state.evaluation.mse:.4f}"] == train.colour
    assert colours[f"  ┅ test {state.test_evaluation.mse:.4f}"] == test.colour
    assert (train.look, test.look) == ("line", "dashed")
    assert train.colour != test.colour != DARK.muted  # the colour of the marks


def test_a_single_curve_needs_no_legend():
    assert caption(state_of("level2", 2)) == f"MSE {state_of('level2', 2).evaluation.mse:.4f}  epoch 2"
    assert "┊ edited" in caption(update(state_of("level2"), SetParameter(WEIGHT, 1.0)))


@pytest.mark.parametrize(
    ("samples", "text"), [(0, "epoch 0"), (20, "epoch 2"), (21, "epoch 2"), (12_340, "epoch 1,234")]
)
def test_the_caption_counts_complete_epochs(samples, text):
    state = begin(setup_for("level2"))
    assert caption(update(state, Run(samples)) if samples else state).endswith(text)


def test_the_loss_is_named_at_every_width():
    state = state_of("level2", loss="cross-entropy")
    assert title(state, 100).endswith("E = −Σ (y·ln a + (1 − y)·ln(1 − a))")
    assert title(state, 46) == "MSE  mean of (a − y)² over rows × outputs"
    assert caption(state, 46).endswith("E = cross-entropy")
    assert "E =" not in caption(state, 100)
    assert title(state_of("level2"), 46) == "MSE  mean of (a − y)²   E = ½ Σ (a − y)²"
    assert title(state, 12) == "MSE"


def test_the_caption_of_a_slice_uses_the_colours_of_its_curves():
    state = state_of("level2")
    colours = {text.strip(): colour for text, colour in pieces(state, 46, "slice")}
    curves = {curve.name: curve for curve in slice_chart(state, WEIGHT, DARK, of_all=False).curves}
    for sign, name in (("● now", "now"), ("○ next", "next"), ("◉ both", "now"), ("┅ tangent", "tangent")):
        assert colours[sign] == curves[name].colour
    assert curves["next"].sign == "○"


def test_the_title_of_a_map_names_its_inputs():
    assert title(STATES["iris"], 70, "answers") == "Answers  ↑ sepal width  → sepal length · rest at mean"
    assert title(STATES["iris"], 46, "answers", (2, 0)) == "sepal length × petal length · rest at mean"


def test_long_names_of_inputs_are_shortened_step_by_step():
    state = STATES["iris"]
    names = ("the speed of the wind in metres per second", "the temperature of the water", *"ab")
    state = replace(state, dataset=replace(state.dataset, input_names=names))
    assert title(state, 120, "answers") == f"Answers  ↑ {names[1]}  → {names[0]} · rest at mean"
    assert title(state, 80, "answers") == f"{names[1]} × the speed of the wind in metr… · rest at mean"
    assert title(state, 54, "answers") == "the temperature… × the speed of th… · rest at mean"


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
