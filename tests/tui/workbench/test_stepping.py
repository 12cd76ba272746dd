"""Stepping by sample and epoch, reset and new start: by key, mouse and palette."""

import numpy as np
import pytest

from engine.experiment.starts import setup_for
from engine.network.network import Network
from engine.session.session import Session
from engine.training.commands import NewStart, Reset, StepEpoch, StepSample
from tests.tui.journeys import learner
from tui.panels.bars.view import StatusBar
from tui.panels.steps.view import StepsView


def same(one: Network, other: Network) -> bool:
    return np.array_equal(one.parameters, other.parameters)


async def test_a_sample_step_gives_the_state_of_the_engine():
    alone = Session(setup_for("level2"))
    async with learner() as user:
        await user.press("s", "s")
        alone.apply(StepSample())
        alone.apply(StepSample())
        assert same(user.state.network, alone.state.network)
        assert (user.state.samples, user.state.position, user.state.row) == (2, 2, 2)
        assert user.state is user.session.state


async def test_an_epoch_goes_to_the_end_of_the_current_one():
    async with learner() as user:
        await user.press("s", "s", "s", "e")
        assert (user.state.samples, user.state.epoch, user.state.position) == (10, 1, 0)
        await user.press("e")
        assert (user.state.samples, user.state.epoch) == (20, 2)
        assert user.commands == (StepSample(),) * 3 + (StepEpoch(),) * 2


async def test_forty_epoch_steps_learn_all_ten_rows():
    async with learner() as user:
        for _ in range(40):
            user.strike("e")
        await user.until(lambda: user.state.epoch == 40, "forty epochs")
        assert user.state.evaluation.right is not None
        assert user.state.evaluation.right.all()


async def test_reset_goes_back_to_the_same_weights_and_a_new_start_to_others():
    async with learner(size=(140, 36)) as user:
        first = user.state.network
        await user.press("e", "r")
        assert same(user.state.network, first)
        assert (user.state.epoch, user.state.samples) == (0, 0)
        await user.press("R")
        second = user.state.network
        assert not same(second, first)
        assert user.state.setup.seed == 1
        assert "   seed 1   " in user.workbench.query_one(StatusBar).render_line(0).text
        await user.press("5")
        steps = user.workbench.query_one(StepsView)
        await user.until(lambda: steps.region.area, "the steps are shown")
        assert any("▸    3  new start: seed 1" in steps.render_line(y).text for y in range(steps.size.height))
        await user.press("s", "r")
        assert same(user.state.network, second)
        assert user.commands == (StepEpoch(), Reset(), NewStart(), StepSample(), Reset())


@pytest.mark.parametrize(("label", "command"), [("sample", StepSample()), ("epoch", StepEpoch()), ("reset", Reset())])
async def test_a_click_in_the_footer_works_like_the_key(label, command):
    async with learner(size=(160, 36)) as user:
        await user.press("e")
        await user.click_key(label)
        assert user.commands == (StepEpoch(), command)


async def test_stepping_by_palette_and_key_list():
    async with learner() as user:
        await user.choose_command("do('sample')")
        assert user.commands == (StepSample(),)
        await user.choose_key("do('epoch')")
        assert user.commands == (StepSample(), StepEpoch())
        await user.choose_command("do('newstart')")
        await user.press("s")
        await user.choose_key("do('reset')")
        assert user.commands[2:] == (NewStart(), StepSample(), Reset())


async def test_a_row_looked_at_is_the_one_that_is_trained():
    async with learner() as user:
        await user.click("#samples", "1.388")
        assert user.commands == ()
        assert user.state.row == 3
        await user.press("s")
        assert user.commands == (StepSample(row=3),)
        assert (user.state.samples, user.state.position, user.state.row) == (1, 0, 0)
        await user.press("4", "down", "up", "s")
        assert user.commands[1:] == (StepSample(),), "the row in turn is no row out of turn"


async def test_every_panel_shows_the_new_state():
    async with learner() as user:
        await user.press("e", "s")
        for panel in ("#network", "#inspector", "#chart", "#samples"):
            assert user.workbench.query_one(panel).state is user.session.state
        assert user.workbench.timeline.step == 2
        assert "epoch 1   sample 1/10" in user.workbench.query_one("#status").render_line(0).text
