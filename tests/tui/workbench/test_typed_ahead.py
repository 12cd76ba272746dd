"""Keys that come faster than the screen follows."""

import asyncio
import time

from textual.message_pump import MessagePump

from engine.training.commands import SetMethod
from tests.tui.journeys import learner


async def test_keys_typed_ahead_reach_the_field_however_slow_each_turn_of_the_loop_is():
    async with learner() as user:
        loop, slow = asyncio.get_running_loop(), True

        def delay() -> None:
            time.sleep(0.05)
            if slow:
                loop.call_soon(delay)

        delay()
        for key in ["l", "0", "full_stop", "3", "enter", "e", "down", "l", "0", "full_stop", "7", "enter", "e"]:
            user.strike(key)
        await user.until(lambda: user.state.epoch == 2, "two epochs")
        slow = False
        rates = [command.method.learning_rate for command in user.commands if isinstance(command, SetMethod)]
        assert rates == [0.3, 0.7]


async def test_a_key_does_not_wait_for_a_panel_that_is_always_busy(monkeypatch):
    async with learner() as user:
        monkeypatch.setattr(MessagePump, "message_queue_size", property(lambda node: 1))
        user.strike("e")
        await user.until(lambda: user.state.epoch == 1, "the epoch is trained")
