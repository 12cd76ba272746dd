"""The status bar and the key bar."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from engine.explaining.phase_words import phase_words
from engine.session.look import Look
from engine.training.state import TrainingState
from tui.drawing.signs import barred
from tui.panels.bars.activity_text import reason_lines
from tui.panels.bars.keybar import KeyHint, key_bar
from tui.panels.bars.notices import Notice, notice_line
from tui.panels.bars.phase_line import phase_line
from tui.panels.bars.status import status_line
from tui.panels.messages import ActionRequested
from tui.panels.panel import StripView
from tui.running.activity import Activity


class StatusBar(StripView):
    """The top line, with the reason for a stop below it until the learner undoes the stop or trains on."""

    now: reactive[TrainingState | None] = reactive(None, repaint=False)
    look: reactive[Look] = reactive(Look(), repaint=False)
    activity: reactive[Activity] = reactive(Activity(), repaint=False)

    def watch_now(self) -> None:
        """Draw the new state."""
        self.redraw()

    def watch_look(self, old: Look, new: Look) -> None:
        """Name another row."""
        if old.row != new.row:
            self.redraw()

    def watch_activity(self, old: Activity, new: Activity) -> None:
        """Draw the new activity, with room for the reason for a stop."""
        if old.stopped != new.stopped:
            self.refresh(layout=True)
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Count the line and those of the reason."""
        return 1 + len(reason_lines(self.activity, width, self.palette))

    def draw(self) -> Sequence[Strip]:
        """Draw the lines."""
        if self.now is None:
            return []
        width = self.size.width
        line = status_line(self.now, self.activity, width, self.palette, self.look.row)
        lines = [line, *reason_lines(self.activity, width, self.palette)]
        return barred(lines) if self.palette.ascii else lines


class ClickableBar(StripView):
    """A line with keys on it; a click on a key does what the key does."""

    _spots: Sequence[tuple[Region, str]] = ()

    def on_click(self, event: events.Click) -> None:
        """Ask for the action of the key under the mouse."""
        for region, action in self._spots:
            if region.contains(event.x, event.y):
                self.post_message(ActionRequested(action))


class MessageLine(ClickableBar):
    """The line under the top line, which takes room only while there is a message, or a sample is walked through."""

    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    activity: reactive[Activity] = reactive(Activity(), repaint=False)
    notices: reactive[tuple[Notice, ...]] = reactive((), repaint=False)

    def watch_state(self, old: TrainingState | None, new: TrainingState | None) -> None:
        """Say what a phase means."""
        if any(state is not None and state.phase for state in (old, new)):
            self._show()

    def watch_activity(self, old: Activity, new: Activity) -> None:
        """Write the key that plays the phases, or pauses them."""
        if bool(old.tempo) != bool(new.tempo):
            self._show()

    def watch_notices(self) -> None:
        """Draw the first message."""
        self._show()

    def draw(self) -> Sequence[Strip]:
        """Draw what the phase means, or the first message, and remember where the keys are."""
        width, palette = self.size.width, self.palette
        if self.state is not None and (words := phase_words(self.state)) is not None:
            line, self._spots = phase_line(words, bool(self.activity.tempo), width, palette)
        elif self.notices:
            line, self._spots = notice_line(self.notices[0], width, palette)
        else:
            return []
        return [line]

    def _show(self) -> None:
        self.display = bool(self.notices) or (self.state is not None and self.state.phase > 0)
        self.redraw()


class KeyBar(ClickableBar):
    """The bottom line."""

    hints: reactive[tuple[KeyHint, ...]] = reactive((), repaint=False)

    def watch_hints(self) -> None:
        """Draw the new keys."""
        self.redraw()

    def draw(self) -> Sequence[Strip]:
        """Draw the keys, and remember where they are."""
        line, self._spots = key_bar(self.hints, self.size.width, self.palette)
        return [line]
