"""Lets the phases of the workbench be played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.running.player import Player
from tui.terminal.pictures import when_seen

if TYPE_CHECKING:
    from tui.workbench.workbench import Workbench


def player_for(workbench: Workbench) -> Player:
    """Return a player of the workbench's phases, which waits while a dialog or a terminal too small covers them."""

    def step() -> bool:
        before = workbench.now
        workbench.walk_on()
        return workbench.now is not before

    return Player(
        step,
        is_covered=lambda: workbench.app.screen is not workbench or workbench.has_class("-too-small"),
        wait=lambda seconds, callback: workbench.set_timer(seconds, callback),
        when_seen=lambda callback: when_seen(workbench, callback),
        changed=workbench.show_tempo,
    )
