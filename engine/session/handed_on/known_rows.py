"""What a session was opened with where that comes with every glassnet: made again from its name, never from a path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from engine.errors import DataError, EngineError, InvalidValue, TooLarge
from engine.experiment.option_words import options_of, words_of
from engine.experiment.setup import Setup
from engine.experiment.starts import in_session, is_known_start, known_setup, setup_for
from engine.session.handed_on.start_names import is_digest, opening_lines
from engine.session.openings import Openings
from engine.session.saved.documents import document_of
from engine.session.saved.log import Log
from engine.training.commands import Load
from engine.wording import count, quoted, refusal

MOST_NUMBERS = 5_000_000
"""Inputs and expected values of all that is opened: 40 MB."""
MOST_OPENED = 100
"""So many different starts and options are opened: some 0.2 s."""


def known_openings(file: str, log: Log, large: bool = False) -> Openings:
    """Return what a log names, made again.

    Args:
        file: The name of the log, for messages.
        log: The log.
        large: Whether the learner knows that it is large.

    Raises:
        DataError: It opens a file, or takes an option that does not fit.
        TooLarge: It is large and nobody said so.
    """
    made: dict[str, Load] = {}
    known, loads, numbers = cache(known_setup), list[Load](), 0
    for line, said, words in _named(file, log):
        if said not in made:
            try:
                _check_known(words[0])
                rows = known(words[0]).dataset
                numbers += rows.inputs.size + rows.expected.size
                if not large:
                    _check_size(file, line, numbers, 1 + len(made))
                made[said] = Load(_made(words, not loads, known), words[0], options_of(words[1:]))
            except InvalidValue as error:
                raise DataError(f"{file}, line {line:,}: {error}") from None
        loads.append(made[said])
    return Openings(tuple(loads))


def _check_size(file: str, line: int, numbers: int, opened: int) -> None:
    """Check that not too much is opened up to a line, before it is made.

    Raises:
        TooLarge: It is.
    """
    if numbers > MOST_NUMBERS:
        what = count(numbers, "number")
    elif opened > MOST_OPENED:
        what = f"{opened:,} different data sets"
    else:
        return
    raise TooLarge(f"{file}: up to line {line:,} it opens {what}")


def is_known(load: Load, begins: bool) -> bool:
    """Tell whether an opening can be made again from its name, with all that it began with.

    Args:
        load: The opening.
        begins: Whether the session began with it.
    """
    if not is_known_start(load.start):
        return False
    try:
        words = (load.start, *words_of(load.options))
        again = Load(_made(words, begins, known_setup), load.start, load.options)
    except EngineError:
        return False
    return _digest(again) == _digest(load)


def _digest(load: Load) -> bytes:
    return document_of(load, {})["sha256"].tobytes()


def _check_known(start: str) -> None:
    if not is_known_start(start):
        raise InvalidValue(
            f"it opens {quoted(start)}, and what was handed on opens no files: only presets, bundled data, "
            "generated data and rows of its own"
        )


def _made(words: Sequence[str], begins: bool, known: Callable[[str], Setup]) -> Setup:
    options = options_of(words[1:])
    setup = setup_for(words[0], options, known)
    _ = setup.parts  # refuses rows that cannot be split or scaled as it says
    return in_session(setup, options.epochs) if begins else setup


def _named(file: str, log: Log) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield the number of each line that opens something, the first one too, its text, and START and its options.

    Raises:
        DataError: The first line does not say what the session began with.
    """
    start, options = log.beginning.get("start"), log.beginning.get("options", [])
    if not isinstance(start, str) or not isinstance(options, list) or not all(isinstance(one, str) for one in options):
        raise refusal(file, "its first line does not say what it begins with")
    yield 1, "", (start, *options)
    for entry, opened in opening_lines(log):
        yield entry.line, str(entry.said), tuple(token.text for token in opened if not is_digest(token))
