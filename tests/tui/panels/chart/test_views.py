"""The table of the views, and what holds for each of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.network.places import Weight
from engine.session.look import Look
from engine.session.looking import look_after
from engine.training.commands import StepEpoch
from engine.training.update import update
from tests.tui.panels.chart.frame_texts import STATES, caption, title
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.chart import epochs
from tui.panels.chart.drawer import ChartDrawer
from tui.panels.chart.views import VIEWS, View, view_after, view_named

STATE = STATES["iris"]


def test_a_look_starts_with_the_first_view():
    assert Look().view == VIEWS[0].name


def test_a_key_goes_through_all_views_and_back_to_the_first():
    names = [VIEWS[0].name]
    while (following := view_after(names[-1]).name) not in names:
        names.append(following)
    assert following == names[0]
    assert names == [view.name for view in VIEWS]
    assert [view_named(name) for name in names] == list(VIEWS)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_changes_with_the_selection_if_it_says_so(view: View):
    canvas, looks = Canvas(60, 12, DARK), [Look(place, view=view.name) for place in (Weight(1, 0, 0), Weight(2, 1, 2))]
    drawn = [[strip.text for strip in ChartDrawer().draw(STATE, look, canvas)] for look in looks]
    titles = [view.title(STATE, look, canvas) for look in looks]
    captions = [view.caption(STATE, look, canvas) for look in looks]
    shown = list(zip(drawn, titles, captions, strict=True))
    assert (shown[0] != shown[1]) == view.of_selected


@pytest.mark.parametrize("view", [view for view in VIEWS if view.arrows], ids=lambda view: view.name)
def test_arrows_that_work_lead_to_another_look_and_back(view: View):
    canvas, look, arrows = Canvas(60, 4, DARK), Look(view=view.name, inputs=(0, 1)), view.arrows
    assert arrows is not None
    state = update(STATE, StepEpoch())
    assert arrows.work(state, canvas)
    there, back = ("right", "left") if arrows.across else ("down", "up")
    if arrows is epochs.ARROWS:  # the cursor begins at the present, beyond which there is nothing
        there, back = back, there
    after = look_after(look, arrows.press(state, look, canvas, there), state)
    assert after != look
    assert look_after(after, arrows.press(state, after, canvas, back), state) == look


@given(
    st.sampled_from(list(STATES)),
    st.sampled_from([view.name for view in VIEWS]),
    st.integers(46, 150),
)
def test_titles_and_captions_fit(start, view, width):
    state = STATES[start]
    assert cell_len(title(state, width, view)) <= width - 2
    assert cell_len(caption(state, width, view)) <= width - 2
