"""Every state of a training is freed once its app is gone: no cache of a panel outlives it."""

import asyncio
import gc
import weakref

import plotext  # noqa: F401  it keeps the stdout that it finds when first imported: inside an app, the app's own
import pytest

from engine.training.state import TrainingState
from tests.tui.journeys import learner

KEYS = (
    *("s", "n", "s", "e"),  # steps and phases
    *("down", "right", "percent_sign", "o", "k", *"ccccccc"),  # selections, ways to write, a check, all charts
    *("2", "down", "enter", "backspace", "3", "4", "down", "5", "1", "u", "U"),  # panels, and back in time
)


@pytest.mark.parametrize("start", ["level2", "sine", "digits"])
def test_no_state_outlives_its_app(start: str) -> None:
    states = asyncio.run(shown_states(start))  # in an event loop of its own: an open loop keeps the app
    gc.collect()
    assert len(states) == len(KEYS) + 1
    assert not [state for state in states if state() is not None]


async def shown_states(start: str) -> list[weakref.ref[TrainingState]]:
    """Visit all panels; return references to the states shown on the way."""
    async with learner(start) as user:
        states = [weakref.ref(user.state)]
        for key in KEYS:
            await user.press(key)
            states.append(weakref.ref(user.state))
    return states
