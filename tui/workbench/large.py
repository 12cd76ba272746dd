"""Asks before a change makes the network large, once in a session, and refuses what will not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.training.commands import Command

if TYPE_CHECKING:
    from engine.experiment.cost import Cost
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
        from engine.experiment.cost import check_fits  # late, as is what edits values: the first screen needs neither
        from engine.training.cost_after import cost_after, cost_now

        workbench, state = self._workbench, self._workbench.state
        cost = None if state is None else cost_after(state, command)
        if cost is None or state is None or not cost.is_large:
            workbench.training.do(command, fold)
            return
        check_fits(cost)
        if self._allowed or cost_now(state).is_large:
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
