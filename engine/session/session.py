"""A learner's session: the current state, its timeline and the choice of kernel. One thread owns it at a time."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import replace

from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.kernels.compiler import Kernel
from engine.session.folding import choice_of, target_of
from engine.session.kernel_choice import KernelChoice
from engine.session.listener import Listener
from engine.session.moments import check_step, moment_of, moment_of_epoch, moment_of_samples
from engine.session.shared_rows import SharedRows
from engine.session.steps import Steps
from engine.session.timeline import Kept, Timeline
from engine.session.travel import Goto, Redo, Travel, Undo
from engine.session.way import Way
from engine.training.commands import Command, Folded, Load, Run
from engine.training.divergence import Divergence
from engine.training.state import TrainingState, begin
from engine.training.stop_check import StopCheck
from engine.training.update import update

SECONDS_TO_KEEP = 0.5
"""Seconds of computing in a run after which its state is kept, to go back to its middle."""


class Session:
    """A training with undo and redo.

    Attributes:
        state: The current state; it is replaced, never mutated.
        step: How many commands lead to it.
        kernel: Which kernel computes ``run``; the log records the one that did.
        listener: Is told everything that is done; None if nobody listens.
    """

    def __init__(self, start: Setup | Timeline, step: int = 0) -> None:
        """Begin a session, or go on with one.

        Args:
            start: What it begins with, or its timeline.
            step: The step to go on from.

        Raises:
            InvalidValue: The timeline has no such step.
        """
        self._rows = SharedRows()
        if isinstance(start, Setup):
            start = Timeline(begin(self._rows.shared(start)))
        self._timeline = start
        check_step(step, self.steps)
        self.state: TrainingState = self._timeline.state_at(step)
        self.step = step
        self.kernel = KernelChoice()
        self.listener: Listener | None = None
        self._running = False
        self._since_kept = 0.0  # seconds that a run has computed since a state of it was kept
        self._target: Hashable = None  # what the newest step changed, if the next edit may join it
        self._chosen: list[Hashable] = []  # what was chosen for it before that step, and after each of its edits

    @property
    def kernel_used(self) -> Kernel:
        """The kernel of the last run; "numpy" if there was none."""
        for step in range(self.step, 0, -1):
            if isinstance(command := self._timeline.command_to(step), Run):
                return command.kernel
        return "numpy"

    @property
    def last_step(self) -> int:
        """The newest step that ``redo`` and ``goto`` can reach."""
        return len(self._timeline)

    @property
    def steps(self) -> Steps:
        """What was done and where it led, step by step up to ``last_step``, undone steps included."""
        return self._timeline.steps

    @property
    def kept(self) -> Kept:
        """What the timeline keeps now, from which another one can be made."""
        return self._timeline.kept

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of all these steps."""
        return tuple(step.command for step in self.steps if step.command is not None)

    def apply(self, command: Command, fold: bool = False) -> TrainingState:
        """Do a command and return the new state; undone steps are dropped.

        Args:
            command: The command.
            fold: Whether an edit joins the step before if that was one of the same thing, also done with ``fold``, and
                nothing was done in between. One that comes back to what was chosen earlier in the step, or before it,
                gives back the state of then: an edit that takes back the whole step is an ``undo``.

        Raises:
            InvalidValue: The command cannot be done; nothing has changed.
            Divergence: Training reached a number that is not finite; the samples before it are kept.
        """
        self._running = False
        target = target_of(command, self.state) if fold else None
        try:
            if target is not None and target == self._target:
                return self._fold(command)
            chosen = choice_of(target, self.state)
            self._do(command)
        except InvalidValue:
            if self.listener is not None:
                self.listener.refused(command, self.state)
            raise
        self._target, self._chosen = target, [chosen, choice_of(target, self.state)]
        return self.state

    def join(self, command: Command) -> TrainingState:
        """Do a command as a part of the newest step: an edit, or more of a run.

        Raises:
            InvalidValue: There is no such step to join, or the command cannot be done; nothing has changed.
            Divergence: As in ``apply``.
        """
        if self.step == 0 or self.step != self.last_step:
            raise InvalidValue("there is no step before this one that it could join")
        last = self._timeline.command_to(self.step)
        if not isinstance(command, Run):
            return self._extend(command)
        if not isinstance(last, Run) or last.kernel != command.kernel:
            raise InvalidValue("a run joins a run of the same kernel, and the step before is none")
        self._running, began = True, time.perf_counter()
        state = self._do(command, last.samples)
        self._keep_in_between(time.perf_counter() - began)
        return state

    def _extend(self, command: Command) -> TrainingState:
        """Do an edit as a part of the newest step."""
        before, self.state = self.state, update(self.state, command)
        self._timeline.extend(command, self.state, before)
        self._tell(command, before, joins=True)
        return self.state

    def _fold(self, command: Command) -> TrainingState:
        """Let an edit join the newest step, or lead back to where that began or has been."""
        target, chosen = self._target, self._chosen
        choice = choice_of(target, update(self.state, command))
        if choice in (None, chosen[-1]) or choice not in chosen:
            chosen.append(choice)
            return self._extend(command)
        last, back = self._timeline.command_to(self.step), chosen.index(choice)
        edits = last.edits[:back] if isinstance(last, Folded) else ()
        self.undo()
        if edits:
            self._do(edits[0])
            self._target, self._chosen = target, chosen[: back + 1]
        for edit in edits[1:]:
            self._extend(edit)
        return self.state

    def run(self, samples: int, check: StopCheck | None = None) -> TrainingState:
        """Train several samples. Consecutive runs make one step, which a single ``undo`` takes back.

        Args:
            samples: The most samples to train; fewer if the check ends the run or is due earlier.
            check: Ends the run when its stop rule says so; None trains all samples.

        Raises:
            InvalidValue: ``samples`` is below 1, or the kernel is not available; nothing has changed.
            Divergence: As in ``apply``.
        """
        kernel, began = self.kernel.kernel_for(), time.perf_counter()
        earlier, running = self._samples_of_run(kernel), self._running
        self._running = True
        try:
            wanted = samples if check is None else check.samples(self.state, samples)
            self._do(Run(wanted, kernel), earlier, check)
        except InvalidValue:
            self._running = running
            raise
        finally:
            seconds = time.perf_counter() - began
            self.kernel.note_run(seconds)
        self._keep_in_between(seconds)
        return self.state

    def _keep_in_between(self, seconds: float) -> None:
        """Keep the state of a run every now and then, so that going to the middle of a long run takes no long time."""
        self._since_kept += seconds
        if self._since_kept >= SECONDS_TO_KEEP:
            self._since_kept = 0.0
            self._timeline.keep(self.state)

    def end_run(self) -> None:
        """Make the next ``run`` a step of its own."""
        self._running = False
        if self.listener is not None:
            self.listener.paused()

    def undo(self) -> TrainingState:
        """Go back one step.

        Raises:
            InvalidValue: There is nothing to undo.
        """
        return self.travel(Undo())

    def redo(self) -> TrainingState:
        """Take back one undo.

        Raises:
            InvalidValue: There is nothing to redo.
        """
        return self.travel(Redo())

    def travel(self, to: Travel, state: TrainingState | None = None) -> TrainingState:
        """Go to another step, or into the middle of a run or epoch, which becomes two steps, which give the same.

        Args:
            to: Where.
            state: The state there, if the ``way_to`` it has been walked already.

        Raises:
            InvalidValue: There is no such step or moment.
        """
        moment = moment_of(to, self.steps, self.step)
        state = self._timeline.way_to(moment).walked() if state is None else state
        if moment.samples:
            self._timeline.split(moment, state)
            state = self._timeline.state_at(moment.step + 1)
        self._running, self._target = False, None
        before, self.state, self.step = self.state, state, moment.step + bool(moment.samples)
        self._tell(to, before)
        return self.state

    def way_to(self, to: Travel) -> Way:
        """Return the way that ``travel`` goes, so that another thread can walk it.

        Raises:
            InvalidValue: There is no such step or moment.
        """
        return self._timeline.way_to(moment_of(to, self.steps, self.step))

    def _tell(self, said: Command | Travel, before: TrainingState, joins: bool = False) -> None:
        if self.listener is not None:
            self.listener.did(said, before, self.state, self.step, joins)

    def place_beside(self, by: int) -> Goto:
        """Return the place some steps on, or back if ``by`` is negative, as far as there are steps.

        Raises:
            InvalidValue: There are none in this direction.
        """
        step = max(0, min(self.step + by, self.last_step))
        if step == self.step:
            raise InvalidValue("this is the newest step" if by > 0 else "this is the beginning")
        return Goto(step)

    def place_of_epoch(self, epoch: int) -> Goto:
        """Return where an epoch ends.

        Several steps may lead there, for a reset begins again: it is the last one up to the current step, or else the
        first one after it.

        Raises:
            InvalidValue: No step reaches that epoch.
        """
        moment = moment_of_epoch(epoch, self.steps, self.step)
        return Goto(moment.step, moment.samples)

    def place_of_samples(self, samples: int) -> Goto:
        """Return where so many samples have been trained, as ``place_of_epoch`` does.

        Raises:
            InvalidValue: No step reaches so many samples.
        """
        moment = moment_of_samples(samples, self.steps, self.step)
        return Goto(moment.step, moment.samples)

    def _samples_of_run(self, kernel: Kernel) -> int:
        """Return how many samples the current run has trained; 0 without one, or if another kernel computed it."""
        if self._running and self.step and isinstance(last := self._timeline.command_to(self.step), Run):
            return last.samples if last.kernel == kernel else 0
        return 0

    def _do(self, command: Command, earlier: int = 0, check: StopCheck | None = None) -> TrainingState:
        """Do a command and record it.

        Args:
            command: The command.
            earlier: The samples of the run that the command continues; 0 if it is a step of its own.
            check: Ends a run early.
        """
        if isinstance(command, Load) and (setup := self._rows.shared(command.setup)) is not command.setup:
            command = replace(command, setup=setup)
        try:
            state, stopped = update(self.state, command), None
        except Divergence as divergence:
            state, stopped = divergence.state, divergence
            command = Run(divergence.samples, command.kernel if isinstance(command, Run) else "numpy")
        if isinstance(command, Run) and check is not None and (wanted := check.check(self.state, state)) is not None:
            # Train again, up to the epoch to stop at: checking after each epoch would cost more.
            command, stopped = replace(command, samples=wanted), None
            state = update(self.state, command)
        done, before = command, self.state
        if isinstance(command, Run):
            command = replace(command, samples=command.samples + earlier)
        if stopped is None or stopped.samples:
            self._target = None
            self.step -= bool(earlier)
            self._timeline.record(self.step, command, state, self.state, earlier)
            self.state, self.step = state, self.step + 1
            self._tell(done, before, joins=bool(earlier))
        if stopped is not None:
            raise stopped
        return state
