"""The application: themes, screens, the command palette, and an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

# Read when Textual is imported. A key shows sooner; nothing is drawn oftener, as only what changes is drawn.
os.environ.setdefault("TEXTUAL_FPS", "120")

from textual import events
from textual._context import active_message_pump
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen
from textual.worker import WorkerFailed, active_worker

from engine.experiment.setup import Setup
from tui.terminal.shutdown import ShutdownHandler
from tui.terminal.textual_fixes import apply_textual_fixes
from tui.themes import THEMES
from tui.workbench.palette_commands import palette_commands
from tui.workbench.workbench import Workbench

MOST_TURNS = 50
"""Of the event loop, that a key waits for what the one before it has set going."""
SWITCH_INTERVAL = 0.001
"""Seconds after which the thread that trains lets the one that draws go on."""


class GlassnetApp(App[None]):
    """glassnet in a terminal.

    Attributes:
        shutdown_handler: Exits the app on a signal, or when its terminal is gone.
    """

    TITLE = "glassnet"
    CSS_PATH = "workbench/workbench.tcss"
    ALLOW_SELECT = False  # Textual trips over a notice that is clicked on while it goes
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "quit", "quit", show=False)]

    theme: Reactive[str] = Reactive("glass-dark")
    available_themes = THEMES  # from the start: a theme put in later has all style sheets parsed again

    def __init__(self, setup: Setup, kernel: str = "numpy") -> None:
        apply_textual_fixes()
        super().__init__()
        self._workbench = Workbench(setup)
        self._workbench.use_kernel(kernel)
        self.shutdown_handler = ShutdownHandler(self)

    def get_default_screen(self) -> Workbench:
        """Have the workbench as the first screen, with no empty one under it to be laid out and painted before."""
        return self._workbench

    def on_mount(self) -> None:
        """Look after the terminal."""
        self.app_resume_signal.subscribe(self, lambda _: self.refresh())
        self.shutdown_handler.install()

    def _handle_exception(self, error: Exception) -> None:
        """End with an error, unless it comes from what is being taken down, whose parts are the first to go.

        Once the end was asked for, that is everything: Textual mounts nothing more, and what is under way goes on.
        """
        if not self._exit and not self._is_parting(error):
            super()._handle_exception(error)

    def _is_parting(self, error: Exception) -> bool:
        worker = active_worker.get(None)
        node = worker.node if worker else active_message_pump.get(self)
        cause = error.error if isinstance(error, WorkerFailed) else error
        return isinstance(cause, NoMatches) and isinstance(node, Screen) and node not in self.screen_stack

    async def on_key(self, event: events.Key) -> None:
        """Let the key before come to its end, and keep keys typed ahead for a field that was being opened for it."""
        for _ in range(MOST_TURNS):
            await asyncio.sleep(0)
            path = [self.screen] if self.focused is None else self.focused.ancestors_with_self
            if not any(node.message_queue_size for node in path if node is not self):
                break
        if self.screen is self._workbench and self._workbench.take_late(event):
            event.prevent_default()

    def action_command_palette(self) -> None:
        """Open the palette, if it is not open."""
        from tui.workbench.palette import Commands

        if not any(isinstance(screen, Commands) for screen in self.screen_stack):
            self.push_screen(Commands())

    def action_help_quit(self) -> None:
        """Tell who pressed ctrl+c how to end."""
        self.notify("q quits, and ctrl+q from anywhere", title="To end glassnet")

    def notify(self, message: str, **more: Any) -> None:
        """Show a notice; one that says the same, and is still there, makes way for it."""
        for other in list(self._notifications):
            if (other.message, other.title) == (message, more.get("title", "")):
                self._unnotify(other, refresh=False)
        super().notify(message, **more)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Where there are 256 colours only, choose the nearest by eye."""
        filters = super().get_line_filters()
        return [*filters, self._nearest] if self.console.color_system == "256" else filters

    @cached_property
    def _nearest(self) -> LineFilter:
        from tui.terminal.colours256 import Nearest256  # which works its palette out first

        return Nearest256()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer in the palette every key of the screen, and the theme."""
        if isinstance(screen, Workbench):
            yield from palette_commands(screen)
        yield SystemCommand("Light or dark", "change between the two themes", self.action_other_theme)
        yield SystemCommand("Quit", "key q", self.action_quit)

    def action_other_theme(self) -> None:
        """Change between dark and light."""
        self.theme = "glass-light" if self.current_theme.dark else "glass-dark"


def run_workbench(setup: Setup, kernel: str = "auto") -> int:
    """Open the workbench, and return when it is closed.

    Args:
        setup: what to train.
        kernel: what trains it, one of ``engine.kernels.compiled.KERNELS``.

    Returns:
        The exit code.
    """
    sys.setswitchinterval(SWITCH_INTERVAL)
    app = GlassnetApp(setup, kernel)
    app.run()
    app.shutdown_handler.terminal_restored()
    return app.return_code or 0
