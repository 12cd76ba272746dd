"""What was looked at, as lines of the log: a session that goes on is shown as it was left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from engine.session.look import FocusPanel, Look, LookAction, LookAtRow, Select, ShowView, StateChanged
from engine.session.looking import look_after
from engine.session.saved.log import Entry
from engine.session.verbs.grammar import line, parse
from engine.session.verbs.tokens import LineRefused
from engine.training.state import TrainingState

_VERBS = ("row ", "view ", "select ", "panel ")
"""In the order in which they are done."""
NOTED = b" panel "
"""Stands in a log that says what was looked at."""


def usual_look_lines(state: TrainingState) -> tuple[str, ...]:
    """Write what is looked at before anything else is chosen."""
    return look_lines(look_after(Look(), StateChanged(None), state), state)


def look_lines(look: Look, state: TrainingState) -> tuple[str, ...]:
    """Write what is looked at, as far as the grammar has lines for it."""
    said: list[LookAction] = [LookAtRow(look.row), ShowView(look.view)]
    if look.selected is not None and look.topic == look.selected:
        said.append(Select(look.selected))
    written = []
    for one in (*said, FocusPanel(look.panel)):
        with suppress(LineRefused, IndexError):  # of a row that has gone
            written.append(line(one, state))
    return tuple(written)


def looks_in(entries: Iterable[Entry], state: TrainingState) -> Iterator[LookAction]:
    """Yield what was looked at last; a line that does not fit the state any more is passed over.

    Args:
        entries: The lines of a log.
        state: The state that they have led to. While a sample is walked through, that says what is selected.
    """
    last: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry.said, str) and entry.said.startswith(_VERBS) and not entry.refused:
            last[f"{entry.said.partition(' ')[0]} "] = entry.said
    for verb in _VERBS:
        if verb in last and not (verb == "select " and state.phase):
            with suppress(LineRefused):
                said = parse(last[verb], state)
                if isinstance(said, LookAction):
                    yield said
