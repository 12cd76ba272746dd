"""A learner at the keyboard and the mouse, for the tests of the workbench."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.command import CommandList, CommandPalette
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, OptionList

from engine.experiment.presets import Options, setup_for
from engine.network.places import Place
from engine.session.look import Select
from engine.session.session import Session
from engine.training.commands import Command
from engine.training.state import Setup, TrainingState
from tui.app import GlassnetApp
from tui.dialogs.settings.setting import Setting
from tui.dialogs.settings.view import SettingsView
from tui.panels.bars.view import KeyBar, StatusBar
from tui.panels.messages import Looked
from tui.workbench.keymap import WORKBENCH_KEYS
from tui.workbench.workbench import Workbench

PATIENCE = 60.0
"""Seconds after which what was waited for is held to never come; only a test that fails waits so long."""
TURNS = 20
"""Of the event loop; a key needs about eight to its command."""
CHARACTERS = {
    "space": " ", "plus": "+", "minus": "-", "full_stop": ".", "comma": ",", "colon": ":", "enter": "\r",
}  # fmt: skip


class Learner:
    """Presses keys and clicks; sees the session."""

    def __init__(self, app: GlassnetApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def workbench(self) -> Workbench:
        """The workbench, also while a dialog lies on it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Workbench))

    @property
    def state(self) -> TrainingState:
        """What the screen shows."""
        assert self.workbench.state is not None
        return self.workbench.state

    @property
    def session(self) -> Session:
        """What the screen shows it of."""
        return self.workbench.training.session

    @property
    def commands(self) -> tuple[Command, ...]:
        """What was done, undone commands left out."""
        return self.session.commands[: self.session.step]

    @property
    def running(self) -> bool:
        """Whether it trains by itself."""
        return self.workbench.training.running

    @property
    def field(self) -> Input:
        """The field in which values are edited."""
        return self.workbench.query_one("EditLine Input", Input)

    @property
    def editing(self) -> bool:
        """Whether the field is open, seen and has the keys."""
        return self.field.has_focus and self.field.region.area > 0

    @property
    def wrong(self) -> str:
        """What is said under the field; "" if nothing is."""
        label = self.workbench.query_one("EditLine .wrong")
        return str(label.render()) if label.display else ""

    @property
    def notices(self) -> list[str]:
        """What the toasts say."""
        return [f"{notice.title} {notice.message}" for notice in self.app._notifications]

    @property
    def stop(self) -> str:
        """What is said under the top line of why it stopped; "" if nothing is."""
        bar = self.workbench.query_one(StatusBar)
        return " ".join(bar.render_line(y).text.strip() for y in range(1, bar.size.height))

    def value(self, place: Place) -> float:
        """A weight or a bias."""
        return self.state.network.value(place)

    async def press(self, *keys: str) -> None:
        """Press keys, and let each come to its effect."""
        for key in keys:
            self.strike(key)
            await self.settle()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size, and wait until the screen has it."""
        await self.pilot.resize_terminal(width, height)
        await self.until(lambda: self.workbench.size == (width, height), f"the size {width}x{height}")
        await self.pilot.pause()
        await self.settle()

    async def settle(self) -> None:
        """Let messages arrive, and what they lead to happen.

        Pilot waits until the process is idle, by the clock, which takes long where it is slow and a second where it
        trains. A message takes a handful of turns of the event loop from a key to a command, however long they take.
        """
        for _ in range(4):
            for _ in range(TURNS):
                await asyncio.sleep(0)
            await self.pilot.pause(0)

    def strike(self, key: str) -> None:
        """Press a key, and wait for nothing."""
        self.app.post_message(events.Key(key, CHARACTERS.get(key, key if len(key) == 1 else None)))

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something to become true."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"never came: {what}"
            await asyncio.sleep(0.01)

    async def write(self, text: str) -> None:
        """Replace what is in the field, and press enter."""
        self.field.value = text
        await self.press("enter")

    async def edit(self, text: str) -> None:
        """Edit the selected value, from opening the field to accepting."""
        await self.press("enter")
        await self.until(lambda: self.editing, "the field is open")
        await self.write(text)

    async def select(self, place: Place) -> None:
        """Point at a place, wherever it is drawn."""
        self.workbench.query_one("#network").post_message(Looked(Select(place)))
        await self.settle()
        assert self.workbench.look.selected == place

    async def click(self, widget: Widget | str, text: str, times: int = 1) -> None:
        """Click on a text in a widget, as someone would who reads it there."""
        shown = self.workbench.query_one(widget) if isinstance(widget, str) else widget
        lines = [shown.render_line(y).text for y in range(shown.size.height)]
        y = next((number for number, line in enumerate(lines) if text in line), None)
        assert y is not None, f"{text!r} is not in\n" + "\n".join(lines)
        x = lines[y].index(text) + len(text) // 2
        await self.pilot.click(shown, offset=(x, y), times=times)
        await self.settle()

    async def click_key(self, label: str) -> None:
        """Click on a key of the footer."""
        await self.click(self.workbench.query_one(KeyBar), f" {label} ")

    async def choose_key(self, action: str) -> None:
        """Choose an action from the list of all keys."""
        await self.press("question_mark")
        keys = self.app.screen.query_one(OptionList)
        keys.highlighted = keys.get_option_index(action)
        await self.press("enter")

    async def choose_command(self, action: str) -> None:
        """Choose an action from the palette, by the whole of what it is called there."""
        name = next((key.description for key in WORKBENCH_KEYS if key.action == action), action)
        await self.press("ctrl+p")
        palette = self.app.screen
        assert isinstance(palette, CommandPalette)
        palette.query_one(Input).value = name
        found = palette.query_one(CommandList)
        await self.until(lambda: name.lower() in _first(found).lower(), f"{name} in the palette")
        found.highlighted = 0
        await self.press("enter")
        await self.until(lambda: self.app.screen is not palette, "the palette closed")
        await self.pilot.pause()  # what was chosen is done some time after


async def assert_read_whole(user: Learner, lines: SettingsView, settings: Sequence[Setting[Any]]) -> None:
    """Go down a list of settings from the first, and see that what each means is told whole."""
    for one in settings:
        drawn = [lines.render_line(y).text for y in range(lines.size.height)]
        at = next(y for y, text in enumerate(drawn) if text.startswith("▸"))
        assert one.name in drawn[at]
        below = [text.rstrip(" ↓") for text in drawn[at + 1 :]]
        assert one.about in drawn[at] or " ".join(below).split()[: len(one.about.split())] == one.about.split()
        await user.press("down")


def _first(found: CommandList) -> str:
    return str(found.get_option_at_index(0).prompt) if found.option_count else ""


@asynccontextmanager
async def learner(
    start: str | Setup = "level2", size: tuple[int, int] = (120, 36), **options: object
) -> AsyncIterator[Learner]:
    """Open the workbench."""
    setup = setup_for(start, Options(**options)) if isinstance(start, str) else start
    app = GlassnetApp(setup)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Learner(app, pilot)
