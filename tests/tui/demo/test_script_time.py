"""The loop of a demo: time passes only when it is told to."""

import asyncio
import threading
import time

from tui.demo.script_time import ScriptedLoop


def run(coroutine):
    with asyncio.Runner(loop_factory=ScriptedLoop) as runner:
        return runner.run(coroutine)


def test_timers_go_off_at_their_own_times_in_order():
    async def main():
        loop, seen = asyncio.get_running_loop(), []
        for delay in (5, 0.25, 3, 7):
            loop.call_later(delay, lambda: seen.append(loop.time()))
        loop.call_later(1, lambda: loop.call_later(1, lambda: seen.append(("later", loop.time()))))
        await loop.pass_until(5)
        assert (seen, loop.time()) == ([0.25, ("later", 2), 3, 5], 5)
        await loop.pass_until(2)  # has passed
        assert loop.time() == 5
        await loop.pass_until(100)
        assert (seen[-1], loop.time()) == (7, 100)

    began = time.monotonic()
    run(main())
    assert time.monotonic() - began < 60  # and not 100 seconds


def test_what_follows_from_a_timer_is_done_before_time_passes_on():
    async def main():
        loop, seen = asyncio.get_running_loop(), []

        async def work():
            for number in range(20):
                await asyncio.sleep(0)
                seen.append((number, loop.time()))

        loop.call_later(1, lambda: loop.create_task(work()))
        await loop.pass_until(1)
        assert seen == [(number, 1) for number in range(20)]

    run(main())


def test_no_time_passes_while_a_thread_works():
    async def main():
        loop, go, seen = asyncio.get_running_loop(), threading.Event(), []
        loop.call_later(0.5, go.set)

        async def work():
            await asyncio.to_thread(time.sleep, 0.05)
            seen.append(loop.time())

        task = loop.create_task(work())
        await loop.pass_until(10)
        assert (seen, task.done()) == ([0], True)

    run(main())


def test_time_passes_by_itself_for_whoever_sleeps_in_it():
    async def main():
        await asyncio.sleep(3600)
        return asyncio.get_running_loop().time()

    assert run(main()) == 3600


def test_another_thread_can_wake_it():
    async def main():
        loop, woken = asyncio.get_running_loop(), asyncio.Event()
        threading.Timer(0.05, lambda: loop.call_soon_threadsafe(woken.set)).start()
        await woken.wait()

    run(main())
