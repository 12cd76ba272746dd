"""Hostile names are harmless on the whole screen."""

import pytest

from engine.network.places import Expected, Neuron, Weight
from tests.tui.hostile import HOSTILE, assert_harmless, hostile_setup
from tests.tui.journeys import learner
from tui.panels.panel import StripView


@pytest.mark.parametrize("name", HOSTILE, ids=[name[:5].encode("unicode_escape").decode() for name in HOSTILE])
async def test_a_hostile_name_is_harmless_in_every_panel(name):
    async with learner(hostile_setup(name), size=(80, 24)) as user:
        await user.press("s", "5")
        for place in (Neuron(0, 0), Expected(1), Neuron(2, 0), Weight(1, 0, 0)):
            await user.select(place)
            for panel in user.workbench.query(StripView):
                if panel.display:
                    lines = [panel.render_line(y) for y in range(panel.size.height)]
                    assert_harmless(lines, panel.size.width)
        await user.press("4")
        for x in range(2, 28, 4):  # somewhere on a link, if the name made one
            await user.pilot.click("#samples", offset=(x, 2))
        assert user.app.is_running
