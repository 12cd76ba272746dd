"""The progress of a training: a bar on a terminal, plain lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from engine.experiment.setup import Setup
from engine.training.state import TrainingState
from tui.terminal.streams import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress

Follow = Callable[[TrainingState], None]
"""Called with each state that is to be shown."""
MOST_LINES = 10


def shown_progress(setup: Setup, as_json: bool) -> AbstractContextManager[Follow]:
    """Choose how to show progress: a bar on a terminal, plain lines when piped, nothing beside JSON."""
    # If stdout is piped and its lines reach the same terminal in the end, a bar would be drawn over them.
    if is_terminal(sys.stderr) and (as_json or is_terminal(sys.stdout)):
        return _bar(setup)
    return nullcontext(lambda state: None) if as_json else nullcontext(_lines(setup))


def _lines(setup: Setup) -> Follow:
    reported, rows = set(reported_epochs(setup.epochs)), setup.parts.train.rows

    def follow(state: TrainingState) -> None:
        epoch, position = divmod(state.samples, rows)
        if position == 0 and epoch in reported:
            width = len(str(setup.epochs))
            print(f"epoch {epoch:>{width}}/{setup.epochs}  MSE {state.history.y[-1]:.4g}", flush=True)

    return follow


@contextmanager
def _bar(setup: Setup) -> Iterator[Follow]:
    with bar_on_stderr() as bar:
        task = bar.add_task("", total=setup.epochs * setup.parts.train.rows)

        def follow(state: TrainingState) -> None:
            text = f"epoch {state.epoch}/{setup.epochs}  MSE {state.history.y[-1]:.4g}"
            bar.update(task, completed=state.samples, description=text, refresh=True)

        yield follow


def bar_on_stderr() -> Progress:
    """Return a bar that is drawn when it is told to, and goes when it is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    class Output(Console):
        """Never hides the cursor, which a killed process could not bring back."""

        def show_cursor(self, show: bool = True) -> bool:
            return False

    columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeRemainingColumn(compact=True))
    # Drawn between two chunks of training, because a thread of its own would slow the training down.
    return Progress(*columns, console=Output(stderr=True), transient=True, auto_refresh=False)


def reported_epochs(epochs: int) -> list[int]:
    """Return the epochs after which a plain line is printed: evenly spread, including the last."""
    lines = min(epochs, MOST_LINES)
    return [-(-epochs * line // lines) for line in range(1, lines + 1)]
