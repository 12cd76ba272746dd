"""The timeline as lines: what each step did, what it led to, and which step is the current one."""

from __future__ import annotations

from dataclasses import dataclass

from textual.strip import Strip

from engine.network.places import parameter_name
from engine.session.timeline import Outcome
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    AddRow,
    ChooseRow,
    Command,
    DeleteRow,
    Load,
    NewStart,
    RemoveLayer,
    RemoveNeuron,
    Reset,
    Run,
    SetActivation,
    SetBatchSize,
    SetEpochLimit,
    SetExpected,
    SetInitializer,
    SetInput,
    SetL2,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetParameter,
    SetPatience,
    SetShuffle,
    SetTargetMSE,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.phases import phase_text
from engine.wording import count
from tui.drawing.canvas import Canvas
from tui.drawing.line import Line, filled
from tui.drawing.numbers import brief, short
from tui.drawing.palette import style
from tui.terminal.text import safe

Sizes = tuple[int, ...]


@dataclass(frozen=True)
class Log:
    """The steps of a session.

    Attributes:
        commands: The commands so far, undone ones included.
        shapes: The network's layer sizes at each step, from step 0.
        outcomes: What each command led to.
        step: The current step; 0 is the beginning.
    """

    commands: tuple[Command, ...] = ()
    shapes: tuple[Sizes, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    step: int = 0


def describe(command: Command, sizes: Sizes, outcome: Outcome) -> str:
    """Say in a few words what a command did.

    Args:
        command: The command.
        sizes: The network's layer sizes before it.
        outcome: What it led to.
    """
    match command:
        case StepPhase():
            return "next phase" if outcome.phase is None else phase_text(sizes, outcome.phase)
        case StepSample():
            return f"sample {outcome.position:,}/{outcome.rows:,}"
        case StepEpoch():
            return f"epoch {outcome.epoch:,}"
        case Run(samples, kernel):
            return f"ran {count(samples, 'sample')}" + (", compiled" if kernel == "numba" else "")
        case SetParameter(place, value):
            return f"{parameter_name(sizes, place)}  {_change(value, outcome)}"
        case SetLearningRate(value):
            before = "" if outcome.replaced is None else f"{brief(outcome.replaced, 6)} → "
            return f"α  {before}{brief(value, 6)}"
        case SetOptimizer(name, rate):
            return f"optimiser {name}" + (f", α = {brief(rate, 6)}" if rate is not None else "")
        case SetLoss(name, output):
            return f"loss {name}" + (f", outputs {output}" if output is not None else "")
        case SetActivation(layer, name):
            return f"layer {layer}: {name}"
        case SetBatchSize(size):
            return f"batches of {'all rows' if size is None else size}"
        case SetShuffle(on):
            return "rows shuffled each epoch" if on else "rows in their own order"
        case SetL2(value):
            return f"λ = {brief(value, 6)}"
        case SetEpochLimit(epochs):
            return "no epoch limit" if epochs is None else f"stop after epoch {epochs:,}"
        case SetTargetMSE(value):
            return "no target MSE" if value is None else f"stop at MSE {brief(value, 6)}"
        case SetPatience(epochs):
            if epochs is None:
                return "no early stopping"
            return f"early stopping after {count(epochs, 'epoch')}"
        case AddLayer(after, neurons, activation):
            return f"new layer {after + 1}: {neurons} {activation}"
        case RemoveLayer(layer):
            return f"removed layer {layer}"
        case AddNeuron(layer):
            return f"layer {layer}: added a neuron"
        case RemoveNeuron(layer, index):
            return f"layer {layer}: removed neuron {index + 1}"
        case SetInput(row, column, value):
            return f"row {row + 1}: i{column + 1}  {_change(value, outcome)}"
        case SetExpected(row, output, value):
            return f"row {row + 1}: y{output + 1}  {_change(value, outcome)}"
        case AddRow():
            return "added a row"
        case DeleteRow(row):
            return f"deleted row {row + 1}"
        case ChooseRow(row):
            return f"chose row {row + 1}"
        case Reset():
            return "reset to the starting weights"
        case NewStart():
            return "new random start"
        case SetInitializer(name):
            return f"new start, initialiser {name}"
        case Load(setup):
            return f"opened {safe(setup.name, 24)}"


def _change(value: float, outcome: Outcome) -> str:
    before = "" if outcome.replaced is None else f"{short(outcome.replaced, 10, 4)} → "
    return before + short(value, 10, 4)


def led_to(command: Command, outcome: Outcome) -> list[str]:
    """Say where a command that trains led; empty for any other command."""
    if not isinstance(command, StepEpoch | StepSample | Run):
        return []
    texts = [] if isinstance(command, StepEpoch) else [f"epoch {outcome.epoch:,}"]
    if isinstance(command, Run) and outcome.position:
        texts.append(f"sample {outcome.position:,}/{outcome.rows:,}")
    return texts if outcome.mse is None else [*texts, f"MSE {short(outcome.mse, 9, 4)}"]


def step_lines(log: Log, first: int, canvas: Canvas) -> list[Strip]:
    """Draw the steps from ``first`` on; undone steps, after the current one, are faint."""
    palette = canvas.palette
    lines, digits = [], max(4, len(str(len(log.commands))))
    for number in range(first, min(len(log.commands) + 1, first + canvas.height)):
        current = number == log.step
        background = palette.row if current else None
        what, where = "the beginning", []
        if number:
            command, outcome = log.commands[number - 1], log.outcomes[number - 1]
            what, where = describe(command, log.shapes[number - 1], outcome), led_to(command, outcome)
        colour, muted = (palette.text, palette.muted) if number <= log.step else (palette.faint, palette.faint)
        line = Line().add("▸ " if current else "  ", style(palette.key, background, bold=True))
        line.add(f"{number:>{digits}}  ", style(palette.muted, background))
        line.add(safe(what, max(1, canvas.width - line.width)), style(colour, background, bold=current))
        for text in where:
            if line.width + len(text) + 2 <= canvas.width:
                line.add(f"  {text}", style(muted, background))
        lines.append(line.strip(canvas.width, style(palette.text, background)))
    return filled(lines, canvas.width, canvas.height)
