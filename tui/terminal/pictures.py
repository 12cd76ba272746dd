"""An app that paints only as fast as its terminal shows what it paints."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from typing import Any

from rich.control import Control
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen
from textual.timer import Timer

from tui.terminal.acknowledgement import Acknowledgement
from tui.terminal.job_control import has_shell_above

_paint = Screen._compositor_refresh


SHOWS_CURSOR = "GLASSNET_CURSOR"
"""The variable that keeps the terminal's cursor visible."""
_HIDE_CURSOR = "\x1b[?25l"


class AcknowledgedApp(App[None]):
    """Holds what a screen would paint until the terminal has shown what was painted before.

    What changes meanwhile is painted as one picture. A terminal that does not answer, and a screen without a terminal,
    are painted at once. The first picture is painted when it is complete: a start lays it out and draws it in steps.
    """

    def __init__(self) -> None:
        Screen._compositor_refresh = _paint_or_hold  # type: ignore[assignment, method-assign]
        self._account = Acknowledgement()
        self._held = False
        self._complete = False
        self._leaving = False
        self._patience: Timer | None = None
        super().__init__()

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of this platform, which also counts what it writes, and may not hide the cursor."""
        driver, account = super().get_driver_class(), self._account
        shown = os.environ.get(SHOWS_CURSOR, "") not in ("", "0")

        def write(self: Driver, data: str) -> None:
            if shown:
                data = data.replace(_HIDE_CURSOR, "")
            account.written += len(data)
            driver.write(self, data)

        return type(driver.__name__, (driver,), {"write": write})

    def when_seen(self, callback: Callable[[], object]) -> None:
        """Call back when the next picture is on the glass; at once if the terminal does not tell."""
        self._account.when_painted_is_seen(callback)
        self._watch()

    def may_paint(self) -> bool:
        """Return whether to paint now; if not, the screen is painted later."""
        self._held = not self._complete or self._leaving or not self._account.is_free
        return not self._held

    def on_ready(self) -> None:
        """Paint the first picture, laid out by now, once the screen and its parts know their sizes and are drawn."""
        self.screen.call_after_refresh(self.screen.call_after_refresh, self._paint_first)

    def _paint_first(self) -> None:
        self._complete = True
        self._paint_held()
        if not gc.isenabled():  # the start needed none
            gc.freeze()  # nothing made so far will become garbage before the app ends
            gc.enable()

    def post_display_hook(self) -> None:
        """Ask the terminal to acknowledge the picture that has just been written."""
        driver = self._driver
        if driver is None or driver.is_headless or driver.is_inline or driver.is_web or not self._account.written:
            return
        if question := self._account.question(self.size.width):
            driver.write(question + Control.move_to(*self._previous_cursor_position).segment.text)
            self._account.written = 0
            self._watch()

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """Take the answer of the terminal."""
        self._account.answered(event.y + 1, event.x + 1)
        self._paint_held()

    async def action_quit(self) -> None:
        """Quit; when this is asked for again, at once."""
        if self._leaving:
            self.exit()
        else:
            self._leave(self.exit)

    def action_suspend_process(self) -> None:
        """Stop the process until the shell continues it, if there is one."""
        if has_shell_above():
            self._leave(super().action_suspend_process)
        else:
            self.notify("ctrl+z: no shell started glassnet here, so there is nothing to go back to", timeout=6)

    def on_mount(self) -> None:
        """Notice when the process continues."""
        self.app_resume_signal.subscribe(self, self._come_back)

    def _leave(self, how: Callable[[], object]) -> None:
        """Leave the terminal when no answer is owed: the shell would take it for keys."""
        self._leaving = True
        self._account.when_all_is_seen(how)

    def _come_back(self, _: object) -> None:
        self._leaving = False
        self._account.give_up()
        self.refresh()

    def _watch(self) -> None:
        """Make sure that an answer that does not come is given up."""
        if self._patience is None and (seconds := self._account.overdue_in) is not None:
            self._patience = self.set_timer(seconds, self._look_again)

    def _look_again(self) -> None:
        self._patience = None
        if self._account.overdue_in == 0:
            self._account.give_up()
            self._paint_held()
        self._watch()

    def _paint_held(self) -> None:
        if self._held and self.may_paint():
            self.screen.call_later(self.screen._compositor_refresh)


def _paint_or_hold(screen: Screen[Any]) -> None:
    """Paint what has changed on a screen, or leave it noted as changed."""
    screen._compositor.update_widgets(screen._dirty_widgets)  # both ways below take what has changed for noted
    app = screen.app
    if isinstance(app, AcknowledgedApp) and screen is app.screen and not app.may_paint():
        screen._dirty_widgets.clear()
    else:
        _paint(screen)


def when_seen(screen: Screen[Any], callback: Callable[[], object]) -> None:
    """Call back when what has just changed on a screen is on the glass; at once if nobody can tell."""
    if isinstance(screen.app, AcknowledgedApp):
        screen.app.when_seen(callback)
    else:
        callback()
