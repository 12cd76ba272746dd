"""The verb that opens other data with a network of its own."""

from __future__ import annotations

from engine.experiment.option_words import options_of, words_of
from engine.experiment.starts import Options, setup_for
from engine.session.verbs.arguments import Arguments, refused_at
from engine.session.verbs.tokens import LineRefused, written_word
from engine.session.verbs.verb import Verb
from engine.training.commands import Command, Load
from engine.training.state import TrainingState

ROWS = "rows:"
"""Before the digest of the rows, or its beginning."""
_DIGITS = 16


def load_of(start: str, options: Options) -> Load:
    """Return the command that opens a start; it reads a file if START is one.

    Raises:
        EngineError: It cannot be opened.
    """
    return Load(setup_for(start, options), start, options)


def _open(words: Arguments, state: TrainingState) -> Command:
    start, texts = words.take("START"), []
    digest = None
    while (token := words.peek()) is not None:
        words.take("an option")
        if token.text.startswith(ROWS):
            digest = token
            break
        texts.append(token.text)
    with refused_at(start):
        load = words.open(start.text, options_of(texts))
    if digest is not None and not load.digest.startswith(digest.text.removeprefix(ROWS)):
        raise LineRefused("the rows are not those that were opened then", digest.column)
    return load


VERBS = (Verb("open", "START [OPTIONS]", "open other data, with options as on the command line", _open),)


def line_of(command: Command, state: TrainingState) -> str | None:
    """Write a command of this verb; None for another command.

    Args:
        command: The command.
        state: The state before it.
    """
    if not isinstance(command, Load):
        return None
    words = map(written_word, (command.start, *words_of(command.options)))
    return " ".join(("open", *words, f"{ROWS}{command.digest[:_DIGITS]}"))
