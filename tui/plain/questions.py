"""The questions: verbs that only tell, in a table like that of the grammar, from which help and completion are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.errors import InvalidValue
from engine.explaining.explain import explain
from engine.explaining.worked_step import context_of
from engine.formulas.notation import Digits, number_text
from engine.network.places import Neuron
from engine.network.quantities import Subject
from engine.network.subjects import known_names, parse_subject
from engine.quick_dataclass import dataclass
from engine.session.look import LookAction, SetDigits
from engine.session.rows import RowFilter, row_filters
from engine.session.verbs.arguments import Arguments, refused_at, whole_in
from engine.session.verbs.grammar import VERBS
from engine.session.verbs.tokens import LineRefused
from engine.session.verbs.values import place_in
from engine.training.phases import Phase
from engine.wording import quoted
from tui.plain.curve import curve_lines
from tui.plain.overview import View, where
from tui.plain.phases import phase_lines
from tui.plain.places import weight_lines
from tui.plain.rows import listed_rows
from tui.plain.steps import LISTED, MOST_STEPS, step_lines

MOST_WEIGHTS = 100
DIGITS: dict[str, Digits] = {"4": 4, "6": 6, "full": None}
LEAVES = "quit"
LACKING = {
    "wrong": "a row is right or wrong where a class is predicted, and here it is a number",
    **dict.fromkeys(("test", "both"), "there are no test rows: all are trained"),
}
"""Why rows that can be listed elsewhere are not there."""

MEANT: dict[str, tuple[str, ...]] = {
    "n": ("phase",), "s": ("sample",), "e": ("epoch",), "u": ("undo",), "U": ("redo",), "r": ("reset",),
    "?": ("help",), "q": (LEAVES,), "back": ("undo",),
    **dict.fromkeys(("next", "step", "start", "begin"), ("phase", "sample", "epoch")),
    **dict.fromkeys(("forward", "backward"), ("phase",)),
    **dict.fromkeys(("train", "learn"), ("epoch", "run")),
    **dict.fromkeys(("show", "print", "status", "info"), ("where", "rows", "why")),
    **dict.fromkeys(("list", "data"), ("rows", "weights", "open")),
    **dict.fromkeys(("menu", "commands", "keys"), ("help",)),
}  # fmt: skip
"""Keys of the workbench and words that are easily tried, and the verbs that do what they mean."""
SAVING = ("save", "share", "export")
SAVED = "a session is saved as it goes: after quit, glassnet share hands it on"

Answer = Iterable[str] | LookAction
"""Sentences, or a look whose sentences say it."""


@dataclass(frozen=True)
class Question:
    """A question. Immutable.

    Attributes:
        name: The first word of its lines.
        takes: What follows it; optional words stand in brackets.
        about: What it tells.
        ask: Reads the words that follow, and answers. It raises ``LineRefused`` for a word that does not fit.
        also: Other words for it.
    """

    name: str
    takes: str
    about: str
    ask: Callable[[Arguments, View], Answer]
    also: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """How it is written."""
        return f"{self.name} {self.takes}".strip()


def _why(words: Arguments, view: View) -> Answer:
    topic = view.look.topic
    if (token := words.peek()) is not None:
        words.take("NAME")
        with refused_at(token):
            topic = parse_subject(token.text, view.state.network.sizes)
    return phase_lines(view.shown, view.look.digits) if isinstance(topic, Phase) else _explained(topic, view)


def _explained(subject: Subject, view: View) -> Iterator[str]:
    """Yield the lines of an explanation, the first as a sentence, without what only puts the others in columns."""
    explained = explain(subject, context_of(view.shown.shown))
    name, _, about = explained.title.partition(" ")
    yield f"{name}, {about.strip()}, is {number_text(explained.value, view.look.digits)}"
    for line in explained.text(view.look.digits).splitlines()[1:]:
        if line.strip():
            yield " ".join(line.split())


def _weights(words: Arguments, view: View) -> Answer:
    token = words.take("NAME")
    if token.text == "of":
        token = words.take("NAME")
    place = place_in(token, view.state)
    if not isinstance(place, Neuron):
        raise LineRefused(f"{quoted(token.text)} is no neuron: they are called i1, h1 and o1", token.column)
    return weight_lines(view.shown, place, MOST_WEIGHTS, view.look.digits)


def _rows(words: Arguments, view: View) -> Answer:
    first, rows, filters = 1, view.look.rows, row_filters(view.state)
    if (token := words.peek()) is not None and token.text.isdecimal():
        first = whole_in(words.take("FIRST"), token.text, "the number of a row", 1, 10**9)
    if words.rest:
        rows = _filter(words, filters)
    return listed_rows(view.state, rows, first, view.look.digits)


def _filter(words: Arguments, filters: tuple[RowFilter, ...]) -> RowFilter:
    token = words.peek()
    if token is not None and token.text in LACKING and token.text not in filters:
        raise LineRefused(LACKING[token.text], token.column)
    name = words.name("which rows", filters)
    return next(each for each in filters if each == name)


def _steps(words: Arguments, view: View) -> Answer:
    most = LISTED
    if (token := words.peek()) is not None:
        most = whole_in(words.take("N"), token.text, "how many steps", 1, MOST_STEPS)
    return step_lines(view.session, most, view.look.digits)


def _digits(words: Arguments, view: View) -> Answer:
    return SetDigits(DIGITS[words.name("how many digits", tuple(DIGITS))])


def _help(words: Arguments, view: View) -> Answer:
    if not words.rest:
        return _help_of_all(view)
    token = words.take("VERB")
    row = VERBS.get(token.text.lower()) or question_named(token.text.lower())
    if row is None:
        raise no_verb(token.text, token.column)
    also = f", also {', '.join(row.also)}" if isinstance(row, Question) and row.also else ""
    return [f"{row.usage}: {row.about}{also}"]


def _help_of_all(view: View) -> Iterator[str]:
    yield "begin with phase, which walks through a sample, or epoch, which trains; why explains what came out"
    yield f"questions: {', '.join(row.usage for row in QUESTIONS)}"
    yield f"verbs: {', '.join(VERBS)}"
    yield f"names: {known_names(view.state.network.sizes)}"
    yield "help VERB says what a verb does and how it is written"
    yield "ctrl+c pauses a run, ctrl+d leaves"


QUESTIONS = (
    Question("where", "", "say what is trained, how far it is, and what is selected", lambda words, view: where(view)),
    Question("why", "[NAME]", "explain a number, or what is selected", _why, ("explain",)),
    Question("weights", "of NAME", "list the weights that lead to a neuron, or away from an input", _weights),
    Question(
        "rows",
        "[FIRST] [train|test|both|wrong]",
        "list the rows from one on, with what is expected and what came",
        _rows,
    ),
    Question(
        "curve",
        "",
        "say how the MSE fell, with ten points of it",
        lambda words, view: curve_lines(view.state, view.look.digits),
    ),
    Question("steps", "[N]", "list the last N steps, 10 if it is left out: goto takes their numbers", _steps),
    Question("digits", "|".join(DIGITS), "write numbers with so many digits", _digits),
    Question("help", "[VERB]", "list what can be said, or say how a verb is written", _help),
    Question(LEAVES, "", "leave", lambda words, view: (), ("exit",)),
)


def question_named(word: str) -> Question | None:
    """Return the question that a word asks; None if it asks none."""
    return next((row for row in QUESTIONS if word == row.name or word in row.also), None)


def first_words() -> tuple[str, ...]:
    """List every word that a line can begin with."""
    return (*(word for row in QUESTIONS for word in (row.name, *row.also)), *VERBS)


def no_verb(word: str, column: int, sizes: tuple[int, ...] = ()) -> LineRefused:
    """Return the refusal of a word that is neither a verb nor a question; it lists the nearest ones.

    Args:
        word: The word.
        column: Where it stands.
        sizes: The layers of a network whose names may be meant; empty for none.
    """
    from difflib import get_close_matches  # only needed for a mistake

    if sizes and _is_name(word, sizes):
        return LineRefused(f"{quoted(word)} is a name: write why {word}, or another verb before it", column)
    if word.lower() in SAVING:
        return LineRefused(f"{quoted(word)} is no verb: {SAVED}", column)
    tried = word if len(word) == 1 else word.lower()  # u and U are two keys
    near = MEANT.get(tried) or get_close_matches(word[:20].lower(), first_words(), 3, 0.5)
    meant = f"did you mean {' or '.join(near)}?" if near else "help lists them"
    return LineRefused(f"{quoted(word)} is no verb: {meant}", column)


def _is_name(word: str, sizes: tuple[int, ...]) -> bool:
    try:
        parse_subject(word, sizes)
    except InvalidValue:
        return False
    return True
