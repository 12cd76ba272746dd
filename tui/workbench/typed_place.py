"""A place in the timeline, as it is typed: a step, an epoch or a number of samples."""

from __future__ import annotations

from collections.abc import Callable

from engine.session.session import Session
from engine.session.travel import Goto
from tui.running.controller import TrainingController

MOST_DIGITS = 12
UNITS: dict[str, Callable[[Session, int], Goto]] = {"e": Session.place_of_epoch, "s": Session.place_of_samples}
"""Where a number with this letter behind it leads."""


def go_to_typed(training: TrainingController, text: str) -> None:
    """Go to the place that was typed: 12 is a step, 20e the end of an epoch, 400s a number of samples.

    Raises:
        ValueError: The text is none of these.
        EngineError: There is no such place.
    """
    typed = text.strip().lower()
    place_of = UNITS.get(typed[-1:], _step)
    digits = typed[:-1].rstrip() if typed[-1:] in UNITS else typed
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        last = training.session.last_step
        raise ValueError(f"a step is a whole number from 0 to {last}; an epoch is written 20e, samples 400s")
    training.travel(lambda session: place_of(session, int(digits)))


def _step(session: Session, step: int) -> Goto:
    return Goto(step)
