"""Whether the steps of a timeline that was read can be shown: each command names places that were there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from engine.errors import InvalidValue
from engine.network.network import check_sizes
from engine.network.places import Neuron, exists
from engine.network.value_lists import values_from
from engine.session.saved.state_checks import MOST_COUNTED, MOST_LAYERS
from engine.session.steps import Step
from engine.session.summary import StepSummary
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    AddRow,
    Command,
    Folded,
    Load,
    RemoveLayer,
    RemoveNeuron,
    Run,
    SetHidden,
    SetOutputs,
    SetValues,
    StepEpoch,
)

Sizes = tuple[int, ...]
LIMITS: dict[str, Callable[[Sizes, int], range]] = {
    "row": lambda sizes, rows: range(rows),
    "column": lambda sizes, rows: range(sizes[0]),
    "output": lambda sizes, rows: range(sizes[-1]),
    "layer": lambda sizes, rows: range(1, len(sizes)),
    "after": lambda sizes, rows: range(len(sizes) - 1),
    "index": lambda sizes, rows: range(max(sizes)),
    "neurons": lambda sizes, rows: range(1, MOST_COUNTED),
    "samples": lambda sizes, rows: range(1, MOST_COUNTED),
    "count": lambda sizes, rows: range(1, 3),
    "word": lambda sizes, rows: range(MOST_COUNTED),
    "seed": lambda sizes, rows: range(2**63),
}
"""What the whole numbers of a command can be, by the names of their fields: from the sizes and rows before it."""


def check_step(before: Step | None, step: Step) -> None:
    """Check a step.

    Args:
        before: The step before it. None if it is the beginning.
        step: The step.

    Raises:
        InvalidValue: It cannot be.
    """
    check_sizes(step.sizes)
    _require(len(step.sizes) <= MOST_LAYERS)
    _check_summary(step.summary, step.sizes)
    _require((before is None) == (step.command is None))
    _require(0 <= step.work < MOST_COUNTED)
    if before is not None and step.command is not None:
        _require(step.work >= before.work)
        _check_command(step.command, before.sizes, before.summary.rows)
        _require(step.sizes == _sizes_after(step.command, before.sizes))
        _check_training(before, step)


def _require(fits: object) -> None:
    if not fits:
        raise InvalidValue("a step of it cannot be")


def _check_summary(summary: StepSummary, sizes: Sizes) -> None:
    _require(summary.rows >= 1 and 0 <= summary.position < summary.rows)
    _require(all(0 <= number < MOST_COUNTED for number in (summary.epoch, summary.samples, summary.rows, summary.row)))
    _require(summary.phase is None or 0 <= summary.phase.layer < len(sizes))


def _check_command(command: Command, sizes: Sizes, rows: int) -> None:
    for field in fields(command):
        value = getattr(command, field.name)
        if type(value) is int:
            _require(value in LIMITS[field.name](sizes, rows))
        elif field.name in ("place", "first"):
            _require(exists(sizes, value) and not (isinstance(value, Neuron) and value.layer))
        elif field.name == "neuron":
            _require(exists(sizes, value) and 0 < value.layer < len(sizes) - 1)
    match command:
        case SetValues(first, values):
            _require(values and len(values_from(sizes, first, len(values))) == len(values))
        case AddRow(inputs, expected):
            _require((len(inputs), len(expected)) == (sizes[0], sizes[-1]))
        case RemoveNeuron(layer, index):
            _require(index < sizes[layer])
        case SetHidden(hidden):
            check_sizes((sizes[0], *hidden, sizes[-1]))
        case Folded(edits):
            _require(edits)
            for edit in edits:
                _require(not isinstance(edit, Folded | Load))
                _check_command(edit, sizes, rows)
                sizes = _sizes_after(edit, sizes)


def _sizes_after(command: Command, sizes: Sizes) -> Sizes:
    """Return the sizes after a command."""
    match command:
        case AddLayer(after, neurons):
            return (*sizes[: after + 1], neurons, *sizes[after + 1 :])
        case RemoveLayer(layer):
            return (*sizes[:layer], *sizes[layer + 1 :])
        case AddNeuron(layer):
            return (*sizes[:layer], sizes[layer] + 1, *sizes[layer + 1 :])
        case RemoveNeuron(layer):
            return (*sizes[:layer], sizes[layer] - 1, *sizes[layer + 1 :])
        case SetHidden(hidden):
            return (sizes[0], *hidden, sizes[-1])
        case SetOutputs(count):
            return (*sizes[:-1], count)
        case Load(setup):
            return setup.sizes
        case Folded(edits):
            for edit in edits:
                sizes = _sizes_after(edit, sizes)
    return sizes


def _check_training(before: Step, step: Step) -> None:
    """Check that what trains has trained no more than it can: going to its middle takes as long as it says."""
    trained = step.summary.samples - before.summary.samples
    match step.command:
        case Run(samples):
            _require(0 <= trained <= samples <= step.work - before.work)
        case StepEpoch():
            _require(0 <= trained <= before.summary.rows == step.summary.rows)
