"""The timeline: what was done, step by step, and where in it we are."""

from __future__ import annotations

from collections.abc import Sequence

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
from tui.drawing.line import Line, filled
from tui.drawing.numbers import brief, short
from tui.drawing.palette import Palette, style
from tui.terminal.text import safe

Sizes = tuple[int, ...]


def describe(command: Command, sizes: Sizes, outcome: Outcome) -> str:
    """Say in a few words what a command did."""
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
            return "rows in a new order each epoch" if on else "rows in the file's order"
        case SetL2(value):
            return f"λ = {brief(value, 6)}"
        case SetEpochLimit(epochs):
            return "no limit of epochs" if epochs is None else f"to stop after epoch {epochs:,}"
        case SetTargetMSE(value):
            return "no target MSE" if value is None else f"to stop at MSE {brief(value, 6)}"
        case SetPatience(epochs):
            if epochs is None:
                return "not to stop when stuck"
            return f"to stop when stuck for {count(epochs, 'epoch')}"
        case AddLayer(after, neurons, activation):
            return f"new layer {after + 1}: {neurons} {activation}"
        case RemoveLayer(layer):
            return f"removed layer {layer}"
        case AddNeuron(layer):
            return f"layer {layer}: one neuron more"
        case RemoveNeuron(layer, index):
            return f"layer {layer}: without its neuron {index + 1}"
        case SetInput(row, column, value):
            return f"row {row + 1}: i{column + 1}  {_change(value, outcome)}"
        case SetExpected(row, output, value):
            return f"row {row + 1}: y{output + 1}  {_change(value, outcome)}"
        case AddRow():
            return "a row added"
        case DeleteRow(row):
            return f"row {row + 1} deleted"
        case ChooseRow(row):
            return f"looked at row {row + 1}"
        case Reset():
            return "reset to the starting weights"
        case NewStart():
            return "new random start"
        case SetInitializer(name):
            return f"new start, drawn by {name}"
        case Load(setup):
            return f"opened {safe(setup.name, 24)}"


def _change(value: float, outcome: Outcome) -> str:
    before = "" if outcome.replaced is None else f"{short(outcome.replaced, 10, 4)} → "
    return before + short(value, 10, 4)


def led_to(command: Command, outcome: Outcome) -> list[str]:
    """Say where a command that trains led, nothing of one that does not."""
    if not isinstance(command, StepEpoch | StepSample | Run):
        return []
    told = [] if isinstance(command, StepEpoch) else [f"epoch {outcome.epoch:,}"]
    if isinstance(command, Run) and outcome.position:
        told.append(f"sample {outcome.position:,}/{outcome.rows:,}")
    return told if outcome.mse is None else [*told, f"MSE {short(outcome.mse, 9, 4)}"]


def step_lines(
    commands: Sequence[Command],
    shapes: Sequence[Sizes],
    outcomes: Sequence[Outcome],
    step: int,
    first: int,
    width: int,
    height: int,
    palette: Palette,
) -> list[Strip]:
    """Draw the steps from ``first`` on, each with the names of the shape before it; step 0 is the beginning.

    The undone ones, after ``step``, are faint.
    """
    lines, digits = [], max(4, len(str(len(commands))))
    for number in range(first, min(len(commands) + 1, first + height)):
        current = number == step
        background = palette.row if current else None
        what, where = "the beginning", []
        if number:
            command, outcome = commands[number - 1], outcomes[number - 1]
            what, where = describe(command, shapes[number - 1], outcome), led_to(command, outcome)
        colour, muted = (palette.text, palette.muted) if number <= step else (palette.faint, palette.faint)
        line = Line().add("▸ " if current else "  ", style(palette.key, background, bold=True))
        line.add(f"{number:>{digits}}  ", style(palette.muted, background))
        line.add(safe(what, max(1, width - line.width)), style(colour, background, bold=current))
        for text in where:
            if line.width + len(text) + 2 <= width:
                line.add(f"  {text}", style(muted, background))
        lines.append(line.strip(width, style(palette.text, background)))
    return filled(lines, width, height)
