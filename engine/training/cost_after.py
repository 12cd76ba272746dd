"""What the network and its data will cost after a command, before it is done."""

from __future__ import annotations

from engine.experiment.cost import Cost, cost_of
from engine.network.network import check_sizes
from engine.training.commands import Command, Folded, Load, Restructuring, SetHidden
from engine.training.state import TrainingState
from engine.training.update import update


def cost_after(state: TrainingState, command: Command) -> Cost | None:
    """Return what the network and its data will cost after a command. None if it changes neither.

    Raises:
        EngineError: The command cannot be done.
    """
    match command:
        case Load(setup):
            return cost_of(setup.sizes, setup.dataset.rows)
        case Folded((first, *_)):
            return cost_after(state, first)
        case SetHidden(hidden):
            sizes = (state.network.sizes[0], *hidden, state.network.sizes[-1])
            check_sizes(sizes)
            return cost_of(sizes, state.dataset.rows)
        case command if isinstance(command, Restructuring):
            return cost_now(update(state, command))
    return None


def cost_now(state: TrainingState) -> Cost:
    """Return what the network and its data cost."""
    return cost_of(state.network.sizes, state.dataset.rows)
