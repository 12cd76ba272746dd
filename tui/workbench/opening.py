"""How each dialog is opened over the workbench. Dialogs are imported when they are opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.panels.panel import Panel
from tui.workbench.keymap import APP_KEYS, KEY_GROUPS

if TYPE_CHECKING:
    from tui.workbench.workbench import Workbench


def _data(workbench: Workbench) -> None:
    from tui.dialogs.open_data import OpenData

    workbench.training.pause()
    workbench.app.push_screen(OpenData(), workbench.load)


def _architecture(workbench: Workbench) -> None:
    from tui.dialogs.architecture import ArchitectureScreen

    training = workbench.training
    workbench.app.push_screen(ArchitectureScreen(workbench, training.do, training.undo, training.redo))


def _keys(workbench: Workbench) -> None:
    from tui.dialogs.keys import KeysScreen

    groups = KEY_GROUPS | {"Other": (*KEY_GROUPS["Other"], *APP_KEYS)}
    workbench.app.push_screen(KeysScreen(groups, list(workbench.query(Panel))), workbench.run_chosen)


def _gradient_checks(workbench: Workbench) -> None:
    from tui.dialogs.check_all import CheckAll

    if workbench.state is not None:
        workbench.training.pause()
        workbench.app.push_screen(CheckAll(workbench.state.shown), workbench.show_check)


DIALOGS: dict[str, Callable[[Workbench], None]] = {
    "data": _data,
    "architecture": _architecture,
    "keys": _keys,
    "gradient checks": _gradient_checks,
}
