"""One learner's training: the only thing in the engine that changes. Has one owner at a time."""

from __future__ import annotations

import time
from dataclasses import replace

from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.kernels.compiler import Kernel, check_installed, compiling_for, kernel_for
from engine.kernels.workspace import compiles
from engine.session.timeline import StepSummary, Timeline
from engine.training.commands import Command, Run
from engine.training.divergence import Divergence
from engine.training.state import TrainingState, begin
from engine.training.stop_check import StopCheck
from engine.training.update import update

WORTH_COMPILING = 0.5
"""Seconds of running after which ``auto`` has Numba imported: about what that takes."""


def check_kernel(kind: str) -> None:
    """Validate the choice of a kernel, one of ``KERNELS``.

    Raises:
        InvalidValue: it needs Numba, which is not installed.
    """
    if kind == "numba":
        check_installed()


class Session:
    """A training with its past and its undone future.

    Attributes:
        state: the state now; replaced, never changed.
        step: how many commands lead to it.
        kernel: what ``run`` computes with, one of ``KERNELS``; ``auto`` takes NumPy until a run is worth compiling for
            and the compiled loop is ready. The log says what it was.
        waits: whether a run waits for the compiled loop that it is told to take; if not, NumPy computes until it is
            ready.
    """

    def __init__(self, setup: Setup) -> None:
        self.state: TrainingState = begin(setup)
        self.step = 0
        self._timeline = Timeline(self.state)
        self._running = False
        self.kernel, self.waits = "numpy", True
        self._ran = 0.0  # seconds

    @property
    def kernel_used(self) -> Kernel:
        """What the last run computed with; NumPy, which computes all else, before there was one."""
        for step in range(self.step, 0, -1):
            if isinstance(command := self._timeline.command_to(step), Run):
                return command.kernel
        return "numpy"

    @property
    def compiling_for(self) -> float | None:
        """For how many seconds the loop that it will take has been compiling; none if there is none to wait for."""
        return None if self.kernel == "numpy" else compiling_for()

    @property
    def last_step(self) -> int:
        """The newest step that ``redo`` and ``goto`` can reach."""
        return len(self._timeline)

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command up to ``last_step``, undone ones included."""
        return self._timeline.commands

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The sizes of the layers at each step, from step 0; a command names things as the step before has them."""
        return self._timeline.shapes

    @property
    def summaries(self) -> tuple[StepSummary, ...]:
        """What every command led to, in short."""
        return self._timeline.summaries

    def apply(self, command: Command) -> TrainingState:
        """Do a command and return the new state; an undone future is dropped.

        Raises:
            InvalidValue: the command cannot be done; nothing has changed.
            Divergence: training stopped at a number that is not finite; what came before it is kept.
        """
        self._running = False
        return self._do(command)

    def run(self, samples: int, check: StopCheck | None = None) -> TrainingState:
        """Train so many samples; calls that follow one another make one step, which one ``undo`` takes back.

        Args:
            samples: How many, or fewer if the check ends the run or is due before.
            check: Ends the run when its stop rule says so; None trains all samples.

        Raises:
            InvalidValue: fewer than 1 sample, or the kernel cannot be had; nothing has changed.
            Divergence: as in ``apply``.
        """
        kernel, began = self.kernel_now(), time.perf_counter()
        earlier, running = self._earlier_run(kernel), self._running
        self._running = True
        try:
            wanted = samples if check is None else check.samples(self.state, samples)
            return self._do(Run(wanted, kernel), earlier, check)
        except InvalidValue:
            self._running = running
            raise
        finally:
            self._ran += time.perf_counter() - began

    def end_run(self) -> None:
        """Let the next ``run`` be a step of its own."""
        self._running = False

    def undo(self) -> TrainingState:
        """Go back one step.

        Raises:
            InvalidValue: there is nothing to undo.
        """
        if self.step == 0:
            raise InvalidValue("nothing to undo: this is the beginning")
        return self.goto(self.step - 1)

    def redo(self) -> TrainingState:
        """Take back one undo.

        Raises:
            InvalidValue: there is nothing to redo.
        """
        if self.step == self.last_step:
            raise InvalidValue("nothing to redo: this is the newest step")
        return self.goto(self.step + 1)

    def goto(self, step: int) -> TrainingState:
        """Go to any step, backwards or forwards; the state there is restored to the last bit.

        Raises:
            InvalidValue: there is no such step.
        """
        if not 0 <= step <= self.last_step:
            raise InvalidValue(f"there is no step {step}: steps go from 0 to {self.last_step}")
        self._running = False
        self.state, self.step = self._timeline.state_at(step), step
        return self.state

    def kernel_now(self) -> Kernel:
        """Return what computes a run that begins now; for the compiled loop wait, where ``waits`` says so.

        Raises:
            InvalidValue: it cannot be had.
        """
        state = self.state
        if not compiles(state.method, state.dataset.rows):
            return "numpy"
        if self.kernel == "auto" and self._ran < WORTH_COMPILING:
            return "numpy"
        return kernel_for(self.kernel, self.waits)

    def _earlier_run(self, kernel: Kernel) -> int:
        """Count the samples of the run that is going on, if it is computed with the same kernel."""
        if self._running and self.step and isinstance(last := self._timeline.command_to(self.step), Run):
            return last.samples if last.kernel == kernel else 0
        return 0

    def _do(self, command: Command, earlier: int = 0, check: StopCheck | None = None) -> TrainingState:
        try:
            state, stopped = update(self.state, command), None
        except Divergence as divergence:
            state, stopped = divergence.state, divergence
            command = Run(divergence.samples, command.kernel if isinstance(command, Run) else "numpy")
        if isinstance(command, Run) and check is not None and (wanted := check.check(self.state, state)) is not None:
            # Trained again up to there, which gives the same; to look after each epoch would cost more.
            command, stopped = replace(command, samples=wanted), None
            state = update(self.state, command)
        if isinstance(command, Run):
            command = replace(command, samples=command.samples + earlier)
        if stopped is None or stopped.samples:
            self.step -= bool(earlier)
            self._timeline.record(self.step, command, state, self.state)
            self.state, self.step = state, self.step + 1
        if stopped is not None:
            raise stopped
        return state
