"""The timeline as lines: what each step did, where it led, and which step is the current one."""

from __future__ import annotations

from dataclasses import field

from textual.strip import Strip

from engine.quick_dataclass import dataclass
from engine.session.steps import Steps
from tui.drawing.canvas import Canvas
from tui.drawing.line import Line, filled
from tui.drawing.palette import style
from tui.panels.steps.descriptions import describe, led_to
from tui.terminal.text import safe


@dataclass(frozen=True)
class Log:
    """The steps of a session.

    Attributes:
        steps: What was done, undone steps included; empty before anything is shown.
        step: The current step; 0 is the beginning.
    """

    steps: Steps = field(default_factory=Steps)
    step: int = 0

    @property
    def last(self) -> int:
        """The number of the newest step."""
        return max(0, len(self.steps) - 1)

    @property
    def without_undone(self) -> Log:
        """The log without the steps after the current one, which training drops."""
        return Log(self.steps.first(self.step + 1), self.step)


def step_lines(log: Log, first: int, canvas: Canvas) -> list[Strip]:
    """Draw the steps from ``first`` on; undone steps, after the current one, are faint."""
    palette = canvas.palette
    lines, digits = [], max(4, len(str(log.last)))
    for number in range(first, min(log.last + 1, first + canvas.height)):
        current = number == log.step
        background = palette.row if current else None
        what, where = "the beginning", []
        if number and (command := (done := log.steps[number]).command) is not None:
            sizes = log.steps[number - 1].sizes
            what, where = describe(command, sizes, done.summary), led_to(command, done.summary)
        colour, muted = (palette.text, palette.muted) if number <= log.step else (palette.faint, palette.faint)
        line = Line().add("▸ " if current else "  ", style(palette.key, background, bold=True))
        line.add(f"{number:>{digits}}  ", style(palette.muted, background))
        line.add(safe(what, max(1, canvas.width - line.width)), style(colour, background, bold=current))
        for text in where:
            if line.width + len(text) + 2 <= canvas.width:
                line.add(f"  {text}", style(muted, background))
        lines.append(line.strip(canvas.width, style(palette.text, background)))
    return filled(lines, canvas.width, canvas.height)
