"""Which of a training's numbers the network shows: all of them, or those that the phases so far have computed."""

from __future__ import annotations

import numpy as np
from rich.cells import cell_len

from engine.network.places import Neuron, Place
from engine.network.quantities import Kind, Quantity
from engine.training.phases import Phase, PhaseKind, is_computed, phases
from engine.training.state import TrainingState
from tui.panels.network.scene import Scene
from tui.terminal.text import safe

SHORTEST_NAME, LONGEST_NAME = 4, 14
"""Cells of a class's name in the title."""


def scene_of(state: TrainingState, selected: Place | None, follows_phase: bool = False) -> Scene:
    """Return what the network panel draws of a state; its arguments are those of ``Scene``."""
    shown = state.shown
    expected = shown.dataset.expected[shown.row]
    errors = state.dataset.task == "regression"
    if state.current_phase is None:
        return Scene(state.network, state.trace.activations, None, expected, selected, errors=errors)
    done = phases(state.network.sizes)[: state.phase]
    layers = range(1, len(state.network.sizes))
    trace, deltas = shown.trace, shown.gradients.deltas
    values = [
        trace.activations[layer]
        if Phase(PhaseKind.OUTPUTS, layer) in done
        else trace.sums[layer - 1]
        if Phase(PhaseKind.SUMS, layer) in done
        else None
        for layer in layers
    ]
    return Scene(
        network=shown.network,
        activations=(trace.activations[0], *values),
        deltas=tuple(deltas[layer - 1] if Phase(PhaseKind.DELTAS, layer) in done else None for layer in layers),
        expected=expected,
        selected=selected,
        summed=tuple(Phase(PhaseKind.OUTPUTS, layer) not in done for layer in layers),
        phase=state.current_phase,
        updated=state.network if state.before is not None else None,
        errors=errors,
        follows_phase=follows_phase,
    )


def network_title(state: TrainingState, width: int) -> str:
    """Say which row the network shows and, of a classification, whether its answer is right: "row 8 ✓ virginica".

    Nothing is said before the outputs are computed, nor in the update: then the network shows its answer of before, and
    the rows that of now. Names of classes are cut to keep to ``width`` cells, as far as that can be.
    """
    sizes, judged, row = state.network.sizes, state.evaluation, state.shown.row
    title = f"Network  row {row + 1:,}"
    answer = Quantity(Kind.ACTIVATION, Neuron(len(sizes) - 1, 0))
    answered = state.phase == 0 or is_computed(sizes, answer, state.phase)
    if judged.right is None or not answered or state.before is not None:
        return title
    names, outputs = state.dataset.output_names, judged.outputs[row]
    wanted = names[int(state.dataset.expected[row].argmax())]
    if judged.right[row]:
        return f"{title} ✓ {safe(wanted, LONGEST_NAME)}"
    got = names[int(outputs.argmax())] if np.isfinite(outputs).all() else "no number"
    room = width - len(f"{title} ✗ got , wanted ")
    first, second = (safe(name, LONGEST_NAME) for name in (got, wanted))
    if cell_len(first) + cell_len(second) > room:
        half = max(SHORTEST_NAME, room // 2)
        first = safe(got, max(half, room - cell_len(second)))
        second = safe(wanted, max(half, room - cell_len(first)))
    return f"{title} ✗ got {first}, wanted {second}"
