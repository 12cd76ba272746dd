"""The corner of the chart: which view is shown, between two arrows to click."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.journeys import learner
from tests.tui.panels.chart.frame_texts import STATES, title
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.chart.corner import corner_text
from tui.panels.chart.view import ChartView
from tui.panels.chart.views import VIEWS


@given(st.sampled_from(list(STATES)), st.sampled_from(VIEWS), st.integers(56, 150))
def test_every_view_says_which_of_all_it_is(start, view, width):
    shown = title(STATES[start], width, view.name)
    corner = corner_text(VIEWS.index(view), shown, Canvas(width, 9, DARK))
    assert f"{VIEWS.index(view) + 1}/{len(VIEWS)} ›" in corner
    assert cell_len(shown) + cell_len(corner) <= width - 9


def test_a_view_is_named_where_its_title_leaves_room():
    names = [corner_text(number, "Short", Canvas(60, 9, DARK)) for number in range(len(VIEWS))]
    assert names[0] == f"‹ MSE 1/{len(VIEWS)} ›"
    assert len(set(names)) == len(VIEWS)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (200, 55)])
async def test_the_arrows_of_the_corner_go_through_the_views(size):
    async with learner("iris", size) as user:
        await user.press("3")
        chart = user.workbench.query_one(ChartView)
        for name in (VIEWS[1].name, VIEWS[2].name):
            edge = chart.render_line(0).text
            await user.pilot.click(chart, offset=(edge.rindex("›"), 0))
            await user.settle()
            assert user.workbench.look.view == name
        edge = chart.render_line(0).text
        await user.pilot.click(chart, offset=(edge.index("‹"), 0))
        await user.settle()
        assert user.workbench.look.view == VIEWS[1].name
