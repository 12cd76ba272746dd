"""The saved sessions in the dialog that opens data: their lines, and what finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.quick_dataclass import dataclass
from engine.wording import ago_text
from tui.drawing.numbers import brief
from tui.terminal.text import safe

if TYPE_CHECKING:
    from engine.session.saved.folder import Glance
    from engine.session.saved.resume import Resumed

SHOWN = 3
"""Sessions that are listed at first: the data must not be pushed out of sight."""
MORE = "more sessions"
PREFIX = "session "
"""Stands before the name of a session in the identifier of its entry: no START has a blank."""
_DIGITS = 4


@dataclass(frozen=True, eq=False)
class Going:
    """Another session that is to go on.

    Attributes:
        start: The session.
        about: What it is, in words for the line under the top line.
        short: The same, shorter.
    """

    start: Resumed
    about: str
    short: str


def entries(glances: Sequence[Glance], is_all: bool, now: float) -> Iterator[tuple[str, str, str]]:
    """Yield the identifier, the name and the description of each entry, the newest session first.

    Args:
        glances: The sessions.
        is_all: Whether all are listed, not only the first.
        now: The time, in seconds since 1970.
    """
    shown = glances if is_all or len(glances) <= SHOWN + 1 else glances[:SHOWN]
    ago = [_ago(glance, now) for glance in shown]
    epochs = [glance.epochs_text for glance in shown]
    width, epochs_width = max(map(len, ago), default=0), max(map(len, epochs), default=0)
    for glance, when, epoch in zip(shown, ago, epochs, strict=True):
        about = f"{when.ljust(width)}  {epoch.ljust(epochs_width)}  {_mse(glance)}"
        yield PREFIX + glance.name, start_name(glance), (glance.problem or about).rstrip()
    if len(shown) < len(glances):
        yield MORE, f"{len(glances) - len(shown)} more …", "all that are saved"


def found(glances: Sequence[Glance], typed: str, now: float) -> str | None:
    """Return the identifier of the first session whose name, or whose line, begins with what was typed."""
    wanted = " ".join(typed.casefold().split())
    for glance in glances:
        line = f"{start_name(glance)} {_ago(glance, now)} {glance.epochs_text} {_mse(glance)}"
        if wanted and any(" ".join(text.casefold().split()).startswith(wanted) for text in (glance.name, line)):
            return PREFIX + glance.name
    return None


def going(start: Resumed, glance: Glance, now: float) -> Going:
    """Return a saved session that is to go on, with what is to be said about it."""
    glance = start.glance(glance)
    name, epochs = start_name(glance), f", {glance.epochs_text}"
    return Going(start, f"{name} {glance.ended} {ago_text(now - glance.left)}{epochs}", f"{name}{epochs}")


def handed_on(start: Resumed, name: str) -> Going:
    """Return a session that was handed on and is to go on as one of the learner's own."""
    return Going(start, f"{name}, epoch {start.session.state.epoch:,}", name)


def start_name(glance: Glance) -> str:
    """Return what is trained in a session, without the folders of a file."""
    return safe(glance.trains or glance.name, 40)


def _ago(glance: Glance, now: float) -> str:
    return re.sub(r"minutes?", "min", ago_text(now - glance.left))


def _mse(glance: Glance) -> str:
    return "" if glance.mse is None else f"MSE {brief(glance.mse, _DIGITS)}"
