"""Going to a step that takes a while to compute: a bar, a way out, and keys that are answered meanwhile."""

from collections.abc import Iterator
from threading import Event

import pytest
from textual.widgets import ProgressBar

from engine.session import way
from engine.session.way import Follow, Way
from engine.training.state import TrainingState
from tests.engine.strategies import fingerprint
from tests.tui.journeys import Learner, learner
from tui.dialogs.first_reading import Reading


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Every way is a long one, and is walked to its end when the event is set."""
    opened, walked = Event(), Way.walked

    def slowly(self: Way, follow: Follow | None = None) -> TrainingState:
        if follow is None:
            return walked(self)
        while not opened.wait(0.01):
            follow(0.25)
        return walked(self, follow)

    monkeypatch.setattr(way, "QUICK", -1)
    monkeypatch.setattr(Way, "walked", slowly)
    yield opened
    opened.set()


async def waits(user: Learner) -> None:
    """Wait until the bar is shown, a quarter of the way."""
    await user.until(lambda: isinstance(user.app.screen, Reading), "the bar is shown")
    bar = user.app.screen.query_one(ProgressBar)
    await user.until(lambda: bar.percentage == 0.25, "a quarter is done")


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_a_long_way_is_followed_to_its_end(gate: Event, size: tuple[int, int]) -> None:
    async with learner(size=size) as user:
        await user.press("e", "e")
        after, before = fingerprint(user.session.state), user.session.step
        await user.press("u")
        await waits(user)
        assert user.session.step == before, "nothing changes before it is there"
        gate.set()
        await user.until(lambda: user.session.step == before - 1, "the step is undone")
        await user.until(lambda: user.app.screen is user.workbench, "the bar is gone")
        assert user.state.samples == 10
        await user.press("U")
        await user.until(lambda: user.session.step == before, "the step is there again")
        assert fingerprint(user.session.state) == after


@pytest.mark.parametrize("keys", [("u",), ("g",), ("5", "up")], ids=str)
async def test_esc_stops_it_and_nothing_has_changed(gate: Event, keys: tuple[str, ...]) -> None:
    async with learner() as user:
        await user.press("e", "e")
        before, step = fingerprint(user.session.state), user.session.step
        await user.press(*keys)
        if user.editing:
            await user.write("5s")
        await waits(user)
        await user.press("e")
        assert isinstance(user.app.screen, Reading), "the keys of the workbench wait"
        await user.press("escape")
        assert user.app.screen is user.workbench
        assert any("stopped: you are still at the same step" in notice for notice in user.notices)
        gate.set()
        await user.press("n")
        assert user.session.step == step + 1
        await user.press("u")
        await user.until(lambda: user.session.step == step, "the phase is undone")
        assert fingerprint(user.session.state) == before


async def test_in_the_settings_too(gate: Event) -> None:
    async with learner() as user:
        await user.press("a", "right", "u")
        await waits(user)
        gate.set()
        await user.until(lambda: user.session.step == 0, "the change is undone")
        assert user.app.screen is not user.workbench, "the settings are still open"
        await user.press("escape", "e")
        assert user.state.samples == 10


async def test_quitting_does_not_wait_for_it(gate: Event) -> None:
    async with learner() as user:
        await user.press("e", "u")
        await waits(user)
        await user.press("ctrl+q")
        await user.until(lambda: not user.app.is_running, "it has quit")
