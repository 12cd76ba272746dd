"""Completion with the tab key: first the verbs, then whatever the grammar takes at that place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from engine.errors import EngineError
from engine.network.activations import ACTIVATIONS
from engine.network.initializers import INITIALIZER_NAMES
from engine.network.losses import LOSSES
from engine.network.optimizers import OPTIMIZERS
from engine.network.places import Bias, Expected, Neuron, parameter_at, place_name
from engine.session.look import PANELS, VIEWS
from engine.session.rows import row_filters
from engine.session.verbs.arguments import Arguments
from engine.session.verbs.grammar import VERBS, parse
from engine.session.verbs.method_verbs import METHOD, STOP
from engine.session.verbs.tokens import LineRefused, tokens_of, written_word
from engine.training.state import TrainingState
from tui.plain.overview import View
from tui.plain.questions import DIGITS, first_words, question_named

MOST = 300
"""Words that are tried."""
MOST_PLACES = 100_000
READS_FILES = "START"
"""What a verb takes whose words name files: those are not tried."""


def completions(line: str, word: str, view: View) -> list[str]:
    """List how the last word of a line can go on, each with the blank behind it, which readline leaves to us.

    Args:
        line: The line up to the word.
        word: The beginning of the word.
        view: What there is to see: names depend on it.
    """
    line = line.removeprefix("& ")
    if not line.strip():
        return [f"{each} " for each in first_words() if each.startswith(word.lower())]
    candidates = (each for each in _words(view.state) if each.startswith(word))
    return [f"{each} " for each in islice(dict.fromkeys(candidates), MOST) if _fits(line, each, view)]


def _words(state: TrainingState) -> Iterator[str]:
    """Yield the words that can follow a verb: options before names, for a network may have many of these."""
    yield from ("of", "current", "all", "none", "on", "off", "numpy", "numba", *DIGITS, *row_filters(state))
    yield from (*ACTIVATIONS, *LOSSES, *OPTIMIZERS, *INITIALIZER_NAMES, *PANELS)
    yield from (written_word(view) for view in VIEWS)
    yield from (field.word for field in (*METHOD, *STOP))
    sizes = state.network.sizes
    yield from (place_name(sizes, Neuron(layer, index)) for layer, size in enumerate(sizes) for index in range(size))
    yield from (place_name(sizes, Expected(index)) for index in range(sizes[-1]))
    yield from ("E", "alpha")
    places = (parameter_at(sizes, index) for index in range(min(MOST_PLACES, state.network.parameters.size)))
    named = sorted(islice(places, MOST_PLACES), key=lambda place: isinstance(place, Bias))
    yield from (place_name(sizes, place) for place in named)
    yield from first_words()


def _fits(line: str, word: str, view: View) -> bool:
    """Tell whether a word is taken at the end of a line: what is refused, if anything, comes after it."""
    try:
        tokens = tokens_of(line + word)
        verb = tokens[0].text.lower()
        if (question := question_named(verb)) is not None:
            words = Arguments(question.usage, tokens[1:], len(line + word) + 1)
            question.ask(words, view)
            words.end()
        elif verb not in VERBS or READS_FILES in VERBS[verb].takes:
            return False
        else:
            parse(line + word, view.state)
    except LineRefused as refused:
        return refused.column > len(line + word)
    except EngineError:
        return False
    return True
