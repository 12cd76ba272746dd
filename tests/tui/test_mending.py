"""What Textual does not bear, and glassnet does."""

import pytest
from textual import events
from textual.command import CommandPalette

from engine.commands import StepSample
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
