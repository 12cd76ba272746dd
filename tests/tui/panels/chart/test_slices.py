"""The slices: signs in the colours of the curves."""

from engine.experiment.starts import setup_for
from engine.network.places import Weight
from engine.training.commands import StepPhase
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
