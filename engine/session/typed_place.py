"""A place in the timeline as a learner types it: a step, an epoch or a number of samples."""

from __future__ import annotations

from collections.abc import Callable

from engine.session.session import Session
from engine.session.travel import Goto

MOST_DIGITS = 12
UNITS: dict[str, Callable[[Session, int], Goto]] = {"e": Session.place_of_epoch, "s": Session.place_of_samples}
"""Where a number with this letter behind it leads."""


def place_typed(text: str) -> Callable[[Session], Goto] | None:
    """Return what finds the place: 12 is a step, 20e the end of an epoch, 400s a number of samples.

    Args:
        text: What was typed.

    Returns:
        A function that raises InvalidValue if a session has no such place; None if the text is none of these.
    """
    typed = text.strip().lower()
    place_of = UNITS.get(typed[-1:], _step)
    digits = typed[:-1].rstrip() if typed[-1:] in UNITS else typed
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        return None
    return lambda session: place_of(session, int(digits))


def _step(session: Session, step: int) -> Goto:
    return Goto(step)
