"""Applies what the learner asks for: to the session itself, or through the thread that runs it."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from textual.strip import Strip

from engine.errors import InvalidValue
from engine.session.look import Look, LookAtRow
from engine.session.session import Session
from engine.session.shown_row import row_to_train, seen
from engine.session.travel import Travel
from engine.session.way import Way
from engine.training.commands import (
    AddRow,
    Command,
    DeleteRow,
    Restructuring,
    SetBiases,
    SetExpected,
    SetInput,
    SetLoss,
    SetMethod,
    SetParameter,
    SetScaling,
    SetStopRule,
    SetValues,
    SetWord,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.divergence import Divergence
from engine.training.state import TrainingState
from engine.training.update import update
from tui.running.activity import Activity
from tui.running.player import Player
from tui.running.runner import PACES, Runner, RunProgress, why_nothing_changes
from tui.running.stop import Stop

LIVE = (SetParameter, SetMethod, SetInput, SetExpected, SetWord, SetValues)
"""Commands that the thread applies during a run; any other pauses the run first."""
RESUMING = Restructuring | SetBiases | SetLoss | SetScaling | SetStopRule
"""Commands after which a paused run resumes by itself."""
SLOW = 10
"""The pace, in samples a second, up to which the screen follows the row being trained."""
LONG_EPOCH = 5_000_000
"""Rows times parameters. A longer epoch is trained in the thread, so that the screen stays responsive."""


class TrainingController:
    """Owns the session between runs, and during a run the runner that owns the session.

    Attributes:
        pace: The limit of a run in samples a second. None means full speed.
        make_runner: Makes what trains a run.
    """

    def __init__(
        self,
        session: Session,
        draw: Callable[[TrainingState], list[Strip]],
        is_shown: Callable[[], bool],
        changed: Callable[[TrainingState], object],
        charted: Callable[[Sequence[Strip]], object],
        active: Callable[[Activity], object],
        when_seen: Callable[[Callable[[], object]], object],
        walk: Callable[[Way, Callable[[TrainingState], object]], object],
        player: Player,
    ) -> None:
        """Make a controller; nothing runs yet.

        Args:
            session: The session to train.
            draw: Draws the chart; called in the thread that trains.
            is_shown: Tells whether the screen is still there.
            changed: Receives each new state.
            charted: Receives the chart of the last state during a run, when it has been drawn.
            active: Receives each new activity.
            when_seen: Calls back when what has just changed is on the glass.
            walk: Walks a long way in a thread, and calls back with the state that it leads to unless it is stopped.
            player: Plays the phases, until the learner does anything else.
        """
        self.session, self.player = session, player
        self.pace: int | None = None
        self.make_runner: Callable[..., Runner] = Runner
        self._draw, self._is_shown = draw, is_shown
        self._changed, self._charted, self._active, self._when_seen = changed, charted, active, when_seen
        self._walk = walk
        self._runner: Runner | None = None
        self._latest = session.state  # during a run
        self._steady = 0  # the row shown during a fast run: the row being trained changes too fast
        self._sent: list[Command] = []  # the commands sent to the thread in this run
        self._activity = Activity()
        self._stop: Stop | None = None

    @property
    def running(self) -> bool:
        """Whether a run is going on."""
        return self._runner is not None

    @property
    def walked(self) -> bool:
        """Whether stepping through the phases led to this state, forwards or back; an edit may begin a sample too."""
        session = self.session
        if self.running or not session.state.phase:
            return False
        return session.step < session.last_step or isinstance(session.steps[session.step].command, StepPhase)

    def do(self, command: Command, fold: bool = False) -> None:
        """Apply a command, at once or in the current run.

        A command that trains to a number that is not finite stops before it, and is no error.

        Args:
            command: The command.
            fold: Whether it may join the step before, see ``Session.apply``.

        Raises:
            EngineError: The command cannot be applied.
        """
        if self._runner is not None and isinstance(command, LIVE):
            # Applied here too: an error must reach the caller, and the next key must see the new state.
            self._show_latest(update(self._latest, command))
            self._sent.append(command)
            self._runner.apply(command, fold)
        elif isinstance(command, StepEpoch) and self._is_long():
            state = self.session.state
            self.run(state.dataset.rows - state.position)
        else:
            runs_on = self.running and isinstance(command, RESUMING)
            self.pause()
            self._report(lambda: self._apply(command, fold))
            if runs_on:
                self.run()

    def join(self, command: Command) -> None:
        """Apply a command as a part of the newest step, see ``Session.join``.

        Raises:
            EngineError: The command cannot be applied.
        """
        self.pause()
        self._report(lambda: self.session.join(command))

    def _apply(self, command: Command, fold: bool) -> None:
        before, after = self.session.state, self.session.apply(command, fold)
        whole_epoch = isinstance(command, StepEpoch) and before.position == 0
        if whole_epoch and np.array_equal(before.network.parameters, after.network.parameters):
            self._stop_here(why_nothing_changes(after))

    def travel(self, where: Callable[[Session], Travel]) -> None:
        """Go to another step, at once or when the way there has been walked in a thread.

        Args:
            where: Returns where, when no run goes on: then it is a step.

        Raises:
            EngineError: There is no such step.
        """
        self.pause()
        to = where(self.session)
        way = self.session.way_to(to)
        if way.is_quick:
            self._report(lambda: self.session.travel(to))
        else:
            self._walk(way, lambda state: self._report(lambda: self.session.travel(to, state)))

    def run(self, samples: int | None = None) -> None:
        """Start a run: of ``samples`` samples at full speed, or until it is paused or stops by itself."""
        self.pause()
        self._latest = self.session.state
        self._steady, self._sent = self._latest.row, []
        in_screen = self.in_screen()
        self._runner = runner = self.make_runner(
            self.session,
            self._draw,
            lambda progress: in_screen(lambda: self._progressed(runner, progress)),
            lambda reason: in_screen(lambda: self._ended(runner, reason)),
        )
        runner.start(self.pace if samples is None else None, samples)
        self._set_activity(Activity(running=True, pace=self.pace))

    def in_screen(self) -> Callable[[Callable[[], object]], None]:
        """Return what lets any thread call a function in the thread of the screen, as long as the screen is there."""
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()

        def call(function: Callable[[], object]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(lambda: self._is_shown() and function(), context=context)

        return call

    def toggle(self) -> None:
        """Run, or pause the run."""
        if self.running:
            self.pause()
        else:
            self.run()

    def toggle_play(self) -> None:
        """Play the phases one by one, or pause them."""
        self._end_run()
        self.player.toggle()

    def change_speed(self, by: int) -> None:
        """Change the tempo of the phases while they are played, else the pace of runs.

        Raises:
            EngineError: It is the fastest or the slowest already.
        """
        if self.player.playing:
            self.player.change_tempo(by)
        else:
            self._change_pace(by)

    def step_phase(self, look: Look) -> None:
        """Do the next phase: of the sample half walked, or of the row looked at."""
        self.pause()
        self.walk_on(look)

    def walk_on(self, look: Look) -> None:
        """Do the next phase, while nothing runs."""
        command = StepPhase(row_to_train(self.session.state, look.row))
        self._report(lambda: self.session.apply(command))

    def step_sample(self, look: Look) -> None:
        """Train a sample: the one half walked, or the row looked at."""
        self.pause()
        self.do(StepSample(row_to_train(self.session.state, look.row)))

    def copy_row(self, look: Look) -> LookAtRow:
        """Add a row like the one looked at, and look at the new one.

        Raises:
            EngineError: The row cannot be added.
        """
        self.pause()
        shown = seen(self.session.state, look.row).shown
        inputs, expected = shown.dataset.inputs[shown.row], shown.dataset.expected[shown.row]
        self.do(AddRow(tuple(inputs.tolist()), tuple(expected.tolist())))
        return LookAtRow(shown.dataset.rows)

    def delete_row(self, look: Look) -> LookAtRow:
        """Delete the row looked at, and look at the one that takes its place.

        Raises:
            EngineError: It is the only row.
        """
        self.pause()
        shown = seen(self.session.state, look.row).shown
        self.do(DeleteRow(shown.row))
        return LookAtRow(min(shown.row, shown.dataset.rows - 2))

    def pause(self) -> None:
        """Stop the current run, if any, or the phases that are played, and report the state."""
        self.player.stop()
        self._end_run()

    def _end_run(self) -> None:
        if self._runner is None:
            return
        self._runner.stop()
        self._runner = None
        self._changed(self.session.state)
        self._set_activity(self._at_rest())

    def abandon(self) -> None:
        """Stop what goes on, and report nothing: the screen is closing."""
        if self._runner is not None:
            self._runner.stop()
            self._runner = None

    def _change_pace(self, by: int) -> None:
        index = PACES.index(self.pace) + by
        if not 0 <= index < len(PACES):
            raise InvalidValue("this is full speed" if by > 0 else "this is the slowest: 1 sample a second")
        self.pace = PACES[index]
        if self._runner is not None:
            self._runner.set_pace(self.pace)
        self._set_activity(replace(self._activity, pace=self.pace))

    def _is_long(self) -> bool:
        state = self.session.state
        return state.dataset.rows * state.network.parameters.size > LONG_EPOCH

    def _report(self, change: Callable[[], object]) -> None:
        """Change the session and report the new state, even if the change stopped half-way."""
        before = self.session.state
        try:
            change()
        except Divergence as divergence:
            self._stop_here(divergence.reason)
        finally:
            if self.session.state is not before:
                self._changed(self.session.state)
            self._set_activity(self._at_rest())

    def _stop_here(self, reason: str, by_rule: bool = False) -> None:
        self._stop = Stop(reason, by_rule, self.session.step, self.session.state)

    def _at_rest(self) -> Activity:
        """Return the activity when nothing runs: with the reason of the last stop as long as it applies."""
        if self._stop is None or not self._stop.holds(self.session):
            return Activity(pace=self.pace)
        return Activity(pace=self.pace, stopped=self._stop.reason, by_rule=self._stop.by_rule)

    def _set_activity(self, activity: Activity) -> None:
        self._activity = activity
        self._active(activity)

    def _is_slow(self) -> bool:
        """Return whether the run is so slow that each sample can be seen."""
        return self.pace is not None and self.pace <= SLOW

    def _progressed(self, runner: Runner, progress: RunProgress) -> None:
        if runner is not self._runner:
            return
        try:
            state = progress.state
            for command in self._sent[progress.applied :]:  # or the screen would seem to take back the newest
                state = update(state, command)
            self._show_latest(state)
            if progress.chart:
                self._charted(progress.chart)
            running = Activity(True, self.pace, progress.rate, progress.kernel, progress.compiling_for, progress.note)
            self._set_activity(running)
        finally:
            runner.drawn()
            self._when_seen(runner.seen)

    def _show_latest(self, state: TrainingState) -> None:
        """Show the latest state of a run."""
        self._latest = state
        steady = not self._is_slow() and self._steady < state.dataset.rows
        self._changed(state.seen_at(self._steady) if steady else state)

    def _ended(self, runner: Runner, reason: str) -> None:
        if runner is not self._runner:
            return
        self.pause()
        if reason:
            self._stop_here(reason, runner.stopped_by_rule)
            self._set_activity(self._at_rest())
