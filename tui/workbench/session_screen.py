"""A screen on a session: turns keys into commands, and keeps the state they lead to."""

from __future__ import annotations

import asyncio
import contextvars
from abc import abstractmethod
from collections.abc import Callable, Sequence

from textual import on
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip

from engine.errors import EngineError
from engine.session.session import Session
from engine.training.commands import AddRow, ChooseRow, Command, DeleteRow, NewStart, Reset, StepEpoch, StepSample
from engine.training.state import Setup, TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels import messages
from tui.panels.chart.drawer import ChartDrawer
from tui.panels.chart.look import ChartLook
from tui.running.activity import Activity
from tui.running.controller import TrainingController
from tui.terminal.text import safe


class SessionScreen(Screen[None]):
    """Steps, runs, undoes and resets a session.

    Attributes:
        state: the state shown.
        activity: what the training is doing.
    """

    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    activity: reactive[Activity] = reactive(Activity(), repaint=False)

    def __init__(self, setup: Setup) -> None:
        super().__init__()
        thread_drawer = ChartDrawer()
        self._chart_wanted = ChartLook(), Canvas(0, 0, DARK)  # replaced as one, because the thread reads it
        self._controller = TrainingController(
            Session(setup),
            draw=lambda state: thread_drawer.draw(state, *self._chart_wanted),
            in_screen=self._in_screen,
            changed=self._changed,
            active=self._set_activity,
        )

    def use_kernel(self, kernel: str) -> None:
        """Say what is to compute the runs, one of ``engine.kernels.compiled.KERNELS``; before it is shown."""
        self._controller.session.kernel, self._controller.session.waits = kernel, False

    def on_mount(self) -> None:
        """Show the first state."""
        self._loop, self._in_app = asyncio.get_running_loop(), contextvars.copy_context()
        self._changed(self._controller.session.state, None)
        self._set_activity(Activity())

    def on_unmount(self) -> None:
        """Leave no thread behind."""
        self._controller.abandon()

    @abstractmethod
    def _changed(self, state: TrainingState, chart: Sequence[Strip] | None) -> None:
        """Show a state; draw its chart if there is none, or keep the last if it is empty."""

    def _in_screen(self, function: Callable[..., object], *arguments: object) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._if_shown, function, *arguments, context=self._in_app)

    def _if_shown(self, function: Callable[..., object], *arguments: object) -> None:
        if self.is_attached:  # not any more once the end was asked for
            function(*arguments)

    def _set_activity(self, activity: Activity) -> None:
        self.activity = activity

    def _refused(self, why: str) -> None:
        self.notify(safe(why, 300), severity="warning", markup=False, timeout=6)

    def _try(self, do: Callable[[], object]) -> None:
        """Do something; if the engine refuses it, say why."""
        try:
            do()
        except EngineError as error:
            self._refused(str(error))

    def _do(self, command: Command) -> None:
        self._try(lambda: self._controller.do(command))

    def action_step_sample(self) -> None:
        """Train the current sample."""
        self._do(StepSample())

    def action_step_epoch(self) -> None:
        """Train what is left of the epoch."""
        self._do(StepEpoch())

    def action_toggle_run(self) -> None:
        """Run or pause."""
        if self._controller.running:
            self._controller.pause()
        else:
            self._controller.run()

    def action_change_pace(self, by: int) -> None:
        """Run faster or slower."""
        self._controller.change_pace(by)

    def action_undo(self) -> None:
        """Go a step back."""
        self._try(self._controller.undo)

    def action_redo(self) -> None:
        """Go a step forward again."""
        self._try(self._controller.redo)

    def action_reset(self) -> None:
        """Go back to the starting weights."""
        self._do(Reset())

    def action_new_start(self) -> None:
        """Draw new starting weights."""
        self._do(NewStart())

    @on(messages.RowChosen)
    def _choose_row(self, message: messages.RowChosen) -> None:
        begun = self._controller.session.state.phase
        self._do(ChooseRow(message.row))
        if begun and not self._controller.session.state.phase and not self._controller.running:
            self.notify("another row: the sample that was walked through is left", timeout=4)

    @on(messages.RowCopied)
    def _copy_row(self) -> None:
        self._controller.pause()
        state = self._controller.session.state
        row = state.shown.row
        self._do(AddRow(tuple(state.dataset.inputs[row].tolist()), tuple(state.dataset.expected[row].tolist())))

    @on(messages.RowDeleted)
    def _delete_row(self) -> None:
        self._controller.pause()
        self._do(DeleteRow(self._controller.session.state.shown.row))

    @on(messages.StepMoved)
    def _move_step(self, message: messages.StepMoved) -> None:
        self._controller.pause()  # which makes a run a step
        session = self._controller.session
        step = max(0, min(session.step + message.by, session.last_step))
        if step != session.step:
            self._try(lambda: self._controller.goto(step))

    @on(messages.StepChosen)
    def _choose_step(self, message: messages.StepChosen) -> None:
        self._try(lambda: self._controller.goto(message.step))
