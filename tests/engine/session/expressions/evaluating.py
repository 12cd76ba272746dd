"""Help for tests of expressions: a situation, a value in it, and a refusal."""

import pytest

from engine.experiment.starts import Options, setup_for
from engine.session.expressions.expression import parse_expression
from engine.session.expressions.refusal import ExpressionError
from engine.session.expressions.situation import Situation
from engine.session.session import Session
from engine.training.commands import Command
from engine.training.state import TrainingState


def state_after(*commands: Command, start: str = "walkthrough", options: Options | None = None) -> TrainingState:
    """Return the state of a session after some commands."""
    session = Session(setup_for(start, options or Options()))
    for command in commands:
        session.apply(command)
    return session.state


def value(text: str, now: TrainingState | Situation | None = None) -> bool | float | str:
    """Return the value of an expression, of the worked example if nothing else is given."""
    situation = now if isinstance(now, Situation) else Situation(now or state_after())
    return parse_expression(text).value(situation)


def refusal(text: str, now: TrainingState | Situation | None = None) -> ExpressionError:
    """Return the error for an expression that cannot be read, or has no value: one printable line with a column."""
    with pytest.raises(ExpressionError) as caught:
        value(text, now)
    error = caught.value
    assert str(error).isprintable()
    assert str(error).startswith(f"column {error.column:,}: ")
    assert 1 <= error.column <= len(text) + 1
    return error
