"""Which numbers of a training state the network shows: all, or only those that the phases so far have computed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from rich.cells import cell_len

from engine.network.places import Expected, Neuron, Place, neuron_name
from engine.network.quantities import Kind, Quantity
from engine.training.phases import Phase, PhaseKind, is_computed, phases
from engine.training.state import TrainingState
from engine.training.words import word_of
from tui.drawing.cut_names import cut_apart
from tui.panels.network.scene import Scene
from tui.terminal.text import safe

SHORTEST_NAME, LONGEST_NAME = 4, 14
"""Cells of a class name in the title."""


def scene_of(
    state: TrainingState, selected: Place | None, *, names: bool = False, follows_phase: bool = False
) -> Scene:
    """Return what the network panel draws of a state; for the other arguments see ``Scene``."""
    shown, dataset, sizes = state.shown, state.dataset, state.network.sizes
    scene = Scene(
        network=state.network,
        activations=(),
        expected=shown.dataset.expected[shown.row],
        selected=selected,
        errors=dataset.task == "regression",
        classes=dataset.task == "classification",
        input_names=_telling(dataset.input_names, sizes, 0),
        output_names=_telling(dataset.output_names, sizes, len(sizes) - 1),
        names=names,
        follows_phase=follows_phase,
    )
    if state.current_phase is None:
        return replace(scene, activations=state.trace.activations)
    done = phases(sizes)[: state.phase]
    layers = range(1, len(sizes))
    trace, deltas = shown.trace, shown.gradients.deltas
    values = [
        trace.activations[layer]
        if Phase(PhaseKind.OUTPUTS, layer) in done
        else trace.sums[layer - 1]
        if Phase(PhaseKind.SUMS, layer) in done
        else None
        for layer in layers
    ]
    return replace(
        scene,
        network=shown.network,
        activations=(trace.activations[0], *values),
        deltas=tuple(deltas[layer - 1] if Phase(PhaseKind.DELTAS, layer) in done else None for layer in layers),
        summed=tuple(Phase(PhaseKind.OUTPUTS, layer) not in done for layer in layers),
        phase=state.current_phase,
        updated=state.network if state.before is not None else None,
    )


def _telling(names: tuple[str, ...], sizes: tuple[int, ...], layer: int) -> tuple[str, ...]:
    """Return the names in the data; none if they say no more than those of the neurons."""
    own = tuple(neuron_name(sizes, layer, index) for index in range(sizes[layer]))
    return () if names == own else names


def network_title(state: TrainingState, width: int) -> str:
    """Say which row the network shows and, for a classification, whether its answer is right: "row 8 ✓ virginica".

    There is no verdict before the outputs are computed, nor in the update: there the network still shows its answer
    from before, the samples panel already the new one. Class names are shortened to fit into ``width`` cells.
    """
    sizes, evaluation, row = state.network.sizes, state.evaluation, state.shown.row
    title = f"Network  {'test ' if state.in_test else ''}row {state.dataset.number(row):,}"
    answer = Quantity(Kind.ACTIVATION, Neuron(len(sizes) - 1, 0))
    answered = state.phase == 0 or is_computed(sizes, answer, state.phase)
    if evaluation.right is None or not answered or state.before is not None:
        return title
    names, outputs = state.dataset.classes, evaluation.outputs[row]
    got = names[int(state.dataset.classes_of(outputs))] if np.isfinite(outputs).all() else "no number"
    word = word_of(state.dataset, state.scaling, row, Expected(0))
    if word is None:
        return f"{title}  got {safe(got, LONGEST_NAME)}, expected is soft"
    expected = names[word]
    if evaluation.right[row]:
        return f"{title} ✓ {safe(expected, LONGEST_NAME)}"
    first, second = cut_apart((got, expected), LONGEST_NAME)
    whole = f"{title} ✗ got {first}, expected {second}"
    if cell_len(whole) <= width:
        return whole
    room = width - cell_len(f"{title} ✗ got , exp. ")
    if cell_len(first) + cell_len(second) > room:
        half = max(SHORTEST_NAME, room // 2)
        pairs = (cut_apart((got, expected), cells) for cells in range(LONGEST_NAME, half, -1))
        shortest = cut_apart((got, expected), half)
        first, second = next((pair for pair in pairs if sum(map(cell_len, pair)) <= room), shortest)
    return f"{title} ✗ got {first}, exp. {second}"
