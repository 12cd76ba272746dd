"""The log of a session: a first line that says how it began, then a line for everything that was done.

::

    glassnet 1 {"start": "level2", "options": [], …}
    0.8 set w5 0.5
    1.2 & set w5 0.6
    3.0 run 4000
    3.0 = 2 4000 0.05214 9f86d081884c7d65

Each line begins with the seconds since the beginning. ``=`` stands before what a replay must come to: the step, the
samples, the MSE and a hash of the parameters. ``!`` stands before a line that was refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from engine.arrays import FloatArray
from engine.errors import DataError
from engine.experiment.setup import Setup
from engine.quick_dataclass import dataclass
from engine.session.verbs.tokens import written_text
from engine.training.state import TrainingState
from engine.wording import printable, quoted

FORMAT = 1
LEFT = "# left"
"""The last line of a session that the learner has left."""
MOST_BYTES = 100_000_000
"""A longer log is not read."""
MOST_BEGINNING = 100_000
"""Characters of the first line."""
_FIRST = re.compile(r"glassnet (\d{1,9}) (\{.*+)", re.ASCII)
_SECONDS = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) (.*+)", re.ASCII)
_AT = re.compile(r"# epoch (\d{1,18})(?: of (.{1,200}+))?", re.ASCII)
_MARK = re.compile(r"= (\d{1,12}) (\d{1,18}) (\S{1,40}) ([0-9a-f]{16})", re.ASCII)


@dataclass(frozen=True)
class Mark:
    """What a replay must come to here. Immutable.

    Attributes:
        step: The step.
        samples: How many samples were trained in all.
        mse: The MSE over the training rows; it need not be finite.
        parameters: See ``parameters_hash``.
    """

    step: int
    samples: int
    mse: float
    parameters: str


@dataclass(frozen=True)
class At:
    """How far a session has come, where its samples and its first line do not tell. Immutable.

    Attributes:
        epoch: How many epochs are complete.
        data: The name of what is trained now; "" if it is what the session began with.
    """

    epoch: int
    data: str


@dataclass(frozen=True)
class Entry:
    """A line of a log. Immutable.

    Attributes:
        line: Its number in the file, from 1.
        seconds: When it was said, since the beginning.
        said: The line of the grammar, or the mark.
        refused: Whether it could not be done.
    """

    line: int
    seconds: float
    said: str | Mark
    refused: bool = False


@dataclass(frozen=True)
class Log:
    """A log that was read. Immutable.

    Attributes:
        beginning: The object of the first line.
        entries: The lines after it, as far as they are good.
        problem: Why the rest was not read; "" if all was.
        torn: Whether the last line was not written to its end.
    """

    beginning: dict[str, Any]
    entries: tuple[Entry, ...]
    problem: str = ""
    torn: bool = False


def parameters_hash(parameters: FloatArray) -> str:
    """Return 16 hexadecimal digits of the SHA-256 of parameters, to their last bits."""
    return hashlib.sha256(parameters.astype("<f8").tobytes()).hexdigest()[:16]


def mark_of(step: int, state: TrainingState) -> Mark:
    """Return what a session has come to at a step."""
    return Mark(step, state.samples, state.evaluation.mse, parameters_hash(state.network.parameters))


def first_line(beginning: dict[str, Any]) -> str:
    """Write how a session began."""
    return f"glassnet {FORMAT} {json.dumps(beginning, sort_keys=True)}"


def mark_text(mark: Mark) -> str:
    """Write what a replay must come to."""
    return f"= {mark.step} {mark.samples} {mark.mse!r} {mark.parameters}"


def at_of(state: TrainingState, began: Setup) -> At | None:
    """Return how far a session has come; None where its samples and what it began with tell."""
    data = data_of(state, began)
    return At(state.epoch, data) if data or state.epoch != state.samples // began.dataset.rows else None


def data_of(state: TrainingState, began: Setup) -> str:
    """Return the name of what is trained now; "" if it is what the session began with."""
    return "" if state.setup.name == began.name else state.setup.name


def at_text(at: At) -> str:
    """Write how far a session has come, as a comment: a replay needs none of it."""
    return f"# epoch {at.epoch}" + (f" of {written_text(at.data)}" if at.data else "")


def at_in(said: str | Mark) -> At | None:
    """Read how far a session has come; None from any other line."""
    match = None if isinstance(said, Mark) else _AT.fullmatch(said)
    if match is None:
        return None
    try:
        data = json.loads(match[2] or '""')
    except (ValueError, RecursionError):
        return None
    return At(int(match[1]), data) if isinstance(data, str) else None


def entry_line(seconds: float, said: str | Mark, refused: bool = False) -> str:
    """Write a line of a log."""
    return f"{seconds:.1f} {'! ' * refused}{mark_text(said) if isinstance(said, Mark) else said}"


def first_lines(content: bytes, count: int) -> bytes:
    """Return the first whole lines of a log, with their ends: only a line feed ends one."""
    return b"".join(line + b"\n" for line in content.split(b"\n", count)[:count])


def read_log(content: bytes, name: str) -> Log:
    """Read a log as far as it is good.

    Args:
        content: The bytes of the file.
        name: The name of the file, for refusals.

    Raises:
        DataError: It is no log, of a newer format, or too long.
    """
    if len(content) > MOST_BYTES:
        raise DataError(f"{printable(name, 100)}: the log is longer than {MOST_BYTES // 10**6} MB")
    lines = content.split(b"\n")
    beginning = read_beginning(b"\n".join(lines[:2])[: len(lines[0]) + 1], name)
    entries, problem = read_entries(lines[1:-1], 2)
    return Log(beginning, tuple(entries), problem, torn=bool(lines[-1]))


def read_entries(lines: Sequence[bytes], first: int) -> tuple[list[Entry], str]:
    """Read lines up to the first one that is none of a log.

    Args:
        lines: The lines, without their ends.
        first: The number of the first of them.

    Returns:
        What was read, and why no more was; "" if all was.
    """
    entries: list[Entry] = []
    for number, line in enumerate(lines, start=first):
        entry = _entry(number, line)
        if entry is None:
            return entries, f"line {number:,} is no line of a log: {quoted(line[:100].decode('utf-8', 'replace'))}"
        entries.append(entry)
    return entries, ""


def read_beginning(line: bytes, name: str) -> dict[str, Any]:
    """Read the first line, with its end.

    Raises:
        DataError: It is none of a log, or one of a newer format.
    """
    name, text = printable(name, 100), line.decode("utf-8", "replace")
    match = _FIRST.fullmatch(text[:-1]) if len(line) <= MOST_BEGINNING and text.endswith("\n") else None
    if match is None:
        raise DataError(f"{name}: this is no session of glassnet: the first line is not that of a log")
    if int(match[1]) != FORMAT:
        raise DataError(f"{name}: the session has format {int(match[1])}; update glassnet, which reads format {FORMAT}")
    try:
        beginning = json.loads(match[2])
    except (ValueError, RecursionError):
        raise DataError(f"{name}: the first line of the session is damaged") from None
    if not isinstance(beginning, dict):
        raise DataError(f"{name}: the first line of the session is damaged")
    return beginning


def _entry(number: int, line: bytes) -> Entry | None:
    """Read a line; None if it is none of a log."""
    try:
        match = _SECONDS.fullmatch(line.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if match is None:
        return None
    seconds, text = float(match[1]), match[2]
    if text.startswith("= "):
        mark = _mark(text)
        return None if mark is None else Entry(number, seconds, mark)
    refused = text.startswith("! ")
    return Entry(number, seconds, text[2:] if refused else text, refused)


def _mark(text: str) -> Mark | None:
    match = _MARK.fullmatch(text)
    if match is None:
        return None
    try:
        mse = float(match[3])
    except ValueError:
        return None
    return Mark(int(match[1]), int(match[2]), mse, match[4])
