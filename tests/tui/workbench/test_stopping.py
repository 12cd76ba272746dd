"""Stop rules: set in the architecture dialog, applied at any pace with any kernel, and the reason shown."""

import importlib.util
import threading
from dataclasses import replace

import pytest

from engine.arrays import frozen
from engine.data.dataset import Dataset
from engine.experiment.starts import Options, setup_for
from engine.experiment.stop_rule import StopRule
from engine.network.places import Weight
from engine.session.look import LookAtRow
from engine.training.commands import Folded, Load, Run, SetParameter, SetStopRule
from engine.training.state import Setup
from tests.patience import wait_until
from tests.tui.dialogs.test_architecture import opened, setting, to
from tests.tui.journeys import Learner, learner
from tui.command_line.train import trained
from tui.panels.bars.view import StatusBar
from tui.panels.messages import Looked
from tui.running.runner import PACES

KERNELS = [
    "numpy",
    pytest.param("numba", marks=pytest.mark.skipif(not importlib.util.find_spec("numba"), reason="Numba is missing")),
]
STUCK = {"initializer": "zeros", "learning_rate": 1e-9, "loss": "mse", "l2": 1e8, "patience": 4}


def top_line(user: Learner) -> str:
    return user.workbench.query_one(StatusBar).render_line(0).text


async def run_to_its_end(user: Learner) -> None:
    user.strike("space")
    await user.until(lambda: user.workbench.activity.stopped, "it stops by itself")
    await user.settle()
    assert not user.running


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("pace", [None, 1_000])
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"target_mse": 0.1}, "the MSE came down to 0.09"),
        ({"target_mse": 0.05, "patience": 20, "seed": 2}, "the target was 0.05"),
        (STUCK, "no progress for 4 epochs"),
    ],
    ids=["target", "both", "patience"],
)
async def test_a_run_stops_after_the_same_epoch_as_on_the_command_line(kernel, pace, options, reason):
    alone = trained(setup_for("level2", Options(**options, epochs=5000)), lambda state: None, kernel)
    async with learner(**options) as user:
        user.workbench.use_kernel(kernel)
        user.session.kernel.waits = True
        while user.workbench.activity.pace != pace:
            await user.press("minus")
        await run_to_its_end(user)
        assert reason in alone.stop_reason
        assert (user.state.epoch, user.state.position) == (alone.state.epoch, 0)
        assert (user.state.network.parameters == alone.state.network.parameters).all()
        assert user.commands == (Run(alone.state.samples, alone.kernel),)
        assert user.stop == f"{alone.stop_reason} · space goes on, u undoes it"
        assert "■ stopped" in top_line(user)
        await user.press("u")
        assert user.state.samples == 0


async def test_stop_conditions_are_set_in_the_architecture_dialog_and_undone():
    async with learner() as user:
        screen = await opened(user)
        for name, presses in (("stop after", 2), ("stop at MSE", 3), ("early stopping", 1)):
            await to(user, screen, name)
            await user.press(*["right"] * presses)
        assert user.state.stop_rule == StopRule(20, 0.02, 5)
        assert user.commands == (
            Folded((SetStopRule(StopRule(10)), SetStopRule(StopRule(20)))),
            Folded(tuple(SetStopRule(StopRule(20, target)) for target in (0.1, 0.05, 0.02))),
            SetStopRule(StopRule(20, 0.02, 5)),
        )
        await user.press("left")
        assert user.state.stop_rule == StopRule(20, 0.02)
        assert len(user.commands) == 2, "back to where it began is an undo"
        await user.press("u")
        assert user.state.stop_rule == StopRule(20)
        assert not user.state.marks
        await user.press("escape")
        await run_to_its_end(user)
        assert user.state.epoch == 20
        assert user.stop.startswith("epoch 20 is complete")
        await user.press("a")
        assert setting(user.state, "stop after").about == "passed: a run goes on"


async def test_an_epoch_limit_holds_until_it_is_passed():
    async with learner(replace(setup_for("level2"), stop_rule=StopRule(5))) as user:
        await run_to_its_end(user)
        assert (user.state.epoch, user.state.position) == (5, 0)
        await user.press("space")
        await user.until(lambda: user.state.epoch > 6, "it goes on")
        await user.press("space", "r")
        assert user.state.stop_rule.epoch_limit == 5


async def test_the_architecture_dialog_shows_the_requested_stop_rule():
    async with learner(target_mse=0.03, patience=7, epochs=30) as user:
        values = [setting(user.state, name).value for name in ("stop after", "stop at MSE", "early stopping")]
        assert values == ["no limit", "0.03", "7 epochs"]
        screen = await opened(user)
        await to(user, screen, "stop at MSE")
        await user.press("right", "left", "left")
        await to(user, screen, "early stopping")
        await user.press("left")
        assert user.commands == (
            Folded(tuple(SetStopRule(StopRule(target_mse=target, patience=7)) for target in (0.02, 0.05, 0.1))),
            SetStopRule(StopRule(target_mse=0.1, patience=5)),
        )


