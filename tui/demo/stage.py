"""A stage: the workbench without a terminal, the time of the script that drives it, and the film of what is seen."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key

from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.starts import DEFAULT_START, Options
from engine.quick_dataclass import dataclass
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.resume import Resumed
from engine.training.commands import Load
from engine.training.state import TrainingState
from tui.demo.app import DemoApp
from tui.demo.film import Film, Frame
from tui.demo.keys import KeyPress
from tui.demo.script_time import scripted_loop
from tui.running.keep import Keep
from tui.running.later import Later
from tui.themes import theme_named
from tui.workbench.workbench import Workbench

USUAL_SIZE = (120, 36)
FRAME = 0.1
"""Seconds between two pictures while time passes."""
PAINTING = 0.02
"""Seconds of the loop after which all that a change needs to be painted has happened, or more has followed from it."""
MOST_PAINTINGS = 50
MOST_CELLS = 10_000_000
"""Cells that change in a film: they take some 400 MB, and a cast of them 50."""
TOO_LARGE = "let less time pass in a run, or make the screen smaller"
LONGEST_WRITING = 30.0
"""Seconds, of the clock, for the lines of a session to be written."""

StartAgain = Callable[[SessionsFolder], tuple[Resumed | Later | None, tuple[str, ...]]]


@dataclass(frozen=True, eq=False)
class Backstage:
    """What a stage needs of the program around it. Immutable.

    Attributes:
        folder: An empty folder, for what is saved.
        about: Returns what a log says of the program and the machine.
        start_again: Returns the session that ``glassnet`` alone goes on with, and what it says of it.
    """

    folder: Path
    about: Callable[[], Mapping[str, Any]]
    start_again: StartAgain


class Stage:
    """The workbench, which does what it is told, and whose time passes only in ``wait``.

    Attributes:
        now: Seconds since the beginning of the script.
        line: The number of the script's line that is being done.
        caption: What is said under the screen.
    """

    def __init__(self, backstage: Backstage, films: bool) -> None:
        """Make an empty stage.

        Args:
            backstage: What it needs of the program around it.
            films: Whether to keep each picture of the screen.
        """
        self.now, self.line, self.caption = 0.0, 1, ""
        self._backstage = backstage
        self._size = self._largest = USUAL_SIZE
        self._films, self._frames, self._cells = films, list[Frame](), 0
        self._app: DemoApp | None = None
        self._open = AsyncExitStack()
        self._folder = SessionsFolder(backstage.folder / "sessions")
        self._kills, self._theme = 0, theme_named()

    @property
    def is_open(self) -> bool:
        """Whether glassnet was opened."""
        return self._app is not None

    @property
    def is_left(self) -> bool:
        """Whether the learner has left glassnet."""
        return self._app is not None and self._app.has_left

    @property
    def app(self) -> DemoApp:
        """The app.

        Raises:
            InvalidValue: The learner has left it.
        """
        assert self._app is not None  # whoever asks has opened it
        if self._app.has_left:
            raise InvalidValue("glassnet was left before: there is nothing more to see")
        return self._app

    @property
    def workbench(self) -> Workbench:
        """The workbench.

        Raises:
            InvalidValue: It is not there yet, as something is being read.
        """
        if self.app.workbench is None or self.app.workbench.now is None:
            raise InvalidValue("nothing is open yet: wait until it is read")
        return self.app.workbench

    @property
    def state(self) -> TrainingState:
        """The state that is shown."""
        state = self.workbench.now
        assert state is not None  # as the workbench has been asked for
        return state

    def film(self, title: str) -> Film:
        """Return the film so far."""
        return Film(title, *self._largest, tuple(self._frames), self.now)

    # Opening and closing

    async def begin(self, load: Load) -> None:
        """Open what a script begins with."""
        keep = Keep(self._folder, self._backstage.about, load.start, load.options, keeps_all=True)
        await self._show(load.setup, keep)

    async def close(self) -> None:
        """Leave glassnet, if that has not happened."""
        app, self._app = self._app, None
        await self._open.aclose()
        self._open = AsyncExitStack()
        if app is not None and app.workbench is not None and app.workbench.keeping is not None:
            app.workbench.keeping.leave()

    async def kill(self) -> None:
        """Go on with what is on disk now, as if the process had been killed and glassnet started again.

        Raises:
            InvalidValue: Nothing is saved, or how much is would depend on the machine.
        """
        keeping, training = self.workbench.keeping, self.workbench.training
        saving = None if keeping is None else keeping.kept.saving
        if keeping is None or saving is None or not keeping.kept.name:
            raise InvalidValue("nothing was done yet, so nothing is saved that could come back")
        if training.running:
            raise InvalidValue("pause the run first: how much of it is saved by now depends on the machine")
        if saving.is_begun and not await asyncio.to_thread(saving.wait_for_disk, LONGEST_WRITING):
            raise InvalidValue("the session cannot be saved")
        self._kills, self._theme = self._kills + 1, self.app.theme
        killed, self._folder = self._folder, SessionsFolder(self._backstage.folder / f"sessions-{self._kills}")
        shutil.copytree(killed.path, self._folder.path, ignore=shutil.ignore_patterns("*.lock"))
        await self.close()
        start, note = self._backstage.start_again(self._folder)
        if start is None:
            raise InvalidValue("no session has come back")
        await self._show(start, Keep(self._folder, self._backstage.about, DEFAULT_START, Options(), note, True))

    async def _show(self, start: Setup | Resumed | Later, keep: Keep) -> None:
        app = DemoApp(start, lambda: self.now, keep, self._theme)
        await self._open.enter_async_context(app.run_test(size=self._size, notifications=True))
        self._app = app
        await self.settle()

    # Time

    async def settle(self) -> None:
        """Wait until all that follows from a change has been done and painted. The script's time stands still.

        Raises:
            InvalidValue: A run has begun that would come to something else on each machine.
        """
        loop, app = scripted_loop(), self._app
        assert app is not None  # something has been changed
        await loop.pass_until(loop.time())
        while app.runner is not None and app.runner.is_due:
            app.runner.turn()
            await loop.pass_until(loop.time())
        for _ in range(MOST_PAINTINGS):
            await loop.pass_until(loop.time() + PAINTING)
            if not self._was_painted():
                break
        if app.runner is not None and app.runner.refusal:
            raise InvalidValue(app.runner.refusal)

    async def wait(self, seconds: float) -> None:
        """Let time pass, a frame after the other; a run trains meanwhile.

        Raises:
            InvalidValue: As in ``settle``.
        """
        began, frames = self.now, 0
        if self._app is None or self._app.has_left:
            self.now = round(began + seconds, 6)
            return
        loop = scripted_loop()
        loop_began = loop.time()
        while frames * FRAME < seconds:
            frames += 1
            passed = min(frames * FRAME, seconds)
            await loop.pass_until(loop_began + passed)
            self.now = round(began + passed, 6)
            if self._app.runner is not None:
                self._app.runner.turn()
                await loop.pass_until(loop.time())
            self._was_painted()
        await self.settle()

    def _was_painted(self) -> bool:
        """Take a picture if something was painted, and return whether it was."""
        app = self._app
        if app is None or app.has_left or not app.is_painted:
            return False
        app.is_painted = False
        self.take()
        return True

    def take(self) -> None:
        """Take a picture for the film; it replaces one of the same moment.

        Raises:
            InvalidValue: The film would become too large.
        """
        if not self._films:
            return
        rows, before = self.app.rows, self._frames[-1] if self._frames else None
        known = () if before is None else before.rows
        same = zip(known, rows, strict=False)  # what stays the same is kept once
        kept = (*(old if old == new else new for old, new in same), *rows[len(known) :])
        self._cells += sum(row.cell_length for row, new in zip(kept, rows, strict=True) if row is new)
        if self._cells > MOST_CELLS:
            raise InvalidValue(f"the film is too large: {TOO_LARGE}")
        if before is not None and before.at == self.now:
            self._frames.pop()
        self._frames.append(Frame(self.now, kept, self.caption, self.line))

    # What a learner does

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        self._size = width, height
        if self._app is None:
            self._largest = self._size
            return
        self._largest = max(self._largest[0], width), max(self._largest[1], height)
        driver, size = self.app._driver, Size(width, height)
        assert driver is not None  # as the app runs
        driver._size = width, height
        self.app.post_message(events.Resize(size, size))
        await self.settle()

    async def press(self, keys: Sequence[KeyPress], between: float) -> None:
        """Press keys, so many seconds after each other."""
        for number, key in enumerate(keys):
            if number:
                await self.wait(between)
            name = _character_to_key(key.key) if len(key.key) == 1 else key.key
            self.app.post_message(events.Key("+".join((*key.held, name)), key.character))
            await self.settle()
