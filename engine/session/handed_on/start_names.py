"""What a session that is handed on says of where its rows came from: names, never the folders of whoever made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PureWindowsPath
from typing import Any

from engine.experiment.starts import is_known_start
from engine.session.openings import Openings
from engine.session.saved.log import Entry, Log
from engine.session.saved.log_limits import verb_of
from engine.session.timeline import Kept
from engine.session.verbs.grammar import JOINS, joins
from engine.session.verbs.open_verbs import ROWS
from engine.session.verbs.tokens import LineRefused, Token, tokens_of, written_word
from engine.training.commands import Load


def bare_name(start: str) -> str:
    """Return the name of a start without its folders; both kinds of slashes end one."""
    return start if is_known_start(start) else PureWindowsPath(start).name or start


def bare_openings(openings: Openings) -> Openings:
    """Return openings whose starts have no folders."""
    return Openings(tuple(map(_bare, openings.loads)))


def bare_kept(kept: Kept) -> Kept:
    """Return a timeline whose starts have no folders."""
    steps = (
        replace(step, command=_bare(step.command)) if isinstance(step.command, Load) else step for step in kept.steps
    )
    return replace(kept, steps=tuple(steps))


def _bare(load: Load) -> Load:
    name = bare_name(load.start)
    return load if name == load.start else replace(load, start=name)


def bare_beginning(beginning: dict[str, Any]) -> dict[str, Any]:
    """Return how a log began, with a start that has no folders."""
    start = beginning.get("start")
    return beginning | {"start": bare_name(start)} if isinstance(start, str) else beginning


def bare_line(said: str) -> str:
    """Return a line of a log; what it opens has no folders."""
    opened = opened_by(said)
    if opened is None or bare_name(opened[0].text) == opened[0].text:
        return said
    return opening_line(said, (bare_name(opened[0].text), *(token.text for token in opened[1:])))


def opening_line(said: str, words: Iterable[str]) -> str:
    """Return a line that opens something with other words: START and what comes after it."""
    return f"{JOINS} " * joins(said)[0] + " ".join(("open", *map(written_word, words)))


def opened_by(said: str) -> tuple[Token, ...] | None:
    """Return START and the words after it of a line that opens something; None for another line."""
    if verb_of(said) != "open":
        return None
    try:
        return tokens_of(joins(said)[1])[1:] or None
    except LineRefused:
        return None


def is_digest(token: Token) -> bool:
    """Tell whether a word of such a line says which rows were opened."""
    return token.text.startswith(ROWS)


def opening_lines(log: Log) -> Iterator[tuple[Entry, tuple[Token, ...]]]:
    """Yield the lines of a log that open something, and what; a damaged one is refused where it is lived again."""
    known: dict[str, tuple[Token, ...] | None] = {}
    for entry in log.entries:
        if not isinstance(entry.said, str) or entry.refused or "open" not in entry.said.lower():
            continue
        if entry.said not in known:
            known[entry.said] = opened_by(entry.said)
        if (opened := known[entry.said]) is not None:
            yield entry, opened
