"""The steps in words: what each did, as it is typed, and where it led, so that ``goto`` and ``undo`` make sense."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.formulas.notation import Digits, number_text
from engine.session.session import Session
from engine.session.travel import Goto
from engine.session.verbs.grammar import lines
from engine.session.verbs.tokens import LineRefused
from engine.training.commands import Run, StepEpoch, StepPhase, StepSample
from engine.training.phases import phase_text
from engine.training.state import TrainingState
from engine.wording import count
from tui.terminal.text import safe

LISTED, MOST_STEPS = 10, 100
LONGEST_LINE = 100
"""Cells of the line of a step."""
MOST_WORK = 10**8
"""What may be computed to list steps, see ``work_of``: at most some 0.6 s."""
_DIGEST = re.compile(r" rows:[0-9a-f]+\b")
_WITHOUT_NAMES = (Run, StepEpoch, StepPhase)


def step_lines(session: Session, most: int, digits: Digits) -> Iterator[str]:
    """List the last steps, or those around the current one if that is further back.

    Args:
        session: The session.
        most: How many.
        digits: How many digits numbers are written with.
    """
    here, last = session.step, session.last_step
    end = last if here > last - most else here + most // 2
    first = max(0, end - most + 1)
    yield f"step is {here:,} of {last:,}"
    if first:
        yield f"{count(first, 'step')} before these"
    work = 0
    for number in range(first, end + 1):
        before = None
        if number and not isinstance(session.steps[number].command, _WITHOUT_NAMES):
            way = session.way_to(Goto(number - 1))
            if work + way.work <= MOST_WORK:
                work += way.work
                before = way.walked()
        mark = ", the current one" if number == here else ", undone" if number > here else ""
        yield f"step {number:,}{mark}: {step_text(session, number, before)}{_led_to(session, number, digits)}"
    if end < last:
        yield f"{count(last - end, 'step')} after these"


def step_text(session: Session, number: int, before: TrainingState | None = None) -> str:
    """Write what a step did as it is typed; some commands have no line.

    Args:
        session: The session.
        number: The step.
        before: The state before it. None means one with the same names, as far as the layers are the same.
    """
    command = session.steps[number].command
    if command is None:
        return "the beginning"
    if before is None:
        if not isinstance(command, _WITHOUT_NAMES) and session.steps[number - 1].sizes != session.state.network.sizes:
            return "an edit"
        before = session.state
    try:
        return safe(_DIGEST.sub("", " ".join(lines(command, before))), LONGEST_LINE)
    except LineRefused:
        return "an edit"


def _led_to(session: Session, number: int, digits: Digits) -> str:
    """Say where a step led, if it trained; of a phase, which one."""
    step = session.steps[number]
    if isinstance(step.command, StepPhase) and step.summary.phase is not None:
        return f", {phase_text(step.sizes, step.summary.phase)}"
    if not isinstance(step.command, Run | StepEpoch | StepSample) or step.summary.mse is None:
        return ""
    return f", epoch {step.summary.epoch:,}, MSE {number_text(step.summary.mse, digits)}"
