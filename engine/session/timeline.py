"""The log of commands with some states kept as keyframes, so that every step can be restored."""

from __future__ import annotations

from dataclasses import replace

from engine.experiment.setup import Parts, Setup
from engine.quick_dataclass import dataclass
from engine.session.keyframes import Keyframes
from engine.session.milestones import Milestones
from engine.session.moments import Moment
from engine.session.steps import Step, Steps
from engine.session.summary import ReplacedWord, StepSummary, replaced_by, summary_of
from engine.session.way import Way
from engine.session.work import work_of_step
from engine.training.commands import Command, Folded, Load, Run, StepEpoch
from engine.training.state import TrainingState

WORK_OF_A_COMMAND = 16
"""What a command costs besides its samples, in samples of a small network: a step of one sample is mostly this."""


@dataclass(frozen=True, eq=False)
class Kept:
    """All that a timeline keeps: another one can be made of it that costs the same to use. Immutable.

    Attributes:
        steps: What each step did and where it led, the beginning first.
        keyframes: Steps and the states after them, rising, the beginning first.
        milestones: States in the middle of long steps, rising: the step before, how many samples after it, the state.
        parts: The rows as the network saw them, of the start and then of each data set that was opened.
    """

    steps: tuple[Step, ...]
    keyframes: tuple[tuple[int, TrainingState], ...]
    milestones: tuple[tuple[int, int, TrainingState], ...]
    parts: tuple[Parts, ...]

    @property
    def setups(self) -> tuple[Setup, ...]:
        """What the start and each data set that was opened began with."""
        opened = (step.command.setup for step in self.steps if isinstance(step.command, Load))
        return (self.keyframes[0][1].setup, *opened)


