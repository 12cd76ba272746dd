"""The slices: signs in the colours of the curves."""

import numpy as np
import pytest

from engine.experiment.starts import setup_for
from engine.network.places import Bias, Weight
from engine.training.commands import SetParameter, StepPhase
from engine.training.phases import phases
from engine.training.state import begin
from engine.training.update import update
from tests.tui.panels.chart.frame_texts import WEIGHT, pieces, state_of
from tui.drawing.palette import DARK
from tui.panels.chart.slices import slice_chart


def test_the_caption_of_a_slice_uses_the_colours_of_its_curves():
    state = state_of("level2")
    colours = {text.strip(): colour for text, colour in pieces(state, 46, "slice")}
    curves = {curve.name: curve for curve in slice_chart(state, WEIGHT, DARK, of_all=False).curves}
    for sign, name in (("● now", "now"), ("○ next", "next"), ("◉ both", "now"), ("┅ tangent", "tangent")):
        assert colours[sign] == curves[name].colour
    assert curves["next"].sign == "○"


def test_a_slice_shows_nothing_that_the_phases_have_not_computed():
    state, seen = begin(setup_for("level2")), []
    for _ in phases((2, 3, 2)):
        state = update(state, StepPhase())
        seen.append([curve.name for curve in slice_chart(state, Weight(2, 0, 0), DARK, of_all=False).curves])
    # input, sums and activations of h, then of o; the error; δ of o, which gives the gradient, and of h; the update
    computed = [["error", "now"], *[["tangent", "error", "now"]] * 2, ["tangent", "error", "next", "now"]]
    assert seen == [[]] * 5 + computed


@pytest.mark.parametrize(
    ("start", "bias", "of_all"), [("level2", -3.0, False), ("penguin-mass", 3.0, False), ("penguin-mass", 3.0, True)]
)
def test_a_steep_tangent_does_not_flatten_the_curve(start, bias, of_all):
    """It ends a quarter above the highest error, and at 0, below which there is no error."""
    state = update(state_of(start), SetParameter(Bias(2, 0), bias))
    steep = 0
    for place in (Bias(2, 0), *(Weight(2, 0, h) for h in range(3)), *(Weight(1, h, 0) for h in range(3))):
        curves = {curve.name: curve for curve in slice_chart(state, place, DARK, of_all=of_all).curves}
        error, tangent, now = curves["error"], curves["tangent"], curves["now"]
        highest = error.y.max()
        assert 0.0 <= tangent.y.min() <= now.y[0] <= tangent.y.max() <= 1.25 * highest
        slope = np.gradient(error.y, error.x)[len(error.x) // 2]
        whole = now.y[0] + slope * (error.x - now.x[0])
        steep += whole.min() < -0.05 * highest or whole.max() > 1.3 * highest
    assert steep > 3
