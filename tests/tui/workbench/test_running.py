"""Runs: pausing, pace, edits during a run, and stops for an error."""

import threading
import time

import pytest

from engine.network.method import Method
from engine.network.places import Weight
from engine.session import kernel_choice
from engine.session.session import Session
from engine.training.commands import Folded, Run, SetMethod, SetParameter
from tests.engine.kernels.compiler_process import Process, begin_anew
from tests.tui.journeys import Learner, learner
from tui.panels.bars.view import StatusBar
from tui.running import controller
from tui.running.runner import PACES, Runner

FIRST = Weight(2, 0, 0)
PATIENT = 10  # samples a second: slow enough for the process to be idle, so that Pilot need not wait


async def slowed(user: Learner, pace: int = PATIENT) -> None:
    """Slow the run to a pace with the keys."""
    while user.workbench.activity.pace != pace:
        await user.press("minus")


async def run_for_a_while(user: Learner) -> None:
    """Run at full speed until the screen shows progress, then pause."""
    before = user.state.samples
    user.strike("space")
    await user.until(lambda: user.state.samples > before + 100, "the screen follows the run")
    user.strike("space")
    await user.until(lambda: not user.running, "it is paused")
    await user.settle()


async def test_a_run_takes_the_undone_steps_off_the_list_at_once():
    async with learner() as user:
        await slowed(user)
        await user.press("e", "e", "e", "u", "u")
        assert user.workbench.timeline.last == 3
        user.strike("space")
        await user.until(lambda: user.state.samples > 11, "the screen follows the run")
        assert user.running
        assert (user.workbench.timeline.step, user.workbench.timeline.last) == (1, 1)
        user.strike("space")
        await user.until(lambda: not user.running, "it is paused")
        assert (user.workbench.timeline.step, user.workbench.timeline.last) == (2, 2)


async def test_a_run_is_one_step_that_one_undo_takes_back():
    async with learner() as user:
        start = user.state
        await run_for_a_while(user)
        assert len(user.commands) == 1
        assert isinstance(user.commands[0], Run)
        assert user.state is user.session.state  # all that was trained is shown
        assert user.state.samples == user.commands[0].samples
        assert not user.workbench.activity.running
        samples = user.state.samples
        await user.press("u")
        assert user.session.step == 0
        assert user.value(FIRST) == start.network.value(FIRST)
        await user.press("U")
        assert user.state.samples == samples


async def test_two_runs_are_two_steps():
    async with learner() as user:
        await run_for_a_while(user)
        await run_for_a_while(user)
        assert [type(command) for command in user.commands] == [Run, Run]


@pytest.mark.parametrize("key", ["u", "r", "s", "d", "g"])
async def test_keys_other_than_edits_pause_the_run(key):
    async with learner() as user:
        await slowed(user)
        await user.press("space")
        assert user.running
        await user.press(key)
        assert not user.running
        assert not user.workbench.activity.running
        assert user.state is user.session.state


async def test_the_pace_goes_from_full_speed_to_one_sample_a_second_and_back():
    async with learner(size=(140, 36)) as user:
        seen = [user.workbench.activity.pace]
        for _ in range(len(PACES)):
            await user.press("minus")
            seen.append(user.workbench.activity.pace)
        assert seen == [*reversed(PACES), 1]
        assert "1/s" in user.workbench.query_one(StatusBar).render_line(0).text
        await user.click_key("speed")
        assert user.workbench.activity.pace == 2
        await user.press("equals_sign")  # the same key as +, without shift
        assert user.workbench.activity.pace == 5
        await user.click("#keys", " -")
        assert user.workbench.activity.pace == 2
        await user.choose_command("do('faster')")
        assert user.workbench.activity.pace == 5


async def test_a_run_keeps_its_pace():
    async with learner() as user:
        await slowed(user)
        began = time.monotonic()
        await user.press("space")
        await user.until(lambda: user.state.samples >= 6, "it goes on")
        samples, took = user.state.samples, time.monotonic() - began
        assert samples <= took * PATIENT + 1  # never ahead; how far behind depends on the machine
        await user.press("space")
        assert not user.running


async def test_the_pace_can_change_during_a_run():
    async with learner() as user:
        await slowed(user, 1)
        await user.press("space")
        for _ in range(5):
            user.strike("plus")
        await user.until(lambda: user.workbench.activity.pace == 100, "the new pace")
        await user.until(lambda: user.state.samples >= 30, "it goes faster")
        user.strike("minus")
        await user.until(lambda: user.workbench.activity.pace == 30, "the pace before")
        assert user.running
        user.strike("space")
        await user.until(lambda: not user.running, "it is paused")
        assert [type(command) for command in user.commands] == [Run]


