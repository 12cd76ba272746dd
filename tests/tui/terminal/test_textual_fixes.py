"""What Textual does not bear, and glassnet does."""

import asyncio

import pytest
from rich.style import Style
from textual import events
from textual.command import CommandPalette
from textual.widgets import OptionList
from textual.widgets._toast import Toast

from engine.training.commands import StepSample
from tests.tui.journeys import learner


@pytest.mark.parametrize("delay", [0, -0.001, -60])
async def test_a_time_that_is_over_comes_at_once(delay):
    async with learner() as user:
        came = []
        user.workbench.set_timer(delay, lambda: came.append(delay))
        await user.until(lambda: came, "the time")
        await user.press("s")
        assert user.commands == (StepSample(),)


async def test_a_click_beyond_the_edge_leaves_the_palette_open():
    async with learner() as user:
        await user.press("ctrl+p")
        for kind in (events.MouseDown, events.MouseUp, events.Click):
            user.app.screen.post_message(kind(None, 300, 90, 0, 0, 1, False, False, False, 300, 90))
        await user.settle()
        assert isinstance(user.app.screen, CommandPalette)
        await user.pilot.click(user.app.screen, offset=(3, 1))
        await user.until(lambda: user.app.screen is user.workbench, "the palette has gone")


@pytest.mark.parametrize("turns", [20, 40, 60, 80])
async def test_a_notice_can_be_clicked_on_while_it_goes(turns):
    async with learner() as user:
        await user.press("u")
        await user.until(lambda: user.app.screen.query(Toast), "there is nothing to undo, it says")
        await user.settle()
        notice = user.app.screen.query_one(Toast).region
        x, y = notice.x + 3, notice.y + 1
        for pause in (turns, 0):
            for event in (events.MouseDown, events.MouseUp):
                user.app.post_message(event(None, x, y, 0, 0, 1, False, False, False, x, y))
            for _ in range(pause):
                await asyncio.sleep(0)
        await user.settle()
        assert not user.app.screen.query(Toast)
        assert user.app.is_running


async def test_a_click_on_a_line_that_has_gone_chooses_nothing():
    async with learner() as user:
        await user.press("d")
        listing = user.app.screen.query_one(OptionList)
        for line in (listing.option_count, 1000):
            click = events.Click(listing, 3, 3, 0, 0, 1, False, False, False, 3, 3, Style(meta={"option": line}))
            listing.post_message(click)
        await user.settle()
        assert user.app.screen.query_one(OptionList) is listing
        assert user.commands == ()
