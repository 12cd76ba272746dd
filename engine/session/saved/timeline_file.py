"""What memory holds of a timeline, in a file: undo, redo and going to any step cost afterwards what they did before."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine.errors import EngineError, InvalidValue
from engine.session.keyframes import MOST_KEYFRAMES
from engine.session.milestones import MOST_MILESTONES
from engine.session.saved.arrays_file import Arrays, read_arrays, write_arrays
from engine.session.saved.documents import NOTHING_GIVEN, Given, document_of, value_of
from engine.session.saved.state_checks import StateChecks
from engine.session.saved.step_checks import check_step
from engine.session.timeline import Kept, Timeline
from engine.training.commands import Run, StepEpoch
from engine.training.state import TrainingState
from engine.wording import file_name, refusal


def write_timeline(path: Path, kept: Kept, about: Mapping[str, Any], given: Given = NOTHING_GIVEN) -> None:
    """Replace a file by one with a timeline; this may be done beside the session, since what it keeps never changes.

    Args:
        path: The file.
        kept: What the timeline keeps.
        about: What is to be said about it, in what JSON can write.
        given: What whoever reads it will have.

    Raises:
        DataError: It cannot be written, or holds too much to be saved; what was there is still there.
    """
    try:
        document = document_of(kept, about, given)
    except InvalidValue as wrong:
        raise refusal(file_name(path), f"cannot be written: {wrong}") from None
    write_arrays(path, document)


def read_timeline(path: str | os.PathLike[str], given: Given = NOTHING_GIVEN) -> tuple[Timeline, dict[str, Any]]:
    """Return the timeline in a file, and what is said about it.

    Args:
        path: The file.
        given: What was given when it was written.

    Raises:
        DataError: It cannot be read, is damaged, or was not written by ``write_timeline``.
    """
    return timeline_of(file_name(path), read_arrays(path), given)


def timeline_of(file: str, document: Arrays, given: Given = NOTHING_GIVEN) -> tuple[Timeline, dict[str, Any]]:
    """Return the timeline in the arrays of a file, and what is said about it.

    Args:
        file: The name of the file, for messages.
        document: Its arrays.
        given: What was given when it was written.

    Raises:
        DataError: It is damaged, or was not written by ``write_timeline``.
    """
    try:
        kept, about = value_of(Kept, document, given)
        _check(kept)
        return Timeline.of(kept), about
    except EngineError as wrong:
        raise refusal(file, str(wrong)) from None


def _check(kept: Kept) -> None:
    """Check that the parts of a timeline fit together.

    Raises:
        InvalidValue: They do not.
    """
    for before, step in pairwise((None, *kept.steps)):
        assert step is not None
        check_step(before, step)
    numbers = [number for number, _ in kept.keyframes]
    if numbers[:1] != [0] or not _rise(numbers) or numbers[-1] != len(kept.steps) - 1:
        raise InvalidValue("its states are not those of its first and last steps, and of some between")
    places = [(step, samples) for step, samples, _ in kept.milestones]
    if not _rise(places) or any(not _is_within(kept, *place) for place in places):
        raise InvalidValue("its states in the middle of steps are not where there are such steps")
    if len(numbers) > MOST_KEYFRAMES or len(places) > MOST_MILESTONES:
        raise InvalidValue("it has more states than a timeline keeps")
    checks = StateChecks()
    for number, state in kept.keyframes:
        checks.check(state)
        summary = kept.steps[number].summary
        _check_place(kept, number, state, (summary.epoch, summary.position, summary.rows, summary.samples))
    if len(kept.parts) != len(kept.setups):
        raise InvalidValue("it does not have the rows of each data set that was opened")
    for setup, parts in zip(kept.setups, kept.parts, strict=True):
        checks.check_parts(setup, parts)
    for number, _, state in kept.milestones:
        checks.check(state)
        _check_place(kept, number, state)


def _check_place(kept: Kept, number: int, state: TrainingState, at: tuple[int, int, int, int] | None = None) -> None:
    """Check that a state is that of a step, as far as its summary says."""
    cursor = state.cursor
    here = (cursor.epoch, cursor.position, cursor.rows, cursor.samples)
    if state.network.sizes != kept.steps[number].sizes or at not in (None, here):
        raise InvalidValue(f"the state of step {number:,} is another one's")


def _rise(places: list[Any]) -> bool:
    return all(before < after for before, after in pairwise(places))


def _is_within(kept: Kept, step: int, samples: int) -> bool:
    """Tell whether a step leads on to a run or an epoch, in which there may be so many samples."""
    command = kept.steps[step + 1].command if 0 <= step < len(kept.steps) - 1 else None
    if not isinstance(command, Run | StepEpoch):
        return False
    return 0 <= samples <= (command.samples if isinstance(command, Run) else kept.steps[step].summary.rows)
