"""The timeline: what was done, step by step, and where in it we are."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from engine.commands import (
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
    SetExpected,
    SetInput,
    SetL2,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetParameter,
    SetShuffle,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.names import parameter_name
from tui.renderables.line import Line, filled
from tui.renderables.numbers import short
from tui.renderables.palette import Palette, style
from tui.text import safe

Sizes = tuple[int, ...]


def describe(command: Command, sizes: Sizes) -> str:
    """Say in a few words what a command did."""
    match command:
        case StepPhase():
            return "next phase"
        case StepSample():
            return "one sample"
        case StepEpoch():
            return "to the end of the epoch"
        case Run(samples, kernel):
            return f"ran {samples:,} sample{'s' * (samples != 1)}" + (", compiled" if kernel == "numba" else "")
        case SetParameter(place, value):
            return f"{parameter_name(sizes, place)} = {short(value, 10, 5)}"
        case SetLearningRate(value):
            return f"α = {value:.6g}"
        case SetOptimizer(name, rate):
            return f"optimiser {name}" + (f", α = {rate:.6g}" if rate is not None else "")
        case SetLoss(name, output):
            return f"loss {name}" + (f", outputs {output}" if output is not None else "")
        case SetActivation(layer, name):
            return f"layer {layer}: {name}"
        case SetBatchSize(size):
            return f"batches of {'all rows' if size is None else size}"
        case SetShuffle(on):
            return "rows in a new order each epoch" if on else "rows in the file's order"
        case SetL2(value):
            return f"λ = {value:.6g}"
        case AddLayer(after, neurons, activation):
            return f"new layer {after + 1}: {neurons} {activation}"
        case RemoveLayer(layer):
            return f"removed layer {layer}"
        case AddNeuron(layer):
            return f"layer {layer}: one neuron more"
        case RemoveNeuron(layer, index):
            return f"layer {layer}: without its neuron {index + 1}"
        case SetInput(row, column, value):
            return f"row {row + 1}: i{column + 1} = {short(value, 10, 5)}"
        case SetExpected(row, output, value):
            return f"row {row + 1}: y{output + 1} = {short(value, 10, 5)}"
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
        case Load(setup):
            return f"opened {safe(setup.name, 24)}"


def step_lines(
    commands: Sequence[Command],
    shapes: Sequence[Sizes],
    step: int,
    first: int,
    width: int,
    height: int,
    palette: Palette,
) -> list[Strip]:
    """Draw the steps from ``first`` on, each with the names of the shape before it; step 0 is the beginning.

    The undone ones, after ``step``, are faint.
    """
    lines = []
    for number in range(first, min(len(commands) + 1, first + height)):
        current = number == step
        background = palette.row if current else None
        text = describe(commands[number - 1], shapes[number - 1]) if number else "the beginning"
        colour = palette.text if number <= step else palette.faint
        line = Line().add("▸ " if current else "  ", style(palette.key, background, bold=True))
        line.add(f"{number:>4}  ", style(palette.muted, background)).add(text, style(colour, background, bold=current))
        lines.append(line.strip(width, style(palette.text, background)))
    return filled(lines, width, height)
