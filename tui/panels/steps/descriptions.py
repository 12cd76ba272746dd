"""What a step of the timeline did, and where it led, in a few words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.network.network import shape_text
from engine.network.places import neuron_name, parameter_name
from engine.network.value_lists import span_text, values_from
from engine.session.summary import ReplacedWord, StepSummary
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    AddRow,
    Command,
    DeleteRow,
    Folded,
    Load,
    NewStart,
    RemoveLayer,
    RemoveNeuron,
    Reset,
    Run,
    SetActivation,
    SetBiases,
    SetExpected,
    SetFrozen,
    SetHidden,
    SetInitializer,
    SetInput,
    SetLoss,
    SetMethod,
    SetOff,
    SetOutputs,
    SetParameter,
    SetScaling,
    SetStart,
    SetStopRule,
    SetValues,
    SetWord,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.phases import phase_text
from engine.wording import count
from tui.drawing.numbers import brief, short
from tui.terminal.text import safe

Sizes = tuple[int, ...]
LONGEST_WORD = 16


def describe(command: Command, sizes: Sizes, summary: StepSummary) -> str:
    """Say in a few words what a command did.

    Args:
        command: The command.
        sizes: The network's layer sizes before it.
        summary: What it led to.
    """
    match command:
        case Folded(edits):
            return _describe_folded(edits, sizes, summary)
        case StepPhase(row):
            of = "" if row is None else f" of row {summary.row:,}"
            return f"next phase{of}" if summary.phase is None else phase_text(sizes, summary.phase) + of
        case StepSample(row) if row is not None:
            return f"row {summary.row:,} out of turn"
        case StepSample():
            return f"sample {summary.position:,}/{summary.rows:,}"
        case StepEpoch():
            return f"epoch {summary.epoch:,}"
        case Run(samples, kernel):
            return f"ran {count(samples, 'sample')}" + (", compiled" if kernel == "numba" else "")
        case SetParameter(place, value):
            return f"{parameter_name(sizes, place)}  {_change(value, summary)}"
        case SetFrozen(place, frozen):
            return f"{'freeze' if frozen else 'thaw'} {parameter_name(sizes, place)}"
        case SetOff(neuron, off):
            return f"switch {neuron_name(sizes, neuron.layer, neuron.index)} {'off' if off else 'on'}"
        case SetBiases(layer, present):
            return f"layer {layer}: {'with' if present else 'no'} biases"
        case SetMethod(after) | SetStopRule(after):
            return _difference(summary.replaced, after)
        case SetLoss(name, output):
            return f"loss {name}" + (f", outputs {output}" if output is not None else "")
        case SetActivation(layer, name):
            return f"layer {layer}: {name}"
        case AddLayer(after, neurons, activation):
            return f"new layer {after + 1}: {neurons} {activation}"
        case RemoveLayer(layer):
            return f"removed layer {layer}"
        case AddNeuron(layer):
            return f"layer {layer}: added a neuron"
        case RemoveNeuron(layer, index):
            return f"layer {layer}: removed neuron {index + 1}"
        case SetHidden() | SetOutputs():
            return _resized((command,), sizes)
        case SetScaling(kind):
            return f"scaling {kind}"
        case SetInput(_, column, value):
            return f"row {summary.row}: i{column + 1}  {_change(value, summary)}"
        case SetExpected(_, output, value):
            return f"row {summary.row}: y{output + 1}  {_change(value, summary)}"
        case SetWord():
            return f"row {summary.row}: {_word_change(summary)}"
        case SetValues(first, values, row):
            span = span_text(sizes, first, values_from(sizes, first, len(values))[-1])
            return ("" if row is None else f"row {summary.row}: ") + f"{span}  {count(len(values), 'value')}"
        case AddRow():
            return f"added row {summary.row}"
        case DeleteRow():
            return f"deleted row {summary.row}"
        case Reset():
            return "reset to your starting weights" if summary.own_start else "reset to the starting weights"
        case SetStart():
            return "made these the starting weights"
        case NewStart():
            return f"new start: seed {summary.seed}"
        case SetInitializer(name):
            return f"new start, initialiser {name}"
        case Load(setup):
            return f"opened {safe(setup.name, 24)}"


def _describe_folded(edits: tuple[Command, ...], sizes: Sizes, summary: StepSummary) -> str:
    """Say what several edits of one thing did together: what the last one led to, from where the first one began."""
    match edits[-1]:
        case AddNeuron() | RemoveNeuron() | SetHidden() | SetOutputs():
            return _resized(edits, sizes)
        case last:
            return describe(last, sizes, summary)


def _resized(edits: tuple[Command, ...], sizes: Sizes) -> str:
    """Say how edits changed the neurons of one layer, or the whole shape."""
    after, layers = sizes, set[int]()
    for edit in edits:
        before, after = after, _sizes_after(edit, after)
        layers |= {layer for layer, neurons in enumerate(after) if before[layer : layer + 1] != (neurons,)}
    if len(layers) == 1 and len(after) == len(sizes):
        layer = layers.pop()
        return f"layer {layer}: {sizes[layer]:,} → {count(after[layer], 'neuron')}"
    return f"layers {shape_text(sizes)} → {shape_text(after)}"


def _sizes_after(edit: Command, sizes: Sizes) -> Sizes:
    match edit:
        case AddNeuron(layer):
            return (*sizes[:layer], sizes[layer] + 1, *sizes[layer + 1 :])
        case RemoveNeuron(layer, _):
            return (*sizes[:layer], sizes[layer] - 1, *sizes[layer + 1 :])
        case SetHidden(hidden):
            return (sizes[0], *hidden, sizes[-1])
        case SetOutputs(outputs):
            return (*sizes[:-1], outputs)
    return sizes


def _change(value: float, summary: StepSummary) -> str:
    before = f"{short(summary.replaced, 10, 4)} → " if isinstance(summary.replaced, float) else ""
    return before + short(value, 10, 4)


def _word_change(summary: StepSummary) -> str:
    if not isinstance(change := summary.replaced, ReplacedWord):
        return "another word"
    before = "" if change.before is None else f"{safe(change.before, LONGEST_WORD)} → "
    return f"{safe(change.column, LONGEST_WORD)} {before}{safe(change.after, LONGEST_WORD)}"


SETTINGS: dict[str, Callable[[Any], str]] = {
    "optimizer": "optimiser {}".format,
    "learning_rate": lambda rate: f"α = {brief(rate, 6)}",
    "batch_size": lambda size: f"batches of {'all rows' if size is None else size}",
    "shuffle": lambda on: "rows shuffled each epoch" if on else "rows in their own order",
    "l2": lambda value: f"λ = {brief(value, 6)}",
    "epoch_limit": lambda epochs: "no epoch limit" if epochs is None else f"stop after epoch {epochs:,}",
    "target_mse": lambda mse: "no target MSE" if mse is None else f"stop at MSE {brief(mse, 6)}",
    "patience": lambda epochs: (
        "no early stopping" if epochs is None else f"early stopping after {count(epochs, 'epoch')}"
    ),
}
"""How a new value of each field of ``Method`` and ``StopRule`` is written, in the order of a line."""


def _difference(before: object, after: Method | StopRule) -> str:
    """Write what a new method or stop rule changed."""
    changed = [name for name in SETTINGS if getattr(before, name, None) != getattr(after, name, None)]
    if isinstance(before, Method) and isinstance(after, Method) and changed == ["learning_rate"]:
        return f"α  {brief(before.learning_rate, 6)} → {brief(after.learning_rate, 6)}"
    return ", ".join(SETTINGS[name](getattr(after, name)) for name in changed) or "nothing changed"


def led_to(command: Command, summary: StepSummary) -> list[str]:
    """Say where a command that trains led; empty for any other command."""
    if not isinstance(command, StepEpoch | StepSample | Run):
        return []
    texts = [] if isinstance(command, StepEpoch) else [f"epoch {summary.epoch:,}"]
    if isinstance(command, Run) and summary.position:
        texts.append(f"sample {summary.position:,}/{summary.rows:,}")
    return texts if summary.mse is None else [*texts, f"MSE {short(summary.mse, 9, 4)}"]
