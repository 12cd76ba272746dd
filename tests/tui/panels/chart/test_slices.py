"""The slices: signs in the colours of the curves."""

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
