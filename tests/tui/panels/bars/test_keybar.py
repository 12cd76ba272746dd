"""The key bar: no key is cut, and the most important stay."""

from hypothesis import given
from hypothesis import strategies as st

from engine.session.look import Look
from tests.tui.hostile import assert_harmless, palettes
from tui.drawing.palette import DARK
from tui.panels.bars.keybar import KeyHint, key_bar
from tui.panels.chart.views import VIEWS
from tui.workbench.keymap import PANEL_HINTS, Situation, key_hints

chart_uses = st.tuples(st.just("chart"), st.sampled_from([view.arrows for view in VIEWS]))
focused = st.tuples(st.sampled_from(["network", *PANEL_HINTS]), st.none()) | chart_uses


@given(st.booleans(), st.booleans(), focused, st.sampled_from([0.0, 0.25, 1.0, 10.0]), st.integers(0, 200), palettes)
def test_keys_are_whole_and_have_a_region_for_clicks(running, editing, panel, tempo, width, palette):
    hints = key_hints(Situation(Look(), running, editing, *panel, tempo=tempo))
    line, spots = key_bar(hints, width, palette)
    assert_harmless([line], width)
    by_action = {hint.action: hint for hint in hints} | {hint.other: hint for hint in hints if hint.other}
    for region, action in spots:
        hint, text = by_action[action], line.text[region.x : region.right].strip()
        halves = (hint.key[:1], f"{hint.key[1:]} {hint.label}") if hint.other else (f"{hint.key} {hint.label}", "")
        assert text == halves[action == hint.other]
    assert [region.x for region, _ in spots] == [0, *(region.right for region, _ in spots)][: len(spots)]
    dropped = [hint for hint in hints if hint.action not in {action for _, action in spots}]
    assert all(hint.rank >= by_action[action].rank for hint in dropped for _, action in spots)
    if width >= 100 and not editing:
        assert line.text.count("  ") >= 8  # so that a key is not taken for the end of the label before it


def test_help_and_quit_stay_longest():
    _, spots = key_bar(key_hints(Situation(Look())), 20, DARK)
    assert [action for _, action in spots] == ["open('keys')", "app.quit"]
    assert key_bar((KeyHint("x", "long", "x"),), 3, DARK)[1] == []
