"""The logarithmic chart says where an error is exactly 0."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import Options, setup_for
from engine.network.places import Weight
from engine.training.commands import SetParameter, StepEpoch
from engine.training.state import begin
from engine.training.update import update
from tests.tui.journeys import learner
from tests.tui.panels.chart.frame_texts import caption
from tui.panels.chart.zeros import zero_texts

LINE = "x,y\n1,2.5\n2,5\n3,7.5\n4,10\n5,12.5\n"
SLOPE = Weight(1, 0, 0)


@pytest.fixture
def line(tmp_path):
    """A start whose rows lie on a line through 0: one weight of 2.5 fits them exactly."""
    (tmp_path / "line.csv").write_text(LINE)
    return setup_for(
        str(tmp_path / "line.csv"),
        Options(layers=(1, 1), activations=("linear",), initializer="zeros", learning_rate=0.01, scaling="none"),
    )


def text(values, times=None):
    texts = zero_texts(np.arange(len(values)) if times is None else np.array(times), np.array(values, float), "MSE")
    return texts[0] if texts else ""


@pytest.mark.parametrize(
    ("values", "times", "says"),
    [
        ([0.3, 0.2], None, ""),
        ([0.3, 1e-290], None, ""),
        ([np.nan, np.inf], None, ""),
        ([0, 0, 0], None, "MSE is exactly 0 from the start: no logarithm"),
        ([0.3, 0, 0], None, "MSE is exactly 0 from epoch 1 on: no logarithm"),
        ([0, 0.3, 0, 0], None, "MSE is exactly 0 from epoch 2 on: no logarithm"),
        ([0.3, 0, 0], [0, 0.2, 1], "MSE is exactly 0 from epoch 0.2 on: no logarithm"),
        ([0.3, 0, 0], [0, 64, 128], "MSE is exactly 0 from about epoch 64 on: no logarithm"),
        ([0.3, 0], [0, 0.5], "MSE is exactly 0 now: no logarithm"),
        ([0.3, 0, 0.1], None, "MSE is exactly 0 in the gap: no logarithm"),
        ([0.3, -0.0, -0.0], None, "MSE is exactly 0 from epoch 1 on: no logarithm"),
    ],
)
def test_it_says_since_when(values, times, says):
    assert text(values, times) == says


@given(st.lists(st.sampled_from([0.0, 0.5, float("nan"), float("inf")]), min_size=1, max_size=30))
def test_something_is_said_exactly_if_a_value_is_0(values):
    assert bool(text(values)) == (0.0 in values)


def test_only_the_logarithmic_view_says_it(line):
    state = update(update(begin(line), SetParameter(SLOPE, 2.5)), StepEpoch())
    assert state.evaluation.mse == 0.0
    said = "MSE is exactly 0 from epoch 0.2 on: no logarithm"
    assert caption(state, view="log").startswith(said)
    assert "logarithm" not in caption(state)
    assert caption(state, 44, view="log") == "MSE is 0 from epoch 0.2 on: no logarithm"


@pytest.mark.parametrize("size", [(200, 55), (120, 36), (80, 24), (60, 20)])
async def test_a_training_that_begins_with_0_shows_the_sentence_in_the_place_of_curves(size, tmp_path):
    (tmp_path / "nought.csv").write_text("x,y\n0,0\n1,0\n2,0\n3,1e-200\n")
    start = setup_for(
        str(tmp_path / "nought.csv"), Options(layers=(1, 1), activations=("linear",), initializer="zeros")
    )
    async with learner(start, size) as user:
        await user.press("3", "c")
        for key in ("s", "e"):
            panel = user.workbench.query_one("#chart")
            lines = [panel.render_line(y).text for y in range(panel.size.height)]
            assert any("MSE is exactly 0 from the start: no logarithm" in one for one in lines)
            await user.press(key)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_a_curve_that_comes_down_to_0_is_drawn_and_the_rest_is_said(size, line):
    async with learner(line, size) as user:
        await user.press("3", "c")
        user.workbench.do(SetParameter(SLOPE, 2.5))
        await user.press("e", "e")
        panel = user.workbench.query_one("#chart")
        lines = [panel.render_line(y).text for y in range(panel.size.height)]
        assert any("●" in one for one in lines)
        assert "0 from epoch 0.2 on: no logarithm" in lines[-1]
