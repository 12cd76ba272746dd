"""Opens the dialogs over the workbench. Each is imported when it is first opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from engine.experiment.starts import setup_for
from engine.network.places import Bias, Weight
from engine.session.look import ShowCheck
from engine.session.travel import Redo, Undo
from engine.training.commands import Load
from tui.panels.panel import Panel
from tui.workbench.actions import check_gradient
from tui.workbench.handing_on import save_copy, share
from tui.workbench.keymap import APP_KEYS, KEY_GROUPS
from tui.workbench.layout import beside_network
from tui.workbench.other_session import go_on_with

if TYPE_CHECKING:
    from tui.dialogs.saved_sessions import Going
    from tui.workbench.workbench import Workbench


def panels_of(workbench: Workbench) -> list[Panel]:
    """List the panels of the workbench."""
    return [panel for panel in workbench.query("Panel") if isinstance(panel, Panel)]


def _data(workbench: Workbench) -> None:
    from tui.dialogs.open_data import OpenData

    def opened(chosen: Load | Going | None) -> None:
        if isinstance(chosen, Load):
            workbench.do(chosen)
        elif chosen is not None:
            go_on_with(workbench, chosen)

    keeping = workbench.keeping
    workbench.training.pause()
    folder, name = (None, "") if keeping is None else (keeping.kept.folder, keeping.kept.name)
    workbench.app.push_screen(OpenData(folder, name), opened)


def open_architecture(workbench: Workbench, selected: int | None = None) -> None:
    """Open the settings of the network and its training, with one of them selected; None means the usual one."""
    from tui.dialogs.architecture import ArchitectureScreen

    training = workbench.training
    do, beside = workbench.large.do, partial(beside_network, workbench)
    undo, redo = (partial(training.travel, where) for where in (lambda session: Undo(), lambda session: Redo()))
    workbench.app.push_screen(ArchitectureScreen(workbench, do, undo, redo, selected, beside))


async def open_start(workbench: Workbench, name: str) -> None:
    """Load a preset, or data that come along."""
    workbench.training.pause()
    workbench.do(await asyncio.to_thread(lambda: Load(setup_for(name), name)))


def _keys(workbench: Workbench) -> None:
    from tui.dialogs.keys import KeysScreen

    async def press(action: str | None) -> None:
        if action is not None:
            await workbench.run_action(action)

    groups = KEY_GROUPS | {"Other": (*KEY_GROUPS["Other"], *APP_KEYS)}
    workbench.app.push_screen(KeysScreen(groups, panels_of(workbench)), press)


def _gradient_checks(workbench: Workbench) -> None:
    from tui.dialogs.check_all import CheckAll

    if (state := workbench.state) is None:
        return

    def show(place: Weight | Bias | None) -> None:
        if place is not None and workbench.state is not None:
            workbench.look_at(ShowCheck(check_gradient(workbench.state, place)))

    workbench.training.pause()
    workbench.app.push_screen(CheckAll(state.shown), show)


def _notes(workbench: Workbench) -> None:
    from tui.dialogs.notes import NotesScreen

    if (state := workbench.state) is not None:
        workbench.untell("data")
        data = state.setup.dataset
        workbench.app.push_screen(NotesScreen(state.setup.name, (*data.understood, *data.notes)))


DIALOGS: dict[str, Callable[[Workbench], None]] = {
    "data": _data,
    "architecture": open_architecture,
    "keys": _keys,
    "gradient checks": _gradient_checks,
    "notes": _notes,
    "saving": save_copy,
    "share": share,
}