async def test_without_a_condition_a_run_continues_past_the_epochs_of_the_setup():
    async with learner(epochs=3) as user:
        user.strike("space")
        await user.until(lambda: user.state.epoch > 30, "it goes on")
        assert user.running
        user.strike("space")
        await user.until(lambda: not user.running, "it is paused")
        assert not user.workbench.activity.stopped


async def test_a_stopped_run_can_be_continued():
    async with learner(target_mse=0.1) as user:
        await run_to_its_end(user)
        epoch = user.state.epoch
        user.strike("space")
        await user.until(lambda: user.state.epoch > epoch + 100, "it goes on")
        assert user.running
        user.strike("space")
        await user.until(lambda: not user.running, "it is paused")
        assert "■" not in top_line(user)
        assert [type(command) for command in user.commands] == [Run, Run]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_the_reason_of_a_divergence_stays_until_it_is_undone(size):
    async with learner("sine", size, learning_rate=1e6) as user:
        height = user.workbench.query_one("#panels").size.height
        await user.press("e")
        told = user.stop
        assert told.startswith("at epoch 0, sample 23/200, row 1: the sum of o1 (output layer) became ")
        assert told.endswith("u undoes it")
        assert user.notices == [], "nothing lies on the panels"
        await user.press("l")
        await user.write("0.01")
        user.workbench.query_one("#samples").post_message(Looked(LookAtRow(4)))
        await user.settle()
        assert user.state.row == 4
        assert user.stop == told
        await user.press("u")
        assert user.stop == told
        await user.press("u")
        assert user.stop == ""
        assert "paused" in top_line(user)
        assert user.workbench.query_one("#panels").size.height == height
        await user.press("U")
        assert user.stop == told


async def test_an_epoch_that_changes_nothing_says_why():
    async with learner() as user:
        await user.press("l")
        await user.write("1e6")
        while not user.stop:
            assert user.state.epoch < 10
            await user.press("e")
        assert user.stop.startswith("the output layer is saturated: every slope in it is 0")
        epoch = user.state.epoch
        await user.press("e")
        assert user.stop
        assert user.state.epoch == epoch + 1
        await user.press("u", "u")
        assert user.stop == ""


@pytest.mark.parametrize("goes_on", ["s", "e", "n", "space"])
async def test_the_stop_reason_disappears_once_training_continues(goes_on):
    async with learner(target_mse=0.1) as user:
        await run_to_its_end(user)
        assert user.stop
        await user.press(goes_on)
        assert user.stop == ""
        assert "■" not in top_line(user)


async def test_the_stop_reason_disappears_when_data_are_loaded():
    def one_row(x: float) -> Setup:
        dataset = Dataset("one", frozen([[x]]), frozen([[1.0]]), ("x",), ("y",), "regression", "made")
        return Setup("one", dataset, (1, 1), ("linear",))

    async with learner(one_row(1e200)) as user:
        await user.press("s")
        assert user.stop.startswith("at epoch 0, sample 0/1")
        user.workbench.training.do(Load(one_row(1.0)))
        await user.settle()
        assert (user.state.samples, user.stop) == (0, "")


async def test_a_condition_set_during_a_run_applies():
    async with learner() as user:
        while user.workbench.activity.pace != 1:
            await user.press("minus")
        await user.press("space")
        screen = await opened(user)
        await to(user, screen, "stop after")
        await user.press("right")
        assert user.running
        assert user.state.stop_rule.epoch_limit == 10
        await user.press("escape")
        for _ in PACES:
            user.strike("plus")
        await user.until(lambda: user.workbench.activity.stopped, "it stops by itself")
        await user.until(lambda: user.workbench.activity.pace is None, "the last key has its effect")
        assert user.state.epoch == 10
        assert not user.running


async def test_an_edit_made_as_the_run_ends_is_not_lost():
    async with learner(target_mse=0.1) as user:
        controller = user.workbench.training
        controller.run()
        # The event loop is blocked meanwhile, so the screen does not know yet.
        wait_until(lambda: all(thread.name != "trainer" for thread in threading.enumerate()))
        assert controller.running
        controller.do(SetParameter(Weight(1, 0, 0), 0.5))
        await user.until(lambda: not user.running, "the screen knows")
        assert [type(command) for command in user.commands] == [Run, SetParameter]
        assert user.state.network.value(Weight(1, 0, 0)) == 0.5
