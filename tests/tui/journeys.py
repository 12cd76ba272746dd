"""A learner at keyboard and mouse, for the tests of the workbench."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.command import CommandList, CommandPalette
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, OptionList

from engine.experiment.starts import Options, setup_for
from engine.network.places import Place
from engine.session.look import Select
from engine.session.saved.folder import SessionsFolder
from engine.session.session import Session
from engine.training.commands import Command
from engine.training.state import Setup, TrainingState
from tests.patience import MOST, Patience
from tui.app import GlassnetApp
from tui.dialogs.keys import KeysScreen
from tui.dialogs.settings.setting import Setting
from tui.dialogs.settings.view import SettingsView
from tui.panels.bars.view import KeyBar, StatusBar
from tui.panels.messages import Looked
from tui.running.keep import Keep
from tui.workbench.keymap import WORKBENCH_KEYS
from tui.workbench.workbench import Workbench

TURNS = 20
"""Turns of the event loop to wait; a key needs about eight to reach its command."""
CHARACTERS = {
    "space": " ", "plus": "+", "minus": "-", "full_stop": ".", "comma": ",", "colon": ":", "slash": "/", "enter": "\r",
}  # fmt: skip


class Learner:
    """Presses keys, clicks, and sees the screen and the session."""

    def __init__(self, app: GlassnetApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def workbench(self) -> Workbench:
        """The workbench, even if a dialog is open over it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Workbench))

    @property
    def state(self) -> TrainingState:
        """The state that the screen shows."""
        assert self.workbench.state is not None
        return self.workbench.state

    @property
    def session(self) -> Session:
        """The session that the screen shows."""
        return self.workbench.training.session

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands that led to the state, without undone ones."""
        return self.session.commands[: self.session.step]

    @property
    def running(self) -> bool:
        """Whether a run is going on."""
        return self.workbench.training.running

    @property
    def field(self) -> Input:
        """The field in which values are edited."""
        return self.workbench.query_one("EditLine Input", Input)

    @property
    def editing(self) -> bool:
        """Whether the field is open, visible and focused."""
        return self.field.has_focus and self.field.region.area > 0

    @property
    def wrong(self) -> str:
        """The error message under the field; "" if there is none."""
        label = self.workbench.query_one("EditLine .wrong")
        return str(label.render()) if label.display else ""

    @property
    def notices(self) -> list[str]:
        """The title and text of each notice."""
        return [f"{notice.title} {notice.message}" for notice in self.app._notifications]

    @property
    def message(self) -> str:
        """The message under the top line, with its keys; "" if there is none."""
        line = self.workbench.query_one("#message")
        return str(line.render_line(0).text).strip() if line.display and line.region.area else ""

    @property
    def stop(self) -> str:
        """The reason of the last stop, under the top line; "" if there is none."""
        bar = self.workbench.query_one(StatusBar)
        return " ".join(bar.render_line(y).text.strip() for y in range(1, bar.size.height))

    def value(self, place: Place) -> float:
        """A weight or a bias."""
        return self.state.network.value(place)

    async def press(self, *keys: str) -> None:
        """Press keys and wait for the effects of each."""
        for key in keys:
            self.strike(key)
            await self.settle()

    async def resize(self, width: int, height: int) -> None:
        """Resize the terminal and wait until the screen has followed."""
        await self.pilot.resize_terminal(width, height)
        await self.until(lambda: self.workbench.size == (width, height), f"the size {width}x{height}")
        await self.pilot.pause()
        await self.settle()

    async def settle(self) -> None:
        """Wait until messages and their effects have been processed.

        ``Pilot.pause`` waits until the process is idle, which takes long on a slow machine and a second during a run.
        Turns of the event loop do not depend on the clock: a message needs a handful from a key to its command.
        """
        for _ in range(4):
            await turns()
            await self.pilot.pause(0)

    def strike(self, key: str) -> None:
        """Press a key without waiting."""
        self.app.post_message(events.Key(key, CHARACTERS.get(key, key if len(key) == 1 else None)))

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until a condition is true; ``what`` names it in the failure.

        A screen that has just been pushed is on top before it has any widgets, so wait for those first. Then wait for
        what comes a few turns after the condition, such as a notice of what was done.
        """
        patience = Patience()
        while not (all(screen.is_mounted for screen in self.app.screen_stack[-1:]) and condition()):
            assert not patience.is_over, f"waited in vain for: {what}"
            await asyncio.sleep(0.01)
        await turns()

    async def write(self, text: str) -> None:
        """Replace the text in the field and press enter."""
        self.field.value = text
        await self.press("enter")

    async def edit(self, text: str) -> None:
        """Edit the selected value: open the field, type, accept."""
        await self.press("enter")
        await self.until(lambda: self.editing, "the field is open")
        await self.write(text)

    async def select(self, place: Place) -> None:
        """Select a place, wherever it is drawn."""
        self.workbench.query_one("#network").post_message(Looked(Select(place)))
        await self.settle()
        assert self.workbench.look.selected == place

    async def click(self, widget: Widget | str, text: str, times: int = 1) -> None:
        """Click the middle of a text in a widget."""
        shown = self.workbench.query_one(widget) if isinstance(widget, str) else widget
        lines = [shown.render_line(y).text for y in range(shown.size.height)]
        y = next((number for number, line in enumerate(lines) if text in line), None)
        assert y is not None, f"{text!r} is not in\n" + "\n".join(lines)
        x = lines[y].index(text) + len(text) // 2
        await self.pilot.click(shown, offset=(x, y), times=times)
        await self.settle()

    async def click_key(self, label: str) -> None:
        """Click a key in the footer."""
        await self.click(self.workbench.query_one(KeyBar), f" {label} ")

    async def choose_key(self, action: str) -> None:
        """Choose an action from the list of all keys."""
        await self.press("question_mark")
        await self.until(lambda: isinstance(self.app.screen, KeysScreen), "the list of all keys")
        keys = self.app.screen.query_one(OptionList)
        keys.highlighted = keys.get_option_index(action)
        await self.press("enter")

    async def choose_command(self, action: str) -> None:
        """Choose an action from the palette by its full name there."""
        name = next((key.description for key in WORKBENCH_KEYS if key.action == action), action)
        await self.press("ctrl+p")
        await self.until(lambda: isinstance(self.app.screen, CommandPalette), "the palette")
        palette = self.app.screen
        palette.query_one(Input).value = name
        found = palette.query_one(CommandList)
        await self.until(lambda: name.lower() in first_of(found).lower(), f"{name} in the palette")
        found.highlighted = 0
        await self.press("enter")
        await self.until(lambda: self.app.screen is not palette, "the palette closed")
        await self.pilot.pause()  # the command runs some time later
        await self.settle()


