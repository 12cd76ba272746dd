"""Keys that come faster than the screen follows."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.message_pump import MessagePump

from engine.training.commands import SetMethod
from tests.tui.journeys import learner

TURNS = pytest.mark.parametrize("seconds", [0.01, 0.05])


@contextmanager
def slow_turns(seconds: float) -> Iterator[None]:
    """Make each turn of the event loop take some seconds, as on a machine that many share."""
    loop, slow = asyncio.get_running_loop(), True

    def delay() -> None:
        time.sleep(seconds)
        if slow:
            loop.call_soon(delay)

    delay()
    try:
        yield
    finally:
        slow = False


@TURNS
async def test_keys_typed_ahead_reach_the_field_that_the_first_opens(seconds):
    async with learner() as user:
        with slow_turns(seconds):
            for key in ["l", "0", "full_stop", "3", "enter", "e", "down", "l", "0", "full_stop", "7", "enter", "e"]:
                user.strike(key)
            await user.until(lambda: user.state.epoch == 2, "two epochs")
        rates = [command.method.learning_rate for command in user.commands if isinstance(command, SetMethod)]
        assert rates == [0.3, 0.7]


@TURNS
async def test_keys_typed_ahead_act_one_after_another(seconds):
    async with learner() as user:
        with slow_turns(seconds):
            for key in ("4", "down", "down", "right", "right", "enter", "9", "enter", "insert"):
                user.strike(key)
            await user.until(lambda: user.session.state.dataset.rows == 11, "a row more")
        assert user.session.state.dataset.inputs[2, 1] == 9
        assert user.session.state.dataset.inputs[10, 1] == 9


async def test_a_key_does_not_wait_for_a_panel_that_is_always_busy(monkeypatch):
    async with learner() as user:
        monkeypatch.setattr(MessagePump, "message_queue_size", property(lambda node: 1))
        user.strike("e")
        await user.until(lambda: user.state.epoch == 1, "the epoch is trained")
