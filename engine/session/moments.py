"""Where in a timeline an epoch or a sample is, within long steps too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.session.steps import Steps
from engine.session.summary import StepSummary
from engine.session.travel import Goto, Redo, Travel, Undo
from engine.training.commands import Run, StepEpoch
from engine.wording import count


@dataclass(frozen=True)
class Moment:
    """A moment of a timeline.

    Attributes:
        step: The step at or before it.
        samples: How many samples of the next step lead there; 0 if the step itself does.
    """

    step: int
    samples: int = 0


def moment_of_epoch(epoch: int, steps: Steps, here: int) -> Moment:
    """Find where an epoch ends: the last place up to the current step, or else the first one after it.

    Args:
        epoch: How many epochs are complete there.
        steps: The steps of the timeline.
        here: The current step.

    Raises:
        InvalidValue: The timeline has no such epoch.
    """
    found = _find(lambda at: (epoch - at.epoch) * at.rows - at.position, steps, here)
    if found is None:
        last = max(step.summary.epoch for step in steps)
        raise InvalidValue(f"there is no epoch {epoch:,} in the steps so far: epochs go from 0 to {last:,}")
    return found


def moment_of_samples(samples: int, steps: Steps, here: int) -> Moment:
    """Find where so many samples have been trained; for the arguments, see ``moment_of_epoch``.

    Raises:
        InvalidValue: The timeline has not so many samples.
    """
    found = _find(lambda at: samples - at.samples, steps, here)
    if found is None:
        last = max(step.summary.samples for step in steps)
        raise InvalidValue(f"there is no sample {samples:,} in the steps so far: samples go from 0 to {last:,}")
    return found


def moment_of(to: Travel, steps: Steps, here: int) -> Moment:
    """Find where a way through the timeline leads.

    Args:
        to: The way.
        steps: The steps of the timeline.
        here: The current step.

    Raises:
        InvalidValue: The timeline has no such place.
    """
    match to:
        case Undo():
            if here == 0:
                raise InvalidValue("nothing to undo: this is the beginning")
            return Moment(here - 1)
        case Redo():
            if here == len(steps) - 1:
                raise InvalidValue("nothing to redo: this is the newest step")
            return Moment(here + 1)
        case Goto(step, samples):
            moment = Moment(step, samples)
            if samples:
                _check_within(moment, steps)
            else:
                check_step(step, steps)
            return moment


def check_step(step: int, steps: Steps) -> None:
    """Check that there is a step.

    Raises:
        InvalidValue: There is not.
    """
    if not 0 <= step < len(steps):
        raise InvalidValue(f"there is no step {step}: steps go from 0 to {len(steps) - 1}")


def _check_within(moment: Moment, steps: Steps) -> None:
    """Check that a moment is in the middle of a run or an epoch.

    Raises:
        InvalidValue: It is not.
    """
    before = moment.step
    if not (0 <= before < len(steps) - 1 and isinstance(steps[before + 1].command, Run | StepEpoch)):
        raise InvalidValue(f"no run or epoch follows step {before:,}")
    trained = steps[before + 1].summary.samples - steps[before].summary.samples
    if not 0 < moment.samples < trained:
        raise InvalidValue(f"step {before + 1:,} trains {count(trained, 'sample')}, not {moment.samples:,} and more")


def _find(missing: Callable[[StepSummary], int], steps: Steps, here: int) -> Moment | None:
    """Find the moment at which no sample is missing.

    Args:
        missing: Returns how many samples lead from a step to the moment; 0 at the moment, negative after it.
        steps: The steps of the timeline.
        here: The current step.
    """

    def within(step: int) -> Iterator[Moment]:
        """Yield the moment if it lies in the middle of what leads to a step."""
        if step and isinstance(steps[step].command, Run | StepEpoch):
            before, after = steps[step - 1].summary, steps[step].summary
            if 0 < (samples := missing(before)) < after.samples - before.samples:
                yield Moment(step - 1, samples)

    def at(step: int) -> Iterator[Moment]:
        if missing(steps[step].summary) == 0:
            yield Moment(step)

    def candidates() -> Iterator[Moment]:
        for step in range(here, -1, -1):
            yield from at(step)
            yield from within(step)
        for step in range(here + 1, len(steps)):
            yield from within(step)
            yield from at(step)

    return next(candidates(), None)
