"""The application: themes, screens, the command palette, and a clean exit."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

# Textual reads it on import. Keys show sooner, and no more is drawn: only what changes is.
os.environ.setdefault("TEXTUAL_FPS", "120")

from rich.console import COLOR_SYSTEMS
from textual import constants, events, on
from textual._context import active_message_pump
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Offset, Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Input
from textual.worker import WorkerFailed, active_worker

from engine.experiment.setup import Setup
from engine.experiment.starts import DEFAULT_START, Options
from tui.drawing.few_colours import colours_of
from tui.drawing.signs import AsciiSigns
from tui.panels.inspector.edit_line import EditLine
from tui.panels.key import ExplainsKeys
from tui.panels.terminal_cursor import cursor_of
from tui.running.keep import Keep
from tui.running.later import Later
from tui.terminal.colours import ColourSystem
from tui.terminal.interrupts import raise_on_interrupt
from tui.terminal.limits import bounded
from tui.terminal.pictures import AcknowledgedApp
from tui.terminal.preferences import remember, remembered
from tui.terminal.shutdown import ShutdownHandler
from tui.terminal.streams import say
from tui.terminal.textual_fixes import apply_textual_fixes
from tui.themes import theme_named, themes_for
from tui.workbench.first_start import FirstStart
from tui.workbench.keeping import Keeping
from tui.workbench.layout import SMALLEST
from tui.workbench.other_session import SessionOpened
from tui.workbench.workbench import Workbench

if TYPE_CHECKING:
    from engine.session.saved.resume import Resumed

LONGEST_WAIT = 0.03
"""The most seconds that a key waits for the effects of the key before it, where the event loop is quick."""
LEAST_TURNS = 10
"""Turns of the event loop that it waits however slow they are: the effects need about eight, such as a field opened."""
SWITCH_INTERVAL = 0.001
"""Seconds after which Python switches from the thread that trains to the one that draws."""


class GlassnetApp(AcknowledgedApp):
    """glassnet in a terminal.

    Attributes:
        shutdown_handler: Exits the app on a signal, or when its terminal is gone.
        workbench: The workbench of the session that is open; None if there is none yet.
    """

    TITLE = "glassnet"
    CSS_PATH = "workbench/workbench.tcss"
    # On a screen that is too small a dialog makes room for the message of the workbench.
    HORIZONTAL_BREAKPOINTS = [(0, "-too-narrow"), (SMALLEST.width, "-wide-enough")]  # noqa: RUF012, mypy takes no ClassVar here
    VERTICAL_BREAKPOINTS = [(0, "-too-low"), (SMALLEST.height, "-high-enough")]  # noqa: RUF012
    ALLOW_SELECT = False  # Textual fails on a click on a notice that is disappearing
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "quit", show=False),
        Binding("T", "other_theme", "light or dark", show=False),
        Binding("ctrl+z", "suspend_process", "back to the shell, fg comes back", show=False, priority=True),
    ]

    theme: Reactive[str] = Reactive("glass-dark")

    def __init__(
        self,
        start: Setup | Resumed | Later,
        kernel: str = "numpy",
        theme: str = "glass-dark",
        colours: ColourSystem | None = None,
        ascii_only: bool = False,
        keep: Keep | None = None,
    ) -> None:
        apply_textual_fixes()
        self._signs = [AsciiSigns()] if ascii_only else []
        self.set_reactive(GlassnetApp.theme, theme)
        if colours is not None:  # Textual makes the colours of its widgets from it while it begins
            constants.COLOR_SYSTEM = colours  # type: ignore[misc]
        elif constants.COLOR_SYSTEM not in (None, "auto", *COLOR_SYSTEMS):  # TEXTUAL_COLOR_SYSTEM, on which rich fails
            constants.COLOR_SYSTEM = "auto"  # type: ignore[misc]
        super().__init__()
        self._kernel, self._welcomes = kernel, False
        self._first_start: FirstStart | None = None
        self._keep = keep or Keep(None, dict, DEFAULT_START, Options())
        self._start = start
        self.workbench = None if isinstance(start, Later) else self._workbench_on(start)
        self.shutdown_handler = ShutdownHandler(self)

    @property
    def available_themes(self) -> dict[str, Theme]:
        """The themes; not registered, as that parses all style sheets again."""
        console = getattr(self, "console", None)  # Textual asks before there is one
        return themes_for("all" if console is None else colours_of(console.color_system, self.no_color))

    def welcome(self) -> None:
        """Help a learner who has not trained anything yet to begin."""
        self._welcomes = True
        if self.workbench is not None:
            self._first_start = FirstStart(self.workbench)

    async def on_event(self, event: events.Event) -> None:
        """Note the first key or click."""
        await super().on_event(event)
        if self._first_start is not None:
            self._first_start.note(event)

    def _build_driver(self, *how: Any, **more: Any) -> Driver:
        """Make the driver, and handle signals before it takes the terminal.

        A signal that came in between would end the process and leave the terminal as the app had set it.
        """
        driver = super()._build_driver(*how, **more)
        self.shutdown_handler.install()
        return driver

    def get_default_screen(self) -> Screen[Any]:
        """Return the workbench as the first screen, so that no empty one under it is laid out and painted first."""
        return super().get_default_screen() if self.workbench is None else self.workbench

    def on_mount(self) -> None:
        """Begin to read what takes a while."""
        if isinstance(self._start, Later):
            from tui.dialogs.first_reading import FirstReading

            self.push_screen(FirstReading(self._start.name, self._start.doing, self._start.read), self._open)
        elif self.workbench is not None:
            self.workbench.keeping = Keeping(self.workbench, self._keep, self._start)

    def _workbench_on(self, start: Setup | Resumed) -> Workbench:
        workbench = Workbench(start if isinstance(start, Setup) else start.session)
        workbench.use_kernel(self._kernel)
        return workbench

    def _open(self, start: Setup | Resumed | None) -> None:
        """Open the workbench on what has just been read."""
        if start is not None:
            self.workbench = self._workbench_on(start)
            self.push_screen(self.workbench)
            self.workbench.keeping = Keeping(self.workbench, self._keep, start)
            if self._welcomes:
                self.welcome()

    @on(SessionOpened)
    async def _go_on_with(self, message: SessionOpened) -> None:
        """Leave the session that is open, and go on with another one on a workbench of its own."""
        before = self.workbench
        if before is None or before.keeping is None:
            return
        before.training.pause()
        await asyncio.to_thread(before.keeping.leave)
        while self.screen is not before:  # such as the palette
            self.pop_screen()
        self._first_start = None
        self.workbench = self._workbench_on(message.start)
        self.switch_screen(self.workbench)
        self.workbench.keeping = Keeping(self.workbench, replace(self._keep, note=message.note), message.start)

    def _handle_exception(self, error: Exception) -> None:
        """Exit with the first error, for ``run_workbench`` to raise; ignore those of screens being removed.

        The widgets of such a screen go first. Once the app is exiting, every error is ignored: Textual mounts nothing
        more, while handlers still run.
        """
        if not self._exit and not self._exception and not self._is_from_removed_screen(error):
            self._exception = _cause(error)
            self._exception_event.set()
            self._close_messages_no_wait()

    def _is_from_removed_screen(self, error: Exception) -> bool:
        worker = active_worker.get(None)
        node = worker.node if worker else active_message_pump.get(self)
        return isinstance(_cause(error), NoMatches) and isinstance(node, Screen) and node not in self.screen_stack

    async def on_key(self, event: events.Key) -> None:
        """Wait for the effects of the key before, and pass keys typed ahead to the field that it opened."""
        await self._settle()
        if self.screen_stack and self._goes_to_field(event):
            event.prevent_default()

    async def on_paste(self, event: events.Paste) -> None:
        """Pass a text that no widget has taken to the field that the keys before it have opened."""
        await self._settle()
        if not self.screen_stack or self._goes_to_field(event):
            return
        if isinstance(self.focused, Input):
            self.focused.post_message(events.Paste(event.text))

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Do what a key is bound to; let the screen say why it does nothing if it is bound to nothing."""
        if await super()._check_bindings(key, priority):
            return True
        if not priority and self.screen_stack and isinstance(self.screen, ExplainsKeys):
            self.screen.explain_key(key)
        return False

    def _goes_to_field(self, event: events.Key | events.Paste) -> bool:
        """Pass what was typed or pasted before a field had the focus to the field; return whether there is one."""
        return any(line.take_late(event) for line in self.screen.query(EditLine))

    async def _settle(self) -> None:
        """Wait for the effects of the key before."""
        end, turns = time.monotonic() + LONGEST_WAIT, 0
        while turns < LEAST_TURNS or time.monotonic() < end:
            turns += 1
            await asyncio.sleep(0)
            if not self.screen_stack:  # the app is exiting
                return
            path = [self.screen] if self.focused is None else self.focused.ancestors_with_self
            if not any(node.message_queue_size for node in path if node is not self):
                return

    def action_command_palette(self, search: str = "") -> None:
        """Open the palette unless it is open; ``search`` is typed already."""
        from tui.workbench.command_palette import Commands

        if not any(isinstance(screen, Commands) for screen in self.screen_stack):
            self.push_screen(Commands(search))

    def action_help_quit(self) -> None:
        """Say how to quit, after ctrl+c."""
        self.notify("q quits, and ctrl+q from anywhere", title="To quit glassnet")

    def notify(self, message: str, **more: Any) -> None:
        """Show a notice in place of any earlier one without a title, or with the same title and text.

        Only one without a title is shown at a time: keys that do nothing must not cover the screen with their reasons.
        """
        title = more.get("title", "")
        for other in list(self._notifications):
            if other.title == title and (not title or other.message == message):
                self._unnotify(other, refresh=False)
        super().notify(message, **more)

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor stands once something is painted: on what is selected."""
        focused = self.focused if self._screen_stack else None
        return self._cursor if focused is None else cursor_of(focused)

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        """Note where a widget of Textual wants it, for when nothing has the focus."""
        self._cursor = position

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Add the filters for fonts without braille, and for terminals that have only 256 or 16 colours."""
        return [*self._signs, *super().get_line_filters(), *self._for_few_colours]

    @property
    def size(self) -> Size:
        """The size of the terminal, as far as it is drawn on."""
        return Size(*bounded(*super().size))

    @cached_property
    def _for_few_colours(self) -> list[LineFilter]:
        colours = colours_of(self.console.color_system, self.no_color)
        if colours == "256":
            from tui.terminal.colours256 import Nearest256  # which computes its palette on import

            return [Nearest256()]
        if colours == "16":
            from tui.drawing.bold_of_16 import BoldOf16

            return [BoldOf16()]
        return []

    def action_other_theme(self) -> None:
        """Switch between dark and light, and remember it for the next start."""
        kind = "light" if self.current_theme.dark else "dark"
        self.theme = theme_named(kind)
        remember("theme", kind)