async def test_running_by_mouse_palette_and_key_list():
    async with learner() as user:
        await slowed(user)
        await user.click_key("run")
        assert user.running
        await user.click_key("pause")
        assert not user.running
        await user.choose_command("do('run')")
        assert user.running
        await user.choose_key("do('run')")
        assert not user.running


async def test_every_key_press_counts_when_the_run_is_late_to_apply_it(monkeypatch):
    obey, deaf = Runner._apply_commands, threading.Event()
    monkeypatch.setattr(Runner, "_apply_commands", lambda runner: not deaf.is_set() and obey(runner))
    async with learner() as user:
        deaf.set()
        await user.press("space")
        for rate in (1.0, 2.0, 5.0):
            await user.press("right_square_bracket")
            seen = user.state.samples
            await user.until(lambda seen=seen: user.state.samples > seen, "a picture from before the press")
            assert user.state.method.learning_rate == rate
        deaf.clear()
        await user.press("space")
        steps = [command.edits if isinstance(command, Folded) else (command,) for command in user.commands]
        edits = [edit for edits in steps for edit in edits if isinstance(edit, SetMethod)]
        assert [edit.method.learning_rate for edit in edits] == [1.0, 2.0, 5.0]


async def test_edits_during_a_run_apply_and_the_run_continues():
    async with learner() as user:
        await slowed(user, 1)
        await user.press("space")
        await user.edit("3")
        assert user.running
        await user.until(lambda: user.value(FIRST) > 2.5, "the edit is on the screen")
        await user.press("full_stop", "right_square_bracket")
        await user.until(lambda: SetMethod(Method(1.0, shuffle=False)) in user.commands, "the new α")
        assert user.running
        await user.press("space")
        kinds = [type(command) for command in user.commands]
        assert kinds.count(SetParameter) == 2
        assert kinds.count(SetMethod) == 1
        assert Run in kinds


@pytest.mark.parametrize("text", ["abc", "1e999"])
async def test_invalid_numbers_are_refused_during_a_run(text):
    async with learner() as user:
        await slowed(user)
        await user.press("space")
        await user.edit(text)
        assert user.wrong
        assert user.running
        await user.press("escape", "l")
        await user.write("-1")
        assert "above 0" in user.wrong
        assert user.running
        await user.press("escape", "space")
        assert {type(command) for command in user.commands} == {Run}


async def test_a_row_chosen_during_a_run_stays_in_view():
    async with learner() as user:
        await slowed(user, 30)  # at a slower pace the row being trained is shown
        user.strike("space")
        await user.click("#samples", "5.332")
        before = user.state.samples
        await user.until(lambda: user.state.samples > before + 10, "the run goes on")
        assert user.state.row == 6
        user.strike("space")
        await user.until(lambda: not user.running, "it is paused")
        assert user.state.row == 6
        assert [type(command) for command in user.commands] == [Run]


@pytest.mark.parametrize("how", ["s", "e", "space"])
async def test_divergence_by_a_huge_weight_stops_the_run_and_can_be_undone(how):
    async with learner() as user:
        start = user.value(FIRST)
        await user.edit("1e308")
        await user.press("up", "down", "down")
        await user.edit("1e308")
        await user.select(Weight(2, 0, 2))
        await user.edit("1e308")
        await user.press(how)
        await user.until(lambda: user.stop, "it says why")
        assert "output layer" in user.stop
        assert "became" in user.stop
        assert user.stop.endswith("u undoes it")
        assert not user.running
        assert "■ stopped" in top_line(user)
        await user.press(how)
        await user.until(lambda: user.stop, "it says so again")
        while user.session.step:
            await user.press("u")
        assert user.value(FIRST) == start
        await user.press("s")  # the app still responds
        assert user.state.samples == 1


async def test_a_huge_learning_rate_stops_the_run_and_names_the_saturated_layer():
    async with learner() as user:
        await user.press("l")
        await user.write("1e6")
        await user.press("space")
        await user.until(lambda: not user.running and user.stop, "it stopped by itself")
        assert "layer is saturated" in user.stop
        await user.press("u")
        assert user.state.samples == 0
        await user.press("u")
        assert user.state.method.learning_rate == 0.5


