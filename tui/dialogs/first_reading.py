"""What takes a while to open: how far it is, and a way out; over a dialog, or as the first screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, ProgressBar

from engine.data.report import ReadingProgress
from engine.errors import EngineError
from tui.dialogs.progress import teller
from tui.drawing.content import content
from tui.running.in_thread import read_in_thread

LATER = "the keys of the workbench work when the bar is full"


class _Left(Exception):
    """The learner has left while the file was being read."""


class Reading(ModalScreen[Any]):
    """Opens something in a thread and returns it, the error that it meets, or None if the learner leaves it."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,ctrl+c", "dismiss(None)", "stop", show=False)]
    WAY_OUT = "esc stops it"

    def __init__(self, name: str, doing: str, read: Callable[[ReadingProgress], object]) -> None:
        """Make the screen.

        Args:
            name: What is opened.
            doing: What is done meanwhile.
            read: Opens it; it is told how far it is by calling its argument, and passes on what that raises.
        """
        super().__init__()
        self._name_of_it, self._doing, self._read = name, doing, read
        self._left = Event()

    def compose(self) -> ComposeResult:
        """Lay out the bar and a line below it."""
        with Vertical(classes="dialog reading") as dialog:
            dialog.border_title = content(self._name_of_it, 60)
            dialog.border_subtitle = self.WAY_OUT
            yield Label(self._doing, id="doing")
            yield ProgressBar(total=1.0, show_eta=False)
            yield Label(id="later")

    def on_mount(self) -> None:
        """Start reading."""
        self._open(self.query_one(ProgressBar))

    def on_unmount(self) -> None:
        """Stop reading."""
        self._left.set()

    @work
    async def _open(self, bar: ProgressBar) -> None:
        """Read in a thread, so that keys are answered meanwhile."""
        tell = teller(bar, asyncio.get_running_loop())

        def progress(share: float) -> None:
            if self._left.is_set():
                raise _Left
            tell(share)

        try:
            opened = await read_in_thread(lambda: self._read(progress))
        except _Left:
            return
        except EngineError as error:
            self._failed(error)
            return
        self.dismiss(opened)

    def _failed(self, error: EngineError) -> None:
        self.dismiss(error)

    def explain_key(self, key: str) -> None:
        """Say that the keys work later."""
        self.query_one("#later", Label).update(LATER)


class FirstReading(Reading):
    """Opens what glassnet was started with; an error ends the program, which says it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,ctrl+c", "app.quit", "quit", show=False)]
    WAY_OUT = "esc quits"

    def _failed(self, error: EngineError) -> None:
        raise error
