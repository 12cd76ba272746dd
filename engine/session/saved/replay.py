"""Lives a log again: each line is parsed and done, and what it comes to is compared with what was written.

A line that cannot be done ends it: what is good before it stays.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable

from engine.errors import DataError, EngineError
from engine.quick_dataclass import dataclass
from engine.session.saved.log import Entry, Mark, mark_of
from engine.session.session import Session
from engine.session.travel import Goto, Redo, Undo
from engine.session.verbs.arguments import Opener
from engine.session.verbs.grammar import joins, parse
from engine.session.verbs.open_verbs import load_of
from engine.session.verbs.tokens import LineRefused
from engine.session.verbs.verb import Said
from engine.training.commands import Command
from engine.training.divergence import Divergence

LAST_DIGITS = 1e-6
"""An MSE that is off by a smaller share can be the work of another processor."""


@dataclass(frozen=True)
class Difference:
    """Where a replay came to something else. Immutable.

    Attributes:
        line: The line of the log.
        wanted: What was written there.
        got: What the replay came to.
    """

    line: int
    wanted: Mark
    got: Mark

    @property
    def off(self) -> float:
        """How far the MSE is off; infinite if one of them is no number."""
        off = abs(self.wanted.mse - self.got.mse)
        return off if off == off else float("inf")

    @property
    def is_of_last_digits(self) -> bool:
        """Whether the MSE is off by so little that another processor may have computed it."""
        return self.off <= LAST_DIGITS * abs(self.wanted.mse)


@dataclass(frozen=True)
class Replay:
    """A session that was lived again. Immutable.

    Attributes:
        session: The session.
        differences: Where it came to something else than was written.
        marks: How many marks were compared.
        problem: Which line cannot be done, and why; "" if all were done.
        lines: How many lines of the file, the first one included, come before the one that cannot be done. None if all
            were done.
    """

    session: Session
    differences: tuple[Difference, ...]
    marks: int
    problem: str = ""
    lines: int | None = None


def replay(
    session: Session,
    entries: Iterable[Entry],
    opener: Opener = load_of,
    each: Callable[[Entry], object] = lambda entry: None,
) -> Replay:
    """Live a log again, up to a line that cannot be done.

    Args:
        session: The session, as it was before the first of the lines.
        entries: The lines of the log.
        opener: Opens what was opened.
        each: Is told each line before it is done. Whatever it raises ends the replay and is passed on.
    """
    differences, marks = list[Difference](), 0
    for entry in entries:
        each(entry)
        if isinstance(entry.said, Mark):
            marks += 1
            if (got := mark_of(session.step, session.state)) != entry.said:
                differences.append(Difference(entry.line, entry.said, got))
        elif not entry.refused:
            try:
                _do(session, entry, opener)
            except DataError as error:
                return Replay(session, tuple(differences), marks, str(error), entry.line - 1)
    return Replay(session, tuple(differences), marks)


def _do(session: Session, entry: Entry, opener: Opener) -> None:
    assert isinstance(entry.said, str)
    is_part, text = joins(entry.said)
    try:
        said = parse(text, session.state, opener)
        if said is not None:
            live(session, said, is_part)
    except LineRefused as error:
        raise DataError(f"line {entry.line:,}, {error}") from None
    except EngineError as error:
        raise DataError(f"line {entry.line:,}: {error}") from None


def live(session: Session, said: Said, is_part: bool = False) -> None:
    """Do in a session what a line says. What is only looked at changes nothing.

    Args:
        session: The session.
        said: What the line says.
        is_part: Whether it joins the step before.

    Raises:
        EngineError: It cannot be done.
    """
    match said:
        case Undo() | Redo() | Goto():
            session.travel(said)
        case _ if isinstance(said, Command):
            with contextlib.suppress(Divergence):  # it stops at the last good state, as it did then
                (session.join if is_part else session.apply)(said)