async def test_a_linear_network_with_a_huge_learning_rate_stops_at_divergence():
    async with learner(activations=("sigmoid", "linear"), learning_rate=1e6) as user:
        await user.press("space")
        await user.until(lambda: not user.running and user.stop, "it stopped by itself")
        assert user.stop.startswith("at epoch")
        assert "layer" in user.stop
        await user.press("u")
        assert user.state.samples == 0
        await user.press("s")
        assert user.state.samples == 1


async def test_quitting_during_a_run_leaves_no_thread():
    async with learner() as user:
        user.strike("space")
        await user.until(lambda: user.state.samples > 100, "it runs")
        trainers = [thread for thread in threading.enumerate() if thread.name == "trainer"]
        assert trainers
        user.strike("q")
        await user.until(lambda: not user.app.is_running, "the application has ended")
    assert not any(thread.is_alive() for thread in trainers)


async def test_resizing_and_changing_the_theme_during_a_run():
    async with learner() as user:
        await slowed(user)
        await user.press("space")
        for size in ((60, 20), (50, 10), (120, 36)):
            await user.resize(*size)
            before = user.state.samples
            await user.until(lambda before=before: user.state.samples > before, "the run goes on")
        await user.choose_command("Light or dark")
        assert user.running
        await user.press("space")
        assert not user.running


async def test_numpy_trains_while_numba_compiles_and_the_status_bar_says_so(monkeypatch, tmp_path):
    process = Process()
    begin_anew(monkeypatch, tmp_path, process)
    monkeypatch.setattr(kernel_choice, "WORTH_COMPILING", 0.0)
    async with learner() as user:
        user.workbench.use_kernel("auto")
        user.strike("space")
        await user.until(lambda: "compiling" in top_line(user), "the top line says that it compiles")
        seen = {top_line(user).partition(" compiling")[0][-1]}
        await user.until(lambda: seen.add(top_line(user).partition(" compiling")[0][-1]) or len(seen) > 2, "a wheel")
        before = user.state.samples
        await user.until(lambda: user.state.samples > before, "it trains meanwhile")
        process.code = 3
        await user.until(lambda: "compiling" not in top_line(user) and "numpy" in top_line(user), "what trains is said")
        await user.until(lambda: user.notices, "the reason is said")
        user.strike("space")
        await user.until(lambda: not user.running, "it is paused")
        assert {command.kernel for command in user.commands} == {"numpy"}
        told = "NumPy trains, as the faster loop cannot be had: the process that compiles ended with code 3"
        assert user.notices == [f" {told}"]


async def test_a_cache_that_cannot_be_written_is_told_once(monkeypatch, tmp_path):
    (file := tmp_path / "file").touch()
    begin_anew(monkeypatch, file / "cache", Process())
    monkeypatch.setattr(kernel_choice, "WORTH_COMPILING", 0.0)
    async with learner() as user:
        user.workbench.use_kernel("auto")
        user.strike("space")
        await user.until(lambda: user.notices, "it is told")
        assert "cannot be written, so Numba's loop cannot be kept" in user.notices[0]
        await user.press("escape")
        before = user.state.samples
        await user.until(lambda: user.state.samples > before, "it trains")
        assert user.notices == []


async def test_a_requested_kernel_that_cannot_be_compiled_says_why(monkeypatch, tmp_path):
    begin_anew(monkeypatch, tmp_path, Process(-9))
    async with learner() as user:
        user.workbench.use_kernel("numba")
        user.strike("space")
        await user.until(lambda: not user.running and user.stop, "it stopped by itself")
        assert "ended by signal 9" in user.stop


def top_line(user: Learner) -> str:
    return user.workbench.query_one(StatusBar).render_line(0).text


@pytest.mark.parametrize("longest", [controller.LONG_EPOCH, 0])
async def test_a_long_epoch_is_trained_beside_the_screen(longest, monkeypatch):
    trained_in = []

    def watched(run):
        def trains(*arguments):
            trained_in.append(threading.current_thread() is threading.main_thread())
            return run(*arguments)

        return trains

    monkeypatch.setattr(controller, "LONG_EPOCH", longest)
    monkeypatch.setattr(Session, "run", watched(Session.run))
    monkeypatch.setattr(Session, "apply", watched(Session.apply))
    async with learner() as user:
        await user.press("s", "s")
        trained_in.clear()
        user.strike("e")
        await user.until(lambda: user.state.epoch == 1 and not user.running, "the epoch is trained")
        assert set(trained_in) == {longest > 0}
        assert (user.state.epoch, user.state.position, user.session.step) == (1, 0, 3)
        await user.press("u")
        assert (user.state.samples, user.session.step) == (2, 2)
