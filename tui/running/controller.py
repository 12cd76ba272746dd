"""Who does what is asked for: the session itself, or the thread that runs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from textual.strip import Strip

from engine.session.session import Session
from engine.training.commands import (
    ChooseRow,
    Command,
    Restructuring,
    SetExpected,
    SetInput,
    SetLoss,
    SetMethod,
    SetParameter,
    SetStopRule,
    StepEpoch,
)
from engine.training.divergence import Divergence
from engine.training.state import TrainingState
from engine.training.update import update
from tui.running.activity import Activity
from tui.running.runner import PACES, Runner, RunProgress, why_still

LIVE = (SetParameter, SetMethod, SetInput, SetExpected)
"""What can be changed while it runs; anything else pauses it first."""
OTHER_NETWORK = Restructuring | SetLoss | SetStopRule
"""After these it runs on."""
SLOW = 10
"""Samples a second up to which the one that is trained is the one that is shown."""
LONG_EPOCH = 5_000_000
"""Rows times parameters: a longer epoch is trained in the thread, so that the screen stays alive."""


@dataclass(frozen=True, eq=False)
class _Stop:
    """Where a training stopped by itself, and why.

    Attributes:
        reason: why.
        at_goal: whether that is what it was to stop for.
        step: the step of the session that led there.
        state: the state it stopped in.
    """

    reason: str
    at_goal: bool
    step: int
    state: TrainingState

    def holds(self, session: Session) -> bool:
        """Tell whether the session still stands there: the stop was not undone, and nothing was trained since."""
        before, now = self.state, session.state
        undone = session.step < self.step or now.setup is not before.setup
        same_place = (now.samples, now.phase) == (before.samples, before.phase)
        return not undone and same_place and np.array_equal(now.network.parameters, before.network.parameters)


class TrainingController:
    """Owns the session while nothing runs, and the runner that owns it while something does."""

    def __init__(
        self,
        session: Session,
        draw: Callable[[TrainingState], list[Strip]],
        in_screen: Callable[..., object],
        changed: Callable[[TrainingState], object],
        charted: Callable[[Sequence[Strip]], object],
        active: Callable[[Activity], object],
    ) -> None:
        """Make a controller.

        Args:
            session: what is trained.
            draw: draws the chart, in the thread that runs.
            in_screen: calls a function with arguments in the screen's thread; callable from any.
            changed: Receives each new state.
            charted: Receives the chart of the last state during a run, when it has been drawn.
            active: told when what the training does has changed.
        """
        self.session = session
        self.pace: int | None = None
        self._draw, self._in_screen = draw, in_screen
        self._changed, self._charted, self._active = changed, charted, active
        self._runner: Runner | None = None
        self._watched: int | None = None  # the row shown while it runs; the one being trained changes too fast
        self._chosen = False  # whether the learner chose that row
        self._asked: list[Command] = []  # of the thread, in the run that goes on
        self._activity = Activity()
        self._stop: _Stop | None = None

    @property
    def running(self) -> bool:
        """Whether the training runs by itself."""
        return self._runner is not None

    def do(self, command: Command) -> None:
        """Do a command, now or in the run that goes on; one that trains to a number that is not finite stops there.

        Raises:
            EngineError: it cannot be done.
        """
        if self._runner is not None and isinstance(command, LIVE):
            # Refused here, if it is refused: the thread has nobody to tell. And seen here, for the key that comes next.
            self._latest = update(self._latest, command)
            self._asked.append(command)
            self._runner.apply(command)
            self._changed(self._latest)
        elif self._runner is not None and isinstance(command, ChooseRow) and not self._is_slow():
            self._watched, self._chosen = command.row, True
            self._latest = self._latest.seen_at(command.row)
            self._changed(self._latest)
        elif isinstance(command, StepEpoch) and self._is_long():
            state = self.session.state
            self.run(state.dataset.rows - state.position)
        else:
            runs_on = self.running and isinstance(command, OTHER_NETWORK)
            self.pause()
            self._tell(lambda: self._apply(command))
            if runs_on:
                self.run()

    def _apply(self, command: Command) -> None:
        before, after = self.session.state, self.session.apply(command)
        whole_epoch = isinstance(command, StepEpoch) and before.position == 0
        if whole_epoch and np.array_equal(before.network.parameters, after.network.parameters):
            self._stop_here(why_still(after))

    def undo(self) -> None:
        """Go one step back."""
        self.pause()
        self._tell(self.session.undo)

    def redo(self) -> None:
        """Take back an undo."""
        self.pause()
        self._tell(self.session.redo)

    def move(self, by: int) -> None:
        """Go some steps on, or back if ``by`` is negative, as far as there are steps."""
        self.pause()  # which makes a run a step
        step = max(0, min(self.session.step + by, self.session.last_step))
        if step != self.session.step:
            self.goto(step)

    def goto(self, step: int) -> None:
        """Go to a step."""
        self.pause()
        self._tell(lambda: self.session.goto(step))

    def run(self, samples: int | None = None) -> None:
        """Let it run, until it is paused or for so many samples."""
        self.pause()
        self._latest = self.session.state
        self._watched, self._chosen, self._asked = self._latest.row, False, []
        self._runner = runner = Runner(
            self.session,
            self._draw,
            lambda progress: self._in_screen(self._progressed, runner, progress),
            lambda reason: self._in_screen(self._ended, runner, reason),
        )
        runner.start(self.pace if samples is None else None, samples)
        self._be(Activity(running=True, pace=self.pace))

    def toggle(self) -> None:
        """Run, or pause the run."""
        if self.running:
            self.pause()
        else:
            self.run()

    def pause(self) -> None:
        """Stop the run, if one goes on."""
        if self._runner is None:
            return
        self._runner.stop()
        self._runner = None
        if self._chosen and self._watched is not None and self._watched != self.session.state.row:
            self.session.apply(ChooseRow(self._watched))
        self._changed(self.session.state)
        self._be(self._at_rest())

    def abandon(self) -> None:
        """Stop the run, if one goes on, with nobody left to tell."""
        if self._runner is not None:
            self._runner.stop()
            self._runner = None

    def change_pace(self, by: int) -> None:
        """Run faster or slower."""
        index = max(0, min(PACES.index(self.pace) + by, len(PACES) - 1))
        self.pace = PACES[index]
        if self._runner is not None:
            self._runner.set_pace(self.pace)
        self._be(replace(self._activity, pace=self.pace))

    def _is_long(self) -> bool:
        state = self.session.state
        return state.dataset.rows * state.network.parameters.size > LONG_EPOCH

    def _tell(self, do: Callable[[], object]) -> None:
        """Do something to the session; tell the state it leads to, even where it stopped half-way."""
        before = self.session.state
        try:
            do()
        except Divergence as divergence:
            self._stop_here(str(divergence))
        finally:
            if self.session.state is not before:
                self._changed(self.session.state)
            self._be(self._at_rest())

    def _stop_here(self, why: str, at_goal: bool = False) -> None:
        reason = why.removeprefix("stopped").lstrip(": ")
        self._stop = _Stop(reason, at_goal, self.session.step, self.session.state)

    def _at_rest(self) -> Activity:
        """Say what the training does where nothing runs: why it stopped, as long as it stands where it did."""
        if self._stop is None or not self._stop.holds(self.session):
            return Activity(pace=self.pace)
        return Activity(pace=self.pace, stopped=self._stop.reason, at_goal=self._stop.at_goal)

    def _be(self, activity: Activity) -> None:
        self._activity = activity
        self._active(activity)

    def _is_slow(self) -> bool:
        """Whether it runs so slowly that each sample can be seen."""
        return self.pace is not None and self.pace <= SLOW

    def _progressed(self, runner: Runner, progress: RunProgress) -> None:
        if runner is not self._runner:
            return
        try:
            state = progress.state
            for command in self._asked[progress.obeyed :]:  # what was asked for since must not seem to be taken back
                state = update(state, command)
            if self._watched is not None and not self._is_slow() and self._watched < state.dataset.rows:
                state = state.seen_at(self._watched)
            self._latest = state
            self._changed(state)
            if progress.chart:
                self._charted(progress.chart)
            self._be(Activity(True, self.pace, progress.rate, progress.kernel, progress.compiling_for))
        finally:
            runner.shown()

    def _ended(self, runner: Runner, reason: str) -> None:
        if runner is not self._runner:
            return
        self.pause()
        if reason:
            self._stop_here(reason, runner.at_goal)
            self._be(self._at_rest())
