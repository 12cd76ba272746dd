"""Help for tests of the session: what they draw, do and expect."""

from collections.abc import Callable

import pytest
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.network.method import Method
from engine.session.session import Session
from engine.training.commands import SetMethod
from tests.engine.strategies import fingerprint, recipes

RECIPES = st.lists(recipes(), max_size=12)


def rate_of(learning_rate: float) -> SetMethod:
    """Return the command that changes α of ``level2``."""
    return SetMethod(Method(learning_rate, shuffle=False))


def refused(session: Session, act: Callable[[], object]) -> str:
    """Assert that an action is refused and changes nothing; return the message, one printable line."""
    state, step, commands = session.state, session.step, session.commands
    before = fingerprint(state)
    with pytest.raises(InvalidValue) as caught:
        act()
    assert session.state is state
    assert fingerprint(session.state) == before
    assert (session.step, session.commands) == (step, commands)
    message = str(caught.value)
    assert message.isprintable()
    return message
