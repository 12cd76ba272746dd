"""Asks before a change makes the network large, once in a session, and refuses what will not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.experiment.cost import Cost, check_fits, cost_of
from engine.network.network import check_sizes
from engine.training.commands import Command, Folded, Load, Restructuring, SetHidden
from engine.training.state import TrainingState
from engine.training.update import update

if TYPE_CHECKING:
    from tui.workbench.workbench import Workbench


class LargeChanges:
    """Does commands of one workbench, and asks before the first that makes its network large."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench, self._allowed = workbench, False

    def do(self, command: Command, fold: bool = False) -> None:
        """Do a command, at once or when the learner agrees.

        Args:
            command: The command.
            fold: Whether it may join the step before.

        Raises:
            EngineError: The command cannot be done, or what it makes does not fit into the memory.
        """
        workbench, state = self._workbench, self._workbench.state
        cost = None if state is None else cost_after(state, command)
        if cost is None or state is None or not cost.is_large:
            workbench.training.do(command, fold)
            return
        check_fits(cost)
        if self._allowed or _cost(state).is_large:
            workbench.training.do(command, fold)
        else:
            self._ask(cost, command)

    def _ask(self, cost: Cost, command: Command) -> None:
        from tui.dialogs.confirm import Confirm

        def go_on(agreed: bool | None) -> None:
            if agreed:
                self._allowed = True
                self._workbench.do(command)

        self._workbench.app.push_screen(
            Confirm("A large network", f"{cost.text}.", "make it", "leave it as it is"), go_on
        )


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
            return _cost(update(state, command))
    return None


def _cost(state: TrainingState) -> Cost:
    return cost_of(state.network.sizes, state.dataset.rows)
