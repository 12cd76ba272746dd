"""Time inside a run: a cursor on the chart, and places typed as 20e or 400s."""

import pytest

from engine.session.session import Session
from engine.training.commands import Run, StepEpoch
from tests.engine.strategies import fingerprint
from tests.tui.journeys import Learner, learner
from tui.drawing.numbers import short


def caption(user: Learner) -> str:
    """What the chart's lower edge says."""
    chart = user.workbench.query_one("#chart")
    return chart.render_line(chart.size.height - 1).text


async def ran(user: Learner, epochs: int) -> None:
    """Do a run of some epochs, as one step."""
    user.workbench.training.run(10 * epochs)
    await user.until(lambda: not user.running, "the run ended")
    assert len(user.commands) == 1
    await user.settle()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_the_cursor_of_the_chart_goes_back_into_a_run_and_divides_it(size):
    async with learner(size=size) as user:
        await ran(user, 40)
        end, lived = fingerprint(user.session.state), Session(user.session.state.setup)
        lived.run(380)
        await user.press("3", "left", "left")
        mse = user.session.state.history.y[user.session.state.history.x == 38.0][0]
        assert f"epoch 38: MSE {mse:.4f}" in caption(user)
        assert "go there" in user.workbench.query_one("#keys").render_line(0).text
        assert len(user.session.commands) == 1, "the cursor is only a look"
        await user.press("enter")
        assert fingerprint(user.session.state) == fingerprint(lived.state)
        assert (user.session.step, user.session.last_step) == (1, 2)
        assert "⏎ goes there" not in caption(user)
        await user.press("U")
        assert fingerprint(user.session.state) == end
        assert user.commands == (Run(380, lived.kernel_used), Run(20, lived.kernel_used))


async def test_the_cursor_stays_within_the_epochs():
    async with learner() as user:
        await user.press("3", "left")
        assert user.workbench.look.epoch is None
        assert any("epochs trained so far" in notice for notice in user.notices)
        await ran(user, 40)
        for keys, epoch in (
            (("left",), 39), (("pageup",), 35), (("home",), 0), (("left",), 0), (("pagedown", "right"), 5),
            (("end",), None), (("left",), 39), (("right",), None), (("home", "escape"), None),
        ):  # fmt: skip
            await user.press(*keys)
            assert user.workbench.look.epoch == epoch, keys
        assert user.session.step == 1


async def test_of_a_long_run_the_cursor_tells_the_nearest_point_that_was_kept():
    async with learner() as user:
        await ran(user, 3_000)
        history = user.session.state.history
        await user.press("3", "home", "right")
        for key in ("right", "pagedown", "pagedown"):
            await user.press(key)
            epoch = user.workbench.look.epoch
            at = min(range(len(history.x)), key=lambda number: abs(history.x[number] - epoch))
            where = "" if history.x[at] == epoch else f" at epoch {history.x[at]:,.6g}"
            assert f"epoch {epoch:,}: MSE {short(history.y[at], 9, 4)}{where} " in caption(user)


@pytest.mark.parametrize(("view", "says"), [("log", "MSE"), ("weight", "w7"), ("accuracy", "%")])
async def test_every_curve_by_epoch_has_the_cursor(view, says):
    async with learner() as user:
        await ran(user, 40)
        while user.workbench.look.view != view:
            await user.press("c")
        await user.press("3", "home", "right")
        assert "epoch 1: " in caption(user)
        assert says in caption(user)


@pytest.mark.parametrize("view", ["linear", "log", "weight", "accuracy"])
@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_a_click_on_a_curve_points_at_its_epoch(view, size):
    async with learner(size=size) as user:
        await user.press("3")
        chart = user.workbench.query_one("#chart")
        await user.pilot.click(chart, offset=(20, 3))
        assert (user.workbench.look.epoch, user.notices) == (None, [])
        await ran(user, 40)
        while user.workbench.look.view != view:
            await user.press("c")
        axis = chart.render_line(chart.size.height - 2).text
        for column, epoch in ((axis.index(" 20 ") + 1, 20), (axis.index(" 30 ") + 1, 30), (1, 0)):
            await user.pilot.click(chart, offset=(column, 3))
            await user.settle()
            assert user.workbench.look.epoch == epoch
            assert f"epoch {epoch}: " in caption(user)
        await user.pilot.click(chart, offset=(chart.size.width - 2, 3))
        await user.settle()
        assert user.workbench.look.epoch in (39, None), "the present is at the right edge"
        assert len(user.session.commands) == 1, "a click is only a look"


async def test_arrows_keep_their_meaning_on_the_map_and_enter_edits_there():
    async with learner("iris") as user:
        await user.press("e", "e", "3", "left", "C", "C")
        assert user.workbench.look.view == "answers"
        await user.press("right")
        assert user.workbench.look.epoch == 1
        assert user.workbench.look.map_inputs != (0, 1)
        await user.press("enter")
        await user.until(lambda: user.editing, "the field is open")
        assert user.session.step == 2


async def test_a_step_ends_the_cursor_and_a_look_does_not():
    async with learner() as user:
        await user.press("e", "e", "3", "left", "4", "down", "E")
        assert user.workbench.look.epoch == 1
        await user.press("full_stop")
        assert user.workbench.look.epoch == 1, "an edit is at the same place"
        await user.press("e")
        assert user.workbench.look.epoch is None


@pytest.mark.parametrize(
    ("typed", "samples", "step"), [("20e", 200, 1), (" 20 E ", 200, 1), ("205s", 205, 1), ("40e", 400, 1), ("0s", 0, 0)]
)
async def test_an_epoch_or_a_sample_can_be_typed(typed, samples, step):
    async with learner() as user:
        await ran(user, 40)
        await user.press("g")
        await user.until(lambda: user.editing, "the field is open")
        await user.write(typed)
        assert (user.session.state.samples, user.session.step) == (samples, step)
        await user.press("U")
        assert user.session.state.samples == 400 if step and samples != 400 else True


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("41e", "epochs go from 0 to 40"),
        ("401s", "samples go from 0 to 400"),
        ("2", "steps go from 0 to 1"),
        ("e", "an epoch is written 20e, samples 400s"),
        ("-1e", "an epoch is written 20e"),
        ("1.5e", "an epoch is written 20e"),
        ("9" * 30 + "s", "a step is a whole number from 0 to 1"),
    ],
)
async def test_a_place_that_is_not_there_is_refused_with_what_there_is(typed, says):
    async with learner() as user:
        await ran(user, 40)
        await user.press("g")
        await user.until(lambda: user.editing, "the field is open")
        await user.write(typed)
        assert says in user.wrong
        assert user.editing
        assert len(user.session.commands) == 1


async def test_an_epoch_is_divided_at_a_sample():
    async with learner() as user:
        await user.press("e", "g")
        await user.until(lambda: user.editing, "the field is open")
        await user.write("4s")
        assert user.session.commands == (Run(4), StepEpoch())