def _cause(error: Exception) -> Exception:
    """Return the error that made a worker fail, or the error itself."""
    cause = error.error if isinstance(error, WorkerFailed) else error
    return cause if isinstance(cause, Exception) else error


def run_workbench(
    start: Setup | Resumed | Later,
    kernel: str = "auto",
    theme: str | None = None,
    colours: ColourSystem | None = None,
    ascii_only: bool = False,
    keep: Keep | None = None,
) -> int:
    """Open the workbench and return its exit code when it is closed.

    Args:
        start: What to train.
        kernel: The kernel, one of ``engine.kernels.compiler.KERNELS``.
        theme: "light" or "dark"; None for that of TEXTUAL_THEME, or else the one that is remembered.
        colours: How many colours the terminal shows; None for what rich takes it for.
        ascii_only: Whether lines, charts and signs are drawn with ASCII.
        keep: Where and how the session is kept; None for one of the usual start that only memory keeps.

    Raises:
        EngineError: What to train cannot be read.
        Exception: An error that nobody foresaw has closed it.
    """
    sys.setswitchinterval(SWITCH_INTERVAL)
    chosen = theme_named(theme, os.environ.get("TEXTUAL_THEME"), remembered("theme"))
    app = GlassnetApp(start, kernel, chosen, colours, ascii_only, keep)
    app.welcome()
    raise_on_interrupt()  # or nobody would restore the terminal
    try:
        app.run()
        app.shutdown_handler.terminal_restored()
    finally:
        if app.workbench is not None and app.workbench.keeping is not None:
            lost = app.workbench.keeping.leave()
            if lost:
                say(lost, 0)
    if app._exception:
        raise app._exception
    return app.return_code or 0