async def turns() -> None:
    """Let the event loop make some turns."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def assert_read_whole(user: Learner, lines: SettingsView, settings: Sequence[Setting[Any]]) -> None:
    """Go down a list of settings and assert that each description is shown in full."""
    for one in settings:
        drawn = [lines.render_line(y).text for y in range(lines.size.height)]
        at = next(y for y, text in enumerate(drawn) if text.startswith("▸"))
        assert one.name in drawn[at]
        below = [text.rstrip(" ↓") for text in drawn[at + 1 :]]
        assert one.about in drawn[at] or " ".join(below).split()[: len(one.about.split())] == one.about.split()
        await user.press("down")


def first_of(found: CommandList) -> str:
    """Return the first entry that the palette lists; "" if there is none."""
    return str(found.get_option_at_index(0).prompt) if found.option_count else ""


@asynccontextmanager
async def learner(
    start: str | Setup = "level2",
    size: tuple[int, int] = (120, 36),
    *,
    ascii_only: bool = False,
    folder: SessionsFolder | None = None,
    saves: bool = True,
    **options: object,
) -> AsyncIterator[Learner]:
    """Open the workbench, and keep its session in a folder if one is given."""
    setup = setup_for(start, Options(**options)) if isinstance(start, str) else start
    name = start if isinstance(start, str) else setup.name
    keep = Keep(folder, lambda: {"kernel": "numpy"}, name, Options(**options), saves=saves)
    app = GlassnetApp(setup, ascii_only=ascii_only, keep=keep)
    # On a busy machine a notice would go before a test has looked.
    app.notify = lambda text, **more: GlassnetApp.notify(app, text, **more | {"timeout": MOST})
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Learner(app, pilot)
    if app.workbench is not None and app.workbench.keeping is not None:
        app.workbench.keeping.leave()
