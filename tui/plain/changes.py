"""What a change did, in sentences: two states are compared, whatever led from the one to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

import numpy as np

from engine.analysis.evaluation import saturation
from engine.data.data_columns import DataColumn
from engine.formulas.notation import Digits
from engine.network.network import shape_text
from engine.network.places import (
    Bias,
    Expected,
    Neuron,
    Weight,
    layer_name,
    parameter_at,
    parameter_name,
    place_name,
)
from engine.quick_dataclass import dataclass
from engine.session.look import Look
from engine.session.shown_row import seen
from engine.training.state import TrainingState
from tui.plain.numbers import became, error_of, moved, numbered, results
from tui.plain.overview import overview
from tui.plain.rows import expected_label, held, input_label
from tui.terminal.text import safe

MOST_NAMED = 4
"""Weights, biases or values of rows that are named one by one; of more, the one that changed most."""
MOST_NOTES, LONGEST_NOTE = 10, 300
"""Notes on how the rows were read, and cells of one."""
WORDS = {
    "learning_rate": "alpha",
    "batch_size": "batch",
    "epoch_limit": "the epoch to stop at",
    "target_mse": "the MSE to stop at",
    "patience": "patience",
}
"""What fields of the method and of the stop rule are called, where that is not their own name."""
NONE = {"batch_size": "all rows"}
"""What stands for None, where that is not "none"."""


@dataclass(frozen=True, eq=False)
class Change:
    """Two states to compare. Immutable.

    Attributes:
        before: The state before.
        after: The state after.
        look: What the learner looked at before.
    """

    before: TrainingState
    after: TrainingState
    look: Look

    @property
    def digits(self) -> Digits:
        """How many digits numbers are written with."""
        return self.look.digits

    @property
    def is_step(self) -> bool:
        """Whether it is so small that single weights and the error of one row tell something."""
        return abs(self.after.samples - self.before.samples) <= 1 and self.after.setup.seed == self.before.setup.seed


def changes(change: Change) -> Iterator[str]:
    """Say what is different: data, network, method, rows, weights, and what came of it; nothing if all is the same."""
    if _is_other_data(change):
        yield from overview(change.after, change.digits)
        yield from (safe(note, LONGEST_NOTE) for note in change.after.setup.dataset.notes[:MOST_NOTES])
        return
    for part in _PARTS:
        yield from part(change)


def _is_other_data(change: Change) -> bool:
    before, after = change.before.setup, change.after.setup
    names = [(setup.name, setup.dataset.name, setup.dataset.input_names) for setup in (before, after)]
    return names[0] != names[1]


def _network(change: Change) -> Iterator[str]:
    before, after = change.before.network, change.after.network
    if before.sizes != after.sizes:
        yield became("network", shape_text(before.sizes), shape_text(after.sizes))
        yield numbered("weights and biases", before.parameters.size, after.parameters.size)
    if before.activations != after.activations:
        yield became("activation", ", ".join(before.activations), ", ".join(after.activations))
    if before.loss_name != after.loss_name:
        yield became("loss", before.loss_name, after.loss_name)


def _switches(change: Change) -> Iterator[str]:
    before, after, sizes = change.before.network.switches, change.after.network.switches, change.after.network.sizes
    if before == after or change.before.network.sizes != sizes:
        return
    places: tuple[tuple[frozenset[Weight | Bias] | frozenset[Neuron], ...], ...]
    places = ((before.frozen, after.frozen), (before.off, after.off))
    for (old, new), words in zip(places, (("frozen", "not frozen"), ("off", "on")), strict=True):
        for place in sorted(old ^ new, key=lambda place: place_name(sizes, place))[:MOST_NAMED]:
            yield f"{place_name(sizes, place)} is {words[place not in new]}, was {words[place in new]}"
    for layer in sorted(before.without_bias ^ after.without_bias):
        words = ("no biases", "biases") if layer in after.without_bias else ("biases", "no biases")
        yield f"{layer_name(sizes, layer)} has {words[0]}, had {words[1]}"


def _settings(change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    for old, new in ((before.method, after.method), (before.stop_rule, after.stop_rule)):
        for name in sorted((field.name for field in fields(old)), key=lambda name: name != "optimizer"):
            values = getattr(old, name), getattr(new, name)
            if values[0] != values[1]:
                yield became(WORDS.get(name, name), *(_setting(name, value) for value in values))
    scalings = before.setup.scaling, after.setup.scaling
    if scalings[0] != scalings[1]:
        yield became("scale", *scalings)


def _setting(name: str, value: object) -> str:
    if value is None:
        return NONE.get(name, "none")
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else f"{value}"


def _start(change: Change) -> Iterator[str]:
    before, after = change.before.setup, change.after.setup
    if before.initializer != after.initializer:
        yield became("init", before.initializer, after.initializer)
    if before.seed != after.seed:
        yield became("seed", f"{before.seed}", f"{after.seed}")
    if after.is_own_start and before.parameters is not after.parameters and change.is_step:
        yield "the weights of now are the starting weights"


def _rows(change: Change) -> Iterator[str]:
    before, after = change.before.dataset, change.after.dataset
    if before is after or change.before.setup.scaling != change.after.setup.scaling:
        return
    if before.rows != after.rows:
        old, new = set(before.all_numbers.tolist()), set(after.all_numbers.tolist())
        for what, numbers in (("added", new - old), ("deleted", old - new)):
            yield from (f"row {number:,} is {what}" for number in sorted(numbers)[:MOST_NAMED])
        yield numbered("rows", before.rows, after.rows)
        return
    cells = list(_cells(change))
    yield from cells[:MOST_NAMED]
    if (more := len(cells) - MOST_NAMED) > 0:
        yield f"and {more:,} more values"


def _cells(change: Change) -> Iterator[str]:
    """Yield what changed in the rows, a sentence for each value or word."""
    before, after = change.before, change.after
    inputs = before.dataset.inputs, after.dataset.inputs
    expected = before.dataset.expected, after.dataset.expected
    sides: tuple[tuple[tuple[DataColumn, ...], Callable[[DataColumn], str], type[Expected] | None], ...] = (
        (after.dataset.input_columns, input_label, None),
        (after.dataset.output_columns, expected_label, Expected),
    )
    for (old, new), (columns, label, kind) in zip((inputs, expected), sides, strict=True):
        if old.shape != new.shape:
            continue
        for row in np.flatnonzero((old != new).any(axis=1)).tolist():
            for column in columns:
                part = slice(column.first, column.first + column.width)
                if (old[row, part] == new[row, part]).all():
                    continue
                place = Neuron(0, column.first) if kind is None else Expected(column.first)
                texts = (
                    held(state.dataset, state.scaling, row, place, column, change.digits) for state in (before, after)
                )
                yield f"row {after.dataset.number(row):,}: {became(label(column), *texts)}"


def _parameters(change: Change) -> Iterator[str]:
    before, after = change.before.network, change.after.network
    if before.sizes != after.sizes or not change.is_step:
        return
    changed = np.flatnonzero(before.parameters != after.parameters)
    named = changed
    if len(changed) > MOST_NAMED:
        named = changed[[int(np.abs(after.parameters - before.parameters)[changed].argmax())]]
    texts = []
    for index in named.tolist():
        old, new = float(before.parameters[index]), float(after.parameters[index])
        texts.append(moved(parameter_name(after.sizes, parameter_at(after.sizes, index)), old, new, change.digits))
    if len(changed) > MOST_NAMED:
        yield f"{len(changed):,} weights and biases changed, most of all: {texts[0]}"
    else:
        yield from texts


def _position(change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    if before.epoch != after.epoch:
        yield became("epoch", f"{before.epoch:,}", f"{after.epoch:,}")
    elif before.samples != after.samples and not change.is_step:
        yield became("samples", f"{before.samples:,}", f"{after.samples:,}")


def outcome(change: Change) -> Iterator[str]:
    """Say what came of a change: the error of the row that is shown, and how all rows do."""
    before, after = change.before, change.after
    if change.is_step:
        shown = seen(before, change.look.row).shown
        number = shown.dataset.number(shown.row)
        errors = [None if _other_inputs(change) else error_of(state, number) for state in (before, after)]
        if errors[0] is not None and errors[1] is not None and errors[0] != errors[1]:
            yield moved(f"E of row {number:,}", errors[0], errors[1], change.digits)
    earlier = results(before)
    for label, new in results(after).items():
        old = earlier.get(label)
        if isinstance(old, float) and isinstance(new, float) and old != new:
            yield moved(label, old, new, change.digits)
        elif isinstance(old, str) and isinstance(new, str) and old != new:
            yield became(label, old, new)


def _other_inputs(change: Change) -> bool:
    return change.before.network.sizes[0] != change.after.network.sizes[0]


_PARTS = (_network, _switches, _settings, _start, _rows, _parameters, _position, outcome)


def why_stuck(state: TrainingState) -> Iterator[str]:
    """Say why training changes nothing any more, if it does not."""
    if state.samples and (why := saturation(state.network, state.dataset)):
        yield why
