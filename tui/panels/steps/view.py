"""The steps panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.reactive import reactive
from textual.strip import Strip

from tui.panels.list_panel import ListPanel
from tui.panels.messages import StepChosen, StepMoved
from tui.panels.steps.lines import Log, step_lines


class StepsView(ListPanel):
    """Shows the timeline. Choosing a step goes to it."""

    key = "5"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "previous step", show=False),
        Binding("down", "go(1)", "next step", show=False),
        Binding("home", "go_end(0)", "the beginning", show=False),
        Binding("end", "go_end(1)", "the newest step", show=False),
    ]
    timeline: reactive[Log] = reactive(Log(), repaint=False)

    def watch_timeline(self, log: Log) -> None:
        """Draw the new steps, with the current one in view."""
        self.reveal(log.step)
        self.redraw()

    def count(self) -> int:
        """Return the number of steps, including the beginning."""
        return self.timeline.last + 1

    @property
    def selected_cell(self) -> Offset:
        """The cell at which the current step begins."""
        return self.cell_of(self.timeline.step)

    def draw_inside(self) -> Sequence[Strip]:
        """Draw the steps in view."""
        self.title = f"Steps  {self.timeline.step:,} of {self.timeline.last:,}"
        return step_lines(self.timeline, self.first, self.canvas)

    def on_click(self, event: events.Click) -> None:
        """Go to the step under the mouse."""
        step = self.item_at(event)
        if step is not None:
            self.post_message(StepChosen(step))

    def action_go(self, by: int) -> None:
        """Go ``by`` steps forward, or back if negative."""
        self.post_message(StepMoved(by))

    def action_go_end(self, last: int) -> None:
        """Go to the newest step (1) or the beginning (0)."""
        self.action_go(self.count() if last else -self.count())
