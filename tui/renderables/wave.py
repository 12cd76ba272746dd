"""Which of a training's numbers the network shows: all of them, or those that the phases so far have computed."""

from __future__ import annotations

from engine.names import Place
from engine.phases import Phase, PhaseKind, phases
from engine.state import TrainingState
from tui.renderables.network_scene import Scene


def scene_of(state: TrainingState, selected: Place | None) -> Scene:
    """Return what the network panel draws of a state."""
    shown = state.shown
    expected = shown.dataset.expected[shown.row]
    if state.current_phase is None:
        return Scene(state.network, state.trace.activations, None, expected, selected)
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
        lit=_lit(state.current_phase, len(state.network.sizes) - 1),
        updated=state.network if state.before is not None else None,
    )


def _lit(phase: Phase, last: int) -> frozenset[int]:
    """Return the layers whose incoming weights a phase uses: δ goes back through those of the layer after."""
    match phase.kind:
        case PhaseKind.SUMS:
            return frozenset({phase.layer})
        case PhaseKind.DELTAS:
            return frozenset({phase.layer + 1})
        case PhaseKind.UPDATE:
            return frozenset(range(1, last + 1))
    return frozenset()
