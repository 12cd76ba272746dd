"""The steps panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from engine.session.timeline import Outcome
from engine.training.commands import Command
from tui.panels.list_panel import ListPanel
from tui.panels.messages import StepChosen, StepMoved
from tui.panels.steps.lines import Sizes, step_lines


@dataclass(frozen=True)
class Log:
    """What happened, up to the newest step, in which shapes of the network, what it led to, and the step we are at."""

    commands: tuple[Command, ...] = ()
    shapes: tuple[Sizes, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    step: int = 0


class StepsView(ListPanel):
    """Shows the timeline; choosing a step goes to it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "the step before", show=False),
        Binding("down", "go(1)", "the next step", show=False),
        Binding("home", "go_end(0)", "the beginning", show=False),
        Binding("end", "go_end(1)", "the newest step", show=False),
    ]
    timeline: reactive[Log] = reactive(Log(), repaint=False)

    def watch_timeline(self, log: Log) -> None:
        """Draw the new steps, with the one we are at in sight."""
        self.reveal(log.step)
        self.redraw()

    def count(self) -> int:
        """How many steps there are, the beginning included."""
        return len(self.timeline.commands) + 1

    def draw_inside(self) -> Sequence[Strip]:
        """Draw the steps in sight."""
        self.title = f"Steps  {self.timeline.step:,} of {self.count() - 1:,}"
        log = self.timeline
        return step_lines(log.commands, log.shapes, log.outcomes, log.step, self.first, *self.inner, self.palette)

    def on_click(self, event: events.Click) -> None:
        """Go to the step under the mouse."""
        step = self.item_at(event)
        if step is not None:
            self.post_message(StepChosen(step))

    def action_go(self, by: int) -> None:
        """Go to a step further on or back."""
        self.post_message(StepMoved(by))

    def action_go_end(self, last: int) -> None:
        """Go to the beginning or the newest step."""
        self.action_go(self.count() if last else -self.count())
