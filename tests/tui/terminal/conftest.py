"""The workbench on a terminal."""

import pytest

from tests.tui.pseudo_terminal import Terminal
from tests.tui.shell import GLASSNET


@pytest.fixture
def open_on():
    """Return a function that opens the workbench on a terminal, and waits until it is to be seen."""
    opened = []

    def open_workbench(*words, running=False, command=GLASSNET, **more):
        terminal = Terminal([*command, *words], **more)
        opened.append(terminal)
        terminal.shows("glassnet", "level2", "2-3-2", "Inspector", "paused", "quit")
        if running:
            terminal.write(" ")
            terminal.shows("▶ running")
        return terminal

    yield open_workbench
    for terminal in opened:
        with terminal:
            pass
