"""Playing the phases in the workbench: what starts, changes and stops it, and what the screen says meanwhile."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np
import pytest

from engine.experiment.starts import setup_for
from engine.session.session import Session
from engine.training.commands import SetParameter, StepEpoch, StepPhase
from engine.training.phases import phases
from tests.tui.journeys import Learner, learner
from tui.panels.bars.view import StatusBar

SIZES = [(200, 55), (120, 36), (80, 24), (60, 20)]
WALK = len(phases((2, 3, 2)))


class Call:
    """A phase that is due when the test says so."""

    def __init__(self, callback: Callable[[], object]) -> None:
        self.callback = callback

    def stop(self) -> None:
        self.callback = lambda: None


class Player(Learner):
    """A learner who has a clock."""

    def __init__(self, user: Learner) -> None:
        super().__init__(user.app, user.pilot)
        self.calls: list[Call] = []
        self.workbench.training.player._wait = self._wait

    def _wait(self, seconds: float, callback: Callable[[], object]) -> Call:
        self.calls.append(Call(callback))
        return self.calls[-1]

    @property
    def playing(self) -> bool:
        return self.workbench.training.player.playing

    @property
    def top(self) -> str:
        return self.workbench.query_one(StatusBar).render_line(0).text

    async def tick(self, times: int = 1) -> None:
        """Let the time of a phase pass."""
        for _ in range(times):
            calls, self.calls = self.calls, []
            for call in calls:
                call.callback()
            await self.settle()


@asynccontextmanager
async def player(start: str = "level2", **options: object) -> AsyncIterator[Player]:
    async with learner(start, **options) as user:
        yield Player(user)


async def test_the_phases_of_one_sample_after_the_other_are_played():
    alone = Session(setup_for("level2"))
    alone.run(2)
    async with player() as user:
        await user.press("m")
        assert (user.state.phase, user.playing) == (1, True)
        await user.tick(2 * WALK - 1)
        assert user.commands == (StepPhase(),) * (2 * WALK)
        assert np.array_equal(user.state.network.parameters, alone.state.network.parameters)
        await user.press("m")
        await user.tick()
        assert (len(user.commands), user.playing) == (2 * WALK, False)
        await user.press("m")
        assert (len(user.commands), user.state.phase) == (2 * WALK + 1, 1)


@pytest.mark.parametrize("way", ["footer", "message line", "palette", "help"])
async def test_it_can_be_played_and_paused_without_the_key(way):
    async with player(size=(200, 36)) as user:
        await user.press("n")
        for name, playing in (("play", True), ("pause", False)):
            if way in ("footer", "message line"):
                await user.click("#keys" if way == "footer" else "#message", f"m {name}")
            else:
                await (user.choose_command("do('play')") if way == "palette" else user.choose_key("do('play')"))
                await user.tick()
            assert user.playing is playing
        assert user.state.phase in (2, 3)


@pytest.mark.parametrize(
    "key",
    ["n", "s", "e", "space", "u", "r", "R", "full_stop", "right_square_bracket", "insert", "enter", "l", "d", "K"],
)
async def test_whatever_the_learner_trains_or_edits_stops_it(key):
    async with player() as user:
        await user.press("4", "m")
        await user.tick(2)
        await user.press(key)
        assert not user.playing
        await user.press("escape")
        if user.running:
            await user.press("space")
        steps = len(user.commands)
        await user.tick(2)
        assert len(user.commands) == steps


@pytest.mark.parametrize("key", ["c", "down", "tab", "percent_sign", "E", "z", "colon", "N"])
async def test_looking_goes_on_playing(key):
    async with player() as user:
        await user.press("m", key)
        await user.tick(2)
        assert (user.playing, user.state.phase) == (True, 3)


@pytest.mark.parametrize("key", ["question_mark", "a", "ctrl+p", "i"])
async def test_it_waits_under_a_dialog(key):
    async with player() as user:
        await user.press("m", key)
        await user.tick(3)
        assert (len(user.commands), user.playing) == (1, True)
        await user.press("escape")
        await user.tick()
        assert len(user.commands) == 2


async def test_it_waits_while_the_terminal_is_too_small():
    async with player() as user:
        await user.press("m")
        await user.resize(40, 10)
        await user.tick(3)
        assert len(user.commands) == 1
        await user.resize(120, 36)
        await user.tick()
        assert len(user.commands) == 2


async def test_it_stops_when_the_process_is_suspended():
    async with player() as user:
        await user.press("m")
        user.app.app_suspend_signal.publish(user.app)
        assert not user.playing


async def test_a_number_that_is_not_finite_stops_it():
    async with player("level3", learning_rate=1e300, batch_size=1) as user:
        user.workbench.do(SetParameter(user.workbench.look.selected, 1e200))
        await user.press("m")
        for _ in range(3 * WALK):
            await user.tick()
        assert not user.playing
        assert "u undoes it" in user.stop


async def test_a_run_ends_where_it_begins():
    async with player() as user:
        await user.press("space")
        await user.until(lambda: user.state.samples, "the run has begun")
        await user.press("m")
        assert (user.running, user.playing) == (False, True)
        assert user.commands[1:] == (StepPhase(),)


async def test_plus_and_minus_change_how_fast_it_plays():
    async with player(size=(60, 20)) as user:
        await user.press("m", "plus")
        keys = user.workbench.query_one("#keys")
        assert "-+ 2/s" in keys.render_line(0).text
        await user.click_key("2/s")
        await user.press(*["minus"] * 5)
        assert "-+ every 4 s" in keys.render_line(0).text
        assert user.notices == [" this is the slowest: a phase every 4 seconds"]
        assert user.workbench.training.pace is None
        await user.press("m", "minus")
        assert user.workbench.training.pace == 10_000
        await user.press("m")
        assert "-+ every 4 s" in keys.render_line(0).text


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_says_that_it_plays_and_what(size):
    async with player(size=size) as user:
        await user.press("m")
        await user.tick()
        assert "▶ playing" in user.top
        assert "m pause" in user.message
        assert "m pause" in user.workbench.query_one("#keys").render_line(0).text
        await user.press("m")
        assert "◆ forward 1/5" in user.top
        assert "m play" in user.message
        await user.press("e")
        assert user.commands[2:] == (StepEpoch(),)
        assert ("paused" in user.top, user.message) == (True, "")


async def test_a_slow_glass_holds_the_next_phase():
    async with player() as user:
        seen: list[Callable[[], object]] = []
        user.workbench.training.player._when_seen = seen.append
        await user.press("m")
        await user.tick(3)
        assert (len(user.commands), len(seen)) == (1, 1)
        seen.pop()()
        await user.tick(3)
        assert (len(user.commands), len(seen)) == (2, 1)
