"""Keys and clicks at bad moments, which end an app without the fixes for Textual."""

import asyncio
import os
import signal
from types import SimpleNamespace

import pytest
from rich.style import Style
from textual import events
from textual.command import CommandPalette
from textual.drivers.linux_driver import LinuxDriver
from textual.widgets import OptionList
from textual.widgets._toast import Toast

from engine.experiment.starts import setup_for
from engine.training.commands import StepSample
from tests.tui.journeys import learner
from tui.terminal.driver_fixes import DRIVER_FIXES
from tui.terminal.textual_fixes import FIXES
from tui.workbench.workbench import Workbench


@pytest.mark.parametrize("delay", [0, -0.001, -60])
async def test_a_timer_without_delay_fires_at_once(delay):
    async with learner() as user:
        fired = []
        user.workbench.set_timer(delay, lambda: fired.append(delay))
        await user.until(lambda: fired, "the timer fires")
        await user.press("s")
        assert user.commands == (StepSample(),)


async def test_a_dialog_is_dismissed_once():
    async with learner() as user:
        await user.press("question_mark")
        keys = user.app.screen
        keys.dismiss()
        keys.dismiss()
        await user.settle()
        assert user.app.screen is user.workbench


async def test_a_dialog_under_another_is_dismissed_with_it():
    async with learner() as user:
        await user.press("question_mark")
        keys = user.app.screen
        await user.press("ctrl+p")
        assert user.app.screen is not keys
        keys.dismiss()
        await user.settle()
        assert user.app.screen is user.workbench


async def test_the_first_screen_can_be_replaced():
    async with learner() as user:
        first, other = user.workbench, Workbench(setup_for("xor"))
        user.app.switch_screen(other)
        await user.until(lambda: not first.is_attached, "it has gone")
        await user.settle()
        await user.press("s")
        assert user.app.screen is other
        assert user.commands == (StepSample(),)


async def test_page_down_in_a_list_without_lines():
    async with learner():
        OptionList("not laid out yet").action_page_down()


async def test_a_click_beyond_the_edge_leaves_the_palette_open():
    async with learner() as user:
        await user.press("ctrl+p")
        for kind in (events.MouseDown, events.MouseUp, events.Click):
            user.app.screen.post_message(kind(None, 300, 90, 0, 0, 1, False, False, False, 300, 90))
        await user.settle()
        assert isinstance(user.app.screen, CommandPalette)
        await user.pilot.click(user.app.screen, offset=(3, 1))
        await user.until(lambda: user.app.screen is user.workbench, "the palette is closed")


@pytest.mark.parametrize("turns", [20, 40, 60, 80])
async def test_a_notice_can_be_clicked_while_it_disappears(turns):
    async with learner() as user:
        await user.press("u")
        await user.until(lambda: user.app.screen.query(Toast), "the notice that there is nothing to undo")
        await user.settle()
        notice = user.app.screen.query_one(Toast).region
        x, y = notice.x + 3, notice.y + 1
        for pause in (turns, 0):
            for event in (events.MouseDown, events.MouseUp):
                user.app.post_message(event(None, x, y, 0, 0, 1, False, False, False, x, y))
            for _ in range(pause):
                await asyncio.sleep(0)
        await user.settle()
        assert not user.app.screen.query(Toast)
        assert user.app.is_running


async def test_a_click_on_a_line_that_has_gone_chooses_nothing():
    async with learner() as user:
        await user.press("d")
        listing = user.app.screen.query_one(OptionList)
        for line in (listing.option_count, 1000):
            click = events.Click(listing, 3, 3, 0, 0, 1, False, False, False, 3, 3, Style(meta={"option": line}))
            listing.post_message(click)
        await user.settle()
        assert user.app.screen.query_one(OptionList) is listing
        assert user.commands == ()


@pytest.mark.parametrize("columns", range(1, 9))
async def test_the_palette_in_a_terminal_of_few_columns(columns):
    async with learner(size=(columns, 20)) as user:
        await user.press("ctrl+p", *"run")
        await user.settle()
        assert isinstance(user.app.screen, CommandPalette)
        await user.press("escape", "escape", "s")
        assert user.commands == (StepSample(),)


def test_each_fix_names_the_version_of_textual_it_is_for():
    for _, name, replacement in (*FIXES, *DRIVER_FIXES):
        assert "Textual 8.2" in replacement.__doc__, name


class FakeDriver:
    """What the handlers of SIGTSTP and SIGCONT use of a driver; writes down what they ask of it."""

    def __init__(self):
        self._loop, self._auto_restart, self._must_signal_resume = asyncio.get_running_loop(), True, False
        self._app = SimpleNamespace(_exit=False, _exception=None)
        self.asked = []

    def suspend_application_mode(self):
        self.asked.append("suspended")

    def resume_application_mode(self):
        self._must_signal_resume = False
        self.asked.append("resumed")


async def test_is_suspended_between_two_callbacks(monkeypatch):
    driver = FakeDriver()
    monkeypatch.setattr(os, "kill", lambda process, number: driver.asked.append(signal.Signals(number).name))
    LinuxDriver._sigtstp_application(driver, signal.SIGTSTP, None)
    LinuxDriver._sigtstp_application(driver, signal.SIGTSTP, None)
    assert driver.asked == []  # Python may have called the handler in the middle of a write
    await asyncio.sleep(0)
    assert driver.asked == ["suspended", "SIGSTOP", "resumed"]
    LinuxDriver._sigtstp_application(driver, signal.SIGTSTP, None)
    await asyncio.sleep(0)
    assert driver.asked == ["suspended", "SIGSTOP", "resumed"] * 2


@pytest.mark.parametrize(("name", "why"), [("_exit", True), ("_exception", ValueError("that nobody foresaw"))])
async def test_an_app_that_exits_is_not_suspended(monkeypatch, name, why):
    driver = FakeDriver()
    monkeypatch.setattr(os, "kill", lambda process, number: driver.asked.append(signal.Signals(number).name))
    LinuxDriver._sigtstp_application(driver, signal.SIGTSTP, None)
    setattr(driver._app, name, why)
    await asyncio.sleep(0)
    assert driver.asked == []


async def test_continuing_takes_back_a_stop_that_has_not_happened(monkeypatch):
    driver = FakeDriver()
    monkeypatch.setattr(os, "kill", lambda process, number: driver.asked.append(signal.Signals(number).name))
    LinuxDriver._sigtstp_application(driver, signal.SIGTSTP, None)
    LinuxDriver._sigcont_application(driver, signal.SIGCONT, None)
    await asyncio.sleep(0)
    assert driver.asked == []
