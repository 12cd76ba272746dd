"""The workbench as a demo shows it: it trains in the script's time, and nothing blinks or glides."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.notifications import Notify
from textual.strip import Strip

from engine.experiment.setup import Setup
from engine.session.saved.resume import Resumed
from engine.session.session import Session
from engine.training.state import TrainingState
from tui.app import GlassnetApp
from tui.demo.scripted_runner import ScriptedRunner
from tui.drawing.screen_pictures.screen import rows_of
from tui.running.keep import Keep
from tui.running.later import Later
from tui.running.runner import RunProgress
from tui.themes import theme_named
from tui.workbench.workbench import Workbench


class DemoApp(GlassnetApp):
    """glassnet without a terminal, in the time of a script.

    Attributes:
        runner: The last run; None if there was none.
        is_painted: Whether something was painted since this was last set to False.
        why_no_files: Why no dialog writes a file.
    """

    CSS_PATH = "../workbench/workbench.tcss"

    def __init__(
        self,
        start: Setup | Resumed | Later,
        clock: Callable[[], float],
        keep: Keep | None = None,
        theme: str = "glass-dark",
    ) -> None:
        self.runner: ScriptedRunner | None = None
        self.is_painted = False
        self.why_no_files = "a demo writes no files"
        self._clock = clock
        super().__init__(start, theme=theme, colours="truecolor", keep=keep)
        self.animation_level = "none"

    @property
    def rows(self) -> tuple[Strip, ...]:
        """What the screen shows."""
        return rows_of(self)

    @property
    def has_left(self) -> bool:
        """Whether the learner has left glassnet."""
        return self._exit

    def post_display_hook(self) -> None:
        """Note that something was painted."""
        self.is_painted = True

    def on_notify(self, event: Notify) -> None:
        """Count the time of a notice from now, by the clock of the loop: Textual has noted that of the machine."""
        event.notification.raised_at = asyncio.get_running_loop().time()

    def action_other_theme(self) -> None:
        """Switch between dark and light; the learner's own choice stays what it is."""
        self.theme = theme_named("light" if self.current_theme.dark else "dark")

    def _workbench_on(self, start: Setup | Resumed) -> Workbench:
        workbench = super()._workbench_on(start)
        workbench.training.make_runner = self._make_runner
        return workbench

    def _make_runner(
        self,
        session: Session,
        draw: Callable[[TrainingState], list[Strip]],
        show: Callable[[RunProgress], object],
        ended: Callable[[str], object],
    ) -> ScriptedRunner:
        self.runner = ScriptedRunner(session, draw, show, ended, self._clock)
        return self.runner
