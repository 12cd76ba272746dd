"""The grammar: a line of text says one command, and each command is written as one line.

``parse(line(said, state), state)`` is ``said`` again, to the last bit. A line that begins with ``&`` belongs to the
step of the line before it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.session.verbs import (
    layer_verbs,
    look_verbs,
    method_verbs,
    open_verbs,
    switch_verbs,
    training_verbs,
    value_verbs,
)
from engine.session.verbs.arguments import Arguments, Opener
from engine.session.verbs.open_verbs import load_of
from engine.session.verbs.tokens import LineRefused, Token, tokens_of
from engine.session.verbs.verb import Said, Verb
from engine.training.commands import Folded
from engine.training.state import TrainingState
from engine.training.update import update
from engine.wording import quoted

JOINS = "&"
_PARTS = (training_verbs, value_verbs, method_verbs, layer_verbs, switch_verbs, look_verbs, open_verbs)
_WRITERS: tuple[Callable[[Any, TrainingState], str | None], ...] = tuple(part.line_of for part in _PARTS)
VERBS: dict[str, Verb] = {verb.name: verb for part in _PARTS for verb in part.VERBS}


def parse(line: str, state: TrainingState, opener: Opener = load_of) -> Said | None:
    """Return what a line says; None if it is empty or a comment.

    Args:
        line: The line, without a mark that it joins the step before, see ``joins``.
        state: The state that it is said in. Names, rows and units depend on it.
        opener: Opens what the line names; by default files, too.

    Raises:
        LineRefused: The line says nothing that can be done here; the message says where, and what would be right.
    """
    tokens = tokens_of(line)
    if not tokens:
        return None
    verb = _verb(tokens[0])
    words = Arguments(verb.usage, tokens[1:], len(line) + 1, opener)
    said = verb.read(words, state)
    words.end()
    return said


def joins(line: str) -> tuple[bool, str]:
    """Return whether a line belongs to the step before, and the line without its mark."""
    stripped = line.lstrip(" \t")
    return (True, stripped[len(JOINS) :]) if stripped.startswith(f"{JOINS} ") else (False, line)


def line(said: Said, state: TrainingState) -> str:
    """Write what is said; a step of several edits takes several lines, see ``lines``.

    Args:
        said: The command, the way through the timeline, or the look.
        state: The state before it.

    Raises:
        LineRefused: No line says this.
    """
    for write in _WRITERS:
        if (text := write(said, state)) is not None:
            return text
    raise LineRefused(f"no line says {type(said).__name__}", 1)


def lines(said: Said, state: TrainingState) -> tuple[str, ...]:
    """Write a step: the edits after its first one stand behind a ``&``.

    Args:
        said: The command, the way through the timeline, or the look.
        state: The state before it.
    """
    if not isinstance(said, Folded):
        return (line(said, state),)
    written = []
    for edit in said.edits:
        written.append(line(edit, state))
        state = update(state, edit)
    return written[0], *(f"{JOINS} {text}" for text in written[1:])


def _verb(token: Token) -> Verb:
    """Return the verb that a word names.

    Raises:
        LineRefused: There is none; the message lists the nearest ones.
    """
    verb = None if token.quoted else VERBS.get(token.text.lower())
    if verb is not None:
        return verb
    from difflib import get_close_matches  # only needed for a mistake

    near = get_close_matches(token.text[:20].lower(), VERBS, 3, 0.5)
    meant = f"did you mean {' or '.join(near)}?" if near else f"the verbs are {', '.join(VERBS)}"
    raise LineRefused(f"{quoted(token.text)} is no verb: {meant}", token.column)
