"""The timeline as lines: what each step did, where it led, and which step is the current one."""

from __future__ import annotations

from dataclasses import dataclass

from textual.strip import Strip

from engine.session.summary import StepSummary
from engine.training.commands import Command
from tui.drawing.canvas import Canvas
from tui.drawing.line import Line, filled
from tui.drawing.palette import style
from tui.panels.steps.descriptions import Sizes, describe, led_to
from tui.terminal.text import safe


@dataclass(frozen=True)
class Log:
    """The steps of a session.

    Attributes:
        commands: The commands so far, undone ones included.
        shapes: The network's layer sizes at each step, from step 0.
        summaries: What each command led to.
        step: The current step; 0 is the beginning.
    """

    commands: tuple[Command, ...] = ()
    shapes: tuple[Sizes, ...] = ()
    summaries: tuple[StepSummary, ...] = ()
    step: int = 0

    @property
    def without_undone(self) -> Log:
        """The log without the steps after the current one, which training drops."""
        end = self.step
        return Log(self.commands[:end], self.shapes[: end + 1], self.summaries[:end], end)


def step_lines(log: Log, first: int, canvas: Canvas) -> list[Strip]:
    """Draw the steps from ``first`` on; undone steps, after the current one, are faint."""
    palette = canvas.palette
    lines, digits = [], max(4, len(str(len(log.commands))))
    for number in range(first, min(len(log.commands) + 1, first + canvas.height)):
        current = number == log.step
        background = palette.row if current else None
        what, where = "the beginning", []
        if number:
            command, summary = log.commands[number - 1], log.summaries[number - 1]
            what, where = describe(command, log.shapes[number - 1], summary), led_to(command, summary)
        colour, muted = (palette.text, palette.muted) if number <= log.step else (palette.faint, palette.faint)
        line = Line().add("▸ " if current else "  ", style(palette.key, background, bold=True))
        line.add(f"{number:>{digits}}  ", style(palette.muted, background))
        line.add(safe(what, max(1, canvas.width - line.width)), style(colour, background, bold=current))
        for text in where:
            if line.width + len(text) + 2 <= canvas.width:
                line.add(f"  {text}", style(muted, background))
        lines.append(line.strip(canvas.width, style(palette.text, background)))
    return filled(lines, canvas.width, canvas.height)
