"""The workbench's commands in the command palette: every key, by what it does."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import SystemCommand
from textual.binding import Binding

from tui.panels.panel import Panel
from tui.workbench.keymap import WORKBENCH_KEYS
from tui.workbench.opening import panels_of
from tui.workbench.workbench import Workbench


def palette_commands(workbench: Workbench) -> Iterator[SystemCommand]:
    """Yield a command for every key that works everywhere, and for those that work in one panel."""
    for binding in WORKBENCH_KEYS:
        yield _command(binding.description, binding.key_display or binding.key, workbench, binding.action)
    for panel in panels_of(workbench):
        for key in panel.BINDINGS:
            if isinstance(key, Binding):
                yield _command(f"{panel.id}: {key.description}", key.key, workbench, key.action, panel)


def _command(does: str, key: str, workbench: Workbench, action: str, panel: Panel | None = None) -> SystemCommand:
    """Return a palette command that does what a key does; a panel's key is pressed in that panel."""

    async def do() -> None:
        if panel is not None:
            await workbench.run_action(f"panel('{panel.id}')")
        await (panel or workbench).run_action(action)

    return SystemCommand(does[0].upper() + does[1:], f"key {key}", do)