class Timeline:
    """Commands in order, with keyframes: the states after some of them.

    Step 0 is the state before the first command, step n the one after the n-th. A state without a keyframe is
    recomputed from the nearest keyframe before it, which gives the same result to the last bit. To record a command
    costs the same however many there are already.

    Attributes:
        steps: What each step did and where it led.
    """

    def __init__(self, start: TrainingState) -> None:
        self.steps = Steps().followed_by(Step(None, start.network.sizes, summary_of(None, start, None)))
        self._keyframes = Keyframes(_bare(start))
        self._hold(0, start.setup)
        self._milestones = Milestones()

    @staticmethod
    def of(kept: Kept) -> Timeline:
        """Return the timeline that kept this."""
        (_, start), *later = kept.keyframes
        for setup, parts in zip(kept.setups, kept.parts, strict=True):
            setup.__dict__["parts"] = parts  # another processor might scale them to other last bits
        line, before = Timeline(start), 0
        line.steps = Steps().followed_by(*kept.steps)
        for number, done in enumerate(kept.steps):
            if isinstance(done.command, Load):
                line._hold(number, done.command.setup)
        for step, state in later:
            line._keyframes.keep(step, _bare(state), line.steps[step].work - line.steps[before].work)
            before = step
        for step, samples, state in kept.milestones:
            line._milestones.add(step, samples, _bare(state))
        return line

    @property
    def kept(self) -> Kept:
        """All that it keeps now."""
        kept = Kept(tuple(self.steps), tuple(self._keyframes), tuple(self._milestones), ())
        return replace(kept, parts=tuple(setup.parts for setup in kept.setups))

    def __len__(self) -> int:
        """Return the number of the last step."""
        return len(self.steps) - 1

    def command_to(self, step: int) -> Command:
        """Return the command that led to a step.

        Raises:
            IndexError: There is no such step, or it is the beginning.
        """
        if (command := self.steps[step].command) is None:
            raise IndexError("no command leads to the beginning")
        return command

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
        self._record(step, command, state, summary_of(command, state, before), earlier)

    def _record(
        self, step: int, command: Command, state: TrainingState, summary: StepSummary, earlier: int = 0
    ) -> None:
        work = self.steps[step].work + _work(command, state)
        self.steps = self.steps.first(step + 1).followed_by(Step(command, state.network.sizes, summary, work))
        self._milestones.drop_after(step, earlier)
        self._keyframes.drop_after(step)
        if isinstance(command, Load):
            self._hold(step + 1, command.setup)
        self._keyframes.keep(step + 1, _bare(state), self._work_to(step + 1))

    def keep(self, state: TrainingState) -> None:
        """Keep the state that the newest step, a run, has led to so far, also if the run goes on."""
        if isinstance(run := self.command_to(len(self)), Run):
            self._milestones.add(len(self) - 1, run.samples, _bare(state))

    def split(self, moment: Moment, state: TrainingState) -> None:
        """Divide the run or epoch that passes a moment into two steps.

        Args:
            moment: The moment.
            state: The state then.
        """
        number, samples = moment.step, moment.samples
        before, whole = self.steps[number], self.steps[number + 1]
        command = whole.command
        kernel = command.kernel if isinstance(command, Run) else "numpy"
        rest = replace(command, samples=command.samples - samples) if isinstance(command, Run) else command
        middle = Step(
            Run(samples, kernel),
            state.network.sizes,
            summary_of(None, state, None),
            min(before.work + samples, whole.work),
        )
        later = [self.steps[step] for step in range(number + 2, len(self.steps))]
        self.steps = self.steps.first(number + 1).followed_by(middle, replace(whole, command=rest), *later)
        self._keyframes.insert(number + 1, _bare(state), self._work_to(number + 1))
        self._milestones.split(number, samples)

    def _hold(self, step: int, setup: Setup) -> None:
        """Note that the log holds the rows of a setup."""
        parts = setup.parts
        for rows in (setup.dataset, parts.train, parts.test):
            if rows is not None:
                self._keyframes.hold(step, rows)

    def _work_to(self, step: int) -> int:
        """Return the work from the last keyframe before a step to the step."""
        return self._work_between(self._keyframes.nearest(step - 1)[0], step)

    def _work_between(self, earlier: int, step: int) -> int:
        return self.steps[step].work - self.steps[earlier].work

    def extend(self, edit: Command, state: TrainingState, before: TrainingState) -> None:
        """Add an edit to the last step, which changed the same thing.

        Args:
            edit: The edit.
            state: The state it led to.
            before: The state before it.
        """
        last, earlier = self.command_to(len(self)), self.steps[len(self)].summary
        edits = last.edits if isinstance(last, Folded) else (last,)
        replaced, newest = earlier.replaced, replaced_by(edit, before)
        if isinstance(replaced, ReplacedWord) and isinstance(newest, ReplacedWord):
            replaced = replace(newest, before=replaced.before)
        command = Folded((*edits, edit))
        summary = replace(summary_of(command, state, None), replaced=replaced, row=earlier.row)
        self._record(len(self) - 1, command, state, summary)

    def state_at(self, step: int) -> TrainingState:
        """Return the state after ``step`` commands."""
        return self.way_to(Moment(step)).walked()

    def way_to(self, moment: Moment) -> Way:
        """Return the way to a moment, from the last state before it that is kept."""
        kept, state = self._keyframes.nearest(moment.step)
        numbers = range(kept + 1, moment.step + 1)
        commands = [self.command_to(number) for number in numbers]
        works = [work_of_step(self.steps[number - 1], self.steps[number]) for number in numbers]
        if moment.samples:
            before, whole, trained = self.steps[moment.step], self.steps[moment.step + 1], 0
            if (milestone := self._milestones.nearest(moment.step, moment.samples)) is not None:
                (trained, state), commands, works = milestone, [], []
            if left := moment.samples - trained:
                kernel = whole.command.kernel if isinstance(whole.command, Run) else "numpy"
                commands.append(Run(left, kernel))
                works.append(work_of_step(before, whole, left))
        return Way(_bare(state), tuple(commands), tuple(works))


def _bare(state: TrainingState) -> TrainingState:
    """Copy a state without its cached properties, which may be large and can be recomputed."""
    return replace(state, before=None if state.before is None else replace(state.before))


def _work(command: Command, state: TrainingState) -> int:
    """Return how much work a command is, in samples."""
    match command:
        case Run(samples=samples):
            return samples + WORK_OF_A_COMMAND
        case StepEpoch():
            return state.dataset.rows + WORK_OF_A_COMMAND
        case Folded(edits):
            return WORK_OF_A_COMMAND * len(edits)
        case _:
            return WORK_OF_A_COMMAND
