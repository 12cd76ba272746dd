"""The log of commands with some states kept as keyframes, so that every step can be restored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from engine.session.milestones import Milestones
from engine.session.moments import Moment
from engine.session.summary import ReplacedWord, StepSummary, replaced_by, summary_of
from engine.training.commands import Command, Folded, Run, StepEpoch
from engine.training.state import TrainingState
from engine.training.update import update

MOST_KEYFRAMES = 256
KEYFRAME_BYTES = 24_000_000
"""The most bytes of all keyframes together; an array that several of them share counts once."""


class Timeline:
    """Commands in order, with keyframes: the states after some of them.

    Step 0 is the state before the first command, step n the one after the n-th. A state without a keyframe is
    recomputed from the nearest keyframe before it, which gives the same result to the last bit.
    """

    def __init__(self, start: TrainingState) -> None:
        self._commands: list[Command] = []
        self._shapes = [start.network.sizes]  # layer sizes at each step
        self._summaries = [summary_of(None, start, None)]  # of each step
        self._samples = [0]  # how many samples lead from step 0 to each step
        self._keyframes: dict[int, TrainingState] = {0: _bare(start)}
        self._milestones = Milestones(_bytes)

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands, oldest first."""
        return tuple(self._commands)

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The layer sizes at each step, from step 0."""
        return tuple(self._shapes)

    @property
    def summaries(self) -> tuple[StepSummary, ...]:
        """The summary of each step, from step 0."""
        return tuple(self._summaries)

    def command_to(self, step: int) -> Command:
        """Return the command that led to a step."""
        return self._commands[step - 1]

    def __len__(self) -> int:
        """Return the number of the last step."""
        return len(self._commands)

    def record(
        self,
        step: int,
        command: Command,
        state: TrainingState,
        before: TrainingState | None = None,
        earlier: int = 0,
    ) -> None:
        """Record a command as the one after ``step``, and drop all later steps.

        Args:
            step: The step it was done at.
            command: The command.
            state: The state it led to.
            before: The state at ``step``, for the summary. None means the summary does not say what was replaced.
            earlier: How many samples of a run are those of the run that it replaces.
        """
        del self._commands[step:], self._samples[step + 1 :], self._shapes[step + 1 :], self._summaries[step + 1 :]
        self._summaries.append(summary_of(command, state, before))
        self._milestones.drop_after(step, earlier)
        self._keyframes = {kept: old for kept, old in self._keyframes.items() if kept <= step}
        self._commands.append(command)
        self._shapes.append(state.network.sizes)
        self._samples.append(self._samples[step] + _samples(command, state))
        self._keyframes[step + 1] = _bare(state)
        self._trim()

    def keep(self, state: TrainingState) -> None:
        """Keep the state that the newest step, a run, has led to so far, also if the run goes on."""
        if isinstance(run := self._commands[-1], Run):
            self._milestones.add(len(self) - 1, run.samples, _bare(state))

    def split(self, moment: Moment) -> None:
        """Divide the run or epoch that passes a moment into two steps."""
        step, samples = moment.step, moment.samples
        command, state = self._commands[step], self._state_within(moment)
        kernel = command.kernel if isinstance(command, Run) else "numpy"
        rest = replace(command, samples=command.samples - samples) if isinstance(command, Run) else command
        self._commands[step : step + 1] = Run(samples, kernel), rest
        self._shapes.insert(step + 1, state.network.sizes)
        self._summaries.insert(step + 1, summary_of(None, state, None))
        self._samples.insert(step + 1, min(self._samples[step] + samples, self._samples[step + 1]))
        self._keyframes = {kept + (kept > step): old for kept, old in self._keyframes.items()}
        self._keyframes[step + 1] = _bare(state)
        self._milestones.split(step, samples)
        self._trim()

    def _state_within(self, moment: Moment) -> TrainingState:
        """Return the state in the middle of a run or epoch."""
        command = self._commands[moment.step]
        trained, state = self._milestones.nearest(moment.step, moment.samples) or (0, self.state_at(moment.step))
        if trained == moment.samples:
            return state
        return update(state, Run(moment.samples - trained, command.kernel if isinstance(command, Run) else "numpy"))

    def extend(self, edit: Command, state: TrainingState, before: TrainingState) -> None:
        """Add an edit to the last step, which changed the same thing.

        Args:
            edit: The edit.
            state: The state it led to.
            before: The state before it.
        """
        last, summary = self._commands[-1], self._summaries[-1]
        edits = last.edits if isinstance(last, Folded) else (last,)
        self.record(len(self) - 1, Folded((*edits, edit)), state)
        replaced, newest = summary.replaced, replaced_by(edit, before)
        if isinstance(replaced, ReplacedWord) and isinstance(newest, ReplacedWord):
            replaced = replace(newest, before=replaced.before)
        self._summaries[-1] = replace(self._summaries[-1], replaced=replaced, row=summary.row)

    def state_at(self, step: int) -> TrainingState:
        """Return the state after ``step`` commands."""
        kept = max(number for number in self._keyframes if number <= step)
        state = _bare(self._keyframes[kept])
        for command in self._commands[kept:step]:
            state = update(state, command)
        return state

    def _trim(self) -> None:
        while self._over_budget():
            del self._keyframes[self._cheapest()]

    def _over_budget(self) -> bool:
        if len(self._keyframes) <= 3:
            return False
        return len(self._keyframes) > MOST_KEYFRAMES or _bytes(self._keyframes.values()) > KEYFRAME_BYTES

    def _cheapest(self) -> int:
        """Return the step whose keyframe is quickest to recompute, other than the first and the last two."""
        steps = sorted(self._keyframes)
        costs = {step: self._samples[step] - self._samples[before] for before, step in pairwise(steps[:-2])}
        return min(costs, key=lambda step: (costs[step], step))


def _bare(state: TrainingState) -> TrainingState:
    """Copy a state without its cached properties, which may be large and can be recomputed."""
    return replace(state, before=None if state.before is None else replace(state.before))


def _samples(command: Command, state: TrainingState) -> int:
    match command:
        case Run(samples=samples):
            return samples
        case StepEpoch():
            return state.dataset.rows
        case _:
            return 1


def _bytes(states: Iterable[TrainingState]) -> int:
    """Return the bytes of the arrays of the states, each array counted once."""
    arrays = {}
    for state in states:
        for array in (
            state.network.parameters,
            state.memory.moments,
            state.history.x,
            state.history.y,
            state.dataset.inputs,
            state.dataset.expected,
            state.test_history.x,
            state.test_history.y,
            *(() if state.test is None else (state.test.inputs, state.test.expected)),
            *(() if state.setup.parameters is None else (state.setup.parameters,)),
            *(checkpoint.parameters for checkpoint in state.parameter_history.checkpoints),
        ):
            arrays[id(array)] = array.nbytes
    return sum(arrays.values())
