"""The verbs that set how the network is trained and when a run stops: a word for each number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.network.optimizers import OPTIMIZERS
from engine.quick_dataclass import dataclass
from engine.session.verbs.arguments import Arguments, name_in, number_in, refused_at, whole_in
from engine.session.verbs.tokens import Token
from engine.session.verbs.verb import Verb
from engine.training.commands import Command, SetMethod, SetStopRule
from engine.training.state import TrainingState
from engine.typed_numbers import MOST_COUNTED

Changed = TypeVar("Changed", Method, StopRule)


@dataclass(frozen=True)
class Field:
    """A number of a method or a stop rule, as lines set it. Immutable.

    Attributes:
        word: What lines call it.
        name: The field.
        takes: What it takes, for the help.
        about: What it is.
        read: Reads its value.
        none: The word for None; "" if it always has a value.
    """

    word: str
    name: str
    takes: str
    about: str
    read: Callable[[Token], Any]
    none: str = ""

    def changed(self, old: Changed, words: Arguments) -> Changed:
        """Take the value and return the method or the stop rule with it.

        Raises:
            LineRefused: The value does not fit.
        """
        token = words.take(self.about)
        value = None if token.text == self.none else self.read(token)
        changes: dict[str, Any] = {self.name: value}
        with refused_at(token):
            return replace(old, **changes)

    def written(self, of: Method | StopRule) -> str:
        """Write the word and the value."""
        value = getattr(of, self.name)
        if isinstance(value, bool):
            return f"{self.word} {'on' if value else 'off'}"
        return f"{self.word} {self.none if value is None else value}"


def _count(what: str) -> Callable[[Token], Any]:
    return lambda token: whole_in(token, token.text, what, 1, MOST_COUNTED)


def _number(what: str) -> Callable[[Token], Any]:
    return lambda token: number_in(token, what)


def _optimizer_name(token: Token) -> str:
    return name_in(token, "the optimiser", tuple(OPTIMIZERS))


def _is_on(token: Token) -> bool:
    return name_in(token, "shuffle", ("on", "off")) == "on"


RATE = Field("rate", "learning_rate", "NUMBER", "α, the learning rate", _number("α"))
OPTIMIZER = Field("optimizer", "optimizer", "NAME", "the optimiser", _optimizer_name)
METHOD = (
    RATE,
    OPTIMIZER,
    Field("batch", "batch_size", "N|all", "the rows of an update", _count("a batch"), none="all"),
    Field("shuffle", "shuffle", "on|off", "whether epochs take the rows in a new order", _is_on),
    Field("l2", "l2", "NUMBER", "λ, the strength of the L2 penalty", _number("λ")),
)
STOP = (
    Field("epochs", "epoch_limit", "N|none", "the epoch at which a run stops", _count("the epoch"), none="none"),
    Field("mse", "target_mse", "NUMBER|none", "the MSE at which a run stops", _number("the MSE"), none="none"),
    Field("patience", "patience", "N|none", "the epochs without a lower MSE", _count("patience"), none="none"),
)


def _several(fields: Sequence[Field], old: Changed, words: Arguments) -> Changed:
    """Take words and values to the end of the line and return the method or the stop rule with them."""
    by_word = {field.word: field for field in fields}
    while True:
        field = by_word[words.name("a word for what is set", tuple(by_word))]
        old = field.changed(old, words)
        if not words.rest:
            return old


def _verb_of(field: Field) -> Verb:
    """Return the verb that sets one hyper-parameter."""
    return Verb(
        field.word,
        field.takes,
        f"set {field.about}",
        lambda words, state: SetMethod(field.changed(state.method, words)),
    )


def _optimizer(words: Arguments, state: TrainingState) -> Command:
    """Read an optimiser and its learning rate; without one, it brings its own along."""
    method = OPTIMIZER.changed(state.method, words)
    if words.rest:
        return SetMethod(RATE.changed(method, words))
    own = OPTIMIZERS[method.optimizer].learning_rate or state.setup.method.learning_rate
    return SetMethod(replace(method, learning_rate=own))


_OPTIMIZER = Verb("optimizer", "NAME [RATE]", "set the optimiser, with its own learning rate or this one", _optimizer)
VERBS = (
    *(_OPTIMIZER if field is OPTIMIZER else _verb_of(field) for field in METHOD),
    Verb(
        "method",
        "WORD VALUE …",
        f"set several at once: {', '.join(field.word for field in METHOD)}",
        lambda words, state: SetMethod(_several(METHOD, state.method, words)),
    ),
    Verb(
        "stop",
        "WORD VALUE …",
        f"set when a run stops: {', '.join(f'{field.word} {field.takes}' for field in STOP)}",
        lambda words, state: SetStopRule(_several(STOP, state.stop_rule, words)),
    ),
)


def line_of(command: Command, state: TrainingState) -> str | None:
    """Write a command of these verbs; None for another command.

    Args:
        command: The command.
        state: The state before it.
    """
    match command:
        case SetMethod(method):
            changed = _changed(METHOD, state.method, method) or (RATE,)
            if OPTIMIZER in changed and set(changed) <= {RATE, OPTIMIZER}:
                return f"optimizer {method.optimizer} {method.learning_rate}"
            return " ".join(("method",) * (len(changed) > 1) + tuple(field.written(method) for field in changed))
        case SetStopRule(rule):
            changed = _changed(STOP, state.stop_rule, rule) or STOP[:1]
            return " ".join(("stop", *(field.written(rule) for field in changed)))
    return None


def _changed(fields: tuple[Field, ...], old: Changed, new: Changed) -> tuple[Field, ...]:
    return tuple(field for field in fields if getattr(old, field.name) != getattr(new, field.name))
