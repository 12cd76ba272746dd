"""Looking is not doing: what the learner looks at makes no step and drops no undone one."""

import pytest

from engine.network.places import Bias
from engine.training.commands import AddRow, DeleteRow, Run, SetInput, SetParameter, StepEpoch, StepPhase, StepSample
from engine.training.phases import Phase
from tests.tui.journeys import learner
from tests.tui.workbench.test_running import slowed


async def test_looking_at_a_row_keeps_the_undone_future():
    async with learner() as user:
        await user.press("e", "e", "e", "u", "u", "4", "down", "U")
        assert user.session.step == 2
        assert user.notices == []
        await user.press("U")
        assert user.state.epoch == 3


LOOKS = [
    ("E",), ("k",), ("K", "escape"), ("c",), *[(panel,) for panel in "12345"], ("tab",), ("%",), ("o",), ("colon",),
    ("1", "left", "up"), ("2", "down", "enter"), ("backspace",), ("4", "down"), ("4", "pagedown", "right"),
    ("4", "end", "escape"), ("question_mark", "escape"), ("a", "down", "escape"), ("d", "escape"), ("g", "escape"),
    ("enter", "escape"), ("l", "escape"), ("plus",), ("minus",),
]  # fmt: skip


async def test_no_look_makes_a_step_or_drops_one():
    async with learner() as user:
        await user.press("e", "n", "n", "e", "u")
        parameters = user.session.state.network.parameters
        for keys in LOOKS:
            await user.press(*keys)
            assert (user.session.step, user.session.last_step) == (3, 4), keys
            assert user.session.state.network.parameters is parameters
            assert user.session.state.phase == 2, keys


async def test_a_sample_half_walked_stays_while_another_row_is_looked_at():
    async with learner() as user:
        await user.press("n", "n", "n", "4", "down", "down")
        assert (user.state.row, user.state.phase) == (2, 0)
        assert not isinstance(user.workbench.look.topic, Phase), "the inspector explains no phase of another row"
        assert "row 3, walking row 1" in user.workbench.query_one("#status").render_line(0).text
        await user.press("n")
        assert (user.state.row, user.state.phase) == (0, 4)
        assert isinstance(user.workbench.look.topic, Phase)
        assert user.commands == (StepPhase(),) * 4
        await user.press("down", "s")
        assert user.commands[4:] == (StepSample(),)
        assert (user.state.samples, user.state.row) == (1, 1)


@pytest.mark.parametrize("back", ["up", "escape"])
async def test_going_back_to_the_row_half_walked_shows_its_phase(back):
    async with learner() as user:
        await user.press("n", "n", "n", "4", "down", back)
        assert (user.state.row, user.state.phase) == (0, 3)
        assert isinstance(user.workbench.look.topic, Phase)


async def test_a_walk_may_begin_at_the_row_looked_at():
    async with learner() as user:
        await user.press("4", "down", "down", "n", "n")
        assert user.commands == (StepPhase(row=2), StepPhase())
        assert (user.state.row, user.state.phase) == (2, 2)
        assert "out of turn" in user.workbench.query_one("#status").render_line(0).text
        await user.press("s")
        assert (user.state.samples, user.state.position, user.state.row) == (1, 0, 0)


async def test_an_edit_stays_at_the_row_looked_at_and_a_step_goes_back():
    async with learner() as user:
        await user.select(Bias(1, 0))
        await user.press("4", "down", "down", "full_stop")
        assert isinstance(user.commands[-1], SetParameter)
        assert user.state.row == 2
        await user.press("u")
        assert user.state.row == 2
        await user.press("down", "e")
        assert user.commands == (StepEpoch(),)
        assert user.workbench.look.row is None


async def test_rows_are_edited_copied_and_deleted_where_the_learner_looks():
    async with learner() as user:
        await user.press("4", "down", "down", "enter")
        await user.write("5")
        assert user.commands == (SetInput(2, 0, 5.0),)
        await user.press("insert")
        assert isinstance(user.commands[-1], AddRow)
        assert (user.state.row, user.state.dataset.inputs[10, 0]) == (10, 5.0)
        await user.press("delete")
        assert user.commands[-1] == DeleteRow(10)
        assert user.state.row == 9
        await user.press("home", "delete")
        assert user.commands[-1] == DeleteRow(0)
        assert user.state.row == 0


async def test_a_row_that_undo_takes_away_is_no_longer_looked_at():
    async with learner() as user:
        await user.press("4", "insert")
        assert user.state.row == 10
        await user.press("u")
        assert user.state.row == 9
        await user.press("n", "n")


async def test_looking_at_a_row_goes_on_during_a_slow_run():
    async with learner() as user:
        await slowed(user, 10)  # so slow that the screen follows the row being trained
        user.strike("space")
        await user.click("#samples", "5.332")
        before = user.workbench.now.samples
        await user.until(lambda: user.workbench.now.samples > before + 2, "the run goes on")
        assert user.running
        assert user.state.row == 6
        await user.press("escape")
        assert user.state.row == user.workbench.now.row
        await user.press("space")
        assert [type(command) for command in user.commands] == [Run]
